"""Openings, programmes and rotations as somebody sees them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.orgs.models import HostAnswer, Opening, Programme, Rotation, Unit
from grassrota_web.orgs.queries.holding import holding


@dataclass(frozen=True, slots=True)
class OpeningFilter:
    """What a list of openings is narrowed to.

    Attributes:
        rotation: Code of the rotation; empty for all.
        unit: The unit at which, or below which, they are; None for all.
        sector: A word of ``Sector``; empty for all.
        answer: What the host has said; empty for anything.
        words: A part of the place's name, or the beginning of the code; empty for all.
    """

    rotation: str = ""
    unit: Unit | None = None
    sector: str = ""
    answer: str = ""
    words: str = ""


ALL = OpeningFilter()


def openings(actor: Actor, only: OpeningFilter = ALL) -> QuerySet[Opening]:
    """The openings within reach that were not withdrawn, as far as the filter leaves them."""
    rows = visible(actor, Opening.objects.filter(withdrawn_on=None)).select_related("place", "rotation")
    if only.rotation:
        rows = rows.filter(rotation__code=only.rotation)
    if only.unit:
        rows = rows.filter(place__path__startswith=only.unit.path)
    if only.sector:
        rows = rows.filter(sector=only.sector)
    if only.answer:
        rows = rows.filter(answer=only.answer)
    words = only.words.strip()
    return rows.filter(holding("place__name", words) | Q(code__istartswith=words)) if words else rows


def hosted(actor: Actor) -> QuerySet[Opening]:
    """The openings at the actor's own places, on which their word is asked."""
    rows = Opening.objects.filter(withdrawn_on=None, rotation__closed_on=None).select_related("place", "rotation")
    return reached(actor, rows, (At(Right.CONSENT_AS_HOST, "place__path"),))


def unanswered(actor: Actor) -> QuerySet[Opening]:
    """Those of them on which the host has not answered yet."""
    return hosted(actor).filter(answer=HostAnswer.ASKED)


def open_rotations(actor: Actor) -> QuerySet[Rotation]:
    """The rotations under way that the actor sees, or to which their places belong."""
    rows = Rotation.objects.filter(closed_on=None)
    paths = actor.paths(Right.EDIT_OPENINGS)
    if EVERYWHERE in paths:
        return rows
    above = {path[: end + 1] for path in paths for end, sign in enumerate(path) if sign == "/" and end}
    own = rows.filter(hosts__path__in=above)
    return (visible(actor, rows) | own).distinct()


def programmes(actor: Actor) -> QuerySet[Programme]:
    """The programmes within reach, the newest first."""
    return visible(actor, Programme.objects.select_related("place")).order_by("-first_day", "-pk")


def running(row: Programme) -> bool:
    """True if its last day has not passed."""
    return row.last_day is None or row.last_day >= timezone.localdate()
