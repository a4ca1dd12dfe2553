"""Which of several numbers are kept back, so that what is left of their sum gives nobody away.

Source: docs/algorithms/release.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

_PAIRED = 12
"""Pairs are tried among so many of the smallest."""


def kept_back(sizes: Sequence[int], allowed: Callable[[tuple[int, ...]], bool]) -> tuple[int, ...] | None:
    """A cheap choice of what to keep back: none, one, two, the smallest few, or in the end all.

    Nothing is kept back if nothing need be: that what was published would be published again rests on it.

    Args:
        sizes: What it costs to keep each back, 1 or more.
        allowed: Whether all others may be published if those at these places are kept back.

    Returns:
        Places in ``sizes``, in order; None if not even keeping all of them back will do.
    """
    if allowed(()):
        return ()
    smallest = sorted(range(len(sizes)), key=lambda place: (sizes[place], place))
    choices = sorted(set(_choices(smallest)), key=lambda kept: (sum(sizes[place] for place in kept), len(kept), kept))
    return next((kept for kept in choices if allowed(kept)), None)


def _choices(smallest: list[int]) -> Iterator[tuple[int, ...]]:
    yield from ((place,) for place in smallest)
    for pair in combinations(smallest[:_PAIRED], 2):
        yield tuple(sorted(pair))
    few = 3
    while few < len(smallest):
        yield tuple(sorted(smallest[:few]))
        few += 1 + few // 8  # of thousands, not every number is tried
    yield tuple(sorted(smallest))
