"""What the addresses of this room take, for ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from grassrota_web.access.models import Grant
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.seal import seal
from grassrota_web.orgs.models import Opening, Rotation
from grassrota_web.postings.actions.feeds import digest_of
from grassrota_web.postings.models import (
    BatchRecord,
    CoercionReport,
    Concern,
    Feed,
    LetterBundle,
    Posting,
    Question,
    Swap,
)
from grassrota_web.rotas.convert.policy import proposed, text_of
from grassrota_web.rotas.models import Plan, Policy
from tests.web.conftest import World

DAY = date(1957, 12, 1)


def rotation(world: World, side: str) -> dict[str, Any]:
    """The side's rotation."""
    return {"rotation": world.rotations[side].pk}


def plan(world: World, side: str) -> dict[str, Any]:
    """A plan of it, with nobody in it."""
    of = Rotation.objects.select_related("home", "scale").get(pk=world.rotations[side].pk)
    policy, _made = Policy.objects.get_or_create(
        rotation=of, number=1, defaults={"text": text_of(proposed(of)), "made_on": DAY}
    )
    known = {"made_on": DAY, "objective": 0, "bound": 0.0, "violations": 0, "problem_sha256": "0" * 64}
    row, _made = Plan.objects.get_or_create(
        rotation=of, number=1, defaults={"policy": policy, "state": "initial"} | known
    )
    return {"plan": row.pk}


def record(world: World, side: str) -> dict[str, Any]:
    """A batch whose list is published."""
    known = {"plan_id": plan(world, side)["plan"], "discussion_opened_on": DAY, "list_published_on": DAY}
    row, _made = BatchRecord.objects.get_or_create(rotation=world.rotations[side], batch=1, defaults=known)
    return {"record": row.pk}


def export(world: World, side: str) -> dict[str, Any]:
    """Its list as a file."""
    return record(world, side) | {"suffix": "csv"}


def bundle(world: World, side: str) -> dict[str, Any]:
    """Its letters."""
    key = record(world, side)
    LetterBundle.objects.get_or_create(record_id=key["record"], defaults={"made_on": DAY, "content": b"PK"})
    return key


def worklist(world: World, side: str) -> dict[str, Any]:
    """The worklist as a file, which has no side but the reader's own."""
    return {"suffix": "csv"}


def question(world: World, side: str) -> dict[str, Any]:
    """A question about the side's rotation."""
    known = {"rotation": world.rotations[side], "text": f"What of the {side}?"}
    return {"question": Question.objects.get_or_create(**known, defaults={"asked_on": DAY})[0].pk}


def concern(world: World, side: str, number: int) -> Concern:
    """Something that somebody of the side has raised."""
    known = {"rotation": world.rotations[side], "person": world.people[f"{side[0]}{number}"]}
    return Concern.objects.get_or_create(**known, defaults={"kind": "question", "raised_on": DAY})[0]


def see_to(world: World, side: str) -> dict[str, Any]:
    """What the side's second person has raised."""
    return {"matter": concern(world, side, 2).pk}


def matter(world: World, side: str) -> dict[str, Any]:
    """What its first person, who asks in the tests of the north, has raised."""
    return rotation(world, side) | {"matter": concern(world, side, 1).pk}


def line(world: World, side: str, number: int) -> Posting:
    """Somebody's posting."""
    key = record(world, side)
    opening, _made = Opening.objects.get_or_create(
        rotation=world.rotations[side],
        code=f"{side}-{number}",
        place=world.units[f"{side}-township"],
        defaults={"sector": "rural", "role": "field_work", "low": 1, "high": 2},
    )
    days = {"first_day": DAY, "last_day": DAY, "listed_on": DAY, "batch": 1, "form": "turn40", "role": "field_work"}
    days["plan"] = BatchRecord.objects.get(pk=key["record"]).plan
    person = world.people[f"{side[0]}{number}"]
    return Posting.objects.get_or_create(
        rotation=world.rotations[side], person=person, defaults=days | {"opening": opening, "home_unit": person.unit}
    )[0]


def posting(world: World, side: str) -> dict[str, Any]:
    """The first person's posting."""
    return {"posting": line(world, side, 1).pk}


def ahead(world: World, side: str, number: int) -> Posting:
    """Somebody's posting before they have left, whatever another example says."""
    row = line(world, side, number)
    Posting.objects.filter(pk=row.pk).update(departed_on=None, arrived_on=None)
    return row


def to_swap(world: World, side: str) -> dict[str, Any]:
    """The first person asks the second."""
    ahead(world, side, 1)
    return rotation(world, side) | {"person": ahead(world, side, 2).person.code}


def wanted(world: World, side: str, *who: int) -> Swap:
    """Two people want each other's turn."""
    lines = {name: ahead(world, side, number) for name, number in zip(("first", "second"), who, strict=True)}
    known = {"rotation": world.rotations[side], "state": "agreed", "since": DAY, "allowed": True}
    return Swap.objects.get_or_create(**lines, defaults=known)[0]


def swap(world: World, side: str) -> dict[str, Any]:
    """A swap of others than who asks in the tests of the north."""
    return {"swap": wanted(world, side, 2, 3).pk}


def own_swap(world: World, side: str) -> dict[str, Any]:
    """That of the first person."""
    return rotation(world, side) | {"swap": wanted(world, side, 1, 2).pk}


def report(world: World, side: str) -> dict[str, Any]:
    """A report of coercion, which is with the side's reviewer if there is one."""
    held = Grant.objects.filter(role=Role.REVIEWER, path=world.units[side].path).first()
    officer = str(held.account_id) if held else "nobody"
    row = CoercionReport.objects.filter(unit=world.units[f"{side}-office"]).first()
    if row is None:
        text = seal("told", path=world.units[side].path, person="", right=Right.READ_COERCION)
        row = CoercionReport(unit=world.units[f"{side}-office"], receipt=side, text=text, filed_on=DAY, answer_by=DAY)
    row.officer = officer
    row.save()
    return {"report": row.pk}


def feed(world: World, side: str) -> dict[str, Any]:
    """A calendar of the side's third person."""
    account = world.account(Role.STAFF_MEMBER, world.units[side], name=f"{side}-calendar", person=f"{side[0]}3")
    known = {"account": str(account.pk), "made_on": DAY}
    Feed.objects.get_or_create(digest=digest_of(f"secret-of-{side}"), defaults=known)
    return {"secret": f"secret-of-{side}"}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "postings:open": plan,
    "postings:publish": plan,
    "postings:list": record,
    "postings:export": export,
    "postings:discussion": record,
    "postings:readiness": record,
    "postings:briefing": record,
    "postings:escort": record,
    "postings:letters": record,
    "postings:bundle": bundle,
    "postings:batch_calendar": record,
    "postings:questions": rotation,
    "postings:answer": question,
    "postings:own": rotation,
    "postings:worry": rotation,
    "postings:request": rotation,
    "postings:matter": matter,
    "postings:ask_to_swap": to_swap,
    "postings:answer_swap": own_swap,
    "postings:swap": swap,
    "postings:letter": posting,
    "postings:worklist_export": worklist,
    "postings:write_down": rotation,
    "postings:see_to": see_to,
    "postings:coercion_report": report,
    "postings:feed": feed,
}

SIDELESS = {
    "postings:worklist_export": "everybody gets their own worklist as a file",
    "postings:feed": "whoever has the secret address may read the calendar; it holds its owner's turns alone",
}
