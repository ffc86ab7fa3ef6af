"""Who is due, and why: a pure function of records, schedule and date.

Dates are the station's calendar days. *Due on D* means through the end of D; grace follows it,
and only the day after grace is overdue. Checks come in this order: excused, current, overdue, due. Every step of the
arithmetic is kept as a line that names the entry or the rule it comes from, so that an answer can be explained to the
person it concerns. Anchors, time away and assignment have modules of their own; here they come together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from oc_training.attestation.anchors import due_again
from oc_training.attestation.asking import Opened, asking_revision, coming_revision, what_opened_it
from oc_training.attestation.assignment import Assignment, Joined
from oc_training.attestation.excuses import excuse
from oc_training.attestation.figures import Rules, Schedule
from oc_training.attestation.happened import Answer, History, IssuedRevision, Signature
from oc_training.attestation.late_before import late_before
from oc_training.attestation.leave_clock import Away, due_after_time_away, spells_away
from oc_training.attestation.schedule_lines import Lines, Say, Step
from oc_training.attestation.schedule_words import asked_for, due_reason, overdue_reason
from oc_training.attestation.signature_events import CycleRecord
from oc_training.attestation.standing import Kind, Standing, in_force_on
from oc_training.attestation.what_counts import what_counts
from oc_training.counting import days_words
from oc_training.roster.model import Person


def standing_of(person: Person, history: History, rules: Rules, today: date) -> Standing | None:
    """Where *person* stands with the directive of *history* on *today*; None if nothing is in force yet."""
    now = in_force_on(history.issued, today)
    if now is None:
        return None
    return _Arithmetic(person, history, rules, today, now).standing()


class _Arithmetic:
    """Works one standing out and keeps the lines it went by."""

    def __init__(self, person: Person, history: History, rules: Rules, today: date, now: IssuedRevision) -> None:
        self._person = person
        self._history = history
        self._rules = rules
        self._schedule = rules.now
        self._today = today
        self._now = now
        self._away: Sequence[Away] = spells_away(history, today)
        self._steps: list[Step] = []
        self._proof = 0
        self._latest: Signature | None = None
        self._late_before: date | None = None
        self._answered_before: Answer | None = None
        self._coming = coming_revision(history.issued, rules.now, today)
        self._say(now.entry, "Revision {} of {} is in force from {}.", now.revision, now.directive, now.in_force)
        if (coming := self._coming) is not None:
            words = "Revision {} was issued ahead: from {} it asks everyone to sign again."
            self._say(coming.entry, words, coming.revision, coming.in_force)
        self._say(rules.source, rules.words, rules.day)

    def standing(self) -> Standing:
        signature = self.signature_that_counts()
        assignment = self._assignment()
        excused = self._excused(assignment)
        if excused is not None:
            return excused
        joined = assignment.joined(self._today) if assignment else None
        since = self._known_since(signature, joined)
        told = self._as_told(
            self.duty_by_rules(signature, joined),
            since,
            lambda by: by.duty_by_rules(by.signature_that_counts(), joined),
        )
        self._late_before = self._overdue_on_an_earlier_text(told)
        self._answered_before = self._answer_to_an_earlier_text(told)
        return self._judge(told, signature)

    def _say(self, source: int | str, words: str, *values: object) -> None:
        self._steps.append((source, words, values))

    # ---- what was signed ----------------------------------------------------------------------------------------

    def signature_that_counts(self) -> Signature | None:
        """The latest signature on the revision in force, or on one that it left standing."""
        found = what_counts(self._history, self._schedule, self._today, self._say)
        self._latest, self._proof = found.latest, found.proof
        return found.counts

    # ---- who is excused -----------------------------------------------------------------------------------------

    def _assignment(self) -> Assignment | None:
        """Whether and since when the directive is theirs; None for a directive that always was for everybody."""
        if self._now.directive not in self._rules.limited:
            return None
        return Assignment(self._now.directive, self._person, self._history, self._rules)

    def _excused(self, assignment: Assignment | None) -> Standing | None:
        found = excuse(self._history, assignment, self._today)
        if found is None:
            return None
        if found.left is not None:
            self._say(found.left.entry, found.left.words, *found.left.values)
        self._say(found.source, "{}{}", found.reason, found.late)
        self._proof = found.entry
        return self._result(Kind.EXCUSED, found.reason, None, None)

    # ---- what is asked, and by when -----------------------------------------------------------------------------

    def duty_by_rules(self, signature: Signature | None, joined: Joined | None) -> CycleRecord:
        """The duty by the rules that were handed over, whatever those before them were."""
        if signature is None:
            return self._first_duty(joined)
        again = self.cycle_after(signature, self._history.signatures, self._say)
        if joined is None or signature.signed >= joined.day:
            return again
        floor = joined.day + timedelta(days=self._schedule.moved_days)
        return self._first_duty(joined) if again.due < floor else again

    def _first_duty(self, joined: Joined | None) -> CycleRecord:
        opened = self._what_opened_it(joined, self._say)
        due = opened.begins + timedelta(days=opened.days)
        self._say(f"schedule: {opened.rule}", "{} from {}: due {}.", days_words(opened.days), opened.begins, due)
        return self._cycle(opened.why, opened.begins, due, self._say)

    def _as_told(self, cycle: CycleRecord, since: date, under: Callable[[_Arithmetic], CycleRecord]) -> CycleRecord:
        """Nobody is late for what nobody had told them: new rules bring a date forward to some days after their entry.

        Only a duty that was there before the new rules has another date by the earlier ones: *since* says from when it
        was, and *under* works it out by earlier rules.
        """
        recorded = self._rules.before
        if len(recorded) < len(("earlier", "now")) or since >= recorded[-1].day:
            return cycle
        told = under(self._by(recorded[0].schedule))
        for each in recorded[1:]:
            last = each is recorded[-1]
            wanted = cycle if last else under(self._by(each.schedule))
            least = each.day + timedelta(days=each.schedule.after_review_days)
            due = max(wanted.due, min(told.due, least))
            natural = due + timedelta(days=each.schedule.grace_days + 1)
            overdue_from = max(natural, min(told.overdue_from, least))
            if last and (due, overdue_from) != (wanted.due, wanted.overdue_from):
                words = "By the rules of {} it would be sooner, but new rules leave time: due {}, overdue from {}."
                self._say(each.entry, words, each.day, due, overdue_from)
            told = self._dated(wanted, due, overdue_from)
        return told

    def _by(self, schedule: Schedule) -> _Arithmetic:
        """The same by an earlier schedule."""
        rules = replace(self._rules, now=schedule)
        return _Arithmetic(self._person, self._history, rules, self._today, self._now)

    def _known_since(self, signature: Signature | None, joined: Joined | None) -> date:
        return signature.signed if signature is not None else self._what_opened_it(joined, _unsaid).begins

    def _dated(self, cycle: CycleRecord, due: date, overdue_from: date) -> CycleRecord:
        identity = f"{self._now.directive}/{self._now.revision}/{due.isoformat()}"
        return CycleRecord(id=identity, why=cycle.why, opened=cycle.opened, due=due, overdue_from=overdue_from)

    def _what_opened_it(self, joined: Joined | None, say: Say) -> Opened:
        started = self._person.details.started
        return what_opened_it(self._history, self._schedule, started, self._asking(), joined, say)

    def _asking(self) -> IssuedRevision:
        return asking_revision(self._history.issued, self._schedule, self._today, self._now)

    def _overdue_on_an_earlier_text(self, cycle: CycleRecord) -> date | None:
        if cycle.why != "review":
            return None
        asking = self._asking()
        since = late_before(asking, self._history, self._rules, self._today, self._overdue_on)
        if since is not None:
            words = "Revision {} came while overdue on the earlier text since {}; the new one gives its own days."
            self._say(asking.entry, words, asking.revision, since)
        return since

    def _overdue_on(self, history: History, rules: Rules, day: date) -> date | None:
        found = standing_of(self._person, history, rules, day)
        if found is None:
            return None
        return found.overdue_from if found.kind is Kind.OVERDUE else found.late_before

    def cycle_after(self, signature: Signature, signatures: Sequence[Signature], say: Say) -> CycleRecord:
        """What *signature*, the latest of *signatures*, leads to."""
        due = due_again(signature, signatures, self._schedule, say)
        opens = due - timedelta(days=self._schedule.renewal_window_days)
        say("schedule: renewal_window_days", "Can be signed again from {}.", opens)
        answered = signature.cycle
        not_before = due_after_time_away(
            answered.opened, answered.due, self._away, self._schedule, _unsaid, signature.signed
        )
        return self._cycle("annual", opens, due, say, not_before)

    def _cycle(self, why: str, opened: date, due: date, say: Say, not_before: date = date.min) -> CycleRecord:
        due = due_after_time_away(opened, due, self._away, self._schedule, say)
        if not_before > due:
            due = not_before
            say("schedule", "Signing never makes a date earlier: due {}, as if nothing had been signed.", due)
        overdue_from = due + timedelta(days=self._schedule.grace_days + 1)
        grace = days_words(self._schedule.grace_days)
        say("schedule: grace_days", "{} of grace: overdue from {}.", grace, overdue_from)
        identity = f"{self._now.directive}/{self._now.revision}/{due.isoformat()}"
        return CycleRecord(id=identity, why=why, opened=opened, due=due, overdue_from=overdue_from)

    # ---- the answer ---------------------------------------------------------------------------------------------

    def _judge(self, cycle: CycleRecord, signature: Signature | None) -> Standing:
        today = self._today
        answer = self._answer_to(cycle)
        asked = asked_for(cycle.why, self._asking(), first=self._latest is None)
        if signature and today <= cycle.due:
            return self._current(cycle, signature, answer)
        if answer is not None and cycle.due < today < self._answer_counts_before(answer):
            return self._result(Kind.DUE, f"{asked} was due {cycle.due}.", cycle, signature, answer)
        if today < cycle.overdue_from:
            return self._result(Kind.DUE, due_reason(asked, cycle, today, self._away), cycle, signature, answer)
        reason = overdue_reason(asked, cycle, today, self._away, answer)
        return self._result(Kind.OVERDUE, reason, cycle, signature)

    def _answer_to(self, cycle: CycleRecord) -> Answer | None:
        """What the person answered to this duty instead of signing; an answer to an earlier one counts no more."""
        answer = self._history.answer
        if answer is None or not answer.is_to(cycle):
            return None
        self._say(answer.entry, "{}", answer.words)
        self._proof = answer.entry
        return answer

    def _answer_to_an_earlier_text(self, cycle: CycleRecord) -> Answer | None:
        """What they answered to the text before this one, which came while that was the supervisor's to settle."""
        answer = self._history.answer
        if cycle.why != "review" or answer is None or answer.revision == self._now.revision or answer.is_to(cycle):
            return None
        self._say(answer.entry, "{}", answer.words_on_an_earlier_text)
        return answer

    def _answer_counts_before(self, answer: Answer) -> date:
        """The day from which an answer counts no more: it counts as long as a signature on that day would have."""
        as_if = Signature(self._now.revision, answer.day, answer.cycle, answer.entry)
        signatures = (*self._history.signatures, as_if)
        kept = self.cycle_after(as_if, signatures, _unsaid)
        told = self._as_told(kept, answer.day, lambda by: by.cycle_after(as_if, signatures, _unsaid))
        until = told.overdue_from
        through = until - timedelta(days=1)
        self._say("schedule", "That answer counts as long as a signature of that day would: through {}.", through)
        return until

    def _current(self, cycle: CycleRecord, signature: Signature, answer: Answer | None) -> Standing:
        reason, coming = f"Signed {signature.signed}.", self._coming
        can_renew = self._today >= cycle.opened
        if can_renew:
            reason += f" Can be renewed now; due {cycle.due}."
        if coming is not None:
            reason += f" A new revision takes effect {coming.in_force}, to be signed then."
        if can_renew:
            return self._result(Kind.CURRENT, reason, cycle, signature, answer)
        opens = cycle.opened if coming is None else min(cycle.opened, coming.in_force)
        self._say("schedule", "Nothing to sign before {}.", opens)
        return replace(self._result(Kind.CURRENT, reason, cycle, signature), cycle=None)

    def _result(
        self,
        kind: Kind,
        reason: str,
        cycle: CycleRecord | None,
        signature: Signature | None,
        answer: Answer | None = None,
    ) -> Standing:
        if answer is not None:
            reason = f"{reason} {answer.words}"
        if self._late_before is not None:
            reason = f"{reason} Was overdue on the earlier text since {self._late_before}."
        if self._answered_before is not None:
            reason = f"{reason} {self._answered_before.words_on_an_earlier_text}"
        if self._history.remarks:
            reason = " ".join([reason, *self._history.remarks])
        self._say("result", "On {}: {}. {}", self._today, kind, reason)
        latest = self._latest.signed if self._latest else None
        return Standing(
            kind,
            reason,
            self._now.revision,
            cycle.due if cycle else None,
            cycle.overdue_from if cycle else None,
            signature.signed if signature else latest,
            cycle,
            Lines(self._steps),
            answer,
            self._proof,
            self._late_before,
        )


def _unsaid(source: int | str, words: str, *values: object) -> None:
    """Takes a step that is not part of the answer."""
