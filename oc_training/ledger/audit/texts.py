"""Whether the text of a directive in the book is the one whose digest was signed for.

The digest is SHA-256 over the words of the directive in their order, labels among them, single-spaced, in NFC.
They are taken from the notation here by a plainer way than the program's own: what is not a word (the head, the
marks of headings and emphasis, the rule before the signatures) is struck out, and the rest is what was printed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from oc_training.ledger.audit.emphasis import without_emphasis

_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_BLOCK = re.compile(r"\n *\n|^#+ +|^--- *$", re.MULTILINE)
"""What parts one block of words from another; a mark of emphasis has its partner in the same block."""


def words_digest(source: str) -> str:
    """SHA-256, in hexadecimal, of the words in a directive's notation."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    blocks = map(without_emphasis, _BLOCK.split(_HEAD.sub("", text, count=1)))
    words = unicodedata.normalize("NFC", "\n".join(blocks)).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()
