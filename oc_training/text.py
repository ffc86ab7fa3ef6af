"""What the kiosk takes for text: the cleaning at every boundary and the digest of words.

One place decides which characters may come in from files and keyboards and go out to a
terminal (INJ-1), and what two texts must share to count as the same words.
"""

from __future__ import annotations

import hashlib
import unicodedata

UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that never reach a terminal: control, format, surrogate, private, unassigned, separators."""


def clean(text: str, limit: int = 1_000, *, keep_newlines: bool = False) -> str:
    """Return *text* fit to be stored and shown: NFC, without unwanted characters, at most *limit* long.

    Newlines are kept only where asked for; elsewhere every unwanted character, newlines too, is dropped.
    """
    kept = (
        char
        for char in unicodedata.normalize("NFC", text)
        if (keep_newlines and char == "\n") or unicodedata.category(char) not in UNWANTED
    )
    return "".join(kept)[:limit]


def squash(text: str) -> str:
    """Return the words of *text* in NFC, with single spaces between them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def words_sha256(text: str) -> str:
    """Return the SHA-256, in lower-case hexadecimal, of the NFC, white-space-squashed words of *text*.

    Re-wrapping a text leaves its digest; changing one letter changes it.
    """
    return hashlib.sha256(squash(text).encode("utf-8")).hexdigest()
