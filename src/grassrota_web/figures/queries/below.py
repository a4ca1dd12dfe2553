"""The units below one, as the address narrows them: directly below or of one level wherever below, and by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from grassrota.org import Level
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.queries.holding import holding


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What units below one are narrowed to.

    Attributes:
        level: Those of this level wherever below; those directly below if empty.
        words: A part of their name; empty for all.
    """

    level: str = ""
    words: str = ""


def below(actor: Actor, unit: Unit, only: Narrowed) -> QuerySet[Unit]:
    """The units below one, in any order."""
    rows = Unit.objects.filter(parent=unit)
    if only.level:
        rows = Unit.objects.filter(path__startswith=unit.path, level=only.level).exclude(pk=unit.pk)
    if only.words:
        rows = rows.filter(holding("name", only.words))
    return visible(actor, rows)


def levels(actor: Actor, unit: Unit) -> list[str]:
    """The levels of which there are units below one, from the top down."""
    rows = visible(actor, Unit.objects.filter(path__startswith=unit.path).exclude(pk=unit.pk))
    there = set(rows.order_by().values_list("level", flat=True).distinct())
    return [level.value for level in Level if level.value in there]
