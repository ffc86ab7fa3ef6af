"""What one check found: a name, one of three results in words, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Result(Enum):
    """How a check ended, in the words that are printed."""

    OK = "OK"
    MEND = "Please mend"
    UNKNOWN = "Could not be checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check-up."""

    about: str
    """What was looked at: a few words."""
    result: Result
    words: str
    """What was found and, where something is to be mended, how: one or two sentences."""


def fine(about: str, words: str) -> Finding:
    """It is as it should be."""
    return Finding(about, Result.OK, words)


def mend(about: str, words: str) -> Finding:
    """Something has to be done; *words* say what."""
    return Finding(about, Result.MEND, words)


def unknown(about: str, words: str) -> Finding:
    """This machine does not say; *words* tell how somebody can find out."""
    return Finding(about, Result.UNKNOWN, words)
