"""An example of what each address of this room takes; see ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from grassrota.figures.issue.issued import TreeHead, document
from grassrota.figures.issue.known import Known, ReadingNote
from grassrota.figures.issue.making import make
from grassrota.figures.issue.template import DEFAULT, read_template
from grassrota.figures.release.shown import Release, Releases
from grassrota.figures.words import Language
from grassrota_web.access.actor import Application
from grassrota_web.figures.actions.reading import read_day
from grassrota_web.figures.actions.subscriptions import link_of
from grassrota_web.figures.models import (
    Bulletin,
    BulletinSchedule,
    BulletinTemplate,
    Publication,
    PublishedTotal,
    Reading,
    Subscription,
)
from tests.web.conftest import World

DAY = date(2026, 1, 5)


def bulletin(world: World, side: str) -> dict[str, Any]:
    """A bulletin of the side's office, of figures of opinions."""
    unit = world.units[f"{side}-office"]
    row = Bulletin.objects.filter(unit=unit).first()
    if row is None:
        key, note = uuid4(), ReadingNote(DAY, DAY, "0" * 64, 0)
        raised = Releases(grows=False, by_unit={unit.code: (Release(DAY, 20, 20),)})
        known = Known(unit.code, unit.name, DAY, DAY, {DAY: note}, {}, {"raised": raised})
        templates = {language: read_template(text) for language, text in DEFAULT.items()}
        issued = make(str(key), templates, known, TreeHead(1, "0" * 64))
        days = {"as_of": DAY, "published_on": DAY}
        said = {"asks": "read_cases", "content": document(issued), "key": "0" * 64, "signature": "0" * 128}
        row = Bulletin.objects.create(pk=key, unit=unit, **days, **said)
    return {"key": row.pk}


def file(world: World, side: str) -> dict[str, Any]:
    """What was signed of it."""
    return {**bulletin(world, side), "name": "signed.json"}


def unit(world: World, side: str) -> dict[str, Any]:
    """A unit whose figures were read."""
    if not Reading.objects.exists():
        read_day(Application(), timezone.localdate())
    return {"key": world.units[f"{side}-office"].pk}


def templated(world: World, side: str) -> dict[str, Any]:
    """A unit of which bulletins are made from a template of its own."""
    unit = world.units[f"{side}-office"]
    texts = {"english": DEFAULT[Language.ENGLISH], "chinese": DEFAULT[Language.CHINESE]}
    BulletinTemplate.objects.get_or_create(unit=unit, number=1, defaults={**texts, "made_on": DAY})
    return {"unit": unit.pk}


def taken(world: World, side: str) -> dict[str, Any]:
    """The same as a file."""
    return unit(world, side) | {"suffix": "csv"}


def published(world: World, side: str) -> dict[str, Any]:
    """A unit of which something is published."""
    Publication.objects.get_or_create(day=DAY, defaults={"published_on": DAY, "totals": 1, "digest": "", "tree": ""})
    unit = world.units[f"{side}-office"]
    PublishedTotal.objects.get_or_create(unit=unit, figure="raised", day=DAY, defaults={"total": 20, "left": 20})
    return {"key": unit.pk}


def published_file(world: World, side: str) -> dict[str, Any]:
    """The same as a file."""
    return {"name": published(world, side)["key"], "suffix": "csv"}


def public_bulletin(world: World, side: str) -> dict[str, Any]:
    """A bulletin for everybody."""
    found = bulletin(world, side)
    Bulletin.objects.filter(pk=found["key"]).update(public=True)
    return found


def public_file(world: World, side: str) -> dict[str, Any]:
    """What was signed of it."""
    return {**public_bulletin(world, side), "name": "signed.json"}


def scheduled(world: World, side: str) -> dict[str, Any]:
    """A schedule of the side's office."""
    unit = world.units[f"{side}-office"]
    said = {"every": "month", "after_days": 3, "set_on": DAY}
    return {"key": BulletinSchedule.objects.get_or_create(unit=unit, defaults=said)[0].pk}


def told_of(world: World, side: str) -> dict[str, Any]:
    """A unit of which there is a bulletin."""
    bulletin(world, side)
    return {"unit": world.units[f"{side}-office"].pk}


def subscribed(world: World, side: str) -> dict[str, Any]:
    """Word of the bulletins of the side's office, asked for by somebody."""
    account = world.account(None, world.units[side])
    row = Subscription.objects.create(account=account, unit=world.units[f"{side}-office"], since=DAY)
    return {"link": link_of(row)}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "figures:unit": unit,
    "figures:divided": unit,
    "figures:floors": unit,
    "figures:gates": unit,
    "figures:rising": unit,
    "figures:bulletin": bulletin,
    "figures:bulletin_file": file,
    "figures:correct": bulletin,
    "figures:template": templated,
    "figures:take": taken,
    "figures:schedule": templated,
    "figures:end_schedule": scheduled,
    "figures:subscribe": told_of,
    "figures:unsubscribe": subscribed,
    "figures:public_unit_feed": published,
    "figures:public_unit": published,
    "figures:public_take": published_file,
    "figures:public_bulletin": public_bulletin,
    "figures:public_bulletin_file": public_file,
}

PUBLISHED = "what is published of opinions is for everybody"
SIDELESS = {
    "figures:subscribe": "whoever reads a bulletin, as everybody reads a public one, may ask for word of the next",
    "figures:unsubscribe": "whoever has the link may use it; it names its own unit alone",
    "figures:public_unit_feed": PUBLISHED,
    "figures:public_unit": PUBLISHED,
    "figures:public_take": PUBLISHED,
    "figures:public_bulletin": PUBLISHED,
    "figures:public_bulletin_file": PUBLISHED,
}
"""Routes whose things have no side, with the reason."""
