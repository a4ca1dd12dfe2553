"""From a set that clashes to one of which nothing can be left out (QuickXplain, Junker 2004)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

_T = TypeVar("_T")


def shrunk(clashes: Callable[[Sequence[_T]], bool], things: Sequence[_T], most: int | None = None) -> list[_T] | None:
    """Some of the things, which clash while all of them but any one do not; None if that takes more than ``most``.

    Each is found by halving, so that k of n things take about k log n questions.

    Args:
        clashes: Whether some things clash; if some do, so do more. Where it is not known, the answer no keeps what
            might have been left out.
        things: They clash. Earlier ones are rather kept.
        most: No more are looked for.
    """
    kept: list[_T] = []
    left = list(things)
    while left and not clashes(kept):
        if most is not None and len(kept) == most:
            return None
        # the shortest beginning that clashes with what is kept already: its last thing cannot be left out
        few, many = 0, len(left)
        while many - few > 1:
            middle = (few + many) // 2
            few, many = (few, middle) if clashes([*kept, *left[:middle]]) else (middle, many)
        kept.append(left[many - 1])
        left = left[: many - 1]
    return kept
