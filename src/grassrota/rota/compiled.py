"""Loops over people, compiled when they are first called, and shared out among threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from numba import njit

from grassrota.rota.frame import Ints

AT_ONCE = 256
"""People worked on together."""

FLAGS = {"nnan", "nsz", "arcp", "contract", "reassoc"}
"""What compiled loops may take for granted about numbers: that none is missing, and that sums have no order."""


def compiled(function: Any) -> Any:
    """Compiles a function when it is first called, free of the interpreter's lock; the result is kept on disk."""
    return njit(cache=True, nogil=True, fastmath=FLAGS)(function)


def in_pieces(work: Callable[[Ints], None], people: Ints, progress: Callable[[float], None] | None = None) -> None:
    """Works on all people, some at a time and on every processor; how many there are changes nothing.

    Args:
        work: Does some people, given as indices, and writes where no other piece does.
        people: Everybody, in the order in which they are taken.
        progress: Told the share that is done.
    """
    pieces = [people[first : first + AT_ONCE] for first in range(0, len(people), AT_ONCE)]
    with ThreadPoolExecutor(threads()) as pool:
        for number, _ in enumerate(pool.map(work, pieces), start=1):
            if progress:
                progress(number / len(pieces))


def threads() -> int:
    """How many threads may work side by side: as many as this process may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
