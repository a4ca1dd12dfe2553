"""An example of what each address of this room takes; see ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone

from grassrota.figures.issue.issued import TreeHead, document
from grassrota.figures.issue.known import Counted, Known, ReadingNote
from grassrota.figures.issue.making import make
from grassrota.figures.issue.template import DEFAULT, read_template
from grassrota.figures.words import Language
from grassrota_web.access.actor import Application
from grassrota_web.figures.actions.reading import read_day
from grassrota_web.figures.models import Bulletin, BulletinTemplate, Reading
from tests.web.conftest import World

DAY = date(2026, 1, 5)


def bulletin(world: World, side: str) -> dict[str, Any]:
    """A bulletin of the side's office, of figures of opinions."""
    unit = world.units[f"{side}-office"]
    row = Bulletin.objects.filter(unit=unit).first()
    if row is None:
        key, note = uuid4(), ReadingNote(DAY, DAY, "0" * 64, 0)
        known = Known(unit.code, unit.name, DAY, DAY, {DAY: note}, {Counted(DAY, "raised"): 20})
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
}
