"""When a sequential plan stops: two boundaries, and sometimes a few states where a lot decides on one more visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from grassrota.inspection.design import Outcome


@dataclass(frozen=True, slots=True)
class Lot:
    """A state in which the plan stops with a chance, and goes on otherwise.

    Attributes:
        visited: Visits so far.
        failed: How many of them found the case not fixed.
        outcome: The answer if it stops.
        chance: Of stopping, between 0 and 1.
    """

    visited: int
    failed: int
    outcome: Outcome
    chance: float


@dataclass(frozen=True)
class Boundaries:
    """After n visits, confirm at ``confirm[n]`` failures or fewer, refute at ``refute[n]`` or more, else go on.

    Attributes:
        confirm: By visits, from 0 to the longest inspection; -1 where nothing confirms.
        refute: Likewise; above n where nothing refutes. At the end every number of failures has an answer.
        lots: States between the boundaries where a lot is drawn, in order.
    """

    confirm: tuple[int, ...]
    refute: tuple[int, ...]
    lots: tuple[Lot, ...] = field(default=())

    @property
    def longest(self) -> int:
        """The most visits that can be needed."""
        return len(self.confirm) - 1

    @cached_property
    def lot_at(self) -> Mapping[tuple[int, int], Lot]:
        """Lots by visits and failures."""
        return {(lot.visited, lot.failed): lot for lot in self.lots}

    def at(self, visited: int, failed: int, drawn: float = 1.0) -> Outcome | None:
        """The answer after so many visits and failures; None to go on.

        Args:
            visited: 0 up to ``longest``.
            failed: 0 up to ``visited``.
            drawn: A public random number from 0 up to 1 that belongs to the last visit; only ``lots`` look at it.
        """
        if failed <= self.confirm[visited]:
            return Outcome.CONFIRMED
        if failed >= self.refute[visited]:
            return Outcome.REFUTED
        lot = self.lot_at.get((visited, failed))
        return lot.outcome if lot is not None and drawn < lot.chance else None
