"""From a problem to a plan with a proven bound: prices, columns, a linear programme, and integer programmes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grassrota.errors import Infeasible
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
from grassrota.rota.solve.watch import Picture, Report, Stop, Watch

SMALL, MIDDLING = 4_000, 3_000_000
"""Up to so many pairs all of them go into one integer programme; up to so many all are held in memory."""


def solve(
    problem: RotaProblem,
    seed: int = 0,
    gap: float = 0.002,
    report: Report | None = None,
    stop: Stop | None = None,
    onlooker: Callable[[Picture], None] | None = None,
) -> Plan:
    """Finds a plan that keeps every rule, with a bound on how good any plan can be.

    Args:
        problem: What to plan.
        seed: The same seed gives the same plan.
        gap: Relative gap at which the integer programmes may stop.
        report: Told how far the work is.
        stop: Asked whether to stop; the best plan so far is then the answer, with the bound proven until then.
        onlooker: Shown what is known so far, at each step and some times a second within long ones.

    Raises:
        Refused: ``stopped``, if ``stop`` said yes before there was a plan.
        Infeasible: If the rules cannot all be met, or no plan was found; ``rules`` names those in the way, ``rows`` the
            places, and ``proven`` says which of the two it is.
    """
    watch = Watch(report, onlooker, stop)
    model = assemble(Frame(problem))
    _refuse_the_hopeless(model)
    search = Search(model, seed, gap, watch)
    pairs = len(model.frame.people) * len(model.frame.slots)
    try:
        chosen = _method(pairs)(search)
    except Infeasible as refusal:
        raise _clashing(model, watch) or refusal from None
    frame = model.frame
    assignments = tuple(
        Assignment(person.id, frame.slots[slot].opening, frame.slots[slot].start)
        for party, slot in zip(frame.parties, chosen, strict=True)
        if slot >= 0
        for person in party
    )
    out = left_out(problem, frozenset(entry.person for entry in assignments))
    objective = search.cost(chosen)
    prices = named(model, search.prices)
    proven = proof(problem, prices)
    certificate = Certificate(objective, proven.bound, 0, seed, problem.sha256, watch.seconds, prices, proven.constant)
    draft = Plan(assignments, out, certificate)
    violations = check(problem, draft)
    if violations:
        raise AssertionError(f"the checker refuses a plan of the solver: {violations[0]}")
    watch.bound, watch.objective, watch.violations = proven.bound, objective, 0
    watch.look()
    return draft


def _clashing(model: Model, watch: Watch) -> Infeasible | None:
    """What clashes, no more than needed, and what would settle it; None if no clash is proven."""
    watch.step("explaining", 0.0)
    found = conflict_of(model)
    if found is None:
        return None
    offers = [{"words": one.words, "amount": one.amount, "whole": one.whole} for one in found.relaxations]
    shown = "; ".join(found.words[:5]) + (f"; and {len(found.words) - 5} more" if len(found.words) > 5 else "")
    message = f"These rules cannot all be met: {', '.join(found.rules)} ({shown})."
    data = {"rules": found.rules, "rows": found.words, "people": found.people, "minimal": found.minimal}
    return Infeasible("infeasible", message, proven=True, relaxations=offers, **data)


def _method(pairs: int) -> Callable[[Search], Ints]:
    """How each person's slot is found, by the number of pairs of a person and a slot."""
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
