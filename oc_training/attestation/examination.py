"""Where a directive's sections and a bank's questions meet: what is drawn, in which order it is asked, what passes.

A draw knows nothing of directives, a directive nothing of questions; the rules that need both stand here,
apart from the walk, which only asks what comes next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from oc_training.attestation.staleness import TextOf
from oc_training.attestation.training_events import AttemptMade, ItemRecord
from oc_training.errors import NotFound, Refused
from oc_training.policy.comparison import compare
from oc_training.policy.model import Revision
from oc_training.quiz.attempt import Attempt
from oc_training.quiz.draw import Draw, DrawnQuestion, Quota, draw
from oc_training.quiz.model import Bank


class Examination:
    """One revision and the bank asked about it."""

    def __init__(self, revision: Revision, bank: Bank) -> None:
        self.revision = revision
        self.bank = bank
        self._order = {section.id: place for place, section in enumerate(revision.sections)}

    def asked_after(self, question_id: str) -> str:
        """The section after which a question is asked: the last of those its citations stand in."""
        cites = self.bank.by_id[question_id].cites
        return max((self.revision.section_of(cited).id for cited in cites), key=self._order.__getitem__)

    def asking_order(self, attempt: Attempt) -> tuple[str, ...]:
        """Ids of the drawn questions in the order in which they are asked for the first time."""
        drawn = [item.question_id for item in attempt.draw.items]
        return tuple(sorted(drawn, key=lambda question_id: self._order[self.asked_after(question_id)]))

    def still_holds(self, attempt: Attempt) -> bool:
        """Whether every drawn question still stands in the bank as it was drawn."""
        return all(
            item.question_id in self.bank.by_id and self.bank.by_id[item.question_id].sha256 == item.sha256
            for item in attempt.draw.items
        )

    def could_hold(self, attempt: Attempt) -> bool:
        """Whether an attempt that was kept in a file could have been made here: drawn by the rules, marked rightly."""
        drawn = frozenset(attempt.draw.ids)
        by_rule = len(drawn) == len(attempt.draw.items) == self.bank.draw and all(
            len(drawn & quota.ids) >= quota.at_least for quota in self.quotas()
        )
        if not by_rule or not self.still_holds(attempt) or not all(map(self._shows_all, attempt.draw.items)):
            return False
        try:
            return attempt.replayed(self.bank) == attempt
        except (NotFound, Refused):
            return False

    def _shows_all(self, item: DrawnQuestion) -> bool:
        return sorted(item.shown) == sorted(option.letter for option in self.bank.by_id[item.question_id].options)

    def passed(self, attempt: Attempt) -> bool:
        """Whether the attempt is finished, reached the mark at first tries, and got every critical one right."""
        critical = frozenset(question.id for question in self.bank.questions if question.critical)
        return attempt.passed(self.bank.pass_mark, critical)

    def missed_clauses(self, attempt: Attempt) -> tuple[str, ...]:
        """Citations that decide the questions missed at the first try, in printed order, each once."""
        cited = {self.revision.clause(self.bank.by_id[missed].cites[0]).citation for missed in attempt.missed_first}
        return tuple(clause.citation for clause in self.revision.clauses if clause.citation in cited)

    def fresh_draw(self, seed: int, seen: frozenset[str], missed: frozenset[str] = frozenset()) -> Draw:
        """Draw an attempt's questions: one for each clause *missed* before, then those not *seen*.

        At least two definitions, a critical question, and a question of every section that an average
        draw would touch are always in.
        """
        return draw(self.bank.questions, self.bank.draw, self.quotas(), seed, seen, missed=missed)

    def quotas(self) -> tuple[Quota, ...]:
        """What every draw must hold: definitions, a critical question, the sections an average draw would touch."""
        questions = self.bank.questions
        defining = {clause.citation for clause in self.revision.definitions}
        definitions = frozenset(question.id for question in questions if defining.intersection(question.cites))
        critical = frozenset(question.id for question in questions if question.critical)
        quotas = [
            Quota("definitions", definitions, min(2, len(definitions))),
            Quota("critical", critical, min(1, len(critical))),
        ]
        for section in self.revision.sections:
            held = frozenset(question.id for question in questions if self.asked_after(question.id) == section.id)
            if len(held) * self.bank.draw >= len(questions):
                quotas.append(Quota(section.id, held, 1))
        return tuple(quotas)

    def item_records(self, attempt: Attempt) -> tuple[ItemRecord, ...]:
        """What the book keeps of every drawn question and the answers to it, in the order asked."""
        return tuple(_item_record(attempt, self.bank, question_id) for question_id in self.asking_order(attempt))


def _item_record(attempt: Attempt, bank: Bank, question_id: str) -> ItemRecord:
    drawn = next(item for item in attempt.draw.items if item.question_id == question_id)
    answers = [answer for answer in attempt.answers if answer.question_id == question_id]
    question = bank.by_id[question_id]
    return ItemRecord(
        question=question_id,
        sha256=drawn.sha256,
        shown="".join(drawn.shown),
        answers="".join(answer.letter for answer in answers),
        hundredths=tuple(answer.hundredths for answer in answers),
        critical=question.critical,
        cites=question.cites,
    )


def seen_questions(attempts: Sequence[AttemptMade], current: Attempt | None) -> frozenset[str]:
    """Ids of all questions a person has met in earlier attempts, the current one included."""
    met = {item.question for attempt in attempts for item in attempt.items}
    if current is not None:
        met.update(item.question_id for item in current.draw.items)
    return frozenset(met)


def missed_before(attempts: Sequence[AttemptMade], revision: Revision, text_of: TextOf) -> frozenset[str]:
    """Citations, by the labels of *revision*, of the clauses that a person missed at the first try in any attempt.

    An attempt names clauses by the labels of its own revision. They are followed through the comparison of the two
    texts; a clause that is gone, or of a text that cannot be found, is left out.
    """
    by_revision: defaultdict[str, set[str]] = defaultdict(set)
    for attempt in attempts:
        by_revision[attempt.revision].update(item.cites[0] for item in attempt.items if not _right_at_once(item))
    found: set[str] = set()
    for known, cited in by_revision.items():
        found.update(_followed(cited, text_of(known), revision))
    return frozenset(found)


def _right_at_once(item: ItemRecord) -> bool:
    """Whether the first answer was the last: only a right one is never asked again."""
    return len(item.answers) == 1


def _followed(cited: Collection[str], old: Revision | None, new: Revision) -> Iterator[str]:
    if old is None or not cited:
        return
    comparison = compare(old, new)
    for citation in cited:
        now = comparison.now(citation)
        if now is not None:
            yield now
