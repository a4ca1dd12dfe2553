"""Small problems: one integer programme over all pairs, with hard rows."""

from __future__ import annotations

import numpy as np

from grassrota.rota.frame import Ints
from grassrota.rota.solve.clash import TOLERANCE, clash_of, rows_of
from grassrota.rota.solve.columns import everything
from grassrota.rota.solve.master import Limits, Programme
from grassrota.rota.solve.pricing import signed
from grassrota.rota.solve.search import Search, chosen_of, infeasible


def over_everything(search: Search) -> Ints:
    """Each person's slot, -1 for staying, shape (P,), by one integer programme over all columns.

    Raises:
        Infeasible: If the rules cannot all be met.
        Enough: If it was stopped before there was a plan.
    """
    search.watch.step("solving", 0.0)
    model, columns = search.model, everything(search.model)
    everyone = np.arange(len(model.frame.people))
    ends = model.low, model.high
    relaxed = Programme(model, columns, everyone, ends, search.penalty).solve(integer=False)
    search.improve_bound(relaxed.prices)
    limits = Limits(gap=min(search.gap, 1e-4), nodes=200_000, seconds=600.0)
    solution = Programme(model, columns, everyone, ends, np.inf).solve(
        True, limits, search.seed, search.watch.question(whole=True)
    )
    if not solution.found:
        search.watch.step("explaining", 0.0)
        bare = Programme(model, columns, everyone, ends, 1.0, charge=0.0)
        if clash := clash_of(model, signed(model, bare.solve(integer=False).prices)):
            raise infeasible(clash, proven=True)
        whole = bare.solve(True, limits, search.seed, search.watch.question(whole=False))
        search.watch.step("explaining", 0.5)
        raise infeasible(rows_of(model, whole.slack), proven=whole.bound > TOLERANCE)
    return chosen_of(columns, solution.taken, np.full(len(everyone), -1))
