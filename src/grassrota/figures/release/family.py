"""A unit that may move on a day, and which of the units below it may move along.

Source: docs/algorithms/release.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from grassrota.figures.release.shown import Release, Releases
from grassrota.org import UnitTree

_NEVER = date.min
"""Before the first release everything was nothing."""


@dataclass(frozen=True)
class Family:
    """One unit and those below it that would move too, on one day.

    Attributes:
        before: What was published until now.
        unit: The unit's id.
        under: The unit above.
        total: Its new total.
        changes: By how much each of those below would move.
        everything: What would be left of the unit if all of them moved.
        since: Earlier days, oldest first, with what is left of the unit's change since then if none of them moves.
        inside: Of each such day and each of those below: its change, if it last moved no earlier than that.
        starts: The day on which each unit below last moved.
        ready: Those below that would move, in the order of ``changes``.
    """

    before: Releases
    unit: str
    under: str
    total: int
    changes: tuple[int, ...]
    everything: int
    since: tuple[tuple[date, int], ...]
    inside: NDArray[np.int64]
    starts: Mapping[str, date]
    ready: tuple[str, ...]

    @classmethod
    def of(
        cls, tree: UnitTree, before: Releases, totals: Mapping[str, int], unit: str, ready: tuple[str, ...]
    ) -> Family:
        """The family of a unit that may move, with those below that are ready to."""
        last = before.shown(unit)
        changes = tuple(totals[child] - before.total(child) for child in ready)
        moved = totals[unit] - (last.total if last else 0)
        since = (*last.since, (last.day, 0)) if last else ((_NEVER, 0),)
        shown = {child.id: before.shown(child.id) for child in tree.children(unit)}
        starts = {child: release.day if release else _NEVER for child, release in shown.items()}
        inside = [
            [change * (starts[child] >= start) for child, change in zip(ready, changes, strict=True)]
            for start, _ in since
        ]
        return cls(
            before,
            unit,
            tree[unit].parent,
            totals[unit],
            changes,
            totals[unit] - sum(release.total for release in shown.values() if release) - sum(changes),
            tuple((start, left + moved) for start, left in since),
            np.array(inside, dtype=np.int64).reshape(len(since), len(ready)),
            starts,
            ready,
        )

    @property
    def sizes(self) -> tuple[int, ...]:
        """What it costs to keep each of those below back, in cases that stay unknown."""
        return tuple(abs(change) for change in self.changes)

    def without(self, kept: tuple[int, ...]) -> tuple[str, ...]:
        """Those below that move if some are kept back."""
        return tuple(child for place, child in enumerate(self.ready) if place not in kept)

    def left(self, kept: tuple[int, ...]) -> int:
        """What is left of the unit without what is shown below it, if some are kept back."""
        return self.everything + sum(self.changes[place] for place in kept)

    def allows(self, kept: tuple[int, ...]) -> bool:
        """Whether all may move but those kept back, as far as this figure alone goes."""
        if not self.before.grows:
            earlier = (release.left for release in self.before.by_unit.get(self.unit, ()))
            return self.before.may_follow(earlier, self.left(kept))
        taken = self._taken(kept)
        lefts = (left - int(less) for (_, left), less in zip(self.since, taken, strict=True) if less)
        return all(self.before.may_be_left(left) for left in lefts)

    def release(self, kept: tuple[int, ...], day: date) -> Release:
        """What the unit shows from this day on."""
        since = self._since(kept, day) if self.before.grows else ()
        return Release(day, self.total, self.left(kept), self.under, since)

    def _taken(self, kept: tuple[int, ...]) -> NDArray[np.int64]:
        """By earlier day: the changes published now that lie wholly after it."""
        return np.asarray(self.inside.sum(axis=1) - self.inside[:, list(kept)].sum(axis=1), dtype=np.int64)

    def _since(self, kept: tuple[int, ...], day: date) -> tuple[tuple[date, int], ...]:
        """Days with no last release of a unit below between them will see the same taken: the least left counts."""
        moved = set(self.without(kept))
        starts = sorted(day if child in moved else start for child, start in self.starts.items())
        lefts = [(start, left - int(taken)) for (start, left), taken in zip(self.since, self._taken(kept), strict=True)]
        alike = groupby(lefts, key=lambda each: bisect_left(starts, each[0]))
        return tuple(min(those, key=lambda each: each[1]) for _, those in alike)
