"""The Merkle tree over the book's entries (RFC 6962, section 2.1), as its writer needs it.

A leaf is SHA-256 over a zero byte and the entry's stored bytes, a node SHA-256 over a one byte and its two
children. The tree commits to all entries at once: whoever keeps its root elsewhere can later be shown, with some
seventeen hashes in a book of 100,000 entries, that one entry was among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(entry: bytes) -> bytes:
    """The hash of the leaf that the stored bytes of *entry* make."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class CompactRange:
    """A tree that only grows, kept as one peak for each full subtree: some seventeen hashes for 100,000 entries."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, hashed: bytes) -> None:
        """Add one leaf (its hash): one peak is merged for each trailing 1-bit of the size."""
        size = self.size
        while size & 1:
            hashed = node(self._peaks.pop(), hashed)
            size >>= 1
        self._peaks.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far; SHA-256 of nothing where there are none."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over *leaves*, which are hashes."""
    tree = CompactRange()
    for each in leaves:
        tree.append(each)
    return tree.root()


def inclusion(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The proof that the leaf *index*, counted from 0, is among *leaves* (RFC 6962, 2.1.1), from the leaf upwards.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return (*inclusion(left, index), root_of(right))
    return (*inclusion(right, index - split), root_of(left))


def _split(size: int) -> int:
    """The largest power of two below *size*."""
    return 1 << ((size - 1).bit_length() - 1)
