"""What a person checks before they sign, and the name that they type for it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from oc_training.attestation.signature_events import ChangesRecord
from oc_training.policy.model import Revision
from oc_training.roster.model import Person
from oc_training.text import one_line


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Everything a person checks before signing (SIG-5)."""

    person: Person
    revision: Revision
    sections_displayed: int
    sections_of: int
    right: int
    of: int
    attempt_number: int
    statement: str
    """In full, filled in: these words are signed."""
    today: date
    changes: ChangesRecord | None = None
    """How what changed since they signed before was displayed; None where there was nothing to show."""


def objection_to_name(typed: str, person: Person) -> str:
    """What is wrong with a name typed as a signature, as a sentence; empty when it is the person's own."""
    if _letters(typed) == _letters(person.name):
        return ""
    return f"Please type your name as it stands above: {person.name}"


def _letters(name: str) -> str:
    """A name as it is compared: without accents, which not every keyboard has, and without capitals."""
    parts = unicodedata.normalize("NFKD", one_line(name).casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
