"""What somebody who has just signed in is told before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from oc_training.attestation.clock_guard import Look
from oc_training.attestation.timekeeping import ClockSheet
from oc_training.wording.days import moment_words

WORTH_TELLING: Final = 3
"""So many wrong tries before a sign-in are told to the owner of the badge; fewer are everyday slips (AUT-5)."""

SEE_TO_THIS: Final = "Please see to this"

CLOCK: Final = "Is this the right time?"
WAITS: Final = "Until the time is confirmed nobody can sign, and nothing that carries a date can be recorded."
IF_WRONG: Final = (
    "Where it is wrong, leave it: whoever administers this machine has to set its clock. Then sign in again."
)


def wrong_tries_words(count: int) -> str:
    """What the owner of a badge is told after wrong tries that came before their sign-in."""
    return (
        f"Before this sign-in, {count} tries in a row with your badge number were wrong. "
        "If they were not yours, please tell your supervisor."
    )


def clock_facts(sheet: ClockSheet) -> Iterator[tuple[str, str]]:
    """What the clock says, and what it is held against."""
    yield "This clock says", moment_words(sheet.now)
    yield "Latest time known", moment_words(sheet.mark.astimezone(sheet.now.tzinfo)) if sheet.mark else "none yet"


def since_when_known(look: Look) -> str:
    """What is said of a clock against which nothing speaks."""
    known = f" The latest time known is {moment_words(look.mark.astimezone(look.now.tzinfo))}." if look.mark else ""
    return f"It is {moment_words(look.now)} by this clock, and nothing speaks against it.{known}"


def confirming_words(shown: datetime) -> tuple[str, str]:
    """What confirming the time *shown* means."""
    return (
        f"You confirm that it is now {moment_words(shown)}.",
        "It is recorded that you did. What is signed from now on is dated by this clock.",
    )
