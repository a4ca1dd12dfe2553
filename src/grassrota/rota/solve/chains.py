"""Ejection chains: people change seats across batches, and with those who stay, where that costs less.

An exchange finds the best seats among those who are away in the same batches; chains find what is to be had between
batches. Whole rows are watched as they change, so that a chain may mend what is broken and breaks nothing for less.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from grassrota.rota.compiled import in_pieces, threads
from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.rows import BatchRow
from grassrota.rota.solve import ejection
from grassrota.rota.solve.clash import TOLERANCE
from grassrota.rota.solve.pairs import NEVER, Prices
from grassrota.rota.solve.pricing import staying_costs
from grassrota.rota.solve.search import Search
from grassrota.rota.tariff import by_opening

WANTED, VACANT, COLLEAGUES = 16, 12, 6
"""So many slots of each person are looked at, of those that have a seat left or a row that gives way, of colleagues."""

AT_ONCE, SIDE_BY_SIDE = 64, 4
"""So many people are asked for chains in one piece, and so many pieces before chains are followed."""

ENOUGH = 200
"""Sweeps end where fewer than one chain for so many people is followed."""

SWEEPS = 4
"""So often at most people begin chains: at first everybody, then the eager, about whom something changed."""


@dataclass
class Chains:
    """The ejection chains of one run.

    Attributes:
        search: The run.
        prices: By which wishes are chosen, and chains broken off.
    """

    search: Search
    prices: Prices

    def __post_init__(self) -> None:
        people = len(self.search.model.frame.people)
        self.likely: Ints = np.full((people, WANTED), -1)
        """Slots of each person, as drawn last, shape (P, WANTED)."""
        self.left: Ints = np.full(people, -2)
        """Everybody's slot as the last sweep found it, shape (P,)."""

    def run(self, chosen: Ints) -> Ints:
        """Everybody's slot anew, -1 for staying, shape (P,); what rows lack at the penalty, it costs no more."""
        state, watch = self._state(chosen), self.search.watch
        for number in range(SWEEPS):
            watch.tell("chains", number / SWEEPS)
            if watch.asked_to_stop():
                break
            eager, self.left = self._eager(self.left, state.chosen), state.chosen.copy()
            if self._sweep(state, eager) < len(chosen) / ENOUGH:
                break
        return state.chosen

    def _eager(self, before: Ints, chosen: Ints) -> Bools:
        """True for who moved, sits where somebody came or went, or stays, shape (P,); at first everybody."""
        moved = before != chosen
        changed = np.zeros(len(self.search.model.seats) + 1, dtype=np.bool_)  # the last stands for staying
        changed[before[moved]] = changed[chosen[moved]] = True
        changed[-1] = False
        return np.asarray(moved | changed[chosen] | (chosen < 0))

    def _sweep(self, state: ejection.State, eager: Bools) -> int:
        """Everybody may begin a chain, those who are not eager to mend rows only; how many chains were followed."""
        model, random = self.search.model, self.search.random
        ill, sick = self._ill(state.loads), self._sick(state.loads, state.chosen)
        wishes, order = self._wishes(state, ill, np.flatnonzero(eager)), random.permutation(len(state.chosen))

        def propose(people: Ints) -> Ints:
            found = np.empty((len(people), 2 * ejection.LONGEST), dtype=np.int64)
            own, nobody = state._replace(loads=state.loads.copy()), np.full(len(state.heads), -1)
            asked = ejection.Asked(nobody, nobody.copy(), np.zeros(len(nobody)))
            ejection.propose(people, eager, model.free, ill, sick, model.seats, self._rules, own, wishes, asked, found)
            return found[found[:, 0] >= 0]

        followed = 0
        with ThreadPoolExecutor(threads()) as pool:
            for some in np.split(order, np.arange(SIDE_BY_SIDE * AT_ONCE, len(order), SIDE_BY_SIDE * AT_ONCE)):
                pieces = np.split(some, np.arange(AT_ONCE, len(some), AT_ONCE))
                found = np.concatenate(list(pool.map(propose, pieces)))
                followed += ejection.follow(found, self._rules, state, wishes)
        return followed

    @cached_property
    def _rules(self) -> ejection.Rules:
        search, model, frame = self.search, self.search.model, self.search.model.frame
        by_slot, weights = model.of_slots, sparse.csc_array(model.cells[0])
        return ejection.Rules(
            types=model.types[1],
            cells=model.cells[1],
            first=frame.first_batch,
            last=frame.last_batch,
            batches=frame.batches,
            apart=len(model.each_batch),
            slot_ptr=by_slot.indptr,
            slot_row=by_slot.indices,
            by_type=model.by_type,
            cell_ptr=weights.indptr,
            cell_row=weights.indices,
            cell_weight=weights.data,
            low=model.low,
            high=model.high,
            absent=model.absent,
            staying=np.minimum(staying_costs(model).astype(np.float64), NEVER),
            openings=frame.opening_of,
            tariff=by_opening(search.pairs.tariff),
            penalty=search.penalty,
        )

    def _state(self, chosen: Ints) -> ejection.State:
        search, frame = self.search, self.search.model.frame
        chosen, going = chosen.copy(), np.flatnonzero(chosen >= 0)
        heads = np.bincount(chosen[going], minlength=len(frame.slots))
        order = going[np.argsort(chosen[going], kind="stable")]
        place = np.zeros(len(chosen), dtype=np.int64)
        place[order] = np.arange(len(order)) - np.repeat(np.cumsum(heads) - heads, heads)
        here = np.full((len(heads), int(heads.max(initial=0)) + ejection.LONGEST), -1)
        here[chosen[order], place[order]] = order
        costs = self._rules.staying.copy()
        costs[going] = frame.costs(going, chosen[going])
        values = costs.copy()
        values[going] = search.pairs.each(self.prices, going, chosen[going])
        return ejection.State(chosen, costs, values, search.loads(chosen, chosen >= 0), heads, here, place)

    def _wishes(self, state: ejection.State, ill: Bools, eager: Ints) -> ejection.Wishes:
        """First slots that have a seat left or a row that gives way, then some of colleagues, then any.

        Only the eager look for others anew.
        """
        prices, noise = self.prices, int(self.search.random.integers(2**31))
        self.likely[eager] = self._drawn(WANTED, noise, eager)
        wanting = self._wanting(ill | (state.heads < self.search.model.seats), state.chosen, noise)
        slots = np.hstack([wanting, self._of_colleagues(state.chosen), self.likely])
        costs, values = np.empty(slots.shape), np.empty(slots.shape)
        rules, on_slots, on_batches = self._rules, prices.on_slots, prices.on_batches

        def work(people: Ints) -> None:
            ejection.bill(people, rules, on_slots, on_batches, slots, costs, values)

        in_pieces(work, np.arange(len(slots)))
        least = np.minimum(values.min(axis=1, initial=np.inf), rules.staying)
        person, at = np.nonzero(slots >= 0)
        start = np.concatenate([[0], np.cumsum(np.bincount(person, minlength=len(slots)))])
        by = sparse.csr_array((costs[person, at], slots[person, at], start), shape=(len(slots), len(ill))).tocsc()
        about = by.indptr, by.indices, by.data, on_slots, on_batches
        return ejection.Wishes(slots, wanting.shape[1], costs, values, least, *about)

    def _wanting(self, open_: Bools, chosen: Ints, noise: int) -> Ints:
        """Of some slots the cheapest of each person; of those who stay the cheapest in each batch, shape (P, K).

        Somebody who stays often does so because rows about the home unit leave room in one batch only.
        """
        frame, staying = self.search.model.frame, np.flatnonzero(chosen < 0)
        count = max(VACANT, frame.batches)
        found, each = self._drawn(count, noise, among=open_), count // frame.batches
        for batch in range(frame.batches if len(staying) else 0):
            there = open_ & (frame.first_batch == batch)
            found[staying, batch * each : (batch + 1) * each] = self._drawn(each, noise, staying, there)
        return found

    def _drawn(self, count: int, noise: int, people: Ints | None = None, among: Bools | None = None) -> Ints:
        softness = self.search.scale / 2_000 if among is None else 0.0
        return self.search.pairs.likely(self.prices, softness, count, noise, people, among)[0]

    def _of_colleagues(self, chosen: Ints) -> Ints:
        """Slots of people of the same home unit and grade: rows about both do not notice who goes, shape (P, K)."""
        order = np.lexsort((chosen, self._desk))
        order = order[chosen[order] >= 0]
        if not len(order):
            return np.full((len(chosen), COLLEAGUES), -1)
        first, last = (np.searchsorted(self._desk[order], self._desk, side=side) for side in ("left", "right"))
        drawn = self.search.random.random((len(chosen), COLLEAGUES))
        at = first[:, None] + (drawn * (last - first)[:, None]).astype(np.int64)
        return np.where((last > first)[:, None], chosen[order[np.minimum(at, len(order) - 1)]], -1)

    @cached_property
    def _desk(self) -> Ints:
        """The home unit and grade of each person, as a number, shape (P,)."""
        names = [f"{person.unit} {person.grade}" for person in self.search.model.frame.people]
        return np.unique(names, return_inverse=True)[1] if names else np.zeros(0, dtype=np.int64)

    def _ill(self, loads: Floats) -> Bools:
        """True for slots of which a row gives way, shape (S,)."""
        model = self.search.model
        broken = self.search.slack(loads)[: len(model.slot_rows)] > TOLERANCE
        return np.asarray(broken @ model.by_slot > 0).reshape(-1)

    def _sick(self, loads: Floats, chosen: Ints) -> Bools:
        """True for people whose leaving mends a row that counts too much, shape (P,)."""
        model, found = self.search.model, np.zeros(len(chosen), dtype=np.bool_)
        over, going = np.flatnonzero(loads > model.high + TOLERANCE), chosen >= 0
        cut = len(model.slot_rows)
        found[going] = np.asarray(model.by_slot[over[over < cut]].sum(axis=0) > 0).reshape(-1)[chosen[going]]
        for place in over[over >= cut].tolist():
            row, batch = model.row(place)
            if isinstance(row, BatchRow):
                people = model.frame.party[row.people]
                away = going[people] if batch is None else going[people] & model.frame.active[batch, chosen[people]]
                found[people[away]] = True
        return found
