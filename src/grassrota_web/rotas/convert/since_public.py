"""What happened since a plan was published: who of it cannot go any more, and who is on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from grassrota.rota import plan as core
from grassrota.rota.problem import RotaProblem
from grassrota.rota.replan.changes import Changes
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.models import Plan

DEPARTED: list[Callable[[Rotation], Iterable[str]]] = []
"""Rooms above, which know who is on the way, tell the codes of those people here."""


def as_published(row: Plan, problem: RotaProblem) -> core.Plan:
    """A plan with every line that people know, those of people who cannot go any more among them."""
    listed = row.assignments.order_by("pk").values_list("person__code", "opening__code", "batch")
    lines = tuple(core.Assignment(*entry) for entry in listed if entry[0] in problem.person)
    return core.Plan(lines, (), plan_of(row, problem).certificate)


def changes(row: Plan, problem: RotaProblem, was: core.Plan) -> Changes:
    """Who withdrew, in the order of the roster, and who has departed."""
    able = {person.id for person in problem.eligible}
    withdrew = tuple(who.id for who in problem.people if who.id in was.by_person and who.id not in able)
    there = {who for known in DEPARTED for who in known(row.rotation)}
    departed = tuple(who.id for who in problem.eligible if who.id in there and who.id in was.by_person)
    return Changes(withdrew, departed)
