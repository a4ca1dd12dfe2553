"""Middling problems: prices, then a linear programme over cheap columns, then integer programmes over what is open.

Every person's reduced costs in all slots are kept, so that memory grows with people x slots.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grassrota.rota.frame import Bools, Floats, Ints
from grassrota.rota.rows import SlotRow
from grassrota.rota.solve.ascent import Ascent, ascend
from grassrota.rota.solve.clash import TOLERANCE, clash_of, rows_of
from grassrota.rota.solve.columns import Choice, Columns, choose, merged
from grassrota.rota.solve.master import Limits, Programme
from grassrota.rota.solve.pricing import best_each, signed, spread, staying_costs
from grassrota.rota.solve.search import Search, chosen_of, infeasible

ROUNDS = 12
"""At most so often columns are added to the linear programme."""

IN_VAIN = 2
"""So often a plan may come out no cheaper before that is the end."""

TOGETHER = 500
"""About so many people choose anew together when a plan is improved."""


@dataclass(frozen=True)
class _Priced:
    """Reduced costs of all people in all slots, shape (P, S), and the least of each, staying included, shape (P,)."""

    reduced: Floats
    best: Floats

    def columns(self, search: Search, people: Ints, choice: Choice) -> Columns:
        return choose(search.model, self.reduced[people], self.best[people], people, choice, search.random)


def _price(search: Search, y: Floats) -> _Priced:
    prices, best = search.improve_bound(y)
    return _Priced(search.pairs.reduced(prices, np.arange(len(best))), best)


def over_cheap_columns(search: Search) -> Ints:
    """Each person's slot, -1 for staying, shape (P,).

    Raises:
        Infeasible: If the rules cannot all be met, or no plan was found.
        Enough: If the plan is good enough, or it was stopped.
    """
    model = search.model
    heads = len(model.frame.people)
    everyone, ends = np.arange(heads), (model.low, model.high)
    settings = Ascent(hot=search.scale, cold=search.scale / 2_000)
    y = ascend(model, search.seed, settings, progress=lambda done: search.watch.step("pricing", done))
    priced = _price(search, y)
    columns = priced.columns(search, everyone, search.choice)
    for attempt in range(ROUNDS):
        search.watch.step("relaxing", attempt / ROUNDS)
        programme = Programme(model, columns, everyone, ends, search.penalty, jitter=search.jitter)
        relaxed = programme.solve(False, seed=search.seed)
        priced = _price(search, relaxed.prices)
        search.watch.violations = int((relaxed.slack > TOLERANCE).sum())
        feasible = relaxed.slack.sum() <= TOLERANCE
        # as long as columns that are not looked at could lower the cost, neither bound nor plan is worth much
        doubt = search.gap / 4 * abs(search.watch.bound) + search.jitter * heads
        if feasible and relaxed.bound - search.watch.bound <= doubt:
            break
        wider = merged(model, columns, priced.columns(search, everyone, search.choice))
        if len(wider) == len(columns) or attempt == ROUNDS - 1:
            if not feasible:
                _explain_no_relaxation(search, columns)
            break
        columns = wider
    chosen = _round(search, columns, relaxed.taken, relaxed.staying, priced)
    search.keep(chosen)
    return _improve(search, chosen, priced)


def _round(search: Search, columns: Columns, taken: Floats, staying: Floats, priced: _Priced) -> Ints:
    """Fixes people whose choice is whole; the others, and those in the way of violated rows, choose anew."""
    model = search.model
    heads = len(model.frame.people)
    whole = taken > 1 - 1e-4
    chosen = np.full(heads, -1)
    chosen[columns.person[whole]] = columns.slot[whole]
    free = (chosen < 0) & (staying < 1 - 1e-4)
    split = Columns(columns.person[taken > TOLERANCE], columns.slot[taken > TOLERANCE])
    slack = np.zeros(len(model))
    for attempt in range(8):
        search.watch.step("rounding", attempt / 8)
        index = np.flatnonzero(free)
        options = priced.columns(search, index, search.choice.times(attempt + 2))
        options = merged(model, options, split.of(free))
        # rows with fractions can be broken by so little that it pays, until breaking them becomes dearer
        penalty = search.penalty * 10 ** min(attempt, 3)
        programme = Programme(model, options, index, search.room(chosen, ~free), penalty, jitter=search.jitter)
        share = max(1, len(index)) / heads
        limits = Limits(gap=min(0.05, search.gap / 2 / share), nodes=500 * (attempt + 1), seconds=600.0)
        solution = programme.solve(True, limits, search.seed, search.watch.question(whole=False))
        if solution.found:
            slack = solution.slack
            search.watch.violations = int((slack > TOLERANCE).sum())
            chosen = np.where(free, -1, chosen)
            chosen = chosen_of(options, solution.taken, chosen)
            if slack.sum() <= TOLERANCE:
                return chosen
        free = free | _in_the_way(search, slack, chosen, priced, 40 * (attempt + 1))
    search.watch.step("explaining", 0.0)
    raise infeasible(rows_of(model, slack), proven=False)


def _improve(search: Search, chosen: Ints, priced: _Priced) -> Ints:
    """While that helps: who does worse than the prices foresee chooses anew, with who sits in the way.

    Each time every rule is kept and the others stay where they are.
    """
    model, cost, vain, wider = search.model, search.cost(chosen), 0, 0
    while vain < IN_VAIN:
        search.watch.step("improving", 0.0)
        free = _worse_than_foreseen(search, chosen, priced)
        index = np.flatnonzero(free)
        going = index[chosen[index] >= 0]
        options = priced.columns(search, index, search.choice.times(4 + 2 * wider))
        options = merged(model, options, Columns(going, chosen[going]))
        programme = Programme(model, options, index, search.room(chosen, ~free), np.inf)
        limits = Limits(gap=search.gap / 2, nodes=1_000 * (1 + wider), seconds=600.0)
        solution = programme.solve(True, limits, search.seed + wider, search.watch.question(whole=False))
        after = chosen_of(options, solution.taken, np.where(free, -1, chosen)) if solution.found else chosen
        if search.cost(after) < cost:
            chosen, cost, vain = after, search.cost(after), 0
            search.keep(chosen)
        else:
            vain, wider = vain + 1, wider + 1
    return chosen


def _worse_than_foreseen(search: Search, chosen: Ints, priced: _Priced) -> Bools:
    """At most ``TOGETHER`` people: those of the greatest regret, and those who sit in the slots that they want."""
    people = np.arange(len(chosen))
    staying = staying_costs(search.model)
    now = np.where(chosen >= 0, priced.reduced[people, chosen], staying)
    wanted = np.where(priced.reduced.min(axis=1) < staying, priced.reduced.argmin(axis=1), -1)
    regret = now - priced.best
    found = np.zeros(len(chosen), dtype=np.bool_)
    for person in np.argsort(-regret, kind="stable"):
        if found.sum() >= TOGETHER or regret[person] <= TOLERANCE:
            break
        found[person] = True
        found |= (chosen == wanted[person]) & (wanted[person] >= 0)
    return found


def _explain_no_relaxation(search: Search, columns: Columns) -> None:
    """Asks how far rows must give way whatever it costs, adding columns until that is proven."""
    model = search.model
    heads = len(model.frame.people)
    everyone, ends = np.arange(heads), (model.low, model.high)
    for attempt in range(20):
        search.watch.step("explaining", attempt / 20)
        bare = Programme(model, columns, everyone, ends, 1.0, charge=0.0).solve(integer=False)
        if bare.slack.sum() <= TOLERANCE:
            break
        prices = signed(model, bare.prices)
        if clash := clash_of(model, prices):
            raise infeasible(clash, proven=True)
        out = spread(model, prices)
        priced = _Priced(search.pairs.reduced(out, everyone, charge=0.0), best_each(model, out, charge=0.0))
        columns = merged(model, columns, priced.columns(search, everyone, search.choice))
    raise infeasible(rows_of(model, bare.slack), proven=False)


def _in_the_way(search: Search, slack: Floats, chosen: Ints, priced: _Priced, keen: int) -> Bools:
    """People who could mend violated rows: those they count, and those who would most cheaply join them."""
    model = search.model
    found = np.zeros(len(chosen), dtype=np.bool_)
    for place in np.flatnonzero(slack > TOLERANCE):
        row, _ = model.row(int(place))
        if isinstance(row, SlotRow):
            found |= np.isin(chosen, row.slots)
            helpful = np.flatnonzero(model.frame.kinds @ np.abs(row.weights) > 0)
            regret = priced.reduced[np.ix_(helpful, row.slots)].min(axis=1) - priced.best[helpful]
            found[helpful[np.argsort(regret, kind="stable")[:keen]]] = True
        else:
            found[model.frame.party[row.people]] = True
    return found
