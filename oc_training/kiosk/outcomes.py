"""What pages hand back to the journey: facts and wishes, never a widget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from oc_training.wording.training import OtherAnswer


class Leave(Enum):
    """The kiosk is to be closed (from the welcome page)."""

    KIOSK = auto()


class Aside(Enum):
    """Ways to end a page of the training without going on."""

    LATER = auto()
    """Put aside; everything so far is kept."""
    NOT_ME = auto()
    """Whoever stands here is not the person on the screen."""


class Onward(Enum):
    """The training goes on with its next step."""

    NEXT = auto()


@dataclass(frozen=True, slots=True)
class LookAt:
    """Look at a section that was displayed before (or is the next to read)."""

    section: str


@dataclass(frozen=True, slots=True)
class Signed:
    """The acknowledgment was recorded under this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A directive was answered other than by signing here, and that was recorded under this number."""

    how: OtherAnswer
    number: int


class ReadAgain(Enum):
    """Back from the review to the sections."""

    BACK = auto()


ReaderOutcome: TypeAlias = Onward | LookAt | Aside
ScenarioOutcome: TypeAlias = Onward | Aside
MissedOutcome: TypeAlias = Onward | Aside
"""Onward: a fresh attempt is wanted."""
ReviewOutcome: TypeAlias = Signed | Answer | ReadAgain | Onward | Aside
"""Onward: what was reviewed cannot be signed any more, because another revision is in force."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin or go on with the training for a directive."""

    directive: str


@dataclass(frozen=True, slots=True)
class Look:
    """Open a directive in force for reading only."""

    directive: str


@dataclass(frozen=True, slots=True)
class ShowReceipt:
    """Open a receipt of one's own."""

    number: int


class Elsewhere(Enum):
    """Where else the list of directives leads."""

    BOARD = auto()


DirectivesOutcome: TypeAlias = Begin | Look | ShowReceipt | Elsewhere


@dataclass(frozen=True, slots=True)
class OpenPerson:
    """Open one person's page from the board."""

    person: str
    """Person id."""


class BoardWish(Enum):
    """What else can be done from the board."""

    ADD = auto()
    IMPORT = auto()
    BACK = auto()


BoardOutcome: TypeAlias = OpenPerson | BoardWish


class PersonWish(Enum):
    """What is wanted from one person's page."""

    EDIT = auto()
    PAST_DAY = auto()
    BACK = auto()
