"""How long opinions wait, unit by unit: counted in the store, so that a hundred thousand take no longer than ten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case as Choice
from django.db.models import Count, QuerySet, When

from grassrota.opinions import ages as core
from grassrota.opinions.case import CaseState
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.opinions import convert
from grassrota_web.opinions.models import Case
from grassrota_web.opinions.queries.worklist import CaseFilter, cases, live
from grassrota_web.orgs.models import Unit

STANDING = (CaseState.OPEN, CaseState.REFUTED)
"""States of a case about which somebody still has to do something."""


@dataclass(frozen=True, slots=True)
class Line:
    """What waits with one unit.

    Attributes:
        unit: Whose it is; None for what is with no unit: unrouted, or with the outside reviewer.
        counts: Opinions by band of age, the youngest first; see ``grassrota.opinions.ages``.
    """

    unit: Unit | None
    counts: Sequence[int]

    @property
    def total(self) -> int:
        """All that waits."""
        return sum(self.counts)


def by_unit(actor: Actor, as_of: date) -> list[Line]:
    """What waits within somebody's reach; the unit with the most old opinions first."""
    rows = live(visible(actor, Case.objects.all())).filter(state__in=STANDING, closed_on=None)
    counts: dict[int | None, list[int]] = defaultdict(lambda: [0] * len(core.bands()))
    # a case that is not merged has one opinion, and stands where it does
    alone = rows.filter(merged=False).order_by().annotate(band=_band(as_of)).values_list("owner", "band")
    for owner, place, opinions in alone.annotate(count=Count("pk")):
        counts[owner][place] += opinions
    for row in rows.filter(merged=True).select_related("owner"):
        for place, band in enumerate(core.ages([convert.value(row)], as_of)):
            counts[row.owner_id][place] += band.opinions
    units = Unit.objects.in_bulk([key for key in counts if key])
    lines = [Line(units[key] if key else None, counts[key]) for key in counts if any(counts[key])]
    lines.sort(key=lambda line: ([-one for one in reversed(line.counts)], line.unit.name if line.unit else ""))
    return lines


def _band(as_of: date) -> Choice:
    """The place of the band of a case, from the day on which it was opened."""
    begins = [When(opened_on__gt=as_of - timedelta(days=high), then=place) for place, high in enumerate(core.LIMITS)]
    return Choice(*begins, default=len(core.LIMITS))


def oldest(actor: Actor, most: int) -> QuerySet[Case]:
    """The cases that have waited longest."""
    rows = cases(actor, CaseFilter()).filter(state__in=STANDING)
    return rows.order_by("opened_on", "pk")[:most]
