"""Rivest's consistent sampler (arXiv 1808.10016), byte for byte: what Arlo and other election auditors draw with.

Offered so that a draw of theirs can be checked here. Our own draw (``inspection.draw``) does the same with a keyed
hash, as a public seed alone would let a unit foresee its sample.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from hashlib import sha256
from heapq import heapify, heapreplace
from itertools import count


def ticket(name: Hashable, seed: object) -> str:
    """The first ticket of an object, as text "0.ddd": all digits of a SHA-256, last digit first."""
    return "0." + _digits(sha256(str(seed).encode()).hexdigest() + str(name))


def next_ticket(before: str) -> str:
    """The ticket an object gets when it was drawn and put back: between its last one and 1, evenly."""
    nines = next(place for place in range(2, len(before) + 1) if (before + "0")[place] < "9")
    tries = (before[:nines] + _digits(f"{before}:{number}") for number in count(1))
    return next(later for later in tries if later > before + "0")


def sample(names: Iterable[Hashable], seed: object, with_replacement: bool = False) -> Iterator[tuple[str, Hashable]]:
    """Tickets and objects, smallest ticket first; endless with replacement."""
    if not with_replacement:
        yield from sorted(((ticket(name, seed), name) for name in names), key=lambda drawn: drawn[0])
        return
    heap = [(ticket(name, seed), number, name) for number, name in enumerate(names)]
    heapify(heap)
    while heap:
        drawn, number, name = heap[0]
        yield drawn, name
        heapreplace(heap, (next_ticket(drawn), number, name))


def _digits(text: str) -> str:
    return f"{int(sha256(text.encode()).hexdigest(), 16):064d}"[::-1]
