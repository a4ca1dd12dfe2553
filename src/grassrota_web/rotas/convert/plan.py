"""Plans as values of the core, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grassrota.rota import plan as core
from grassrota.rota.certificate import Certificate, Price
from grassrota.rota.check import objective
from grassrota.rota.problem import RotaProblem
from grassrota_web.orgs.models import Opening, Person
from grassrota_web.rotas.models import Assignment, LeftOut, Plan, Proof

AT_ONCE = 2000
"""Rows written at a time."""


def plan_of(row: Plan, problem: RotaProblem) -> core.Plan:
    """A plan, for its problem as it is today.

    Where the roster, the openings or the policy have changed since it was made, those who can no longer be sent are
    left out, and nothing is claimed about how good it is: the bound is 0.
    """
    slots = {(slot.opening, slot.start) for slot in problem.slots}
    able = {person.id for person in problem.eligible}
    listed = row.assignments.order_by("pk").values_list("person__code", "opening__code", "batch")
    going = tuple(core.Assignment(*entry) for entry in listed if entry[0] in able and entry[1:] in slots)
    out = core.left_out(problem, frozenset(entry.person for entry in going))
    if row.problem_sha256 == problem.sha256:
        proven = _certificate(row, row.objective, row.bound)
        proof = Proof.objects.filter(plan=row).first()
        if proof is not None:
            proven = replace(proven, prices=prices_of(proof), constant=proof.constant)
        return core.Plan(going, out, proven)
    unproven = _certificate(row, 0, 0.0, problem.sha256)
    cost = objective(problem, core.Plan(going, out, unproven))
    return core.Plan(going, out, _certificate(row, cost, 0.0, problem.sha256))


def prices_of(proof: Proof) -> tuple[Price, ...]:
    """The prices of a proof as the core has them."""
    return tuple(Price(rule, tuple(about), batch, amount) for rule, about, batch, amount in proof.prices)


def leaders_of(row: Plan) -> dict[tuple[str, int], str]:
    """Who was named to lead those who start in an opening and batch."""
    named = row.assignments.filter(leads=True).values_list("opening__code", "batch", "person__code")
    return {(opening, batch): person for opening, batch, person in named}


def write_plan(row: Plan, plan: core.Plan, leaders: Mapping[tuple[str, int], str] | None = None) -> Plan:
    """Writes a plan to a new row: what is proven about it, who goes, and who is left out why.

    Args:
        row: With its rotation, policy, number and day.
        plan: The plan.
        leaders: Who is named to lead, where somebody is.
    """
    certificate = plan.certificate
    row.objective, row.bound, row.violations = certificate.objective, certificate.bound, certificate.violations
    row.seed, row.seconds, row.problem_sha256 = certificate.seed, certificate.seconds, certificate.problem_sha256
    row.save()
    if certificate.prices:
        prices = [[price.rule, list(price.about), price.batch, price.amount] for price in certificate.prices]
        Proof.objects.create(plan=row, constant=certificate.constant, prices=prices)
    people = dict(Person.objects.filter(unit__path__startswith=row.rotation.home.path).values_list("code", "pk"))
    openings = dict(Opening.objects.filter(rotation=row.rotation).values_list("code", "pk"))
    named = leaders or {}
    Assignment.objects.bulk_create(
        (
            Assignment(
                plan=row,
                person_id=people[entry.person],
                opening_id=openings[entry.opening],
                batch=entry.batch,
                leads=named.get((entry.opening, entry.batch)) == entry.person,
            )
            for entry in plan.assignments
        ),
        batch_size=AT_ONCE,
    )
    LeftOut.objects.bulk_create(
        (LeftOut(plan=row, person_id=people[entry.person], reason=entry.reason) for entry in plan.left_out),
        batch_size=AT_ONCE,
    )
    return row


def _certificate(row: Plan, cost: int, bound: float, sha256: str = "") -> Certificate:
    return Certificate(cost, bound, row.violations, row.seed, sha256 or row.problem_sha256, row.seconds)
