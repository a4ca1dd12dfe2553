"""How long opinions wait, unit by unit: counted in the store, so that a hundred thousand take no longer than ten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

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
        oldest: The day from which the oldest has waited.
    """

    unit: Unit | None
    counts: Sequence[int]
    oldest: date

    @property
    def total(self) -> int:
        """All that waits."""
        return sum(self.counts)


def by_unit(actor: Actor, as_of: date) -> list[Line]:
    """What waits within somebody's reach; the unit with the most old opinions first."""
    rows = live(visible(actor, Case.objects.all())).filter(state__in=STANDING, closed_on=None)
    counts: dict[int | None, list[int]] = defaultdict(lambda: [0] * len(core.bands()))
    oldest: dict[int | None, date] = {}

    def count(owner: int | None, opened_on: date, opinions: int) -> None:
        counts[owner][core.band_of((as_of - opened_on).days)] += opinions
        oldest[owner] = min(oldest.get(owner, opened_on), opened_on)

    # a case that is not merged has one opinion, and stands where it does
    alone = rows.filter(merged=False).order_by().values_list("owner", "opened_on").annotate(count=Count("pk"))
    for owner, opened_on, opinions in alone:
        count(owner, opened_on, opinions)
    for row in rows.filter(merged=True).select_related("owner"):
        for band in core.ages([convert.value(row)], as_of):
            for waiting in band.cases:
                count(row.owner_id, waiting.opened_on, waiting.opinions)
    units = Unit.objects.in_bulk([key for key in counts if key])
    lines = [Line(units[key] if key else None, counts[key], oldest[key]) for key in counts]
    lines.sort(key=lambda line: ([-one for one in reversed(line.counts)], line.unit.name if line.unit else ""))
    return lines


def oldest(actor: Actor, most: int) -> QuerySet[Case]:
    """The cases that have waited longest."""
    rows = cases(actor, CaseFilter()).filter(state__in=STANDING)
    return rows.order_by("opened_on", "pk")[:most]
