"""What pages of figures are asked for by their address: of which unit, and as of which day."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request
from grassrota_web.access.scope import visible
from grassrota_web.figures.models import Reading
from grassrota_web.figures.queries import asof
from grassrota_web.figures.queries.below import Narrowed
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.queries import units as tree
from grassrota_web.orgs.words import LEVELS

WEEKS = 12
"""Days of readings to choose from besides the first: the last of so many weeks."""
MOST_WORDS = 80


def seen(request: Request, key: int) -> Unit:
    """The unit, if somebody sees figures of it."""
    row = visible(request.actor, Unit.objects.filter(pk=key)).first()
    if row is None or not asof.shown(request.actor, row.path):
        raise Http404
    return row


def reading_asked(request: Request) -> Reading | None:
    """The reading of the day in the address, or the last before it; the last of all if it names no day there is."""
    try:
        day = parse_date(request.GET.get("on", ""))
    except ValueError:
        day = None
    return asof.reading(day)


def narrowed(request: Request) -> Narrowed:
    """Which units below the address asks for."""
    level = request.GET.get("level", "")
    return Narrowed(level if level in LEVELS else "", request.GET.get("q", "").strip()[:MOST_WORDS])


def days() -> list[date]:
    """Days to choose from: the last ones, then the last of each week, and the first."""
    known = list(Reading.objects.order_by("-day").values_list("day", flat=True))
    return list(dict.fromkeys([*known[:7], *known[7 : 7 * WEEKS : 7], *known[-1:]]))


def crumbs(request: Request, row: Unit, itself: bool = False) -> list[dict[str, str]]:
    """The way to the page of a unit, and to what is a part of it."""
    known = [one for one in tree.above(request.actor, row) if asof.shown(request.actor, one.path)]
    return [
        {"label": _("Figures"), "url": reverse("figures:home")},
        *(
            {"label": one.name, "url": reverse("figures:unit", args=[one.pk])}
            for one in (*known, *([row] if itself else []))
        ),
    ]
