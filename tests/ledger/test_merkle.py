"""The tree: the vectors that others use, and the same roots and proofs as a tree written down as the RFC says it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.ledger import merkle
from oc_training.ledger.audit import tree

VECTOR = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
"""The leaves of the Certificate Transparency test vectors."""
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Their roots, for the first one, two ... eight leaves."""

LEAVES = [merkle.leaf(bytes.fromhex(each)) for each in VECTOR]


def plain_root(entries: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + plain_root(entries[:split]) + plain_root(entries[split:])).digest()


entries = st.lists(st.binary(max_size=4), min_size=1, max_size=70)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_known_vectors(size: int) -> None:
    assert merkle.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]
    assert tree.roots_at(LEAVES, [size])[size].hex() == ROOTS[size - 1]


def test_the_proofs_are_those_of_the_known_vectors() -> None:
    assert [step.hex()[:8] for step in merkle.inclusion(LEAVES, 0)] == ["96a296d2", "5f083f0a", "6b47aaf2"]
    assert [step.hex()[:8] for step in merkle.inclusion(LEAVES, 5)] == ["bc1a0643", "ca854ea1", "d37ee418"]


@given(entries)
def test_writer_and_reader_have_the_root_of_the_rfc_at_every_size(data: list[bytes]) -> None:
    leaves = [merkle.leaf(each) for each in data]
    assert leaves == [tree.leaf_hash(each) for each in data]
    growing = merkle.CompactRange()
    sizes = range(len(data) + 1)
    roots = tree.roots_at(leaves, sizes)
    for size in sizes:
        assert growing.root() == roots[size] == plain_root(data[:size])
        if size < len(data):
            growing.append(leaves[size])


@given(entries, st.data())
def test_a_proof_of_inclusion_leads_to_the_root_and_nothing_else_does(data: list[bytes], draw: st.DataObject) -> None:
    leaves = [merkle.leaf(each) for each in data]
    index = draw.draw(st.integers(0, len(data) - 1))
    proof, root = merkle.inclusion(leaves, index), merkle.root_of(leaves)
    assert tree.root_by_inclusion(leaves[index], index, len(data), proof) == root
    assert tree.root_by_inclusion(merkle.leaf(b"other"), index, len(data), proof) != root
    assert tree.root_by_inclusion(leaves[index], len(data), len(data), proof) is None
    assert tree.root_by_inclusion(leaves[index], index, len(data), (*proof, root)) is None
    if proof:
        assert tree.root_by_inclusion(leaves[index], index, len(data), proof[:-1]) != root
        spoiled = (merkle.leaf(b"spoiled"), *proof[1:])
        assert tree.root_by_inclusion(leaves[index], index, len(data), spoiled) != root


def test_what_is_not_there_cannot_be_proven() -> None:
    for size in (-1, 8):
        with pytest.raises(IndexError):
            merkle.inclusion(LEAVES, size)
    assert tree.roots_at(LEAVES, [9]) == {}
