"""From a published plan and what happened since to a new plan: as few people moved as can be, each told why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from grassrota.errors import Infeasible
from grassrota.rota.bound import Bill
from grassrota.rota.certificate import Certificate, Price
from grassrota.rota.check import check, objective
from grassrota.rota.frame import Frame
from grassrota.rota.moving import Moving, at_least, moved, moving_proof
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.problem import RotaProblem
from grassrota.rota.replan.changes import Changes, since
from grassrota.rota.replan.fewest import Fewest, fewest
from grassrota.rota.replan.reasons import Reason, needless, reasons
from grassrota.rota.replan.standing import STAYS, Standing
from grassrota.rota.tally import Tally


@dataclass(frozen=True)
class Replanned:
    """A plan in place of one that people know.

    Attributes:
        problem: The problem as it is now.
        plan: A plan of it that keeps every rule.
        moving: How many are moved, and how few could be.
        reasons: Why each of them is, in the order of the roster.
    """

    problem: RotaProblem
    plan: Plan
    moving: Moving
    reasons: tuple[Reason, ...]


def replan(problem: RotaProblem, plan: Plan, changes: Changes) -> Replanned:
    """Moves as few people as it can, so that a plan keeps every rule again.

    Args:
        problem: The problem that the plan is of.
        plan: The plan that people know.
        changes: What happened since.

    Raises:
        BadInput: If the changes name somebody unknown, or do not fit the plan.
        Refused: ``plan_broken``, if somebody who still goes is where they must not be whatever others do.
        Infeasible: If no plan was found that keeps every rule.
    """
    start, now = perf_counter(), since(problem, plan, changes)
    able = {person.id for person in now.eligible}
    standing = Standing.of(now, [entry for entry in plan.assignments if entry.person in able])
    found = fewest(standing)
    if len(found.broken):
        raise _without_a_plan(standing, found)
    tally = Tally(now, _assignments(standing.model.frame, found))
    changed = [standing.model.frame.people[index].id for index in np.flatnonzero(found.chosen != standing.chosen)]
    needless(tally, plan, changed)
    prices, constant, bound = _still_proven(now, plan.certificate.prices)
    entries = tuple(tally.entries[person.id] for person in now.eligible if person.id in tally.entries)
    draft = Plan(entries, left_out(now, frozenset(tally.entries)), plan.certificate)
    cost = objective(now, draft)
    proof = Certificate(cost, bound, 0, 0, now.sha256, perf_counter() - start, prices, constant)
    answer = Plan(draft.assignments, draft.left_out, proof)
    violations = check(now, answer)
    if violations:
        raise AssertionError(f"the checker refuses a plan of replan: {violations[0]}")
    people = moved(now, plan, answer)
    proven = at_least(moving_proof(now, plan, found.prices))
    moving = Moving(len(people), proven, found.prices if proven else ())
    return Replanned(now, answer, moving, reasons(tally, plan, people, changes.withdrew))


def _assignments(frame: Frame, found: Fewest) -> Iterable[Assignment]:
    for party, slot in zip(frame.parties, found.chosen.tolist(), strict=True):
        if slot != STAYS:
            yield from (Assignment(one.id, frame.slots[slot].opening, frame.slots[slot].start) for one in party)


def _still_proven(problem: RotaProblem, prices: Iterable[Price]) -> tuple[tuple[Price, ...], float, float]:
    """The prices that still name a rule, what they are worth, and the bound on the cost that they still prove."""
    known = Bill(Frame(problem))
    kept = tuple(price for price in prices if not known.take(price))
    proven = known.proof(())
    return kept, proven.constant, proven.bound


def _without_a_plan(standing: Standing, found: Fewest) -> Infeasible:
    places = found.broken.tolist()
    rules = tuple(dict.fromkeys(standing.model.row(place)[0].rule for place in places))
    rows = tuple(standing.model.label(place) for place in places)
    shown = "; ".join(rows[:5]) + (f"; and {len(rows) - 5} more" if len(rows) > 5 else "")
    message = f"No change of the plan was found that keeps every rule; in the way are {', '.join(rules)} ({shown})."
    return Infeasible("infeasible", message, rules=rules, rows=rows, proven=False)
