"""The errors of the kiosk, in one tree.

Every error that a person can meet carries one sentence that the person understands;
``str(error)`` is that sentence. Whatever is not in this tree is a fault of the program.

::

    OcTrainingError
    ├── ContentProblems      a directive, bank, statement or schedule file is wrong (all problems listed)
    ├── NotFound             a directive, clause, person or entry that does not exist was asked for
    ├── Refused              the act is not allowed, or not now; nothing was changed
    │   ├── NotSignedIn      badge number and PIN do not match (the same words for every cause)
    │   ├── ClockSuspect     the machine's clock is in doubt, so nothing that carries a date can be done
    │   ├── WrongPin         the PIN asked for again at an act did not match
    │   ├── TooSoon          a PIN was tried again before the wait after wrong tries was over; it was not looked at
    │   ├── NotHereAnyMore   whoever is signed in has left the department; their stay at the terminal ends
    │   └── OutOfOrder       a step of the training was attempted before the one it follows
    ├── KeyFileUnusable      a key file is missing, open to others, in the wrong place, or not the one that was used
    ├── RosterProblems       a roster file or a form about a person is wrong (all problems listed)
    └── LedgerError          the book of records
        ├── NotRecorded      the entry was not written; nothing was changed; it can be tried again
        │   └── MovedOn      others wrote since the book was looked at; what was decided has to be decided anew
        ├── OutcomeUnknown   the entry may or may not be on the disk; says what to do
        ├── LedgerDamaged    the book is damaged; names the line; signing stops
        └── LedgerUnusable   the book cannot be opened here (missing, unreadable, wrong file system)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from oc_training.problems import Problem


class OcTrainingError(Exception):
    """Whatever goes wrong that a person at the terminal can be told about in one sentence."""


class ContentProblems(OcTrainingError):
    """One or more content files are wrong; ``problems`` holds every problem found in one run."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class RosterProblems(OcTrainingError):
    """A roster file is wrong; ``problems`` names each wrong line. Nothing was imported."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class NotFound(OcTrainingError):
    """Something was asked for by a name or number that the records do not hold."""


class Refused(OcTrainingError):
    """The act is not allowed, or not now. Nothing was changed."""


class NotSignedIn(Refused):
    """Badge number and PIN were not accepted. The sentence is the same whatever the cause (AUT-6)."""


class ClockSuspect(Refused):
    """The machine's clock is in doubt. What carries a date waits until a supervisor has confirmed the time (AUD-9)."""

    SENTENCE: Final = (
        "The clock of this kiosk may be wrong, so nothing can be signed or recorded with a date now. "
        "What you have done so far is kept. Please call a supervisor: they sign in and confirm the time."
    )


class WrongPin(Refused):
    """The PIN that an act asks for again did not match (SIG-8)."""


class TooSoon(NotSignedIn, WrongPin):
    """A PIN was tried before the wait after wrong tries was over. It was not looked at and does not count (AUT-4).

    ``pause`` is how many seconds are left where the whole station takes none; None where one badge number waits.
    """

    def __init__(self, sentence: str, pause: float | None = None) -> None:
        self.pause = pause
        super().__init__(sentence)


class NotHereAnyMore(Refused):
    """Whoever is signed in has left the department since. Their stay at the terminal ends (AUT-12)."""


class OutOfOrder(Refused):
    """A step of the training was attempted before the one it follows (SIG-12)."""


class KeyFileUnusable(OcTrainingError):
    """A key file is missing, open to others, in the wrong place, or not the one that was used before."""


class LedgerError(OcTrainingError):
    """The book of records could not do what was asked."""


class NotRecorded(LedgerError):
    """The entry was not written and nothing was changed. It can be tried again."""


class MovedOn(NotRecorded):
    """The book has moved on since it was looked at, so an entry that rests on that look was not written."""


class OutcomeUnknown(LedgerError):
    """The entry may or may not be on the disk. The sentence says what to do."""


class LedgerDamaged(LedgerError):
    """The book is damaged at a named line. It is not written to until it is mended."""


class LedgerUnusable(LedgerError):
    """The book cannot be opened: missing, unreadable, of an unknown format or on a wrong file system."""
