"""The unit tree as somebody sees it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.queries.holding import holding
from grassrota_web.orgs.words import LEVELS

FOUND = 30
"""Units that a search shows."""


def tops(actor: Actor) -> QuerySet[Unit]:
    """The highest units that the actor sees."""
    units = visible(actor, Unit.objects.all())
    paths = actor.paths(Right.READ_UNITS)
    return units.filter(parent=None) if EVERYWHERE in paths else units.filter(path__in=_highest(paths))


def children(actor: Actor, unit: Unit) -> QuerySet[Unit]:
    """The units directly below one."""
    return visible(actor, Unit.objects.filter(parent=unit)).order_by("name", "pk")


def above(actor: Actor, unit: Unit) -> list[Unit]:
    """The units above one that the actor sees, from the top down."""
    keys = [int(key) for key in unit.path.strip("/").split("/")[:-1]]
    return list(visible(actor, Unit.objects.filter(pk__in=keys)).order_by("path"))


def named(actor: Actor, words: str, limit: int = FOUND) -> list[Unit]:
    """Units found by a part of their name, or by the beginning of their code."""
    words = words.strip()
    if not words:
        return []
    units = visible(actor, Unit.objects.all()).order_by("name", "pk")
    found = list(units.filter(holding("name", words))[:limit])
    known = [unit.pk for unit in found]
    return found + list(units.filter(code__istartswith=words).exclude(pk__in=known)[: limit - len(found)])


def nodes(units: QuerySet[Unit], limit: int = 500) -> list[dict[str, Any]]:
    """Units as ``components/tree_nodes.html`` shows them, each with the way to what is below it."""
    with_twigs = units.annotate(has_children=Exists(Unit.objects.filter(parent=OuterRef("pk"))))
    return [node(unit, twig=unit.has_children) for unit in with_twigs[:limit]]


def node(unit: Unit, *, twig: bool = False, below: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """One unit of the tree, perhaps with the nodes below it."""
    known = list(below)
    return {
        "id": unit.code,
        "label": unit.name,
        "level": LEVELS[unit.level],
        "url": reverse("orgs:unit", args=[unit.pk]),
        "children_url": reverse("orgs:below", args=[unit.pk]) if twig else "",
        "children": known,
        "open": bool(known),
    }


def _highest(paths: tuple[str, ...]) -> list[str]:
    return [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
