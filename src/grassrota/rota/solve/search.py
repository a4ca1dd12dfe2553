"""What one run of the solver knows: the rows, the best prices and the best plan so far, and what plans cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from grassrota.errors import Infeasible
from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.solve.clash import Clash
from grassrota.rota.solve.columns import Choice, Columns, coefficients
from grassrota.rota.solve.model import Model
from grassrota.rota.solve.pairs import Pairs, Prices
from grassrota.rota.solve.pricing import best_each, signed, spread
from grassrota.rota.solve.watch import Watch

PENALTY = 3_000.0
"""Least price of breaking a row by one where rows may give way; it grows with what one person can cost."""

JITTER = 0.02
"""Ties between whole costs are broken by less than this; bounds are computed at the true costs."""


@dataclass
class Search:
    """One run of the solver. The bound that ``watch`` keeps grows as better ``prices`` of the rows are found.

    Attributes:
        model: All rows.
        seed: Decides what is left to chance.
        watch: Told what is found, and knows when that is enough.
        prices: Those of the best bound so far, shape (R,).
        best: The cheapest plan so far that breaks no row, as each person's slot, -1 for staying, shape (P,).
    """

    model: Model
    seed: int
    watch: Watch
    best: Ints | None = None

    def __post_init__(self) -> None:
        self.prices = np.zeros(len(self.model))

    @property
    def gap(self) -> float:
        """Relative gap at which integer programmes may stop."""
        return self.watch.stop.gap

    @cached_property
    def scale(self) -> float:
        """What a seat can be worth: about what staying costs on average, which the policy's weights decide."""
        staying = self.model.frame.staying
        return max(1.0, float(staying.mean())) if len(staying) else 1.0

    @cached_property
    def jitter(self) -> float:
        """Too small to matter, however dear one person's choice is."""
        return min(JITTER, self.scale * 1e-4)

    @cached_property
    def choice(self) -> Choice:
        """Which columns to look at, its softness fit to the scale of costs."""
        standard = Choice()
        return replace(standard, softness=min(standard.softness, self.scale / 100))

    @cached_property
    def random(self) -> np.random.Generator:
        """Decides which columns are sampled."""
        return np.random.default_rng(self.seed)

    @cached_property
    def penalty(self) -> float:
        """Price of breaking a row by one where rows may give way: ten times what any one person can cost."""
        frame = self.model.frame
        return max(PENALTY, 10.0 * max(float(frame.staying.max(initial=0)), frame.dearest))

    @cached_property
    def pairs(self) -> Pairs:
        """All pairs of people and slots."""
        return Pairs(self.model)

    def cost(self, chosen: Ints) -> int:
        """What a plan costs, given as each person's slot, -1 for staying, shape (P,)."""
        frame, going = self.model.frame, np.flatnonzero(chosen >= 0)
        return int(frame.costs(going, chosen[going]).sum() + frame.staying[chosen < 0].sum())

    def keep(self, chosen: Ints) -> None:
        """Keeps a plan that breaks no row, unless a cheaper one is kept already."""
        cost = self.cost(chosen)
        if self.best is None or cost < self.cost(self.best):
            self.best = chosen.copy()
            self.watch.objective, self.watch.violations = cost, 0
            self.watch.look()

    def improve_bound(self, y: Floats) -> tuple[Prices, Floats]:
        """Prices every pair exactly and keeps the bound if it is better; the prices spread out, each person's least."""
        y = signed(self.model, y)
        prices = spread(self.model, y)
        best = best_each(self.model, prices)
        bound = prices.constant + float(best.sum())
        if bound > self.watch.bound:
            self.watch.bound, self.prices = bound, y
        return prices, best

    def loads(self, chosen: Ints, people: Bools) -> Floats:
        """What the choices of some people add to each row, shape (R,)."""
        going = np.flatnonzero(people & (chosen >= 0))
        columns = Columns(going, chosen[going])
        return np.asarray(coefficients(self.model, columns).sum(axis=1)).reshape(-1)

    def slack(self, loads: Floats) -> Floats:
        """By how much each row gives way, if that is what they count, shape (R,)."""
        return np.asarray(np.maximum(np.maximum(self.model.low - loads, loads - self.model.high), 0.0))

    def room(self, chosen: Ints, people: Bools) -> tuple[Floats, Floats]:
        """What the choices of some people leave of both ends of each row, shape (R,) each."""
        loads = self.loads(chosen, people)
        return self.model.low - loads, self.model.high - loads


def chosen_of(columns: Columns, taken: Floats, chosen: Ints) -> Ints:
    """Each person's slot, where some columns are taken and the others keep what they had."""
    yes = taken > 0.5
    chosen = chosen.copy()
    chosen[columns.person[yes]] = columns.slot[yes]
    return chosen


def infeasible(clash: Clash, proven: bool) -> Infeasible:
    """Says which rules cannot all be met, or are in the way."""
    rules, labels = clash.rules, clash.rows
    shown = "; ".join(labels[:5]) + (f"; and {len(labels) - 5} more" if len(labels) > 5 else "")
    claim = "These rules cannot all be met" if proven else "No plan was found; in the way are these rules"
    message = f"{claim}: {', '.join(rules) or 'none by itself'} ({shown})."
    return Infeasible("infeasible", message, rules=rules, rows=labels, proven=proven)
