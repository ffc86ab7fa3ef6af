"""Acts that decide who is asked: a move, an exemption, an assignment by name. Each is an entry with who, when and why.

Leaves and separation are acts of :class:`oc_training.attestation.people.People`. ``by`` is a person id or the word for
a command; a person is asked for their PIN once more (AUT-11). A day may lie before today, and what follows is then
marked as recorded later; it may lie ahead, but for a move, because the roster says where somebody is now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from oc_training.attestation.assignment import Assignment
from oc_training.attestation.book import Book
from oc_training.attestation.circumstances import Circumstance
from oc_training.attestation.content import Content
from oc_training.attestation.duty_events import Assigned, AssignmentEnded, Exempted, ExemptionEnded, Moved
from oc_training.attestation.events import COMMAND
from oc_training.attestation.figures import Rules
from oc_training.attestation.happened import DutyChange, Placement, ReplacedChange, Spell
from oc_training.attestation.reasons import has_left, required_reason
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.session import require_administrator
from oc_training.clock import Clock
from oc_training.errors import NotFound, Refused
from oc_training.roster.details import CAPS, EARLIEST, FURTHEST_AHEAD, Field, tidy
from oc_training.roster.model import DutyStatus, Person
from oc_training.roster.pins import Secret


class DutyActs:
    """What the training coordinator decides about one person and one directive."""

    def __init__(self, book: Book, content: Content, clock: Clock, prove: Callable[[str, Secret | None], None]) -> None:
        """*prove* is given a person and their PIN, and raises WrongPin where it does not match or is missing."""
        self._book = book
        self._content = content
        self._clock = clock
        self._prove = prove

    def move(  # noqa: PLR0913, PLR0917  one fact each
        self, person_id: str, unit: str, rank: str | None, since: date, by: str, reason: str, pin: Secret | None = None
    ) -> Recorded:
        """Record another unit, or rank where one is given.

        Raises:
            Refused: when *by* may not, nothing would change, or the day cannot be.
        """

        def decided(records: Records) -> Circumstance:
            person, why = self._begin(records, person_id, by, reason)
            to_unit = _fits(Field.UNIT, unit) or person.unit
            to_rank = person.details.rank if rank is None else _fits(Field.RANK, rank)
            known = records.placements(person_id)
            if (to_unit, to_rank) == (person.unit, person.details.rank):
                wrong = f" A wrong day is put right by correcting entry {known[-1].entry}." if known else ""
                raise Refused(f"{person.name} is in {to_unit} already, with that rank.{wrong}")
            if since > self._today():
                raise Refused("Enter a move when its day has come: the roster says where somebody is now.")
            _not_before(person, since)
            if known and since < known[-1].since:
                raise Refused(
                    f"{person.name} is in {person.unit} since {known[-1].since}; the day must not be before. "
                    f"A wrong day is put right by correcting entry {known[-1].entry}."
                )
            return Moved(person=person_id, unit=to_unit, rank=to_rank, since=since, by=by, reason=why)

        return self._record(decided, by, pin)

    def exempt(  # noqa: PLR0913, PLR0917  one fact each
        self,
        person_id: str,
        directive: str,
        since: date,
        through: date | None,
        by: str,
        reason: str,
        pin: Secret | None = None,
    ) -> Recorded:
        """Excuse somebody from one directive, through a day or until it is ended.

        Raises:
            Refused: when *by* may not, or is the person, who is exempt already, or the days cannot be.
            NotFound: when the directive was never issued here.
        """

        def decided(records: Records) -> Circumstance:
            person, why = self._begin(records, person_id, by, reason)
            if by == person_id:
                raise Refused("Somebody else has to exempt you.")
            _was_issued(records, directive)
            _not_before(person, since)
            self._not_far_ahead(since)
            if through is not None and through < since:
                raise Refused("The last day must not be before the first.")
            for spell in records.history(person_id, directive).exemptions:
                if _overlap(spell, since, through):
                    raise Refused(f"{person.name} is exempt from Directive {directive} already, from {spell.start}.")
            return Exempted(person=person_id, directive=directive, since=since, through=through, by=by, reason=why)

        return self._record(decided, by, pin)

    def end_exemption(  # noqa: PLR0913, PLR0917  one fact each
        self, person_id: str, directive: str, since: date, by: str, reason: str, pin: Secret | None = None
    ) -> Recorded:
        """Ask again for a directive from a day on.

        Raises:
            Refused: when *by* may not, or there is no exemption that the day could end.
            NotFound: when the directive was never issued here.
        """

        def decided(records: Records) -> Circumstance:
            person, why = self._begin(records, person_id, by, reason)
            _was_issued(records, directive)
            spell = _open(records.history(person_id, directive).exemptions, since)
            if spell is None:
                raise Refused(f"{person.name} is not exempt from Directive {directive} on {since}.")
            return ExemptionEnded(person=person_id, directive=directive, since=since, by=by, reason=why)

        return self._record(decided, by, pin)

    def assign(  # noqa: PLR0913, PLR0917  one fact each
        self, person_id: str, directive: str, since: date, by: str, reason: str, pin: Secret | None = None
    ) -> Recorded:
        """Assign a directive by name to somebody whom it is not for.

        Raises:
            Refused: when *by* may not, or it is theirs already.
            NotFound: when the directive was never issued here.
        """

        def decided(records: Records) -> Circumstance:
            person, why = self._begin(records, person_id, by, reason)
            _was_issued(records, directive)
            _not_before(person, since)
            self._not_far_ahead(since)
            rules = self._rules(records)
            if rules.now.audience(directive) is None:
                raise Refused(f"Directive {directive} is for everybody; there is nothing to assign.")
            history = records.history(person_id, directive)
            if _open(history.assignments, since) or Assignment(directive, person, history, rules).holds_on(since):
                raise Refused(f"Directive {directive} is assigned to {person.name} already.")
            return Assigned(person=person_id, directive=directive, since=since, by=by, reason=why)

        return self._record(decided, by, pin)

    def end_assignment(  # noqa: PLR0913, PLR0917  one fact each
        self, person_id: str, directive: str, since: date, by: str, reason: str, pin: Secret | None = None
    ) -> Recorded:
        """End an assignment by name.

        Raises:
            Refused: when *by* may not, or there is none that the day could end.
            NotFound: when the directive was never issued here.
        """

        def decided(records: Records) -> Circumstance:
            person, why = self._begin(records, person_id, by, reason)
            _was_issued(records, directive)
            if _open(records.history(person_id, directive).assignments, since) is None:
                raise Refused(f"Directive {directive} is not assigned to {person.name} by name on {since}.")
            return AssignmentEnded(person=person_id, directive=directive, since=since, by=by, reason=why)

        return self._record(decided, by, pin)

    # ---- what can be done now -----------------------------------------------------------------------------------

    def directives(self) -> tuple[str, ...]:
        """Directives from which somebody could be exempted."""
        return self._book.records().directives()

    def exempt_from(self, person_id: str) -> tuple[str, ...]:
        """Directives from which somebody is, or will be, exempt."""
        return self._spoken_for(person_id, exemptions=True)

    def assigned_by_name(self, person_id: str) -> tuple[str, ...]:
        """Directives that are, or will be, assigned to somebody by name."""
        return self._spoken_for(person_id, exemptions=False)

    def assignable(self, person_id: str) -> tuple[str, ...]:
        """Directives that are for others and could be assigned to this person by name."""
        records = self._book.records()
        rules, person, today = self._rules(records), records.person(person_id), self._today()
        limited = [name for name in records.directives() if rules.now.audience(name) is not None]
        return tuple(
            name
            for name in limited
            if not Assignment(name, person, records.history(person_id, name), rules).holds_on(today)
        )

    def changes(self, person_id: str) -> tuple[DutyChange, ...]:
        """Somebody's leaves, returns and last days that count: each can be corrected."""
        return self._book.records().duty_changes(person_id)

    def moves(self, person_id: str) -> tuple[Placement, ...]:
        """Somebody's moves, oldest first: the day of each can be corrected."""
        return self._book.records().placements(person_id)[1:]

    def superseded(self, person_id: str) -> Mapping[int, int]:
        """By entry that counts no more, the one that took its place."""
        return self._book.records().superseded(person_id)

    def replaced(self, person_id: str) -> tuple[ReplacedChange, ...]:
        """Those that count no more, because a later entry took their place or corrected them."""
        return self._book.records().replaced_changes(person_id)

    def changes_ahead(self, person_id: str) -> tuple[DutyChange, ...]:
        """Changes of duty status that are recorded for a day to come: the present one calls them off."""
        today = self._today()
        return tuple(change for change in self.changes(person_id) if change.since > today)

    def _spoken_for(self, person_id: str, *, exemptions: bool) -> tuple[str, ...]:
        records, today = self._book.records(), self._today()
        found = []
        for name in records.directives():
            history = records.history(person_id, name)
            spells = history.exemptions if exemptions else history.assignments
            if any(spell.until is None or spell.until > today for spell in spells):
                found.append(name)
        return tuple(found)

    # ---- parts --------------------------------------------------------------------------------------------------

    def _begin(self, records: Records, person_id: str, by: str, reason: str) -> tuple[Person, str]:
        require_administrator(records, by)
        person = records.person(person_id)
        if person.duty is DutyStatus.SEPARATED:
            raise Refused(has_left(person))
        return person, required_reason(reason)

    def _record(self, decide: Callable[[Records], Circumstance], by: str, pin: Secret | None) -> Recorded:
        """Refuse what cannot be before any PIN is tried; then ask for it (AUT-11); then write what still can be."""
        decide(self._book.records())
        if by != COMMAND:
            self._prove(by, pin)
        return self._book.decide(decide)

    def _rules(self, records: Records) -> Rules:
        return records.rules.rules(lambda: self._content.schedule)

    def _today(self) -> date:
        return self._clock.now().date()

    def _not_far_ahead(self, day: date) -> None:
        if day > self._today() + FURTHEST_AHEAD:
            raise Refused("The day is more than a year ahead; please check the year.")


def _fits(field: Field, typed: str) -> str:
    text = tidy(typed)
    if len(text) > CAPS[field]:
        raise Refused(f"The {field.value} is too long; {CAPS[field]} characters are the most.")
    return text


def _was_issued(records: Records, directive: str) -> None:
    if directive not in records.directives():
        raise NotFound(f"Directive {directive} was not issued here.")


def _not_before(person: Person, day: date) -> None:
    if day < max(EARLIEST, person.details.started):
        raise Refused(f"{person.name} started on {person.details.started}; the day must not be before.")


def _overlap(spell: Spell, since: date, through: date | None) -> bool:
    if spell.until is not None and spell.until <= spell.start:
        return False  # ended from its first day: it never was
    begins_before = through is None or spell.start <= through
    return begins_before and (spell.until is None or since < spell.until)


def _open(spells: Sequence[Spell], day: date) -> Spell | None:
    """The one of *spells* that holds on that day."""
    return next((spell for spell in spells if spell.holds_on(day)), None)
