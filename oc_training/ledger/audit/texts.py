"""Whether the text of a directive in the book is the one whose digest was signed for.

The digest is SHA-256 over the words of the directive in their order, labels among them, single-spaced, in NFC.
They are taken from the notation here by a plainer way than the program's own: what is not a word (the head, the
marks of headings and emphasis, the rule before the signatures) is struck out, and the rest is what was printed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MARKS = re.compile(r"^#+ +|^--- *$|\\([!-/:-@\[-`{-~])|\*+", re.MULTILINE)


def words_digest(source: str) -> str:
    """SHA-256, in hexadecimal, of the words in a directive's notation."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    words = _MARKS.sub(lambda mark: mark[1] or "", _HEAD.sub("", text, count=1))
    return hashlib.sha256(" ".join(unicodedata.normalize("NFC", words).split()).encode()).hexdigest()
