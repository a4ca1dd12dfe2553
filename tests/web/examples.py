"""An example of what each address takes, for the tests that open every page as everybody.

Add a line for each route that takes something: its name, and a function of the small world and a side that gives what
the address takes, making the row if there is none on that side. A route whose things have no side, so that whoever
holds the right sees them all, is named in ``SIDELESS`` as well.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from grassrota_web.access.actions.passwords import ONCE
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from grassrota_web.jobs.models import Job
from grassrota_web.journal.actions import append
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import ImportBatch, ImportState
from tests.web.conftest import World
from tests.web.fieldwork import examples as fieldwork
from tests.web.figures import examples as figures
from tests.web.inspections import examples as inspections
from tests.web.intake import examples as intake
from tests.web.open311 import examples as open311
from tests.web.opinions import examples as opinions
from tests.web.orgs import examples as orgs
from tests.web.postings import examples as postings
from tests.web.rotas import examples as rotas
from tests.web.themes import examples as themes

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


def job(world: World, side: str) -> dict[str, Any]:
    """Long work that was asked for there."""
    known: dict[str, Any] = {"task": "orgs.take_import", "title": f"List for {side}", "path": world.units[side].path}
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


def arrival(world: World, side: str) -> dict[str, Any]:
    """A rotation folder that somebody who looks after one side sent."""
    known: dict[str, Any] = {"kind": "rotation", "path": world.units[side].path, "file": "rotation.zip"}
    said = {"state": ImportState.READ, "preview": {"code": f"{side}-2", "prefix": ""}, "content": b""}
    return {"key": ImportBatch.objects.get_or_create(**known, defaults=said)[0].pk}


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
    "records:job": job,
    "records:progress": job,
    "records:stop": job,
    "records:arrival": arrival,
    "records:take_arrival": arrival,
    "records:drop_arrival": arrival,
    "records:entry": entry,
    "records:undo": entry,
    "records:history": history,
    **orgs.EXAMPLES,
    **rotas.EXAMPLES,
    **postings.EXAMPLES,
    **fieldwork.EXAMPLES,
    **intake.EXAMPLES,
    **opinions.EXAMPLES,
    **open311.EXAMPLES,
    **themes.EXAMPLES,
    **inspections.EXAMPLES,
    **figures.EXAMPLES,
}

SIDELESS: dict[str, str] = {
    "records:history": "a thing of which one sees no row has an empty history, as one that does not exist",
    "access:first_password": "whoever has the link may use it; it names its own account alone",
    "access:end_token": "one sees one's own tokens alone, wherever they are used",
    **orgs.SIDELESS,
    **postings.SIDELESS,
    **intake.SIDELESS,
    **opinions.SIDELESS,
    **open311.SIDELESS,
    **inspections.SIDELESS,
    **figures.SIDELESS,
}
"""Routes whose things have no side, with the reason."""
