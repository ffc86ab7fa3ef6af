"""Which walk fits a person: what they signed before decides what comes first and what is asked.

Nobody signed before: the sections and their scenarios. Other words: first what changed since. The same words: the
scenarios favour what was missed before. Every section is in every walk, because the statement says that every one of
them was displayed; so whoever wants the whole walk has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oc_training.attestation.examination import missed_before
from oc_training.attestation.records import Records
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.since_signed import SinceSigned, last_signed, since_signed
from oc_training.attestation.walk import Course, Walk
from oc_training.policy.model import Revision


class Fitting:
    """Works out from the book which walk fits."""

    def __init__(self, records: Records, shelf: Shelf) -> None:
        self._records = records
        self._shelf = shelf

    def course(self, person_id: str, revision: Revision) -> Course:
        """The ground of the walk on which this person signs *revision*.

        Raises:
            ContentProblems: when the directive's bank cannot be used.
        """
        return Course(revision, self._shelf.bank(revision), self._since_signed(person_id, revision))

    def _since_signed(self, person_id: str, revision: Revision) -> SinceSigned | None:
        """What changed since they signed; None where they never did, or signed these words, or words not kept here."""
        signature = last_signed(self._records.history(person_id, revision.directive).signatures)
        issued = {each.revision: each.entry for each in self._records.issued(revision.directive)}
        if signature is None or signature.revision not in issued:
            return None
        old = self._shelf.revision(revision.directive, signature.revision)
        return since_signed(signature, old, revision, issued[signature.revision])

    def clauses_to_favour(self, person_id: str, revision: Revision) -> frozenset[str]:
        """The clauses that the scenarios shall favour: those missed in any attempt, for somebody who signed before.

        In a first training none are: what was missed a moment ago would only be asked in the same words again.
        """
        directive = revision.directive
        if not self._records.history(person_id, directive).signatures:
            return frozenset()
        attempts = self._records.attempts(person_id, directive)
        return missed_before(attempts, revision, self._shelf.texts(directive))


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Another revision came in force while somebody was in the middle of the one before."""

    directive: str
    before: str
    """The revision they had begun, of which nothing is signed."""
    now: str
    kept: tuple[str, ...]
    """Ids of the sections that stay displayed."""
    again: tuple[str, ...]
    """Ids of the sections that are shown, because words or labels of theirs are others now, or were not shown yet."""

    @classmethod
    def of(cls, before: Walk, walk: Walk, revision: Revision) -> Overtaken:
        """What became of the walk *before*, which goes on as *walk* on *revision*."""
        again = tuple(section.id for section in revision.sections if section.id not in walk.carried)
        return cls(walk.directive, before.revision, walk.revision, walk.carried, again)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the person is told."""
        what = f"Directive {self.directive} was revised while you were in the middle of it. "
        what += f"Revision {self.now} is in force now. Nothing of revision {self.before} was signed."
        if not self.kept:
            return what, "You go on with the new revision. All of its sections are shown.", SCENARIOS
        if not self.again:
            return what, "Every section has the same words and stays displayed.", SCENARIOS
        stay = f"{_named(self.kept)} the same words and {_one_or_many(self.kept, 'stays', 'stay')} displayed."
        show = f"{_one_or_many(self.again, 'Section', 'Sections')} {_listed(self.again)} "
        return what, f"{stay} {show}{_one_or_many(self.again, 'is', 'are')} shown now.", SCENARIOS


SCENARIOS = "The scenarios begin anew."


def _named(sections: Sequence[str]) -> str:
    return (
        f"{_one_or_many(sections, 'Section', 'Sections')} {_listed(sections)} {_one_or_many(sections, 'has', 'have')}"
    )


def _listed(sections: Sequence[str]) -> str:
    *others, last = sections
    return f"{', '.join(others)} and {last}" if others else last


def _one_or_many(sections: Sequence[str], one: str, many: str) -> str:
    return one if len(sections) == 1 else many
