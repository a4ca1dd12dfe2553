"""Places about which unusually few opinions come, compared with others of their level that somebody sees."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from grassrota.opinions.quiet import Intake, unusually_low
from grassrota.org import UnitKind
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.opinions.models import Raised
from grassrota_web.orgs.models import Unit
from grassrota_web.themes.models import Advertised
from grassrota_web.themes.queries.seen import told

DAYS = 90


@dataclass(frozen=True, slots=True)
class QuietPlace:
    """A place about which far fewer opinions come than about comparable ones.

    Attributes:
        unit: The place.
        opinions: How many came, in words; small numbers are hidden.
        expected: How many came about the median of the places like it.
        advertised: When the channel was last opened again for it; None if never.
    """

    unit: Unit
    opinions: str
    expected: int
    advertised: Advertised | None


def quiet_places(actor: Actor) -> list[QuietPlace]:
    """The places, by name. Nothing is known of how many people live there: places of one level count as alike."""
    reaches = (At(Right.ROUTE_CASES, "path"), At(Right.CHECK_CASES, "path"))
    units = list(reached(actor, Unit.objects.filter(kind=UnitKind.PLACE), reaches).order_by("name", "pk"))
    counts = _counts(actor)
    found = {
        quiet.unit: quiet
        for quiet in unusually_low(Intake(unit.code, unit.level, 1, counts[unit.pk]) for unit in units)
    }
    latest = {row.unit_id: row for row in visible(actor, Advertised.objects.order_by("on", "pk"))}
    return [
        QuietPlace(unit, told(quiet.opinions), round(quiet.expected), latest.get(unit.pk))
        for unit in units
        for quiet in [found.get(unit.code)]
        if quiet
    ]


def _counts(actor: Actor) -> Counter[int]:
    """Opinions about each place and everything below it, as far as somebody sees their cases."""
    since = timezone.localdate() - timedelta(days=DAYS)
    rows = visible(actor, Raised.objects.filter(opinion__day__gt=since, opinion__place__isnull=False))
    found: Counter[int] = Counter()
    for path, count in rows.order_by().values_list("opinion__place__path").annotate(count=Count("pk")):
        for key in path.strip("/").split("/"):
            found[int(key)] += count
    return found
