"""Choosing and shuffling the questions of one attempt, from a seed that is recorded.

Years later somebody must be able to say which questions an employee was given, and why those. So
nothing here depends on a random-number generator: the place of a thing in a shuffle is the SHA-256 of
``seed:purpose:name`` in UTF-8, compared as hexadecimal text. That is the same on every machine and in every
version of Python, which ``random.shuffle`` and ``random.sample`` do not promise, and it can be worked out
again with ``sha256sum`` alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from oc_training.counting import count_words
from oc_training.errors import Refused
from oc_training.quiz.model import Question


@dataclass(frozen=True, slots=True)
class Quota:
    """So many questions of a kind must be in every draw."""

    name: str
    """For the sentence that says the bank cannot meet it: *definitions*."""
    ids: frozenset[str]
    """The questions that count. A question may count for several quotas."""
    at_least: int


class DrawnQuestion(msgspec.Struct, frozen=True):
    """One question of a draw, as it was shown."""

    question_id: str
    sha256: str
    """Digest of scenario, stem and options at the time of the draw."""
    shown: tuple[str, ...]
    """The letters of the file in the order in which the options were shown."""


class Draw(msgspec.Struct, frozen=True):
    """The questions of one attempt in the order in which they are asked."""

    seed: int
    items: tuple[DrawnQuestion, ...]
    missed: tuple[str, ...] = ()
    """The clauses that were favoured because they had been missed before, sorted."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the questions, in order."""
        return tuple(item.question_id for item in self.items)


def draw(  # noqa: PLR0913  all that a draw depends on
    questions: Iterable[Question],
    count: int,
    quotas: Sequence[Quota],
    seed: int,
    seen: frozenset[str] = frozenset(),
    *,
    missed: frozenset[str] = frozenset(),
) -> Draw:
    """Draw *count* of *questions* so that every quota is met.

    Of all draws that meet the quotas, only those with the fewest questions out of *seen* come into question;
    *seed* decides between these. For each of the clauses *missed* one question that cites it comes before all others:
    one not seen yet where there is any, else one that was. Neither the order of *questions* nor of *quotas* matters.

    Raises:
        Refused: *questions* cannot give such a draw; the sentence says what is lacking.
    """
    by_id = {question.id: question for question in questions}
    _refuse_the_impossible(by_id.keys(), count, quotas)
    favoured = frozenset(_about_the_missed(by_id, missed, seen, seed))
    seen -= favoured  # asking these again is what is wanted
    ranked = sorted(by_id, key=lambda name: (name not in favoured, name in seen, _place(seed, "choose", name), name))
    kinds = {name: tuple(name in quota.ids for quota in quotas) for name in ranked}
    candidates = _enough_of_each_kind([_Candidate(name, kinds[name], name in seen) for name in ranked], count)
    needs = tuple(max(0, quota.at_least) for quota in quotas)
    chosen = _choose(candidates, count, needs)
    if chosen is None:
        wanted = ", ".join(f"{quota.at_least} of {quota.name}" for quota in quotas)
        raise Refused(f"The question bank cannot give {count_words(count, 'question')} with {wanted} all at once.")
    in_order = sorted(chosen, key=lambda name: (_place(seed, "order", name), name))
    return Draw(seed, tuple(_shown(by_id[name], seed) for name in in_order), tuple(sorted(missed)))


def _about_the_missed(
    by_id: Mapping[str, Question], missed: frozenset[str], seen: frozenset[str], seed: int
) -> Iterator[str]:
    """For each missed clause the question to ask: one is enough, or the rest of the directive would not be asked."""
    for clause in missed:
        about = [name for name, question in by_id.items() if clause in question.cites]
        if about:
            yield min(about, key=lambda name: (name in seen, _place(seed, "choose", name), name))


def _place(seed: int, purpose: str, name: str) -> str:
    return hashlib.sha256(f"{seed}:{purpose}:{name}".encode()).hexdigest()


def _shown(question: Question, seed: int) -> DrawnQuestion:
    letters = [option.letter for option in question.options]
    if question.shuffle:
        letters.sort(key=lambda letter: (_place(seed, "option", f"{question.id}:{letter}"), letter))
    return DrawnQuestion(question.id, question.sha256, tuple(letters))


def _refuse_the_impossible(ids: Iterable[str], count: int, quotas: Sequence[Quota]) -> None:
    available = frozenset(ids)
    if count < 1:
        raise Refused("An attempt must hold at least one question.")
    if len(available) < count:
        questions, needed = count_words(len(available), "question"), count_words(count, "is", "are")
        raise Refused(f"The question bank holds {questions} that can be asked; {needed} needed.")
    for quota in quotas:
        held = len(available & quota.ids)
        if held < quota.at_least:
            questions, needed = count_words(held, "question"), count_words(quota.at_least, "is", "are")
            raise Refused(f"The question bank holds {questions} for {quota.name}; {needed} needed.")


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    counts_for: tuple[bool, ...]
    seen: bool


def _enough_of_each_kind(ranked: list[_Candidate], count: int) -> list[_Candidate]:
    """Keep the first *count* of those that count for the same quotas: more can never be needed of one kind."""
    kept: list[_Candidate] = []
    tally: dict[tuple[bool, tuple[bool, ...]], int] = {}
    for candidate in ranked:
        kind = (candidate.seen, candidate.counts_for)
        tally[kind] = tally.get(kind, 0) + 1
        if tally[kind] <= count:
            kept.append(candidate)
    return kept


@dataclass(frozen=True, slots=True)
class _State:
    """Where the choice stands before the candidate number ``index`` is taken or left."""

    index: int
    left: int
    needs: tuple[int, ...]
    seen_allowed: int


def _choose(candidates: list[_Candidate], count: int, needs: tuple[int, ...]) -> list[str] | None:
    """The first choice, in the candidates' order, that meets *needs* with as few seen ones as can be."""
    unseen = sum(not candidate.seen for candidate in candidates)
    for seen_allowed in range(max(0, count - unseen), count + 1):
        found = _Search(candidates, len(needs)).first(_State(0, count, needs, seen_allowed))
        if found is not None:
            return found
    return None


class _Search:
    """Takes each candidate if the rest can still be completed, and leaves it otherwise.

    States known to lead nowhere are remembered, so none is worked through twice.
    """

    def __init__(self, candidates: list[_Candidate], quotas: int) -> None:
        self._candidates = candidates
        self._dead: set[_State] = set()
        self._supply = [(0,) * quotas]
        self._unseen = [0]
        for candidate in reversed(candidates):
            pairs = zip(self._supply[-1], candidate.counts_for, strict=True)
            self._supply.append(tuple(held + counts for held, counts in pairs))
            self._unseen.append(self._unseen[-1] + (not candidate.seen))
        self._supply.reverse()
        self._unseen.reverse()

    def first(self, state: _State) -> list[str] | None:
        path: list[tuple[_State, bool]] = []
        while state.left or any(state.needs):
            if not self._is_hopeless(state):
                path.append((state, True))
                state = self._taken(state)
                continue
            self._dead.add(state)
            while path and not path[-1][1]:
                self._dead.add(path.pop()[0])
            if not path:
                return None
            last, _ = path.pop()
            path.append((last, False))
            state = _State(last.index + 1, last.left, last.needs, last.seen_allowed)
        return [self._candidates[at.index].name for at, taken in path if taken]

    def _taken(self, state: _State) -> _State:
        candidate = self._candidates[state.index]
        pairs = zip(state.needs, candidate.counts_for, strict=True)
        needs = tuple(max(0, need - counts) for need, counts in pairs)
        return _State(state.index + 1, state.left - 1, needs, state.seen_allowed - candidate.seen)

    def _is_hopeless(self, state: _State) -> bool:
        supply = self._supply[state.index]
        return (
            state.seen_allowed < max(0, state.left - self._unseen[state.index])
            or state.left > len(self._candidates) - state.index
            or any(need > min(state.left, held) for need, held in zip(state.needs, supply, strict=True))
            or state in self._dead
        )
