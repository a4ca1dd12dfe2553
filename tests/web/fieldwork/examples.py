"""What the addresses of this room take, for ``tests/web/examples.py``."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from grassrota_web.fieldwork import models
from grassrota_web.postings.models import Posting
from tests.web.conftest import World
from tests.web.postings import examples as postings

DAY = date(1957, 12, 9)


def away(world: World, side: str) -> Posting:
    """Somebody of the side who is away."""
    row = Posting.objects.get(pk=postings.posting(world, side)["posting"])
    row.departed_on = row.arrived_on = DAY
    row.save()
    return row


def rotation(world: World, side: str) -> dict[str, Any]:
    """The side's rotation."""
    return {"rotation": world.rotations[side].pk}


def batch(world: World, side: str) -> dict[str, Any]:
    """Its batch, with somebody away."""
    return {"rotation": away(world, side).rotation_id, "number": 1}


def ledger(world: World, side: str) -> dict[str, Any]:
    """Its ledger as a file."""
    return batch(world, side) | {"kind": "csv"}


def days(world: World, side: str) -> dict[str, Any]:
    """Its field days as a file."""
    return rotation(world, side) | {"kind": "csv"}


def posting(world: World, side: str) -> dict[str, Any]:
    """Somebody's posting."""
    return {"key": away(world, side).pk}


def step(world: World, side: str) -> dict[str, Any]:
    """A step of it that home and host may take."""
    return posting(world, side) | {"name": "lodging"}


def task(world: World, side: str) -> dict[str, Any]:
    """A task, reported as done."""
    row = models.PostingTask.objects.create(
        posting=away(world, side), output="A roster", purpose="learn", set_on=DAY, reported_on=DAY
    )
    return {"key": row.pk, "way": "confirm"}


def cost(world: World, side: str) -> dict[str, Any]:
    """A line of the ledger."""
    amount = {"kind": "travel", "amount": 100, "currency": "CNY", "payer": "home_unit", "paid_on": DAY}
    return {"key": models.CostEntry.objects.create(posting=away(world, side), **amount).pk}


def lodging(world: World, side: str) -> dict[str, Any]:
    """A lodging that was agreed."""
    nights = {"first_night": DAY, "last_night": DAY, "paid": False, "agreed": True, "currency": "CNY"}
    return {"key": models.Lodging.objects.create(posting=away(world, side), **nights).pk}


def grievance(world: World, side: str) -> dict[str, Any]:
    """A host's word that it is not right, about a colleague of the one who is away in the other examples."""
    stay = models.Lodging.objects.get(pk=lodging(world, side)["key"])
    guest = world.people[f"{side[0]}2"]
    known = Posting.objects.filter(person=guest).first()
    if known is None:
        known = Posting.objects.get(pk=stay.posting_id)
        known.pk, known.person = None, guest
        known.save()
    models.Lodging.objects.filter(pk=stay.pk).update(posting=known)
    row = models.Grievance.objects.create(lodging=stay, kind="damage", filed_on=DAY)
    return {"key": row.pk}


def handover(world: World, side: str) -> dict[str, Any]:
    """Work handed to the posted person's colleague."""
    row = models.Handover.objects.create(
        posting=away(world, side), work="Pay", to=world.people[f"{side[0]}2"], first_day=DAY, last_day=DAY, note="Safe"
    )
    return {"key": row.pk}


def incident(world: World, side: str) -> dict[str, Any]:
    """Something that happened there."""
    place = world.units[f"{side}-township"]
    row = models.Incident.objects.create(rotation=world.rotations[side], place=place, day=DAY, kind="other")
    return {"key": row.pk}


def recall(world: World, side: str) -> dict[str, Any]:
    """A recall that stands."""
    known = {"rotation": world.rotations[side], "batch": 9, "ordered_on": DAY, "due_on": DAY}
    return {"key": models.Recall.objects.create(**known).pk}


def pilot(world: World, side: str) -> dict[str, Any]:
    """A pilot site."""
    known = {"rotation": world.rotations[side], "place": world.units[f"{side}-township"], "opened_on": DAY}
    return {"key": models.Pilot.objects.create(**known).pk}


def practice(world: World, side: str) -> dict[str, Any]:
    """What is tried at it."""
    return {"key": models.Practice.objects.create(pilot_id=pilot(world, side)["key"], name="Night school").pk}


def cycle(world: World, side: str) -> dict[str, Any]:
    """The making of a plan."""
    known = {"owner": world.units[f"{side}-office"], "title": "Plan of spring", "opened_on": DAY}
    return {"key": models.PlanningCycle.objects.create(**known).pk}


def entry(world: World, side: str) -> dict[str, Any]:
    """A day in the field."""
    known = {"key": uuid.uuid4().hex, "digest": uuid.uuid4().hex * 2, "day": DAY, "kind": "labour", "place": "Ridge"}
    row = models.FieldEntry.objects.create(person=world.people[f"{side[0]}1"], contacts=0, **known)
    return {"key": row.pk}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "fieldwork:batch": batch,
    "fieldwork:counts": batch,
    "fieldwork:costs": batch,
    "fieldwork:export_costs": ledger,
    "fieldwork:reverse_cost": cost,
    "fieldwork:recalls": rotation,
    "fieldwork:report_incident": rotation,
    "fieldwork:order_recall": rotation,
    "fieldwork:lift_recall": recall,
    "fieldwork:close_incident": incident,
    "fieldwork:attendance": rotation,
    "fieldwork:export_days": days,
    "fieldwork:help": rotation,
    "fieldwork:export_help": days,
    "fieldwork:pilots": rotation,
    "fieldwork:open_pilot": rotation,
    "fieldwork:pilot_results": pilot,
    "fieldwork:adopt": practice,
    "fieldwork:posting": posting,
    "fieldwork:step": step,
    "fieldwork:move_task": task,
    "fieldwork:take_on": handover,
    "fieldwork:grievance": lodging,
    "fieldwork:answer": grievance,
    "fieldwork:settle": grievance,
    "fieldwork:cycle": cycle,
    "fieldwork:strike": entry,
}
