"""The Merkle tree of RFC 6962, section 2.1: its root, kept up as leaves are added, and proofs that a leaf is in it.

``docs/decisions/0007-web-stack.md`` says why this is not a library. Hashes are SHA-256, 32 bytes; a leaf is hashed
with the prefix 0, an inner node with the prefix 1, so that neither can be passed off as the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""Root of the tree without leaves."""


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


def root(peaks: Sequence[bytes]) -> bytes:
    """Root of the tree with these peaks."""
    if not peaks:
        return EMPTY
    *rest, last = peaks
    for peak in reversed(rest):
        last = node_hash(peak, last)
    return last


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The audit path of leaf ``index`` (0 <= index < len(leaves)), from the leaf's sibling up."""
    if len(leaves) == 1:
        return ()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return (*inclusion_proof(leaves[:split], index), _root_of(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), _root_of(leaves[:split]))


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


def _root_of(leaves: Sequence[bytes]) -> bytes:
    peaks: tuple[bytes, ...] = ()
    for size, leaf in enumerate(leaves):
        peaks = with_leaf(peaks, size, leaf)
    return root(peaks)
