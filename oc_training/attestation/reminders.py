"""Who is to be told what on a day: a pure function of records and date.

A person is told when something is first asked of them, seven days and one day before it is due, and on the day itself;
once it is overdue, or was answered otherwise than by signing, their supervisor is told each week. The coordinators are
told of a directive's own review. Whoever is excused is told nothing.

Of several stages that were passed over (nobody drew up a list for some days) only the latest is told, so that nobody
gets two notices at once. A notice has a key that says what it was; a key that stands on an
earlier list is not told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oc_training.attestation.content import Content
from oc_training.attestation.directive_review import DirectiveReview, review_of
from oc_training.attestation.duties import standing_in
from oc_training.attestation.records import Records
from oc_training.attestation.standing import Kind, Standing
from oc_training.roster.model import DutyStatus, Person, Role

DAYS_BEFORE = (7, 1)
"""So many days before the due date a person is told again."""
A_WEEK = 7
REVIEW_AHEAD = timedelta(days=30)
"""So long before a directive's review is due the coordinators are told first."""
FOUR_WEEKS = 28
"""Days between two notices of a review that is late."""


AFTER = "/after "
"""In a key, before the entry that asked anew; older lists have keys without it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that one person, or each of several, is to be told."""

    key: str
    """What it is, so that it is not told twice."""
    to: tuple[Person, ...]
    about: Person | None
    """Whose duty it is about; None for a directive's own review."""
    directive: str
    due: date
    stage: str
    """Why it is told today: ``asked for``, ``7 days before``, ``overdue`` ..."""
    words: str
    """Where it stands, in the words of the schedule."""


def notices(records: Records, content: Content, day: date) -> tuple[Notice, ...]:
    """Everything that is to be told on *day*, by the records up to it, and was on no list before."""
    found = [*_about_people(records, content, day), *_about_reviews(records, content, day)]
    return tuple(notice for notice in found if notice.key not in records.rules.told)


def _about_people(records: Records, content: Content, day: date) -> Iterator[Notice]:
    everybody = records.people_on(day)
    for directive in records.directives():
        for person in everybody:
            standing = standing_in(records, person.id, directive, content, day)
            if standing is not None and standing.cycle is not None:
                again = _asked_anew(records, content, person, directive, standing, day)
                yield _of_a_duty(person, directive, standing, everybody, day, again)


def _asked_anew(  # noqa: PLR0913, PLR0917  one fact each
    records: Records, content: Content, person: Person, directive: str, standing: Standing, day: date
) -> str:
    """What tells a duty from the one before it with the same dates: a voiding, a second revision on one day."""
    voided = records.history(person.id, directive, day).voided
    entries = [voided.entry] if voided else []
    if standing.cycle is not None and standing.cycle.why in {"review", "first issue"}:
        schedule = records.rules.rules(lambda: content.schedule).now
        asking = [
            each for each in records.issued(directive) if schedule.asks_again(each.change) and each.in_force <= day
        ]
        latest = max((each.in_force for each in asking), default=day)
        same_day = [each.entry for each in asking if each.in_force == latest]
        entries += same_day[1:]
    return f"{AFTER}{max(entries)}" if entries else ""


def _of_a_duty(  # noqa: PLR0913, PLR0917  one fact each
    person: Person, directive: str, standing: Standing, everybody: Sequence[Person], day: date, again: str
) -> Notice:
    cycle = standing.cycle
    if cycle is None:
        raise ValueError("there is nothing to be told of a duty that is not open")
    duty = f"{person.id}/{directive}/{cycle.why}"
    if standing.answer is not None:
        week = (day - standing.answer.day).days // A_WEEK
        key, to, stage = f"{duty}/answer {standing.answer.entry}/week {week}", True, "for the supervisor"
    elif standing.kind is Kind.OVERDUE:
        week = (day - cycle.overdue_from).days // A_WEEK
        key, to, stage = f"{duty}/overdue {cycle.overdue_from}/week {week}", True, "overdue"
    else:
        left = (cycle.due - day).days
        stage = _stage(left)
        since = cycle.opened if stage == "asked for" else cycle.due
        key, to = f"{duty}/{since}/{stage}", False
    whom = (_supervisors(person, everybody) if to else ()) or (person,)
    return Notice(f"{key}{again}", whom, person, directive, cycle.due, stage, standing.reason)


def _stage(left: int) -> str:
    if left <= 0:
        return "due"
    for days in sorted(DAYS_BEFORE):
        if left <= days:
            return f"{days} day before" if days == 1 else f"{days} days before"
    return "asked for"


def _supervisors(person: Person, everybody: Iterable[Person]) -> tuple[Person, ...]:
    """Whoever answers for somebody: the supervisors of the unit who are here, else the coordinators."""
    others = [each for each in everybody if each.id != person.id and each.duty is not DutyStatus.SEPARATED]
    here = [each for each in others if each.duty is DutyStatus.ON_DUTY]
    own = [
        each for each in here if each.details.role is Role.SUPERVISOR and each.unit.casefold() == person.unit.casefold()
    ]
    coordinators = [each for each in others if each.details.role is Role.COORDINATOR]
    return tuple(own or [each for each in coordinators if each.duty is DutyStatus.ON_DUTY] or coordinators)


def reviews(records: Records, content: Content, day: date) -> tuple[DirectiveReview, ...]:
    """The next review of every directive that the schedule watches, the soonest first."""
    rules = records.rules.rules(lambda: content.schedule)
    found = (review_of(records.issued(directive), rules, day) for directive in records.directives())
    return tuple(sorted((review for review in found if review is not None), key=lambda review: review.due))


def _about_reviews(records: Records, content: Content, day: date) -> Iterator[Notice]:
    coordinators = tuple(
        person
        for person in records.people_on(day)
        if person.details.role is Role.COORDINATOR and person.duty is not DutyStatus.SEPARATED
    )
    for review in reviews(records, content, day) if coordinators else ():
        stage = _review_stage(review, day)
        if stage:
            key = f"review/{review.directive}/{review.due}/{stage}"
            words = review.words_on(day)
            yield Notice(key, coordinators, None, review.directive, review.due, "review of the directive", words)


def _review_stage(review: DirectiveReview, day: date) -> str:
    late = (day - review.due).days
    if late >= 0:
        return f"late {late // FOUR_WEEKS}"
    return "ahead" if day >= review.due - REVIEW_AHEAD else ""


def reviews_to_tell(records: Records, content: Content, day: date) -> tuple[str, ...]:
    """A sentence for each review that is near or late, for the coordinator at sign-in."""
    return tuple(review.words_on(day) for review in reviews(records, content, day) if _review_stage(review, day))
