"""How long something took: by the clock, and of the processors, which other work on a machine does not lengthen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of this process on all processors."""

    clock: float
    processor: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.clock + other.clock, self.processor + other.processor)

    def __str__(self) -> str:
        return f"{self.clock:.1f} s ({self.processor:.1f} s)"


def spent(work: Callable[[], Any]) -> tuple[Spent, Any]:
    """What some work took, and what came of it."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return Spent(time.perf_counter() - clock, time.process_time() - processor), result
