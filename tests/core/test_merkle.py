"""The tree of hashes against RFC 6962: by its definitions word for word, exhaustively at small sizes, and by hand."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota import merkle

LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(20)]
TREE = merkle.Tree(LEAVES)


def split_of(leaves: list[bytes]) -> int:
    """The largest power of two below the number of leaves."""
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return split


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH of section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = split_of(leaves)
    return sha256(b"\1" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


def defined_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    split = split_of(leaves)
    if index < split:
        return [*defined_path(index, leaves[:split]), defined_root(leaves[split:])]
    return [*defined_path(index - split, leaves[split:]), defined_root(leaves[:split])]


def defined_subproof(earlier: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2, word for word."""
    if earlier == len(leaves):
        return [] if whole else [defined_root(leaves)]
    split = split_of(leaves)
    if earlier <= split:
        return [*defined_subproof(earlier, leaves[:split], whole), defined_root(leaves[split:])]
    return [*defined_subproof(earlier - split, leaves[split:], False), defined_root(leaves[:split])]


def grown(leaves: list[bytes]) -> bytes:
    peaks: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        peaks = merkle.with_leaf(peaks, size, leaf)
    return merkle.root(peaks)


def broken(path: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """The path without its ends, with one hash more, and with each hash changed."""
    changed = [(*path[:at], merkle.EMPTY, *path[at + 1 :]) for at in range(len(path))]
    return [(*path, merkle.EMPTY), (merkle.EMPTY, *path), *([path[:-1], path[1:]] if path else []), *changed]


leaves = st.lists(st.binary(max_size=4).map(merkle.leaf_hash), max_size=40)


@settings(max_examples=30)
@given(leaves)
def test_the_root_kept_up_leaf_by_leaf_is_the_one_the_rfc_defines(leaves: list[bytes]) -> None:
    """Appending in O(log n), to the peaks or to the kept subtrees, gives the root of the whole list."""
    assert grown(leaves) == defined_root(leaves) == merkle.root(merkle.Tree(leaves).peaks())


@settings(max_examples=100)
@given(st.lists(leaves, max_size=4))
def test_many_leaves_at_once_give_the_peaks_that_they_give_one_by_one(days: list[list[bytes]]) -> None:
    """Day by day, any of them empty: after each the peaks are those of the kept subtrees of all leaves so far."""
    tree, peaks = merkle.Tree(), tuple[bytes, ...]()
    for day in days:
        peaks = merkle.with_leaves(peaks, len(tree), day)
        for leaf in day:
            tree.append(leaf)
        assert peaks == tree.peaks()


def test_the_root_of_three_leaves_by_hand() -> None:
    """Three leaves a, b, c hash as node(node(a, b), c)."""
    a, b, c = (merkle.leaf_hash(text) for text in (b"a", b"b", b"c"))
    ab = sha256(b"\1" + sha256(b"\0a").digest() + sha256(b"\0b").digest()).digest()
    assert grown([a, b, c]) == sha256(b"\1" + ab + sha256(b"\0c").digest()).digest()


def test_a_grown_tree_still_knows_its_earlier_roots() -> None:
    """The peaks at each earlier size give the root that was there then."""
    earlier = [merkle.root(TREE.peaks(size)) for size in range(len(TREE) + 1)]
    assert earlier == [defined_root(LEAVES[:size]) for size in range(21)]


@pytest.mark.parametrize("size", range(1, 20))
def test_every_leaf_is_proven_and_no_other(size: int) -> None:
    """Each audit path is the RFC's, and proves its leaf at its place; no other leaf, place, size or path does."""
    root = merkle.root(TREE.peaks(size))
    for index, leaf in enumerate(LEAVES[:size]):
        path = merkle.inclusion_proof(TREE.node, index, size)
        assert list(path) == defined_path(index, LEAVES[:size])
        assert merkle.includes(size, index, leaf, path, root)
        assert not any(merkle.includes(size, index, leaf, wrong, root) for wrong in broken(path))
        assert not any(merkle.includes(size, index, other, path, root) for other in LEAVES if other != leaf)
        places = set(range(-1, size + 2)) - {index}
        assert not any(merkle.includes(size, place, leaf, path, root) for place in places)
        assert not merkle.includes(size, index, leaf, path, merkle.EMPTY)


@pytest.mark.parametrize("size", range(2, 20))
def test_every_tree_is_proven_to_begin_with_each_earlier_one(size: int) -> None:
    """Each consistency proof is the RFC's, and holds for these two roots and sizes only."""
    new = merkle.root(TREE.peaks(size))
    for earlier in range(1, size):
        old, path = merkle.root(TREE.peaks(earlier)), merkle.consistency_proof(TREE.node, earlier, size)
        assert list(path) == defined_subproof(earlier, LEAVES[:size], True)
        assert merkle.extends(earlier, old, size, new, path)
        assert not any(merkle.extends(earlier, old, size, new, wrong) for wrong in broken(path))
        assert not merkle.extends(earlier, merkle.EMPTY, size, new, path)
        assert not merkle.extends(earlier, old, size, merkle.EMPTY, path)
        assert not merkle.extends(size, new, earlier, old, path)


def test_a_tree_extends_itself_and_the_empty_one() -> None:
    """Neither needs a path, and neither takes one; another root of the same size is not the same tree."""
    root = defined_root(LEAVES)
    assert merkle.consistency_proof(TREE.node, 20, 20) == merkle.consistency_proof(TREE.node, 0, 20) == ()
    assert merkle.extends(20, root, 20, root, ())
    assert merkle.extends(0, merkle.EMPTY, 20, root, ())
    assert not merkle.extends(20, merkle.EMPTY, 20, root, ())
    assert not merkle.extends(0, root, 20, root, ())
    assert not merkle.extends(0, merkle.EMPTY, 20, root, (root,))
    assert not merkle.extends(-1, merkle.EMPTY, 20, root, ())


@pytest.mark.parametrize("lost", range(20))
def test_a_tree_with_a_leaf_lost_cannot_be_passed_off_as_grown(lost: int) -> None:
    """Whichever leaf is dropped from the past, the new tree's own proof does not lead from the root noted before."""
    rewritten = merkle.Tree([*LEAVES[:lost], *LEAVES[lost + 1 :], merkle.leaf_hash(b"new"), merkle.leaf_hash(b"er")])
    path = merkle.consistency_proof(rewritten.node, 20, len(rewritten))
    assert not merkle.extends(20, defined_root(LEAVES), 21, merkle.root(rewritten.peaks()), path)
