"""What the addresses of this room take, for ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grassrota_web.jobs.models import Job
from grassrota_web.orgs.models import Opening
from grassrota_web.rotas.models import Pin, Plan, Stage
from tests.web.conftest import World
from tests.web.orgs import examples as orgs
from tests.web.postings import examples as postings


def rotation(world: World, side: str) -> dict[str, Any]:
    """A rotation."""
    return {"pk": world.rotations[side].pk}


def plan(world: World, side: str) -> dict[str, Any]:
    """A plan of it."""
    row = Plan.objects.get(pk=postings.plan(world, side)["plan"])
    return {"pk": row.rotation_id, "number": row.number}


def opening(world: World, side: str) -> dict[str, Any]:
    """An opening of the plan."""
    row = Opening.objects.get(pk=orgs.opening(world, side)["key"])
    return {**plan(world, side), "opening": row.code}


def team(world: World, side: str) -> dict[str, Any]:
    """Those who start there in a batch."""
    return {**opening(world, side), "batch": 1}


def home(world: World, side: str) -> dict[str, Any]:
    """An office of the plan."""
    return {**plan(world, side), "unit": world.units[f"{side}-office"].code}


def person(world: World, side: str) -> dict[str, Any]:
    """Somebody of the plan."""
    return {**plan(world, side), "person": world.people[f"{side[0]}2"].code}


def exported(world: World, side: str) -> dict[str, Any]:
    """A file of the plan."""
    return {**plan(world, side), "name": "left_out.csv"}


def step_of_plan(world: World, side: str) -> dict[str, Any]:
    """What is done with the plan."""
    return {**plan(world, side), "step": "set_aside"}


def step_of_rotation(world: World, side: str) -> dict[str, Any]:
    """A step of the rotation."""
    return {**rotation(world, side), "step": "criteria"}


def stage(world: World, side: str) -> dict[str, Any]:
    """A stage of the rotation."""
    row, _made = Stage.objects.get_or_create(rotation=world.rotations[side], number=1, defaults={"name": "Inquiry"})
    return {**rotation(world, side), "number": row.number}


def pin(world: World, side: str) -> dict[str, Any]:
    """Somebody who stays."""
    known = {"rotation": world.rotations[side], "person": world.people[f"{side[0]}3"]}
    return {**rotation(world, side), "pin": Pin.objects.get_or_create(**known, defaults={"stays": True})[0].pk}


def search(world: World, side: str) -> dict[str, Any]:
    """A search for a plan."""
    row = world.rotations[side]
    known = {"task": "rotas.ask_for_plan", "path": row.home.path, "title": f"A plan for {side}"}
    job, _made = Job.objects.get_or_create(**known, defaults={"arguments": {"rotation": row.pk}})
    return {**rotation(world, side), "key": job.pk}


def imagined(world: World, side: str) -> dict[str, Any]:
    """Something imagined, beside a plan: that somebody stays."""
    row, made = world.rotations[side], Plan.objects.get(pk=postings.plan(world, side)["plan"])
    nothing = {"text": "", "closed": [], "seats": {}, "pins": [[world.people[f"{side[0]}2"].code, "", None, True]]}
    given = {"rotation": row.pk, "policy": made.policy_id, "plan": made.pk, "seed": 0, "gap": 5, "seconds": 60}
    known = {"task": "rotas.ask_what_if", "path": row.home.path, "title": f"What if: {side}"}
    job, _made = Job.objects.get_or_create(**known, defaults={"arguments": {**given, **nothing}})
    return {**rotation(world, side), "key": job.pk}


def asked(world: World, side: str) -> dict[str, Any]:
    """A rotation that has a plan."""
    return {"pk": plan(world, side)["pk"]}


def proposal(world: World, side: str) -> dict[str, Any]:
    """The fewest changes of a plan, looked for."""
    row, made = world.rotations[side], Plan.objects.get(pk=postings.plan(world, side)["plan"])
    known = {"task": "rotas.ask_to_replan", "path": row.home.path, "title": f"After people withdrew: {side}"}
    job, _made = Job.objects.get_or_create(**known, defaults={"arguments": {"rotation": row.pk, "plan": made.pk}})
    return {**rotation(world, side), "key": job.pk}


def years(world: World, side: str) -> dict[str, Any]:
    """Years that are followed."""
    row, made = world.rotations[side], Plan.objects.get(pk=postings.plan(world, side)["plan"])
    known = {"task": "rotas.ask_for_fairness", "path": row.home.path, "title": f"Fairness: {side}"}
    given = {"rotation": row.pk, "policy": made.policy_id, "years": 2, "seed": 0, "leaving": 5, "gap": 5}
    job, _made = Job.objects.get_or_create(**known, defaults={"arguments": given})
    return {**rotation(world, side), "key": job.pk}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    **dict.fromkeys(
        (
            *(
                "rotas:ask",
                "rotas:cases",
                "rotas:close",
                "rotas:compare",
                "rotas:mine",
                "rotas:mine_why",
                "rotas:pins",
                "rotas:policy",
            ),
            *("rotas:policy_check", "rotas:rotation", "rotas:stages", "rotas:unit_stage", "rotas:verified"),
        ),
        rotation,
    ),
    **dict.fromkeys(
        ("rotas:plan", "rotas:openings", "rotas:places", "rotas:move", "rotas:policy_version"),
        plan,
    ),
    "rotas:opening": opening,
    "rotas:lead": team,
    "rotas:unit": home,
    "rotas:person": person,
    "rotas:why": person,
    "rotas:export": exported,
    "rotas:step": step_of_plan,
    "rotas:process_step": step_of_rotation,
    "rotas:stage": stage,
    "rotas:close_stage": stage,
    "rotas:remove_pin": pin,
    "rotas:solving": search,
    "rotas:stop": search,
    "rotas:ask_what_if": asked,
    "rotas:ask_fairness": asked,
    "rotas:what_if": imagined,
    "rotas:adopt": imagined,
    "rotas:fairness": years,
    "rotas:replan": plan,
    "rotas:replanned": proposal,
    "rotas:take_replan": proposal,
}
