"""An example of what each address takes, for the tests that open every page as everybody.

Add a line for each route that takes something: its name, and a function of the small world and a side that gives what
the address takes, making the row if there is none on that side. A route whose things have no side, so that whoever
holds the right sees them all, is named in ``SIDELESS`` as well.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from grassrota_web.access.actions.passwords import ONCE
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from grassrota_web.jobs.models import Job
from grassrota_web.journal.actions import append
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Couple, Exemption, Opening, Programme
from tests.web.conftest import World
from tests.web.fieldwork import examples as fieldwork
from tests.web.postings import examples as postings

Example = Callable[[World, str], dict[str, Any]]


def account(world: World, side: str) -> dict[str, Any]:
    """An account that the administrators of the side look after."""
    kept = world.account(Role.READER, world.units[side], name=f"{side}-example")
    Account.objects.filter(pk=kept.pk).update(path=world.units[side].path, name=f"Example of the {side}")
    return {"account": kept.pk}


def grant(world: World, side: str) -> dict[str, Any]:
    """A role held there."""
    return {"grant": Grant.objects.get(account=account(world, side)["account"]).pk}


def password_link(world: World, side: str) -> dict[str, Any]:
    """A link that sets a password, which whoever has it may use."""
    kept = Account.objects.get(pk=account(world, side)["account"])
    return {"account": kept.pk, "token": ONCE.make_token(kept)}


def nobodys_token(world: World, side: str) -> dict[str, Any]:
    """A token that is not of whoever asks."""
    return {"token": uuid.UUID(int=1)}


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
    known = {"person": world.people[f"{side[0]}2"], "reason": "age", "since": date(1957, 1, 1)}
    return {"key": Exemption.objects.get_or_create(**known)[0].pk}


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


def rotation_pk(world: World, side: str) -> dict[str, Any]:
    """A rotation, as the pages of plans name it."""
    return {"pk": world.rotations[side].pk}


def rotation(world: World, side: str) -> dict[str, Any]:
    """A rotation, as the pages of the field name it."""
    return {"rotation": world.rotations[side].pk}


def job(world: World, side: str) -> dict[str, Any]:
    """Long work that was asked for there."""
    known = {"task": "orgs.take_import", "title": f"List for {side}", "path": world.units[side].path}
    return {"job": Job.objects.get_or_create(**known)[0].pk}


def entry(world: World, side: str) -> dict[str, Any]:
    """A row of the journal about something there."""
    place, subject = world.units[side].path, f"of-{world.units[side].pk}"
    found = Entry.objects.filter(place=place, subject=subject).first()
    row = found or append(verb="orgs.edit_unit", actor="", kind="unit", subject=subject, place=place, after={"x": side})
    return {"number": row.number}


def history(world: World, side: str) -> dict[str, Any]:
    """What happened to it."""
    row = Entry.objects.get(pk=entry(world, side)["number"])
    return {"kind": row.kind, "subject": row.subject}


EXAMPLES: dict[str, Example] = {
    "access:first_password": password_link,
    "access:end_token": nobodys_token,
    "accounts:account": account,
    "accounts:name": account,
    "accounts:person": account,
    "accounts:password_link": account,
    "accounts:second_factor": account,
    "accounts:close": account,
    "accounts:reopen": account,
    "accounts:give": account,
    "accounts:confirm": grant,
    "accounts:end": grant,
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
    "orgs:opening": opening,
    "orgs:edit_opening": opening,
    "orgs:withdraw_opening": opening,
    "orgs:answer_opening": opening,
    "orgs:edit_programme": programme,
    "orgs:scale": scale,
    "orgs:import_list": kind_of_list,
    "orgs:import_template": kind_of_list,
    "orgs:agreed": rotation,
    "rotas:ask": rotation_pk,
    "rotas:close": rotation_pk,
    "rotas:cases": rotation_pk,
    "rotas:compare": rotation_pk,
    "rotas:mine": rotation_pk,
    "rotas:pins": rotation_pk,
    "rotas:policy": rotation_pk,
    "rotas:policy_check": rotation_pk,
    "rotas:rotation": rotation_pk,
    "rotas:stages": rotation_pk,
    "rotas:unit_stage": rotation_pk,
    "rotas:verified": rotation_pk,
    "fieldwork:attendance": rotation,
    "fieldwork:open_pilot": rotation,
    "fieldwork:order_recall": rotation,
    "fieldwork:pilots": rotation,
    "fieldwork:recalls": rotation,
    "fieldwork:report_incident": rotation,
    "records:job": job,
    "records:progress": job,
    "records:stop": job,
    "records:entry": entry,
    "records:undo": entry,
    "records:history": history,
    **postings.EXAMPLES,
    **fieldwork.EXAMPLES,
}

SIDELESS: dict[str, str] = {
    "orgs:import_list": "what a list may hold is the same for all",
    "orgs:import_template": "what a list may hold is the same for all",
    "records:history": "a thing of which one sees no row has an empty history, as one that does not exist",
    "orgs:scale": "grades are the same for all",
    "access:first_password": "whoever has the link may use it; it names its own account alone",
    "access:end_token": "one sees one's own tokens alone, wherever they are used",
    **postings.SIDELESS,
}
"""Routes whose things have no side, with the reason."""
