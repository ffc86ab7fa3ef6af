"""The signs of the standings on the screen, beside the words that both kiosks share (:mod:`oc_training.wording`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from oc_training.attestation.standing import Kind
from oc_training.wording.days import (
    ROLES,
    STANDINGS,
    away_words,
    day_words,
    moment_words,
    spoken,
)

__all__ = [
    "GLYPHS",
    "ROLES",
    "STANDINGS",
    "away_words",
    "day_words",
    "moment_words",
    "source_words",
    "spoken",
]

GLYPHS: Final[Mapping[Kind, str]] = {
    Kind.OVERDUE: "[!]",
    Kind.DUE: "[ ]",
    Kind.CURRENT: "[x]",
    Kind.EXCUSED: "[-]",
}
"""What stands before a standing, so that it can be told without colour; all of one width."""


def source_words(source: str) -> str:
    """Where a step of the arithmetic comes from, for a person: ``Schedule: new hire days``."""
    return source.replace("_", " ").capitalize()
