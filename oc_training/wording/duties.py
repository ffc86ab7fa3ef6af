"""What a person has to do, by when and why, in short sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oc_training.attestation.duties import Duty
from oc_training.attestation.standing import Kind, Standing
from oc_training.counting import count_words
from oc_training.wording.days import day_words, spoken

NO_DUTIES = "There is no directive here for you yet. As soon as one is issued, it stands on this page."
NO_RECEIPTS = "No receipts yet. When you have signed, your receipt stands here, and you can open it at any time."


def duty_lines(duty: Duty) -> tuple[str, ...]:
    """Why a directive stands where it stands, when it is due, and how far the person has come."""
    standing = duty.standing
    lines = [spoken(standing.reason)]
    if standing.due is not None and day_words(standing.due) not in lines[0]:
        lines.append(f"Due {'again ' if standing.kind is Kind.CURRENT else ''}{day_words(standing.due)}.")
    if duty.progress is not None:
        lines.append(f"Done so far: {duty.progress}.")
    if duty.coming is not None and day_words(duty.coming) not in lines[0]:
        lines.append(f"A new revision takes effect on {day_words(duty.coming)}.")
    return tuple(lines)


def summary_words(duties: Sequence[Duty], today: date) -> str:
    """What there is to do, in one or two short sentences."""
    asked = [duty.standing for duty in duties if duty.can_be_done and duty.standing.kind is not Kind.CURRENT]
    if asked:
        return _asked_words(asked, today)
    if not duties:
        return "There is nothing to sign."
    if all(duty.standing.kind is Kind.EXCUSED for duty in duties):
        return "You are excused for now; there is nothing to sign."
    return f"You are current. {_next_words(duties)}"


def _asked_words(asked: Sequence[Standing], today: date) -> str:
    """What is due or overdue."""
    count = f"You have {count_words(len(asked), 'directive')} to sign"
    late = sum(standing.kind is Kind.OVERDUE for standing in asked)
    if late:
        return f"{count}; {'it is' if len(asked) == 1 else '1 is' if late == 1 else f'{late} are'} overdue."
    first = min(standing.due for standing in asked if standing.due is not None)
    if first < today:
        was = "it was" if len(asked) == 1 else "the first was"
        return f"{count}; {was} due {day_words(first)}."
    return f"{count}{'' if len(asked) == 1 else ', the first'} by {day_words(first)}."


def _next_words(duties: Sequence[Duty]) -> str:
    """When somebody who is current has to sign again."""
    open_now = [duty for duty in duties if duty.can_be_done]
    days = [duty.standing.due for duty in (open_now or duties) if duty.standing.due is not None]
    if not days:
        return "There is nothing to sign."
    if open_now:
        return f"You can renew {count_words(len(open_now), 'directive')} now, by {day_words(min(days))}."
    return f"There is nothing to sign today; the next signature is due {day_words(min(days))}."
