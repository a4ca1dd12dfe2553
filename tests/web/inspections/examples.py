"""An example of what each address of this room takes; see ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from grassrota_web.access.rights import Role
from grassrota_web.inspections.models import Chain, Claim, Cycle, Finding, Method, Round, Visit
from grassrota_web.opinions.models import Topic
from tests.web.conftest import World
from tests.web.opinions.examples import case

DAY = date(2026, 1, 5)
RATES = {"tolerance": "1/20", "grace": "1/50", "alpha": "1/20", "beta": "1/20", "second": "1/10", "decoys": "1/5"}


def planned(world: World, side: str) -> dict[str, Any]:
    """A round of the side, drawn."""
    place = world.units[side]
    anchor = str(place.pk).rjust(64, "0")
    chain, _made = Chain.objects.get_or_create(anchor=anchor, defaults={"place": place, "rounds": 24, "made_on": DAY})
    days = {"as_of": DAY, "chance_on": DAY, "planned_on": DAY, "frozen_on": DAY, "drawn_on": DAY}
    said = {"place": place, "source": "广场掷骰子", "plan_hash": "0" * 64, "in_log": 1, "elsewhere": 0, **days, **RATES}
    more = {"chance": "4 1 6", "key": "0" * 64}
    return {"key": Round.objects.get_or_create(commitment=chain, number=1, defaults={**said, **more})[0].pk}


def ended(world: World, side: str) -> dict[str, Any]:
    """Another round of the side, which has ended."""
    row = Round.objects.get(pk=planned(world, side)["key"])
    found = Round.objects.filter(commitment=row.commitment, number=2).first()
    if found is None:
        row.pk, row.number, row.ended_on = uuid4(), 2, DAY
        row.save(force_insert=True)
        found = row
    return {"key": found.pk}


def cycle(world: World, side: str) -> dict[str, Any]:
    """A cycle of the side."""
    return {"key": Cycle.objects.get_or_create(place=world.units[side], defaults={"begun_on": DAY})[0].pk}


def claim(world: World, side: str) -> dict[str, Any]:
    """What the office of the side says."""
    known: dict[str, Any] = {"round_id": planned(world, side)["key"], "unit": world.units[f"{side}-office"]}
    said = {
        "received": 1,
        "claimed": 1,
        "listed": case(world, side)["key"].bytes,
        "list_hash": "0" * 64,
        "terms": "0" * 64,
        "size": 1,
    }
    return {"key": Claim.objects.get_or_create(**known, defaults=said)[0].pk}


def visit(world: World, side: str) -> dict[str, Any]:
    """A visit that the inspector of the side makes."""
    account = world.account(Role.INSPECTOR, world.units[side])
    known: dict[str, Any] = {"claim_id": claim(world, side)["key"], "case_id": case(world, side)["key"], "order": 1}
    return {"key": Visit.objects.get_or_create(**known, defaults={"inspector": str(account.pk)})[0].pk}


def finding(world: World, side: str) -> dict[str, Any]:
    """What was found at the office of the side, of which a verdict was given."""
    office = world.units[f"{side}-office"]
    key = case(world, side)["key"]
    said = {"received": 1, "claimed": 1, "listed": key.bytes, "list_hash": "0" * 64, "terms": "0" * 64}
    told = {"outcome": "confirmed", "at_least": 1, "concluded_on": DAY, "settled_on": DAY}
    known = {"round_id": ended(world, side)["key"], "unit": office}
    row, _made = Claim.objects.get_or_create(**known, defaults={**said, **told})
    looked, _made = Visit.objects.get_or_create(claim=row, case_id=key, order=1, defaults={"done_on": DAY})
    answers = {"on": DAY, "really_changed": True, "how_changed": "换了新泵", "small_problem_solved": True}
    return {"key": Finding.objects.get_or_create(visit=looked, defaults=answers)[0].pk}


def method(world: World, side: str) -> dict[str, Any]:
    """What the office of the side did, offered."""
    topic, _made = Topic.objects.get_or_create(code=f"wells-{side}", defaults={"name": "水井"})
    place, unit = world.units[side], world.units[f"{side}-office"]
    said = {"place": place, "unit": unit, "topic": topic, "words": "换了新泵", "offered_on": DAY}
    return {"key": Method.objects.get_or_create(finding_id=finding(world, side)["key"], defaults=said)[0].pk}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "inspections:round": planned,
    "inspections:member": planned,
    "inspections:freeze": planned,
    "inspections:draw": planned,
    "inspections:end": planned,
    "inspections:send": planned,
    "inspections:cycle": cycle,
    "inspections:offer_method": finding,
    "inspections:withdraw_method": method,
    "inspections:published": planned,
    "inspections:published_draw": ended,
    "inspections:claim": claim,
    "inspections:conclude": claim,
    "inspections:visit": visit,
    "inspections:arrive": visit,
    "inspections:aside": visit,
}

SIDELESS: dict[str, str] = {
    "inspections:published": "what was fixed beforehand is published, so that everybody can hold the office to it",
    "inspections:published_draw": "the same, with all that is needed to repeat a draw once the round has ended",
}
