"""What the kiosk takes for text: the cleaning at every boundary and the digest of words.

One place decides which characters may come in from files and keyboards and go out to a
terminal (INJ-1), and what two texts must share to count as the same words.
"""

from __future__ import annotations

import hashlib
import itertools
import unicodedata

UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that never reach a terminal: control, format, surrogate, private, unassigned, separators."""

LONGEST_COMPOSED = 4
"""Characters that NFC makes into one at the most: a letter and three marks."""


def clean(text: str, limit: int = 1_000, *, keep_newlines: bool = False) -> str:
    """Return *text* fit to be stored and shown: NFC, without unwanted characters, at most *limit* long.

    Newlines are kept only where asked for; elsewhere every unwanted character, newlines too, is dropped.
    """
    kept = (char for char in text if (keep_newlines and char == "\n") or unicodedata.category(char) not in UNWANTED)
    # Putting marks in order takes a time that grows with the square of their number, so the text is cut before.
    # Unwanted characters go first: one between a letter and its mark would keep the two from becoming one.
    short = "".join(itertools.islice(kept, limit * LONGEST_COMPOSED))
    return unicodedata.normalize("NFC", short)[:limit]


def one_line(typed: str, limit: int = 1_000) -> str:
    """Return what somebody typed, cleaned and on one line with single blanks; line breaks and tabs part words.

    The limit is that of a comment or reason (REF-2).
    """
    return squash(clean(" ".join(typed.split()), limit))


def squash(text: str) -> str:
    """Return the words of *text* in NFC, with single spaces between them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def words_sha256(text: str) -> str:
    """Return the SHA-256, in lower-case hexadecimal, of the NFC, white-space-squashed words of *text*.

    Re-wrapping a text leaves its digest; changing one letter changes it.
    """
    return hashlib.sha256(squash(text).encode("utf-8")).hexdigest()
