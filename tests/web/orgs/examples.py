"""What the addresses of this room take, for ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from grassrota_web.access.rights import Right, Role
from grassrota_web.access.seal import seal
from grassrota_web.jobs.models import Job
from grassrota_web.orgs.models import Couple, Exemption, ImportBatch, ImportState, KeptExport, Opening, Programme
from tests.web.conftest import World


def unit(world: World, side: str) -> dict[str, Any]:
    """A unit."""
    return {"key": world.units[f"{side}-office"].pk}


def person(world: World, side: str) -> dict[str, Any]:
    """Somebody on the staff."""
    return {"key": world.people[f"{side[0]}2"].pk}


def couple(world: World, side: str) -> dict[str, Any]:
    """Two who go together."""
    first, second = (world.people[f"{side[0]}{number}"] for number in (2, 3))
    return {"key": first.pk, "couple": Couple.objects.get_or_create(first=first, second=second)[0].pk}


def exemption(world: World, side: str) -> dict[str, Any]:
    """Somebody who does not go."""
    known: dict[str, Any] = {"person": world.people[f"{side[0]}2"], "reason": "age", "since": date(1957, 1, 1)}
    return {"key": Exemption.objects.get_or_create(**known)[0].pk}


def detailed(world: World, side: str) -> dict[str, Any]:
    """The same, with its detail under seal."""
    row = Exemption.objects.get(pk=exemption(world, side)["key"])
    if row.detail is None:
        path = world.units[f"{side}-office"].path
        row.detail = seal(f"Detail of the {side}", path=path, person=row.person.code, right=Right.READ_SEALED)
        row.save()
    return {"key": row.pk}


def opening(world: World, side: str) -> dict[str, Any]:
    """Room for people at the side's township."""
    known = {"rotation": world.rotations[side], "code": f"{side}-opening", "place": world.units[f"{side}-township"]}
    size = {"sector": "rural", "role": "field_work", "low": 1, "high": 2}
    return {"key": Opening.objects.get_or_create(**known, defaults=size)[0].pk}


def programme(world: World, side: str) -> dict[str, Any]:
    """A programme of the side's township."""
    known = {"place": world.units[f"{side}-township"], "name": f"Programme of the {side}"}
    return {"key": Programme.objects.get_or_create(**known, defaults={"first_day": date(1957, 1, 1)})[0].pk}


def scale(world: World, side: str) -> dict[str, Any]:
    """The scale of grades."""
    return {"key": world.scale.pk}


def kind_of_list(world: World, side: str) -> dict[str, Any]:
    """A list that can be imported."""
    return {"kind": "people"}


def exported(world: World, side: str) -> dict[str, Any]:
    """A list that can be exported, as a file of some kind."""
    return {"kind": "people", "suffix": "csv"}


def brought_in(world: World, side: str) -> dict[str, Any]:
    """A list that was looked through and waits."""
    known = {"kind": "people", "path": world.units[side].path, "file": f"{side}.csv"}
    content = f"id,name,unit,grade\n{side}-new,New of the {side},{side}-office,clerk\n".encode()
    said = {"state": ImportState.READ, "asked_by": "", "content": content, "preview": {"new": 1}}
    return {"key": ImportBatch.objects.get_or_create(**known, defaults=said)[0].pk}


def rotation(world: World, side: str) -> dict[str, Any]:
    """A rotation."""
    return {"key": world.rotations[side].pk}


def kept_export(world: World, side: str) -> dict[str, Any]:
    """A long list that the side's organiser asked for."""
    asked_by = str(world.account(Role.ORGANISER, world.units[side], person=f"{side[0]}1").pk)
    said: dict[str, Any] = {"task": "orgs.ask_for_export", "path": world.units[side].path, "asked_by": asked_by}
    job, _made = Job.objects.get_or_create(**said)
    KeptExport.objects.get_or_create(job=job, defaults={"asked_by": asked_by, "name": "people.xlsx", "content": b""})
    return {"job": job.pk}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "orgs:unit": unit,
    "orgs:below": unit,
    "orgs:edit_unit": unit,
    "orgs:move_unit": unit,
    "orgs:person": person,
    "orgs:edit_person": person,
    "orgs:move_person": person,
    "orgs:leave_staff": person,
    "orgs:couple": person,
    "orgs:exempt": person,
    "orgs:uncouple": couple,
    "orgs:end_exemption": exemption,
    "orgs:exemption_detail": detailed,
    "orgs:opening": opening,
    "orgs:edit_opening": opening,
    "orgs:withdraw_opening": opening,
    "orgs:answer_opening": opening,
    "orgs:edit_programme": programme,
    "orgs:scale": scale,
    "orgs:agreed": rotation,
    "orgs:export": exported,
    "orgs:kept_export": kept_export,
    "orgs:import_list": kind_of_list,
    "orgs:import_template": kind_of_list,
    "orgs:import": brought_in,
    "orgs:returned_import": brought_in,
    "orgs:decide_import": brought_in,
    "orgs:drop_import": brought_in,
    "orgs:undo_import": brought_in,
}

SIDELESS = {
    "orgs:import_list": "what a list may hold is the same for all",
    "orgs:import_template": "what a list may hold is the same for all",
    "orgs:export": "everybody's own export has what they see, and nothing else",
    "orgs:scale": "grades are the same for all",
}
"""Routes whose things have no side, with the reason."""
