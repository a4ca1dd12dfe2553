"""Large problems: prices for everybody, then blocks of sites, settled in turn until all is near the bound."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy import sparse

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.rows import SlotRow
from grassrota.rota.solve.ascent import Ascent, ascend
from grassrota.rota.solve.block import Block, Reach, settle
from grassrota.rota.solve.clash import TOLERANCE, rows_of
from grassrota.rota.solve.moves import Moves
from grassrota.rota.solve.pricing import staying_costs
from grassrota.rota.solve.search import Search, infeasible
from grassrota.rota.solve.seating import seated
from grassrota.rota.solve.sites import Sites

COLDEST = 2_000, 20_000
"""The ascent cools to what staying costs divided by twice the slots, and by no less and no more than these.

The more slots, the closer together alternatives lie; few people whose prices have far to go need longer at each warmth.
"""

TOGETHER = 500
"""About so many people of neighbouring sites are settled together."""

PASSES = 12
"""So often at most all sites are settled anew."""

MENDED = 40
"""So many broken rows are mended in one pass; the next pass finds what is left."""

MENDING = Reach(within=10.0, least=8, keen=30, open=50.0, nodes=1_000)
"""Which columns are looked at around broken rows: many more."""

SIDE_BY_SIDE = 2
"""So many blocks are settled at once, however many threads there are: what rows leave is shared out among them."""


def by_blocks(search: Search) -> Ints:
    """Each person's slot, -1 for staying, shape (P,).

    Raises:
        Infeasible: If no plan was found.
        Enough: If the plan is good enough, or it was stopped.
    """
    return _Blocks(search).run()


@dataclass
class _Blocks:
    search: Search

    def __post_init__(self) -> None:
        model = self.search.model
        self.sites = Sites(model.frame)
        self.across = np.arange(len(model)) >= len(model.slot_rows)
        own = [len(set(self.sites.of_slot[row.slots].tolist())) > 1 for row in model.slot_rows]
        self.across[: len(own)] = own

    def run(self) -> Ints:
        """Prices, a start, neighbouring sites, then sites between which people would like to move, pass after pass."""
        search, watch = self.search, self.search.watch
        finest = min(max(COLDEST[0], 2 * len(search.model.seats)), COLDEST[1])
        settings = Ascent(hot=search.scale, cold=search.scale / finest)
        y = ascend(search.model, search.seed, settings, progress=lambda done: watch.step("pricing", done))
        self.prices, self.best = search.improve_bound(y)
        watch.step("seating", 0.0)
        self.moves = Moves(search, self.prices)
        self.chosen = seated(search, self.prices)
        self.loads = search.loads(self.chosen, self.chosen >= 0)
        try:
            self._pass_after_pass()
        finally:
            self._keep()
        if len(broken := self._broken()):
            watch.step("explaining", 0.0)
            slack = np.zeros(len(search.model))
            slack[broken] = 1.0
            raise infeasible(rows_of(search.model, slack), proven=False)
        return self.chosen

    def _pass_after_pass(self) -> None:
        search, before = self.search, inf
        self._move()
        self._mend()
        self._settle("blocks", self.sites.near(TOGETHER), Reach(), 1.0)
        for _ in range(2, PASSES + 1):
            self._mend()
            self._settle("blocks", self.sites.akin(self._pull(), TOGETHER, search.random), Reach(), 0.0)
            cost = search.cost(self.chosen)
            if not len(self._broken()) and before - cost < search.gap / 20 * cost:
                break
            before = cost

    def _mend(self) -> None:
        """Settles what lies around broken rows, again as long as fewer are left each time."""
        before = inf
        while 0 < len(broken := self._broken()) < before and not self.search.watch.asked_to_stop():
            before = len(broken)
            self._settle("mending", self._around(broken), MENDING, 0.0)

    def _keep(self) -> None:
        """Says how many rows are broken; a plan that breaks none is kept."""
        self.search.watch.violations = len(self._broken())
        if not self.search.watch.violations:
            self.search.keep(self.chosen)

    def _now(self) -> Floats:
        """What each person's choice costs at the prices."""
        value = staying_costs(self.search.model)
        going = np.flatnonzero(self.chosen >= 0)
        value[going] = self.search.pairs.each(self.prices, going, self.chosen[going])
        return value

    def _pull(self) -> sparse.csr_array:
        """How much there is to gain by moves from site to site, shape (N, N)."""
        slots = self.search.pairs.likely(
            self.prices, self.search.scale / 500, 12, int(self.search.random.integers(2**31))
        )[0]
        people = np.repeat(np.arange(len(slots)), slots.shape[1])
        flat = slots.ravel()
        now = self._now()
        kept = (flat >= 0) & (self.chosen[people] >= 0)
        people, flat = people[kept], flat[kept]
        gain = now[people] - self.search.pairs.each(self.prices, people, flat)
        good = gain > 0
        number = len(self.sites.names)
        here, there = self.sites.of_slot[self.chosen[people[good]]], self.sites.of_slot[flat[good]]
        return sparse.csr_array(sparse.coo_array((gain[good], (here, there)), shape=(number, number)))

    def _broken(self) -> Ints:
        """Rows that the choices break."""
        return np.flatnonzero(self.search.slack(self.loads) > TOLERANCE)

    def _around(self, broken: Ints) -> list[Ints]:
        """For each broken row its sites: its own and those near by, or those of the people it counts."""
        model, found = self.search.model, []
        near = self.sites.near(TOGETHER)
        for place in broken[:MENDED].tolist():
            row, _ = model.row(place)
            if isinstance(row, SlotRow):
                at = self.sites.of_slot[row.slots[:1]]
                found += [block for block in near if np.isin(at, block).any()]
            else:
                people = model.frame.party[row.people]
                going = people[self.chosen[people] >= 0]
                sites, counts = np.unique(self.sites.of_slot[self.chosen[going]], return_counts=True)
                full = np.cumsum(self.sites.seats[sites]) <= TOGETHER
                found.append(sites[np.argsort(-counts, kind="stable")][: max(1, int(full.sum()))])
        return found

    def _settle(self, stage: str, blocks: list[Ints], reach: Reach, weight: float) -> None:
        """Settles blocks some at a time, which share nothing but rows across blocks; then people exchange seats."""
        search, watch = self.search, self.search.watch
        homes, together = self._homes(), 1 if stage == "mending" else SIDE_BY_SIDE
        with ThreadPoolExecutor(together) as pool:
            for first in range(0, len(blocks), together):
                watch.step(stage, first / len(blocks))
                group = blocks[first : first + together]
                made = [self._block(sites, homes, place, len(group), weight > 0) for place, sites in enumerate(group)]
                jobs = [pool.submit(settle, search, block, self.prices, self.chosen, reach, weight) for block in made]
                for block, job in zip(made, jobs, strict=True):
                    slots = job.result()
                    if slots is not None:
                        self._adopt(block.people, slots)
        self._move()

    def _move(self) -> None:
        """People change seats over all places."""
        self._adopt(np.arange(len(self.chosen)), self.moves.run(self.chosen))
        self._keep()

    def _adopt(self, people: Ints, slots: Ints) -> None:
        among = np.zeros(len(self.chosen), dtype=np.bool_)
        among[people] = True
        self.loads -= self.search.loads(self.chosen, among)
        self.chosen[people] = slots
        self.loads += self.search.loads(self.chosen, among)

    def _homes(self) -> Ints:
        """The site of each person: where one sits or, for those who stay, a likely one, shape (P,)."""
        search = self.search
        noise = int(search.random.integers(2**31))
        likely = search.pairs.likely(self.prices, search.scale / 500, 1, noise)[0][:, 0]
        at = np.where(self.chosen >= 0, self.chosen, likely)
        return np.where(at >= 0, self.sites.of_slot[np.maximum(at, 0)], -1)

    def _block(self, sites: Ints, homes: Ints, place: int, of: int, mild: bool) -> Block:
        """A block with its share of what rows across blocks leave."""
        model = self.search.model
        people = np.flatnonzero(np.isin(homes, sites))
        slots = np.flatnonzero(np.isin(self.sites.of_slot, sites))
        among = np.zeros(len(homes), dtype=np.bool_)
        among[people] = True
        own = self.search.loads(self.chosen, among)
        none = ~self._of(people, slots)
        ends = []
        for end, sign in ((model.low, -1.0), (model.high, 1.0)):
            room = sign * (end - self.loads)
            spare = np.where(self.across & (room > 0), _share(room, place, of), room)
            # rows that are broken are mended by each block in proportion, or all together would overdo it
            part = np.clip(
                np.divide(own, self.loads, out=np.ones_like(own), where=np.abs(self.loads) > TOLERANCE), 0, 1
            )
            debt = np.floor(np.where(room < 0, room, 0.0) * part + self.search.random.random(len(room)))
            share = np.where(self.across & (room < 0) & mild, np.minimum(debt, 0.0), spare)
            ends.append(np.where(none, sign * np.inf, own + sign * share))
        return Block(people, slots, (ends[0], ends[1]))

    def _of(self, people: Ints, slots: Ints) -> Bools:
        """The rows that speak of some slots, or of some people, shape (R,)."""
        model = self.search.model
        weights, cell = model.cells
        found = np.zeros(len(model), dtype=np.bool_)
        found[model.of_slots[:, slots].indices] = True
        here = np.zeros(weights.shape[0], dtype=np.bool_)
        here[weights[:, np.unique(cell[people])].indices] = True
        apart = len(model.each_batch)
        found[len(model.slot_rows) :] = [*np.repeat(here[:apart], model.frame.batches), *here[apart:]]
        return found


def _share(room: Floats, place: int, of: int) -> Floats:
    """One of ``of`` parts of each room: whole numbers in whole parts, those left over going round."""
    finite = np.where(np.isfinite(room), room, 0.0)
    whole = np.floor(finite + TOLERANCE)
    turn = (np.arange(len(room)) + place) % of
    parts = whole // of + (turn < whole % of)
    exact = np.abs(finite - whole) < TOLERANCE
    return np.where(np.isfinite(room), np.where(exact, parts, finite / of), np.inf)
