"""The Merkle tree of RFC 6962 as its reader needs it: roots, and proofs that hold or do not."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence


def leaf_hash(words: bytes) -> bytes:
    """The hash of the leaf that an entry's bytes make (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\0" + words).digest()


def roots_at(leaves: Sequence[bytes], sizes: Collection[int]) -> dict[int, bytes]:
    """The root over the first *n* leaves, for each *n* in *sizes* up to their number."""
    wanted, found = sorted(size for size in set(sizes) if size <= len(leaves)), {}
    whole: list[tuple[int, bytes]] = []
    """Subtrees that are full, from left to right: height and hash."""
    done = 0
    for size in wanted:
        for leaf in leaves[done:size]:
            height, right = 0, leaf
            while whole and whole[-1][0] == height:
                right = _parent(whole.pop()[1], right)
                height += 1
            whole.append((height, right))
        done = size
        found[size] = _folded([each for _, each in whole])
    return found


def _folded(subtrees: list[bytes]) -> bytes:
    if not subtrees:
        return hashlib.sha256().digest()
    root = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        root = _parent(left, root)
    return root


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that a proof of inclusion leads to, or None if the proof is of a wrong length (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    node, last, root = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            root = _parent(step, root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = _parent(root, step)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
