"""Finding words in a directive, for ``/`` in the reader."""

from __future__ import annotations

import re
from dataclasses import dataclass

from oc_training.policy.model import Revision
from oc_training.text import squash

LONGEST_SEARCH = 200
"""Characters of a search that are looked at."""

_ALIKE = {
    "-": "[-‐‑–—]",  # noqa: RUF001 -- a keyboard has one dash, a directive several
    "'": "['’]",  # noqa: RUF001 -- the same for quotation marks
    '"': '["“”]',
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One place at which the words stand."""

    citation: str
    start: int
    """Offset into the clause's ``text``."""
    end: int


def find(revision: Revision, words: str) -> tuple[Hit, ...]:
    """Every place where *words* stand in the directive, in printed order; none for an empty search.

    Case does not matter, nor does the kind of dash or quotation mark. The last word may be the beginning of a
    longer one (*post* finds *posted*); the first must begin where a word begins.
    """
    wanted = squash(words)[:LONGEST_SEARCH]
    if not wanted:
        return ()
    pattern = "".join(_ALIKE.get(char, re.escape(char)) for char in wanted)
    at_word = r"(?<!\w)" if re.match(r"\w", wanted) else ""
    search = re.compile(at_word + pattern, re.IGNORECASE)
    return tuple(
        Hit(clause.citation, match.start(), match.end())
        for clause in revision.clauses
        for match in search.finditer(clause.text)
    )
