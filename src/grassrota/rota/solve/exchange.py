"""Seats exchanged among all who are away in the same batches: the least cost at which each place keeps its headcount.

No row about home units notices who of those away in a batch sits where. What rows about slots ask of their people is
kept by roles: of those who are needed in a row for a quality, say as leader, as many as are needed hold seats that only
people of that quality may take. What is left is an assignment problem, solved exactly over the seats each person wants
most, however many places it spans. Groups, which take several seats, keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grassrota.rota.compiled import side_by_side
from grassrota.rota.frame import KINDS, Bools, Floats, Ints
from grassrota.rota.solve import paths
from grassrota.rota.solve.clash import TOLERANCE
from grassrota.rota.solve.pairs import Prices
from grassrota.rota.solve.search import Search

WANTED = 48
"""So many seats of each person are looked at."""

QUALITIES = len(KINDS) - 2
"""Kinds between ``any`` and ``seats``, which everybody is."""

ROLES = 1 << QUALITIES
"""Sets of qualities that a seat may ask for; bit k stands for ``KINDS[k + 1]``."""


@dataclass
class Exchange:
    """The exchanges of one run.

    Attributes:
        search: The run.
        prices: What seats are taken to be worth at first.
    """

    search: Search
    prices: Prices

    def __post_init__(self) -> None:
        model = self.search.model
        self.periods = model.frame.first_batch * model.frame.batches + model.frame.last_batch
        self.weights = np.array([row.weights for row in model.slot_rows]).reshape(-1, len(KINDS))
        asked = np.arange(ROLES)[:, None] >> np.arange(QUALITIES) & 1
        distinct = model.types[0]
        self.able: Bools = np.all(asked[None] <= distinct[:, None, 1:-1], axis=2)
        """True where a type may take a seat with a role, shape (T, roles)."""
        versatile = np.where(self.able, distinct.sum(axis=1)[:, None], len(KINDS) + 1)
        self.worth: Floats = self.prices.on_slots[versatile.argmin(axis=0)]
        """Of seats, by role and slot: to the plainest who may take them, then as the last exchange left it."""

    def run(self, chosen: Ints) -> Ints:
        """Everybody's slot anew, -1 for staying, shape (P,); no row counts less of what it lacks, or more."""
        free = np.flatnonzero((chosen >= 0) & self.search.model.free)
        roles, periods = self._roles(chosen), self.periods[chosen[free]]
        groups = [free[periods == period] for period in np.unique(periods)]
        found = chosen.copy()
        exchanged = side_by_side(lambda group: self._among(group, chosen, roles), groups)
        for group, slots in zip(groups, exchanged, strict=True):
            found[group] = slots
        return found

    def _among(self, people: Ints, chosen: Ints, roles: Ints) -> Ints:
        """The slots of people who are away in the same batches, anew."""
        width = len(self.search.model.frame.slots)
        seats, own = np.unique(roles[people] * width + chosen[people], return_inverse=True)
        role, slot = np.divmod(seats, width)
        worth = self.worth[role, slot]
        unfit = ~self.able[self.search.model.types[1][people], roles[people]]
        worth[own[unfit]] += self.search.scale / 10
        count = min(WANTED, len(seats))
        wanted, costs = self.search.pairs.wanted(people, self.able, slot, role, worth, own, count)
        costs[unfit, 0] += self.search.penalty
        taken = paths.exchanged(wanted, costs, worth)
        if not unfit.any():  # what an unfit holder would pay to leave tells nothing
            self.worth[role, slot] = worth
        return np.asarray(slot[wanted[np.arange(len(people)), taken]])

    def _roles(self, chosen: Ints) -> Ints:
        """What each person's seat asks for, so that rows go on counting enough of each quality, shape (P,)."""
        model, kinds = self.search.model, self.search.model.frame.kinds
        going = np.flatnonzero(chosen >= 0)
        found = np.zeros(len(chosen), dtype=np.int64)
        entries = model.of_slots[:, chosen[going]].tocoo()
        row, person = entries.row.astype(np.int64), going[entries.col]
        heads, low = np.bincount(row, kinds[person, 0], len(self.weights)), model.low[: len(self.weights)]
        # the plainest keep the seats that ask for a quality, so that others may go where they are dearer
        order = np.lexsort((self.search.random.random(len(person)), kinds.sum(axis=1)[person], row))
        row, person = row[order], person[order]
        for kind in range(1, QUALITIES + 1):
            weight = self.weights[:, kind]
            asked, needed = (weight > 0) & np.isfinite(low), np.zeros(len(weight))
            needed[asked] = np.ceil((low - self.weights[:, 0] * heads)[asked] / weight[asked] - TOLERANCE)
            among = np.flatnonzero(asked[row])
            among = among[np.lexsort((-kinds[person[among], kind], row[among]))]
            rank = np.arange(len(among)) - np.searchsorted(row[among], row[among])
            found[person[among[rank < needed[row[among]]]]] |= 1 << (kind - 1)
        return found
