"""A start for large problems: everybody seated about as the prices foresee, without overfilling a row."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from grassrota.rota.frame import KINDS, Bools, Floats, Ints
from grassrota.rota.rules import cover, experience, leader
from grassrota.rota.solve import kernels
from grassrota.rota.solve.pairs import Prices
from grassrota.rota.solve.pricing import staying_costs
from grassrota.rota.solve.search import Search

CANDIDATES = 40
"""So many slots of each person are tried at the start."""

CLOSE = 0.02
"""Slots that are dearer than staying by no more than this, of what staying costs, are tried too."""

ROUNDS = 3
"""So often those who found no seat try the ones left."""


def seated(search: Search, prices: Prices) -> Ints:
    """Each person's slot, -1 for staying, shape (P,).

    People of the rarest kinds choose first, among likely slots, those where somebody like them is wanting before the
    others; who finds none, among all that have a seat left. Rows may want more people, or others; none has too many.
    """
    hall = _Hall(search)
    slots, value = hall.likely(prices)
    close = value <= staying_costs(search.model)[:, None] + CLOSE * search.scale
    hall.seat(np.arange(len(slots)), np.where(close, slots, -1))
    for _ in range(ROUNDS):
        left, slots = hall.left(prices)
        if not len(left):
            break
        hall.seat(left, slots)
    return hall.chosen


QUALITIES = (leader.RULE, experience.RULE, cover.RULE)
"""Rules whose rows wait for somebody who has a quality."""


@dataclass
class _Hall:
    search: Search
    chosen: Ints = field(init=False)
    loads: Floats = field(init=False)

    def __post_init__(self) -> None:
        model = self.search.model
        self.chosen, self.loads = np.full(len(model.frame.people), -1), np.zeros(len(model))
        rules = np.array([row.rule for row in model.slot_rows])
        self.leads = model.few_leaders & model.led & ~np.asarray(model.by_slot @ model.needed > 0)
        self.served = np.where(np.isin(rules, QUALITIES), 0, -1)

    def likely(self, prices: Prices) -> tuple[Ints, Floats]:
        """Slots that prices make likely for each person, the most wanted first, and what they cost, shape (P, K)."""
        search = self.search
        softness, heads = search.scale / 2_000, len(self.chosen)
        count = min(CANDIDATES, len(self.search.model.seats))
        slots, _ = search.pairs.likely(prices, softness, count, search.seed)
        value = search.pairs.each(prices, np.repeat(np.arange(heads), count), np.maximum(slots, 0).ravel())
        value = np.where(slots >= 0, value.reshape(slots.shape), np.inf)
        return _by_value(slots, value + softness * search.random.gumbel(size=slots.shape))

    def left(self, prices: Prices) -> tuple[Ints, Ints]:
        """Those who stay although a slot with a seat left is cheaper, and such slots, the cheapest first."""
        pairs, staying = self.search.pairs, np.flatnonzero(self.chosen < 0)
        seats, going = self.search.model.frame.kinds[:, KINDS.index("seats")], self.chosen >= 0
        free = self._open & (
            np.bincount(self.chosen[going], seats[going], minlength=len(self.search.model.seats))
            < self.search.model.seats
        )
        count = min(CANDIDATES, int(free.sum()))
        slots, _ = pairs.likely(prices, 0.0, count, self.search.seed, staying, free)
        value = pairs.each(prices, np.repeat(staying, count), np.maximum(slots, 0).ravel()).reshape(slots.shape)
        cheaper = (slots >= 0) & (value < staying_costs(self.search.model)[staying][:, None])
        wanted, _ = _by_value(np.where(cheaper, slots, -1), np.where(cheaper, value, np.inf))
        some = cheaper.any(axis=1)
        return staying[some], wanted[some]

    @property
    def _open(self) -> Bools:
        """True where people may sit down who are no leaders, shape (S,)."""
        return np.asarray(self.search.model.by_slot.T @ (self.leads & (self.served == 0)) == 0)

    def seat(self, people: Ints, slots: Ints) -> None:
        """Seats people, of whom each wants some slots, shape (people, K), those of the rarest types first."""
        model = self.search.model
        rarest = model.types[0].sum(axis=1)[model.types[1][people]]
        order = people[np.lexsort((self.search.random.random(len(people)), -rarest))]
        wanted = np.full((len(self.chosen), slots.shape[1]), -1)
        wanted[people] = slots
        weights, by_slot = sparse.csc_array(model.cells[0]), sparse.csc_array(model.by_slot)
        kernels.seat(
            order,
            wanted,
            model.frame.batches,
            *(model.types[1], model.cells[1]),
            model.frame.first_batch,
            model.frame.last_batch,
            by_slot.indptr,
            by_slot.indices,
            model.by_type,
            weights.indptr,
            weights.indices,
            weights.data,
            len(model.each_batch),
            model.low,
            model.high,
            self.leads,
            self.loads,
            self.served,
            self.chosen,
        )


def _by_value(slots: Ints, value: Floats) -> tuple[Ints, Floats]:
    """Each row in the order of its values."""
    rank = np.argsort(value, axis=1, kind="stable")
    return np.take_along_axis(slots, rank, axis=1), np.take_along_axis(value, rank, axis=1)
