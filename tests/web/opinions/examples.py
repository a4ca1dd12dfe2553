"""An example of what each address of this room takes; see ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from grassrota_web.intake import papers
from grassrota_web.intake.models import Attachment, Opinion, ReadAs
from grassrota_web.opinions.models import Appeal, Case, Issue, IssueCase, RoutingRule, Topic
from grassrota_web.opinions.opening import open_cases
from tests.web.conftest import World
from tests.web.intake.appended import appended

DAY = date(2026, 1, 5)


def case(world: World, side: str, **more: Any) -> dict[str, Any]:
    """A case that the office of the side has, about its township."""
    known = {"place": world.units[f"{side}-township"], "addressed": world.units[f"{side}-office"], **more}
    row = Opinion.objects.filter(**known).first()
    if row is None:
        row = Opinion.objects.create(day=DAY, words=f"the road of the {side}", place_words="mill", **known)
        open_cases(appended(row))
    return {"key": Case.objects.get(raised__opinion=row).pk}


def step(world: World, side: str) -> dict[str, Any]:
    """What somebody tells the raiser."""
    return case(world, side) | {"name": "feedback"}


def listed(world: World, side: str) -> dict[str, Any]:
    """The cases as a file."""
    case(world, side)
    return {"kind": "csv"}


def topic(world: World, side: str) -> dict[str, Any]:
    """A topic that gets another name."""
    row, _made = Topic.objects.get_or_create(code="roads", defaults={"name": "Roads"})
    return {"code": row.code, "name": "rename"}


def rule(world: World, side: str) -> dict[str, Any]:
    """A rule of the side."""
    office, place = world.units[f"{side}-office"], world.units[f"{side}-township"]
    return {"key": RoutingRule.objects.get_or_create(to=office, place=place)[0].pk}


def appeal(world: World, side: str) -> dict[str, Any]:
    """An appeal to the unit above the office."""
    known: dict[str, Any] = {"case_id": case(world, side)["key"], "filed_on": DAY, "to": world.units[side]}
    return {"key": Appeal.objects.get_or_create(**known)[0].pk}


def redacted(world: World, side: str) -> dict[str, Any]:
    """An opinion of which handlers read a copy."""
    key = case(world, side, read_as=ReadAs.REDACTED)["key"]
    return {"opinion": Opinion.objects.get(raised__case=key).pk}


def issue(world: World, side: str) -> dict[str, Any]:
    """A big problem of the side."""
    known: dict[str, Any] = {
        "owner": world.units[f"{side}-office"],
        "problem": f"roads of the {side}",
        "opened_on": DAY,
    }
    row, made = Issue.objects.get_or_create(**known)
    if made:
        for more in ({}, {"topic": "another"}):
            IssueCase.objects.create(issue=row, case_id=case(world, side, **more)["key"])
    return {"key": row.pk}


def issue_step(world: World, side: str) -> dict[str, Any]:
    """Who works on it."""
    return issue(world, side) | {"name": "force"}


def attachment(world: World, side: str) -> dict[str, Any]:
    """A picture that came with an opinion of the side."""
    key = case(world, side)["key"]
    row, made = Attachment.objects.get_or_create(opinion=Opinion.objects.get(raised__case=key), kind="image/jpeg")
    if made:
        papers.keep(row.pk, b"a picture", DAY)
    return {"key": key, "attachment": row.pk}


def publishable(world: World, side: str) -> dict[str, Any]:
    """An opinion whose raiser agreed that a reviewer makes public what it is about."""
    key = case(world, side, may_publish=True)["key"]
    return {"opinion": Opinion.objects.get(raised__case=key).pk}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "opinions:case": case,
    "opinions:attachment": attachment,
    "opinions:step": step,
    "opinions:merge": case,
    "opinions:export": listed,
    "opinions:edit_topic": topic,
    "opinions:drop_rule": rule,
    "opinions:decide": appeal,
    "opinions:redact": redacted,
    "opinions:text": publishable,
    "opinions:issue": issue,
    "opinions:issue_step": issue_step,
}

SIDELESS: dict[str, str] = {
    "opinions:export": "a file of the cases that one sees, whichever they are",
    "opinions:edit_topic": "there is one tree of topics for everybody; who may edit it, the verb says",
}
