"""A list of reminders to hand out, as text, as data, and as a calendar."""

from __future__ import annotations

from collections.abc import Iterator

from oc_training.attestation.reminders import Notice
from oc_training.attestation.reminding import ReminderList
from oc_training.counting import count_words
from oc_training.ledger.port import Json
from oc_training.reports.status_report import aligned


def reminders_text(drawn: ReminderList) -> str:
    """The list by whom it is for."""
    return "\n".join(_lines(drawn))


def _lines(drawn: ReminderList) -> Iterator[str]:
    count = len(drawn.notices)
    what = count_words(count, "reminder")
    recorded = f", recorded as entry {drawn.entry}" if drawn.entry else ""
    yield f"{what} for {drawn.day.isoformat()}{recorded}."
    if not count:
        if pointer := list_before(drawn):
            yield pointer
        return
    yield ""
    header = ("FOR", "ABOUT", "DIRECTIVE", "DUE", "WHY TODAY", "WHERE IT STANDS")
    yield from aligned([header, *sorted(map(_row, drawn.notices))])


def list_before(drawn: ReminderList, option: str = "") -> str:
    """Where an empty list leads: to the one before, printed with the same *option*; empty where there is none."""
    if drawn.notices or not drawn.last_list:
        return ""
    command = f"oc-training remind --again {drawn.last_list} {option}".rstrip()
    return f"The list before is in entry {drawn.last_list}: {command}"


def _row(notice: Notice) -> tuple[str, ...]:
    about = f"{notice.about.name}, {notice.about.badge}" if notice.about else "the directive"
    own = notice.about is not None and notice.to == (notice.about,)
    to = "; ".join(f"{person.name}, {person.badge}" for person in notice.to) or "nobody on the roster"
    return (to, "their own" if own else about, notice.directive, notice.due.isoformat(), notice.stage, notice.words)


def reminders_json(drawn: ReminderList) -> dict[str, Json]:
    """The same as data."""
    return {
        "day": drawn.day.isoformat(),
        "entry": drawn.entry,
        "reminders": [
            {
                "key": notice.key,
                "to": [{"badge": person.badge, "name": person.name} for person in notice.to],
                "about": {"badge": notice.about.badge, "name": notice.about.name} if notice.about else None,
                "directive": notice.directive,
                "due": notice.due.isoformat(),
                "stage": notice.stage,
                "words": notice.words,
            }
            for notice in drawn.notices
        ],
    }
