"""Loops over people, compiled when they are first called, and shared out among threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from numba import njit

from grassrota.rota.frame import Ints

Piece = TypeVar("Piece")
Found = TypeVar("Found")

AT_ONCE = 256
"""People worked on together."""

FLAGS = {"nnan", "nsz", "arcp", "contract", "reassoc"}
"""What compiled loops may take for granted about numbers: that none is missing, and that sums have no order."""

OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "fastmath": FLAGS}
"""Of all compiled loops."""

INNER = OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Of those without a way in from Python, which takes as long to compile."""


def compiled(function: Any) -> Any:
    """Compiles a function when it is first called, free of the interpreter's lock; the result is kept on disk.

    For each order in which an array can lie in memory it is compiled anew, which takes up to half a minute: arrays are
    to be C-contiguous, also where they have but one row.
    """
    return njit(**OPTIONS)(function)


def inner(function: Any) -> Any:
    """The same for what only compiled loops call."""
    return njit(**INNER)(function)


def in_pieces(work: Callable[[Ints], None], people: Ints, progress: Callable[[float], None] | None = None) -> None:
    """Works on all people, some at a time and on every processor; how many there are changes nothing.

    Args:
        work: Does some people, given as indices, and writes where no other piece does.
        people: Everybody, in the order in which they are taken.
        progress: Told the share that is done.
    """
    pieces = [people[first : first + AT_ONCE] for first in range(0, len(people), AT_ONCE)]
    for number, _ in enumerate(side_by_side(work, pieces), start=1):
        if progress:
            progress(number / len(pieces))


def side_by_side(work: Callable[[Piece], Found], pieces: Sequence[Piece]) -> Iterator[Found]:
    """What comes of each piece, in their order; threads, which take longer to begin than a small piece, only for many.

    Args:
        work: Does one piece.
        pieces: All of them.
    """
    if len(pieces) < 2:
        yield from map(work, pieces)
        return
    with ThreadPoolExecutor(threads()) as pool:
        yield from pool.map(work, pieces)


def threads() -> int:
    """How many threads may work side by side: as many as this process may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
