"""Which clause of one text is which clause of another: by words before labels.

A label says where a clause stands, not what it is: when a new section pushes every label down, nobody wants to read
that everything changed. So clauses are paired by their words first, and only what is left is scored.

Scoring every clause against every other would take time with the square of their number. It is avoided without
changing the outcome: what can reach the bar at all is found by rare words (two texts that share so much must share
one of the rarest words of either), a pair is measured only when no pair that might be better is left, and never
once either of its clauses has found its partner.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from math import ceil

from oc_training.policy.model import Clause, ClauseKind, Revision
from oc_training.policy.word_changes import words_of, work

SAME_PLACE = 0.40
"""So alike, at least, are two texts under one label that count as one clause, amended."""

OTHER_PLACE = 0.75
"""The same for two texts under different labels."""

PLACE_COUNTS = 0.15
"""What the same label adds when pairs are weighed against each other."""

FEWEST_WORDS = 4
"""Shorter items are alike by accident: under different labels both must have so many words."""

MOST_WORK = 2_000_000
"""Pairs of equal words that are looked at for one comparison: seconds at the most, and some hundred times what two
revisions of a directive as people write them need."""

_FIXED = frozenset({ClauseKind.HEADING, ClauseKind.SIGNATURE})
"""Kinds that are only ever compared with their own."""

Pair = tuple[int, int]
"""Places of two clauses, in the old text and in the new."""


def paired(old: Revision, new: Revision) -> list[Pair]:
    """Which clause of *old* became which of *new*; a clause without a partner was removed or added.

    Clauses with the same words come first: in the same sentence under the same label, in the same sentence under
    another, in another sentence. So two clauses that changed places are told as that, and an item that many lists
    have (*Other*) stays with its own list.
    """
    pairs = _Pairs(old, new)
    pairs.by_same(lambda item: (item.clause.citation, item.digest, item.sentence))
    pairs.by_same(lambda item: (item.digest, item.sentence))
    pairs.by_same(lambda item: (item.clause.citation, item.digest))
    pairs.by_same(lambda item: item.digest)
    pairs.by_likeness()
    return sorted(pairs.found)


def similarity(old: Sequence[str], new: Sequence[str]) -> float:
    """How alike two sequences of words are, in order: 0 to 1."""
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _at_most(old: Sequence[str], new: Sequence[str]) -> float:
    """What :func:`similarity` can be at the most, by the words that both have."""
    both = (Counter(old) & Counter(new)).total()
    return 2 * both / (len(old) + len(new)) if both else float(old == new)


@dataclass(frozen=True)
class _Item:
    clause: Clause
    digest: tuple[str, str]
    """Of its words, with its kind where that must be the same."""
    sentence: tuple[str, ...]
    """Digests of the words it completes."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words_of(self.clause.text)

    def may_be(self, other: _Item) -> bool:
        return self.clause.kind is other.clause.kind or not {self.clause.kind, other.clause.kind} & _FIXED


def _items(revision: Revision) -> list[_Item]:
    found: list[_Item] = []
    for clause in revision.clauses:
        kind = clause.kind.value if clause.kind in _FIXED else ""
        sentence = tuple(lead_in.sha256 for lead_in in revision.lead_ins(clause))
        found.append(_Item(clause, (kind, clause.sha256), sentence))
    return found


class _Pairs:
    """The pairs found so far, and the clauses still without a partner.

    Of two texts in which the same words stand over and over the measuring is given up when it has cost enough: from
    there on the label alone says which clause is which.
    """

    def __init__(self, old: Revision, new: Revision) -> None:
        self.found: list[Pair] = []
        self._old = dict(enumerate(_items(old)))
        self._new = dict(enumerate(_items(new)))
        self._work_left = MOST_WORK

    def _likeness(self, old: _Item, new: _Item) -> float | None:
        """How alike two clauses are; None where it would cost more than is left for it."""
        cost = work(old.words, new.words)
        if cost > self._work_left:
            return None
        self._work_left -= cost
        return similarity(old.words, new.words)

    def _take(self, pair: Pair) -> None:
        self.found.append(pair)
        del self._old[pair[0]], self._new[pair[1]]

    def _are_free(self, pair: Pair) -> bool:
        return pair[0] in self._old and pair[1] in self._new

    def by_same(self, key: Callable[[_Item], Hashable]) -> None:
        """Pair those of one key in the order of the texts."""
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(self._new):
            waiting[key(self._new[place])].append(place)
        for place, item in list(self._old.items()):
            partners = waiting.get(key(item))
            if partners:
                self._take((place, partners.pop()))

    def by_likeness(self) -> None:
        """Pair what is left, the most alike first; of equals the same label first, then the order of the texts."""
        under_one_label = list(self._under_one_label())
        for score, pair in under_one_label:
            if score >= 1:  # nothing under another label can score higher
                self._take(pair)
        # What is not measured yet stands with the most it can reach, and comes back with what it has.
        heap = [(-score, 0, pair, True) for score, pair in under_one_label]
        heap += [(-most, 1, pair, False) for most, pair in self._under_other_labels()]
        heapq.heapify(heap)
        while heap:
            score, label, pair, measured = heapq.heappop(heap)
            if not self._are_free(pair):
                continue
            if measured:
                self._take(pair)
                continue
            likeness = self._likeness(self._old[pair[0]], self._new[pair[1]])
            if likeness is not None and likeness >= OTHER_PLACE:
                heapq.heappush(heap, (-likeness, label, pair, True))

    def _under_one_label(self) -> Iterator[tuple[float, Pair]]:
        by_citation = {item.clause.citation: place for place, item in self._new.items()}
        for place, item in self._old.items():
            partner = by_citation.get(item.clause.citation)
            if partner is None or not item.may_be(self._new[partner]):
                continue
            if _at_most(item.words, self._new[partner].words) < SAME_PLACE:
                continue
            likeness = self._likeness(item, self._new[partner])
            if likeness is None:
                likeness = SAME_PLACE
            if likeness >= SAME_PLACE:
                yield likeness + PLACE_COUNTS, (place, partner)

    def _under_other_labels(self) -> Iterator[tuple[float, Pair]]:
        """Pairs that can be alike enough, each with the most it can reach: words in common, whatever their order."""
        old = {place: item for place, item in self._old.items() if len(item.words) >= FEWEST_WORDS}
        new = {place: item for place, item in self._new.items() if len(item.words) >= FEWEST_WORDS}
        ours, theirs = _ranked(old, new)
        for pair in _sharing_rare_words(ours, theirs):
            most = ours[pair[0]].at_most(theirs[pair[1]])
            if most < OTHER_PLACE:
                continue
            one, other = old[pair[0]], new[pair[1]]
            if one.clause.citation != other.clause.citation and one.may_be(other):
                yield most, pair


Token = tuple[str, int]
"""A word with its number among equals of the same text, so that a word that stands twice counts twice."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The words of a text as ranks, so that what two texts share is counted at once."""

    length: int
    mask: int
    """A bit for every rank."""
    rarest: tuple[int, ...]
    """The ranks of which an alike text must have one."""

    def at_most(self, other: _Ranked) -> float:
        """The likeness of two texts if the words that they share stood in one order."""
        return 2 * (self.mask & other.mask).bit_count() / (self.length + other.length)


def _ranked(*sides: Mapping[int, _Item]) -> Iterator[dict[int, _Ranked]]:
    """The texts of both sides by one order of rarity, the rarest word first."""
    tokens = [{place: _tokens(item.words) for place, item in side.items()} for side in sides]
    frequency = Counter(token for side in tokens for text in side.values() for token in text)
    by_rarity = sorted(frequency, key=lambda token: (frequency[token], token))
    rank = {token: number for number, token in enumerate(by_rarity)}
    for side in tokens:
        yield {place: _by_rank([rank[token] for token in text]) for place, text in side.items()}


def _tokens(words: Iterable[str]) -> list[Token]:
    seen: dict[str, int] = {}
    tokens = []
    for word in words:
        number = seen.get(word, 0)
        seen[word] = number + 1
        tokens.append((word, number))
    return tokens


def _by_rank(ranks: list[int]) -> _Ranked:
    ranks.sort()
    mask = 0
    for rank in ranks:
        mask |= 1 << rank
    total = len(ranks)
    shared = ceil(total * OTHER_PLACE / (2 - OTHER_PLACE))  # with the shortest partner that can be alike enough
    return _Ranked(total, mask, tuple(ranks[: total - shared + 1]))


def _sharing_rare_words(old: Mapping[int, _Ranked], new: Mapping[int, _Ranked]) -> Iterator[Pair]:
    """Every pair that can reach :data:`OTHER_PLACE`, and of a text as people write it few others.

    A text of n words that is so alike to another shares at least so many of them that one must be among the rarest
    ``n - shared + 1``, counted in one order of rarity for both texts.
    """
    index: defaultdict[int, list[int]] = defaultdict(list)
    for place, item in new.items():
        for rank in item.rarest:
            index[rank].append(place)
    for place, item in old.items():
        partners = {partner for rank in item.rarest for partner in index.get(rank, ())}
        yield from ((place, partner) for partner in sorted(partners))
