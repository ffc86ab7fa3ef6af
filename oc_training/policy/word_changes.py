"""What changed between two texts, word by word, and which duty words changed with it.

A directive obliges by small words: *shall not* that becomes *may* turns a ban into a permission. Each such word,
*shall not* and its like taken as one, is therefore compared as a whole and marked where it changed. Nothing is
shown by colour alone: struck words stand in ``[- -]``, added ones in ``[+ +]``, and a ``!`` marks a duty word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, zip_longest

DUTY_WORDS = frozenset({
    "shall", "shall not", "may", "may not", "will", "will not", "should", "should not", "must", "must not",
    "can", "can not", "cannot", "required", "encouraged", "discouraged", "cautioned", "prohibited", "forbidden",
    "allowed", "permitted", "authorized", "except", "unless", "not", "never", "no", "nobody", "none", "only",
})  # fmt: skip
"""The words on which it turns what a clause asks of anybody, in small letters; and whatever ends in *n't*."""

_NEGATED = frozenset(word.split()[0] for word in DUTY_WORDS if " " in word)
MOST_WORK = 200_000
"""Pairs of equal words up to which two texts are compared word by word: some four times those of the longest clause in
ordinary English. Beyond it the time would grow with their likeness."""

_CONTRACTED = re.compile(r"\w+n['’]t")  # noqa: RUF001 -- the printed apostrophe too
_NUMBER = re.compile(r"\W*\d")
_AROUND = re.compile(r"^\W+|\W+$")
_WORD = re.compile(r"\w+(?:['’]\w+)*")  # noqa: RUF001 -- a printed apostrophe holds a word together


class Edit(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    STRUCK = "struck"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of which the same became."""

    edit: Edit
    text: str
    """The words as they stand in the text, with the spaces between them."""
    duty: bool = False
    """Whether this is a duty word that was struck or added."""


def words_of(text: str) -> tuple[str, ...]:
    """The bare words of *text* in small letters, by which it is told how alike two clauses are.

    Neither spaces nor punctuation count: they would make any two short items alike.
    """
    return tuple(_WORD.findall(text.casefold()))


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """What became of the words of *old* on the way to *new*, in reading order.

    Kept and struck pieces joined by single spaces are *old*, kept and added ones *new*, exactly.
    """
    before, after = _tokens(old), _tokens(new)
    old_duties, new_duties = _duties(before), _duties(after)
    pieces: list[Piece] = []
    for from_old, to_old, from_new, to_new in _stretches(before, after):
        struck, added = before[from_old:to_old], after[from_new:to_new]
        if not struck and not added:
            continue
        if struck == added:
            pieces.append(Piece(Edit.KEPT, " ".join(struck)))
        else:
            gone, new_here = old_duties[from_old:to_old], new_duties[from_new:to_new]
            pieces += _pieces(Edit.STRUCK, struck, gone, Counter(new_here))
            pieces += _pieces(Edit.ADDED, added, new_here, Counter(gone))
    return tuple(pieces)


def work(old: Sequence[str], new: Sequence[str]) -> int:
    """What it costs to measure two texts against each other: each word of one beside its equals in the other."""
    others = Counter(new)
    return sum(count * others[word] for word, count in Counter(old).items())


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where in both texts words were kept or exchanged, in order.

    Where the same words stand so often that telling them apart would take long, all that lies between the beginning
    and the end that both have is one exchange.
    """
    if work(old, new) <= MOST_WORK:
        for _, *stretch in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            from_old, to_old, from_new, to_new = stretch
            yield from_old, to_old, from_new, to_new
        return
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    yield 0, head, 0, head
    yield head, ends[0], head, ends[1]
    yield ends[0], len(old), ends[1], len(new)


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )


def marked(pieces: Sequence[Piece]) -> str:
    """The words with what was struck in ``[- -]`` and what was added in ``[+ +]``, duty words with a ``!``."""
    return " ".join(_marked(piece) for piece in pieces)


def _marked(piece: Piece) -> str:
    if piece.edit is Edit.KEPT:
        return piece.text
    sign = "-" if piece.edit is Edit.STRUCK else "+"
    return f"[{sign}{'!' if piece.duty else ''}{piece.text}{sign}]"


def _tokens(text: str) -> list[str]:
    """The words of *text* with the punctuation at them; a duty word and its *not* are one."""
    tokens: list[str] = []
    for word in text.split(" "):
        if tokens and tokens[-1].casefold() in _NEGATED and bare(word) == "not":
            tokens[-1] = f"{tokens[-1]} {word}"
        else:
            tokens.append(word)
    return tokens


def bare(token: str) -> str:
    """The word in *token* in small letters, without the punctuation around it."""
    return _AROUND.sub("", token).casefold()


def _duties(tokens: Sequence[str]) -> list[str]:
    """The duty word in each token, bare; empty where it is none."""
    return [_duty(token, following) for token, following in zip_longest(tokens, tokens[1:], fillvalue="")]


def _duty(token: str, following: str) -> str:
    word = " ".join(map(bare, token.split(" ")))
    if word not in DUTY_WORDS and not _CONTRACTED.fullmatch(word):
        return ""
    counted = _NUMBER.match(following) is not None
    is_month = counted and token.lstrip("(\"'").startswith("May")
    is_number_sign = counted and word == "no" and token.endswith(".")
    return "" if is_month or is_number_sign else word


def _pieces(edit: Edit, tokens: Sequence[str], duties: Sequence[str], other_side: Counter[str]) -> Iterator[Piece]:
    """*tokens* as pieces, each duty word by itself; one that *other_side* has too only got another comma."""
    kinds: list[tuple[str, bool]] = []
    for token, word in zip(tokens, duties, strict=True):
        stands = other_side[word] > 0
        other_side[word] -= stands
        kinds.append((token, bool(word) and not stands))
    for duty, group in groupby(kinds, key=lambda kind: kind[1]):
        texts = [token for token, _ in group]
        if duty:
            yield from (Piece(edit, text, duty=True) for text in texts)
        else:
            yield Piece(edit, " ".join(texts))
