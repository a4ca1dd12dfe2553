"""From a problem to a plan with a proven bound: prices, columns, a linear programme, and integer programmes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import numpy as np

from grassrota.errors import Infeasible, Refused
from grassrota.rota.bound import proof
from grassrota.rota.certificate import Certificate
from grassrota.rota.check import check
from grassrota.rota.frame import Frame, Ints
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve.clash import clash_of
from grassrota.rota.solve.conflict import conflict_of
from grassrota.rota.solve.large import by_blocks
from grassrota.rota.solve.medium import over_cheap_columns
from grassrota.rota.solve.model import Model, assemble
from grassrota.rota.solve.named import named
from grassrota.rota.solve.search import Search
from grassrota.rota.solve.small import over_everything
from grassrota.rota.solve.stopping import Stop, within
from grassrota.rota.solve.watch import Enough, Onlooker, Watch

Way = Callable[[Search], Ints]
"""Finds a plan, as each person's slot, -1 for staying, shape (P,); the search keeps those found on the way to it."""

GOOD_ENOUGH = within(0.002)

SMALL, MIDDLING = 4_000, 3_000_000
"""Up to so many pairs all of them go into one integer programme; up to so many all are held in memory."""


def solve(
    problem: RotaProblem,
    *,
    stop: Stop = GOOD_ENOUGH,
    seed: int = 0,
    way: Way | None = None,
    onlooker: Onlooker | None = None,
) -> Plan:
    """Finds a plan that keeps every rule, with a bound on how good any plan can be, and how both came about.

    Args:
        problem: What to plan.
        stop: When the search is over; the best plan so far is then the answer, with the bound proven until then.
        seed: The same seed gives the same plan, unless the clock or somebody stopped the search.
        way: How a plan is looked for; by the size of the problem if not given.
        onlooker: Shown what is known so far, at each step and some times a second within long ones.

    Raises:
        Refused: ``stopped``, if the search was over before there was a plan.
        Infeasible: If the rules cannot all be met, or no plan was found; ``rules`` names those in the way, ``rows`` the
            places, and ``proven`` says which of the two it is.
    """
    watch = Watch(stop, onlooker)
    model = assemble(Frame(problem))
    _refuse_the_hopeless(model)
    search = Search(model, seed, watch)
    with suppress(Enough):
        _look_for(search, way or _way(model))
    if search.best is None:
        raise Refused("stopped", "The search was stopped before there was a plan that keeps every rule.")
    return _certified(search, search.best)


def _look_for(search: Search, way: Way) -> None:
    """Looks for a plan; if there is none, for what clashes."""
    try:
        search.keep(way(search))
    except Infeasible as refusal:
        if search.best is None:
            raise _clash(search) or refusal from None


def _certified(search: Search, chosen: Ints) -> Plan:
    """The plan, with what the best prices prove; it was passed by the independent check."""
    search.watch.tell("checking", 0.0)
    model, frame, problem = search.model, search.model.frame, search.model.frame.problem
    assignments = tuple(
        Assignment(person.id, frame.slots[slot].opening, frame.slots[slot].start)
        for party, slot in zip(frame.parties, chosen, strict=True)
        if slot >= 0
        for person in party
    )
    out = left_out(problem, frozenset(entry.person for entry in assignments))
    prices = named(model, search.prices)
    proven = proof(problem, prices)
    certificate = Certificate(
        search.cost(chosen), proven.bound, 0, search.seed, problem.sha256, search.watch.seconds, prices, proven.constant
    )
    plan = Plan(assignments, out, certificate)
    violations = check(problem, plan)
    if violations:
        raise AssertionError(f"the checker refuses a plan of the solver: {violations[0]}")
    return replace(plan, history=search.watch.ended(certificate))


def _clash(search: Search) -> Infeasible | None:
    """What clashes, no more than needed, and what would settle it; None if no clash is proven."""
    search.watch.step("explaining", 0.0)
    found = conflict_of(search.model)
    if found is None:
        return None
    offers = [{"words": one.words, "amount": one.amount, "whole": one.whole} for one in found.relaxations]
    shown = "; ".join(found.words[:5]) + (f"; and {len(found.words) - 5} more" if len(found.words) > 5 else "")
    message = f"These rules cannot all be met: {', '.join(found.rules)} ({shown})."
    data = {"rules": found.rules, "rows": found.words, "people": found.people, "minimal": found.minimal}
    return Infeasible("infeasible", message, proven=True, relaxations=offers, **data)


def _way(model: Model) -> Way:
    """How a plan is looked for, by the number of pairs of a person and a slot."""
    pairs = len(model.frame.people) * len(model.frame.slots)
    return over_everything if pairs <= SMALL else over_cheap_columns if pairs <= MIDDLING else by_blocks


def _refuse_the_hopeless(model: Model) -> None:
    """Refuses problems in which somebody who must go fits nowhere, before any search."""
    must = np.flatnonzero(~model.may_stay)
    stuck = must[~model.allowed(must).any(axis=1)]
    if len(stuck):
        names = tuple(model.frame.people[person].id for person in stuck.tolist())
        clash = clash_of(model, np.zeros(len(model)))
        pinned = model.frame.problem.pinned
        shown = ", ".join(f"{name} ({pinned[name]})" if name in pinned else name for name in names[:5])
        message = f"{len(names)} people must go and no opening in any batch takes them: {shown}."
        raise Infeasible("infeasible", message, rules=clash.rules if clash else (), rows=(), people=names, proven=True)
