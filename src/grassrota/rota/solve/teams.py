"""Which optional places are opened where leaders are fewer than places: teams move to places that are worth more.

Prices leave leaders nearly indifferent, so that a start opens some small places instead of larger ones. What tells is
how many can go: each seat of an open place is worth what staying costs more than going, and the price of the seat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.rows import BatchRow
from grassrota.rota.rules import headcount
from grassrota.rota.solve.clash import TOLERANCE
from grassrota.rota.solve.search import Search

TRIED = 20
"""So many teams are looked at for each place, the best first."""


@dataclass
class Teams:
    """The teams of one run, where leaders are few."""

    search: Search

    def run(self, chosen: Ints) -> Ints:
        """Everybody's slot anew, -1 for staying, shape (P,).

        Leaders of whom rows count too many stay; an optional place that one of them led is closed. Then places that
        must be open and have no leader come first, then closed ones by what they are worth; each gets a
        leader from where there are two, or the team of an optional place that is worth less, those that are away in
        the same batches before others. Who does not fit there stays.
        """
        model, frame, chosen = self.search.model, self.search.model.frame, self._relieved(chosen)
        heads, leaders = self._count(chosen), self._count(np.where(model.leads, chosen, -1))
        kept = self._count(np.where(model.free & model.may_stay, -1, chosen))
        worth, bare = self._seat_worth(chosen), self._bare(chosen)
        full, now = worth * model.seats, worth * heads
        leaderless = np.flatnonzero(model.needed & (leaders == 0) & (kept == 0))
        closed = np.flatnonzero(~model.needed & (heads == 0))
        giving = ~model.needed & (leaders > 0) & (kept == 0) & ~bare
        periods = frame.first_batch * frame.batches + frame.last_batch
        for place in [*leaderless.tolist(), *closed[np.argsort(-full[closed], kind="stable")].tolist()]:
            alike = periods == periods[place]
            if (other := self._spared(chosen, np.flatnonzero(alike & (leaders > 1)), place)) >= 0:
                leaders[other] -= 1
                giving[place] = False
                continue
            worse = giving.copy()
            if not model.needed[place]:
                worse &= (now < full[place] - self.search.scale / 10) & (heads <= model.seats[place])
            for other in np.concatenate([self._first(worse & alike, now), self._first(worse & ~alike, now)]).tolist():
                if self._moved(chosen, other, place):
                    giving[[other, place]] = False
                    break
        return chosen

    def _relieved(self, chosen: Ints) -> Ints:
        """The choices if leaders stay of whom a row about home units counts too many, and nobody else.

        Who of them leads an optional place stays first; then nobody goes there.
        """
        model, loads, chosen = self.search.model, self.search.loads(chosen, chosen >= 0), chosen.copy()
        over = np.flatnonzero(loads > model.high + TOLERANCE)
        for place in over[over >= len(model.slot_rows)].tolist():
            row, batch = model.row(place)
            if not isinstance(row, BatchRow):
                continue
            people = model.frame.party[row.people]
            there = people[chosen[people] >= 0]
            there = there if batch is None else there[model.frame.active[batch, chosen[there]]]
            if not model.leads[there].all():
                continue
            there = there[model.free[there] & model.may_stay[there]]
            there = there[np.argsort(model.needed[chosen[there]], kind="stable")]
            for person in there[: int(np.ceil(loads[place] - model.high[place] - TOLERANCE))].tolist():
                team = np.flatnonzero(chosen == chosen[person])
                alone = model.leads[team].sum() == 1 and not model.needed[chosen[person]]
                if alone and (model.free & model.may_stay)[team].all():
                    chosen[team] = -1
                chosen[person] = -1
        return chosen

    def _first(self, among: Bools, now: Floats) -> Ints:
        """Of some slots those that are worth least now, at most ``TRIED``."""
        some = np.flatnonzero(among)
        return np.asarray(some[np.argsort(now[some], kind="stable")[:TRIED]])

    def _spared(self, chosen: Ints, others: Ints, place: int) -> int:
        """Moves a leader to a place from one of others that have several; from which, -1 if nobody fits there."""
        model = self.search.model
        leaders = np.flatnonzero(model.leads & model.free & np.isin(chosen, others))
        fit = leaders[model.allowed(leaders, np.array([place]))[:, 0]]
        if not len(fit) or (chosen == place).sum() >= model.seats[place]:
            return -1
        other = int(chosen[fit[0]])
        chosen[fit[0]] = place
        return other

    def _moved(self, chosen: Ints, other: int, place: int) -> bool:
        """Moves a team to a place, whose own people stay; False, and nothing is changed, if no leader fits there."""
        team = np.flatnonzero(chosen == other)
        team = team[np.argsort(~self.search.model.leads[team], kind="stable")]
        fit = team[self.search.model.allowed(team, np.array([place]))[:, 0]][: self.search.model.seats[place]]
        if not self.search.model.leads[fit].any():
            return False
        chosen[chosen == place] = -1
        chosen[team] = -1
        chosen[fit] = place
        return True

    def _seat_worth(self, chosen: Ints) -> Floats:
        """What one more seat in each slot is worth, shape (S,)."""
        model, prices = self.search.model, self.search.prices[: len(self.search.model.slot_rows)]
        staying, going = chosen < 0, np.flatnonzero(chosen >= 0)
        saved = model.frame.staying[staying].sum() / max(1, staying.sum())
        saved -= model.frame.costs(going, chosen[going]).sum() / max(1, len(going))
        of_seats = np.array([row.rule == headcount.RULE for row in model.slot_rows])
        return np.asarray(saved - np.where(of_seats, prices, 0.0) @ model.by_slot)

    def _bare(self, chosen: Ints) -> Bools:
        """True for slots without whose people a row would count too little, as one about a township, shape (S,)."""
        model, going = self.search.model, np.flatnonzero(chosen >= 0)
        entries = model.of_slots[:, chosen[going]].tocoo()
        person, cut = going[entries.col], len(model.slot_rows)
        weights = model.by_type[entries.row, model.types[1][person]]
        there = sparse.coo_array((weights, (entries.row, chosen[person])), shape=model.by_slot.shape).tocsr().tocoo()
        spare = self.search.loads(chosen, chosen >= 0)[:cut] - model.low[:cut]
        found = np.zeros(len(model.seats), dtype=np.bool_)
        found[there.col[there.data > spare[there.row] + TOLERANCE]] = True
        return found

    def _count(self, chosen: Ints) -> Ints:
        """How many sit in each slot, shape (S,)."""
        return np.bincount(chosen[chosen >= 0], minlength=len(self.search.model.seats))
