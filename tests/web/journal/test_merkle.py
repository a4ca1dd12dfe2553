"""The log's tree against RFC 6962, by its definition and by work by hand."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from grassrota_web.journal import merkle


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


def grown(leaves: list[bytes]) -> bytes:
    peaks: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        peaks = merkle.with_leaf(peaks, size, leaf)
    return merkle.root(peaks)


leaves = st.lists(st.binary(max_size=4).map(merkle.leaf_hash), max_size=40)


@given(leaves)
def test_the_root_kept_up_leaf_by_leaf_is_the_one_the_rfc_defines(leaves: list[bytes]) -> None:
    """Appending in O(log n) gives the root of the whole list."""
    assert grown(leaves) == defined_root(leaves)


def test_the_root_of_three_leaves_by_hand() -> None:
    """Three leaves a, b, c hash as node(node(a, b), c)."""
    a, b, c = (merkle.leaf_hash(text) for text in (b"a", b"b", b"c"))
    ab = sha256(b"\1" + sha256(b"\0a").digest() + sha256(b"\0b").digest()).digest()
    assert grown([a, b, c]) == sha256(b"\1" + ab + sha256(b"\0c").digest()).digest()


@given(leaves.filter(bool), st.data())
def test_every_leaf_is_proven_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    """The audit path proves its leaf at its place, and neither another leaf, place, size nor a shorter path."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = merkle.inclusion_proof(leaves, index), defined_root(leaves)
    assert merkle.includes(len(leaves), index, leaves[index], path, root)
    assert not merkle.includes(len(leaves), index, merkle.leaf_hash(b"another"), path, root)
    assert not merkle.includes(len(leaves), len(leaves), leaves[index], path, root)
    assert not merkle.includes(len(leaves), index, leaves[index], (*path, root), root)
    if path:
        assert not merkle.includes(len(leaves), index, leaves[index], path[:-1], root)
