"""What the kiosk takes for text: the cleaning at every boundary and the digest of words.

One place decides which characters may come in from files and keyboards and go out to a
terminal (INJ-1), and what two texts must share to count as the same words.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable

UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that never reach a terminal: control, format, surrogate, private, unassigned, separators."""

LONGEST_COMPOSED = 4
"""Characters that NFC makes into one at the most: a letter and three marks."""


_LONG_RUN = re.compile("[^\x00-\u02ff]{40,}")
"""Where there may be so many marks on one letter that putting them in order takes long."""


def nfc(text: str) -> str:
    """Return *text* in NFC, in a time that grows with its length.

    ``unicodedata`` puts the marks of a letter in order in a time that grows with the square of their number, and
    nobody's name has forty; they are sorted before, which is the same order (Unicode, canonical ordering).
    """
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_with_marks_in_order, text))


def _with_marks_in_order(run: re.Match[str]) -> str:
    groups = itertools.groupby(run[0], key=lambda char: unicodedata.combining(char) > 0)
    return "".join("".join(sorted(chars, key=unicodedata.combining) if marks else chars) for marks, chars in groups)


def clean(text: str, limit: int = 1_000, *, keep_newlines: bool = False) -> str:
    """Return *text* fit to be stored and shown: NFC, without unwanted characters, at most *limit* long.

    Newlines are kept only where asked for; elsewhere every unwanted character, newlines too, is dropped.
    """
    kept: Iterable[str] = text
    if not text.isprintable():  # what Python calls printable has nothing unwanted in it, and is nearly everything
        kept = (char for char in text if (keep_newlines and char == "\n") or unicodedata.category(char) not in UNWANTED)
    # The text is cut before, so that a megabyte costs no more than what is kept of it.
    # Unwanted characters go first: one between a letter and its mark would keep the two from becoming one.
    short = "".join(itertools.islice(kept, limit * LONGEST_COMPOSED))
    return nfc(short)[:limit]


def one_line(typed: str, limit: int = 1_000) -> str:
    """Return what somebody typed, cleaned and on one line with single blanks; line breaks and tabs part words.

    The limit is that of a comment or reason (REF-2).
    """
    return squash(clean(" ".join(typed.split()), limit))


def same_length(text: str, instead: str = "\N{REPLACEMENT CHARACTER}") -> str:
    """Return *text* with *instead* for every character that must not reach a terminal.

    Unlike :func:`clean` it drops nothing, so what points at places of the text as recorded still points at the right
    letters, and whoever reads it sees that something stood there.
    """
    if text.isprintable():
        return text
    return "".join(instead if unicodedata.category(char) in UNWANTED else char for char in text)


def squash(text: str) -> str:
    """Return the words of *text* in NFC, with single spaces between them."""
    return " ".join(nfc(text).split())


def words_sha256(text: str) -> str:
    """Return the SHA-256, in lower-case hexadecimal, of the NFC, white-space-squashed words of *text*.

    Re-wrapping a text leaves its digest; changing one letter changes it.
    """
    return hashlib.sha256(squash(text).encode("utf-8")).hexdigest()
