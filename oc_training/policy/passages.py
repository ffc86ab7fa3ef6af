"""What a question is bound to: the words of the passages it cites, and nothing of their labels.

Somebody looked at a question against one text. It stands as long as the clauses that decide it say the same,
in the same sentence and with the same clauses below them. What they are numbered by is another matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from oc_training.policy.model import Passage, Revision


def binding_of(revision: Revision, cites: Iterable[str]) -> str:
    """Digest, SHA-256 in lower-case hexadecimal, over the words of the passages that *cites* names, in that order.

    Renumbering leaves it; one letter in a cited clause, in the sentence it completes or in what hangs below it
    changes it, and so does a clause that comes, goes or moves within the passage.

    Raises:
        NotFound: when *revision* has no such clause.
    """
    lines = [line for cited in cites for line in _lines(revision.passage(cited))]
    return hashlib.sha256("\n".join(lines).encode("ascii")).hexdigest()


def words_of(revision: Revision, cited: str) -> str:
    """The words of the passage that *cited* names, in one line: what may be quoted from it.

    Raises:
        NotFound: when *revision* has no such clause.
    """
    return " ".join(clause.text for clause in revision.passage(cited).clauses)


def _lines(passage: Passage) -> Iterable[str]:
    """A line for each clause: how far it stands from the cited one, and the digest of its words."""
    yield "passage"
    for clause in passage.clauses:
        yield f"{clause.depth - passage.cited.depth} {clause.sha256}"
