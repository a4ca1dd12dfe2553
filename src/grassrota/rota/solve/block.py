"""One block: the people who sit in some sites choose anew among those sites, all others staying where they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.solve.clash import TOLERANCE
from grassrota.rota.solve.columns import Columns, merged
from grassrota.rota.solve.master import Limits, Programme
from grassrota.rota.solve.pairs import Prices
from grassrota.rota.solve.pricing import staying_costs
from grassrota.rota.solve.search import Search


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
    place = np.full(len(search.model.frame.people), -1)
    place[block.people] = np.arange(len(block.people))
    row = place[columns.person]
    free = _split(row, relaxed.taken, relaxed.staying)
    found = np.full(len(block.people), -1)
    sure = (relaxed.taken > 1 - 1e-4) & ~free[row]
    found[row[sure]] = columns.slot[sure]
    index = np.flatnonzero(free)
    if len(index):
        picked = free[row] & ((relaxed.reduced <= reach.open) | (relaxed.taken > TOLERANCE))
        left = np.full(len(place), -1)
        left[block.people] = found
        loads = search.loads(left, left >= 0)
        ends = block.ends[0] - loads, block.ends[1] - loads
        rest = Columns(columns.person[picked], columns.slot[picked])
        programme = Programme(
            search.model, rest, block.people[index], ends, search.penalty, jitter=search.jitter, extra=extra[picked]
        )
        whole = programme.solve(True, Limits(gap=reach.gap, nodes=reach.nodes, seconds=30.0), search.seed)
        if not whole.found:
            return None
        yes = whole.taken > 0.5
        found[row[picked][yes]] = rest.slot[yes]
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
    among = np.zeros(len(chosen), dtype=np.bool_)
    among[block.people] = True
    loads = search.loads(chosen, among)
    slack = np.maximum(block.ends[0] - loads, 0) + np.maximum(loads - block.ends[1], 0)
    slack = slack[slack > TOLERANCE].sum()
    return float(cost - weight * search.pairs.away(prices, columns.person, columns.slot).sum() + search.penalty * slack)


def _split(row: Ints, taken: Floats, staying: Floats) -> Bools:
    """Of which people the linear programme takes parts, shape (people,)."""
    found = (staying > TOLERANCE) & (staying < 1 - 1e-4)
    found[row[(taken > TOLERANCE) & (taken < 1 - 1e-4)]] = True
    return found
