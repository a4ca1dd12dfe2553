"""One block: the people who sit in some sites choose anew among those sites, all others staying where they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grassrota.rota.frame import KINDS, Bools, Floats, Ints
from grassrota.rota.rows import SlotRow
from grassrota.rota.solve.clash import TOLERANCE
from grassrota.rota.solve.columns import Columns, merged
from grassrota.rota.solve.master import Limits, Programme, Solution
from grassrota.rota.solve.pairs import Prices
from grassrota.rota.solve.pricing import staying_costs
from grassrota.rota.solve.search import Search

AGAIN = 2
"""So often more people choose anew if rows break because others keep their choices."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which columns a block looks at, and how long.

    Attributes:
        within: Columns at most so much dearer than the person's cheapest in the block, in cost units.
        least: At least so many of each person.
        keen: So many people of the least regret for each slot and kind, so that no leader's place starves.
        open: After the linear programme, columns at most so much dearer than it finds them worth.
        gap: Relative gap of the integer programme.
        nodes: Its nodes.
    """

    within: float = 4.0
    least: int = 3
    keen: int = 8
    open: float = 3.0
    gap: float = 1e-3
    nodes: int = 200


@dataclass(frozen=True)
class Block:
    """Some people, the slots they may take, and what both ends of each row leave to them, shape (R,) each."""

    people: Ints
    slots: Ints
    ends: tuple[Floats, Floats]


def settle(search: Search, block: Block, prices: Prices, chosen: Ints, reach: Reach, weight: float) -> Ints | None:
    """The block's people's slots anew, -1 for staying, shape (people,); None if nothing better was found.

    Args:
        search: The run.
        block: The block.
        prices: Prices by which columns are looked at.
        chosen: Everybody's slot now, shape (P,).
        reach: Which columns are looked at.
        weight: Of the prices of rows across blocks, added to the costs: 1 leaves to others what they may need more.
    """
    columns = _columns(search, block, prices, chosen[block.people], reach)
    extra = -weight * search.pairs.away(prices, columns.person, columns.slot)
    now = _value(search, block, prices, chosen, weight)
    relaxed = Programme(
        search.model, columns, block.people, block.ends, search.penalty, jitter=search.jitter, extra=extra
    ).solve(False, seed=search.seed)
    if not relaxed.found:
        return None
    again = AGAIN if relaxed.slack.sum() <= TOLERANCE else 0
    found = _Rounding(search, block, reach, columns, extra, relaxed).run(again)
    if found is None:
        return None
    after = chosen.copy()
    after[block.people] = found
    return found if _value(search, block, prices, after, weight) < now - 1e-6 else None


def _columns(search: Search, block: Block, prices: Prices, now: Ints, reach: Reach) -> Columns:
    reduced = search.pairs.reduced(prices, block.people, slots=block.slots)
    best = np.minimum(reduced.min(axis=1, initial=np.inf), staying_costs(search.model)[block.people])
    best = np.where(np.isfinite(best), best, 0.0)
    regret = reduced - best[:, None]
    cheapest = reduced.min(axis=1, initial=np.inf)
    chosen: Bools = reduced <= cheapest[:, None] + reach.within
    least = min(reach.least, reduced.shape[1])
    chosen[np.arange(len(reduced))[:, None], np.argpartition(reduced, least - 1, axis=1)[:, :least]] = True
    kinds = search.model.frame.kinds[block.people]
    for kind in np.unique(kinds, axis=1).T if len(kinds) else ():
        able = np.flatnonzero(kind)
        take = min(reach.keen, len(able))
        if take:
            chosen[able[np.argpartition(regret[able], take - 1, axis=0)[:take]], np.arange(reduced.shape[1])] = True
    row, slot = np.nonzero(chosen & np.isfinite(reduced))
    going = now >= 0
    return merged(
        search.model,
        Columns(block.people[row], block.slots[slot]),
        Columns(block.people[going], now[going]),
    )


def _value(search: Search, block: Block, prices: Prices, chosen: Ints, weight: float) -> float:
    """What the block's choices cost, rows that give way at the penalty."""
    frame, mine = search.model.frame, chosen[block.people]
    going = mine >= 0
    columns = Columns(block.people[going], mine[going])
    cost = frame.costs(columns.person, columns.slot).sum() + frame.staying[block.people[~going]].sum()
    slack = _lacking(search, block, chosen)
    return float(cost - weight * search.pairs.away(prices, columns.person, columns.slot).sum() + search.penalty * slack)


def _lacking(search: Search, block: Block, chosen: Ints) -> float:
    """By how much the block's choices break rows, all together."""
    among = np.zeros(len(chosen), dtype=np.bool_)
    among[block.people] = True
    loads = search.loads(chosen, among)
    slack = np.maximum(block.ends[0] - loads, 0) + np.maximum(loads - block.ends[1], 0)
    return float(slack[slack > TOLERANCE].sum())


@dataclass(frozen=True)
class _Rounding:
    """Keeps the whole choices of a linear programme; those it splits, and those in their way, choose anew."""

    search: Search
    block: Block
    reach: Reach
    columns: Columns
    extra: Floats
    relaxed: Solution

    def run(self, again: int) -> Ints | None:
        """The block's people's slots, -1 for staying, shape (people,); None if nothing was found.

        Args:
            again: So often more people choose anew if rows break.
        """
        free, wide = self._split(), np.zeros(len(self.columns), dtype=np.bool_)
        free |= self._beside_groups()
        found, slack = self._whole(free, wide)
        for _ in range(again):
            if found is None or slack.sum() <= TOLERANCE:
                break
            for place in np.flatnonzero(slack > TOLERANCE).tolist():
                in_the_way, useful = self._about(place)
                free, wide = free | in_the_way, wide | useful
            found, slack = self._whole(free, wide)
        return found

    @cached_property
    def _row(self) -> Ints:
        """The place of each column's person in the block, shape (columns,)."""
        place = np.full(len(self.search.model.frame.people), -1)
        place[self.block.people] = np.arange(len(self.block.people))
        return place[self.columns.person]

    def _split(self) -> Bools:
        """Of which people the linear programme takes parts, shape (people,)."""
        taken, staying = self.relaxed.taken, self.relaxed.staying
        found: Bools = (staying > TOLERANCE) & (staying < 1 - 1e-4)
        found[self._row[(taken > TOLERANCE) & (taken < 1 - 1e-4)]] = True
        return found

    def _beside_groups(self) -> Bools:
        """Whom the linear programme seats where it takes a part of a group: a whole one needs room, shape (people,)."""
        taken, seats = self.relaxed.taken, self.search.model.frame.kinds[:, KINDS.index("seats")]
        parts = (taken > TOLERANCE) & (taken < 1 - 1e-4) & (seats[self.columns.person] > 1)
        return self._people((taken > TOLERANCE) & np.isin(self.columns.slot, self.columns.slot[parts]))

    def _about(self, place: int) -> tuple[Bools, Bools]:
        """Who is in the way of a row or could mend it, shape (people,), and by which columns, shape (columns,)."""
        model, columns = self.search.model, self.columns
        row, _ = model.row(place)
        if not isinstance(row, SlotRow):
            none = np.zeros(len(columns), dtype=np.bool_)
            return np.isin(self.block.people, model.frame.party[row.people]), none
        there = np.isin(columns.slot, row.slots)
        helpful = np.flatnonzero(there & (model.frame.kinds[columns.person] @ row.weights > 0))
        useful = there & (self.relaxed.taken > TOLERANCE)
        useful[helpful[np.argsort(self.relaxed.reduced[helpful], kind="stable")[: self.reach.keen]]] = True
        return self._people(useful), useful

    def _people(self, columns: Bools) -> Bools:
        """Those of whom some columns are, shape (people,)."""
        found = np.zeros(len(self.block.people), dtype=np.bool_)
        found[self._row[columns]] = True
        return found

    def _whole(self, free: Bools, wide: Bools) -> tuple[Ints | None, Floats]:
        """Everybody's slot if some choose anew, and how far rows give way; some columns are looked at anyway."""
        search, block, row, relaxed = self.search, self.block, self._row, self.relaxed
        found = np.full(len(block.people), -1)
        sure = (relaxed.taken > 1 - 1e-4) & ~free[row]
        found[row[sure]] = self.columns.slot[sure]
        index = np.flatnonzero(free)
        if not len(index):
            return found, np.zeros(len(search.model))
        picked = free[row] & ((relaxed.reduced <= self.reach.open) | (relaxed.taken > TOLERANCE) | wide)
        left = np.full(len(search.model.frame.people), -1)
        left[block.people] = found
        loads = search.loads(left, left >= 0)
        ends = block.ends[0] - loads, block.ends[1] - loads
        rest, extra = Columns(self.columns.person[picked], self.columns.slot[picked]), self.extra[picked]
        programme = Programme(
            search.model, rest, block.people[index], ends, search.penalty, jitter=search.jitter, extra=extra
        )
        limits = Limits(gap=self.reach.gap, nodes=self.reach.nodes, seconds=30.0)
        whole = programme.solve(True, limits, search.seed)
        yes = whole.taken > 0.5
        found[row[picked][yes]] = rest.slot[yes]
        return found if whole.found else None, whole.slack
