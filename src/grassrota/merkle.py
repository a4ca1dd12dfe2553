"""The Merkle tree of RFC 6962, section 2.1: one root over all leaves, and short proofs about it.

``docs/decisions/0007-web-stack.md`` says why this is not a library. Hashes are SHA-256, 32 bytes; a leaf is hashed
with the prefix 0, an inner node with the prefix 1, so that neither can be passed off as the other.

Who appends needs only the peaks. Who proves needs the roots of the perfect subtrees, each of which never changes once
it is there: kept in a ``Tree``, or as rows that a function looks up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""Root of the tree without leaves."""
WIDTH = 32
"""Bytes of a hash."""

Node = Callable[[int, int], bytes]
"""From height and number to the root of the perfect subtree of ``1 << height`` leaves from ``number << height`` on; at
height 0 these are the leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


def with_leaf(peaks: Sequence[bytes], size: int, leaf: bytes) -> tuple[bytes, ...]:
    """The peaks after one more leaf, in O(log size).

    Args:
        peaks: Roots of the perfect subtrees that the tree of ``size`` leaves splits into, the largest first.
        size: Number of leaves before, 0 or more.
        leaf: Hash of the new leaf.
    """
    *rest, last = (*peaks, leaf)
    while size & 1:
        last = node_hash(rest.pop(), last)
        size >>= 1
    return (*rest, last)


def with_leaves(peaks: Sequence[bytes], size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The peaks after many more leaves, as one by one, but a height at a time.

    Args:
        peaks: As for ``with_leaf``.
        size: Number of leaves before, 0 or more.
        leaves: Hashes of the new leaves, in order.
    """
    old, level, found = list(peaks), list(leaves), list[bytes]()
    while level:
        if size & 1:
            level.insert(0, old.pop())
        if len(level) & 1:
            found.append(level.pop())
        pairs = iter(level)
        level = [sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
        size >>= 1
    return (*old, *reversed(found))


def root(peaks: Sequence[bytes]) -> bytes:
    """Root of the tree with these peaks."""
    if not peaks:
        return EMPTY
    *rest, last = peaks
    for peak in reversed(rest):
        last = node_hash(peak, last)
    return last


class Tree:
    """A tree that grows, with the roots of all its perfect subtrees: 64 bytes a leaf."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._heights = [bytearray()]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._heights[0]) // WIDTH

    def append(self, leaf: bytes) -> None:
        """Adds the hash of a leaf."""
        size, node = len(self), leaf
        for height, row in enumerate(self._heights):
            row += node
            if not size >> height & 1:
                return
            node = node_hash(bytes(row[-2 * WIDTH : -WIDTH]), node)
        self._heights.append(bytearray(node))

    def node(self, height: int, number: int) -> bytes:
        """Root of a perfect subtree, as ``Node`` says."""
        return bytes(self._heights[height][number * WIDTH : (number + 1) * WIDTH])

    def peaks(self, size: int | None = None) -> tuple[bytes, ...]:
        """The peaks when there were ``size`` leaves; of all leaves if it is not given."""
        return _peaks(self.node, 0, len(self) if size is None else size)


def inclusion_proof(node: Node, index: int, size: int) -> tuple[bytes, ...]:
    """The audit path of leaf ``index`` in the tree of ``size`` leaves (0 <= index < size), from its sibling up."""
    path, start, end = [], 0, size
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            path.append(_root_of(node, middle, end))
            end = middle
        else:
            path.append(_root_of(node, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(node: Node, earlier: int, size: int) -> tuple[bytes, ...]:
    """That the tree of ``earlier`` leaves begins the tree of ``size`` leaves (0 <= earlier <= size), from below."""
    if earlier in {0, size}:
        return ()
    path, start, end = [], 0, size
    while earlier != end:
        middle = _middle(start, end)
        if earlier <= middle:
            path.append(_root_of(node, middle, end))
            end = middle
        else:
            path.append(_root_of(node, start, middle))
            start = middle
    if start:
        # at 0 the subtree is the earlier tree itself, whose root is known
        path.append(_root_of(node, start, end))
    return tuple(reversed(path))


def includes(size: int, index: int, leaf: bytes, path: Sequence[bytes], expected: bytes) -> bool:
    """True if the path proves that ``leaf`` is leaf ``index`` of the tree of ``size`` leaves with root ``expected``."""
    if not 0 <= index < size:
        return False
    last, found, rest = size - 1, leaf, list(path)
    while last:
        if index & 1 or index == last:
            while not index & 1:
                # a right edge that has no sibling at this height
                index, last = index >> 1, last >> 1
            if not rest:
                return False
            found = node_hash(rest.pop(0), found)
        else:
            if not rest:
                return False
            found = node_hash(found, rest.pop(0))
        index, last = index >> 1, last >> 1
    return not rest and found == expected


def extends(earlier: int, earlier_root: bytes, size: int, expected: bytes, path: Sequence[bytes]) -> bool:
    """True if the path proves that the tree of ``size`` leaves with root ``expected`` begins with the earlier tree.

    RFC 9162, section 2.1.4.2; every tree begins with the tree without leaves.
    """
    rest = list(path)
    if earlier == size or not earlier:
        return not rest and earlier_root == (expected if earlier == size else EMPTY)
    if not earlier & earlier - 1:
        # the earlier tree is perfect, so that its root is where the climb begins
        rest.insert(0, earlier_root)
    if not 0 < earlier < size or not rest:
        return False
    number, last = earlier - 1, size - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    before = after = rest.pop(0)
    for sibling in rest:
        if not last:
            return False
        if number & 1 or number == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        number, last = number >> 1, last >> 1
    return not last and before == earlier_root and after == expected


def _middle(start: int, end: int) -> int:
    """Where the range of at least two leaves splits: after the largest power of two below its length."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _peaks(node: Node, start: int, end: int) -> tuple[bytes, ...]:
    """Peaks of a range of leaves whose start is a multiple of a power of two not below its length."""
    found = []
    while start < end:
        height = (end - start).bit_length() - 1
        found.append(node(height, start >> height))
        start += 1 << height
    return tuple(found)


def _root_of(node: Node, start: int, end: int) -> bytes:
    return root(_peaks(node, start, end))
