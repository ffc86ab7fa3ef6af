"""Both texts again, out of the words that changed between them."""

from __future__ import annotations

from collections.abc import Sequence

from oc_training.policy.word_changes import Edit, Piece


def before_and_after(pieces: Sequence[Piece]) -> tuple[str, str]:
    """The two texts that *pieces* tell of."""
    old = " ".join(piece.text for piece in pieces if piece.edit is not Edit.ADDED)
    new = " ".join(piece.text for piece in pieces if piece.edit is not Edit.STRUCK)
    return old, new
