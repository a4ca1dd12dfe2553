"""Which units of a cycle were inspected, and which are still to be; who claims nothing has nothing to inspect.

Surveys of places are counted beside inspections, and never added to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from grassrota.inspection.cycle import Visit, VisitKind
from grassrota_web.inspections import convert
from grassrota_web.inspections.freezing import said_by_units
from grassrota_web.inspections.looks import counting
from grassrota_web.inspections.models import Claim, Cycle, Survey
from grassrota_web.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Covered:
    """One unit of a cycle.

    Attributes:
        unit: The unit.
        claim: Its latest claim with a verdict in the cycle; None if it was not inspected.
        visit: What that inspection was; None with it.
    """

    unit: Unit
    claim: Claim | None = None
    visit: Visit | None = None


def covered(row: Cycle) -> Sequence[Covered]:
    """Every unit that claims anything as fixed, by name, with its inspection if there was one."""
    day = row.closed_on or timezone.localdate()
    done = _concluded(row, day)
    said = said_by_units(row.place, day)
    keys = {key for key, one in said.items() if one.cases} | set(done)
    units = Unit.objects.filter(pk__in=keys).order_by("name", "pk")
    return [_covered(unit, done.get(unit.pk)) for unit in units]


def surveys(row: Cycle) -> Sequence[Survey]:
    """The surveys at and below a cycle's place within its time, by their days."""
    found = Survey.objects.filter(unit__path__startswith=row.place.path, on__gte=row.begun_on)
    return list(found.filter(on__lte=row.closed_on or timezone.localdate()).select_related("unit"))


def surveyed(row: Survey) -> Visit:
    """A survey as the core counts it."""
    seen = len(row.seen)
    return Visit(row.unit.code, row.on, VisitKind.SURVEY, seen, 0, row.representative, row.rule)


def _concluded(row: Cycle, day: date) -> Mapping[int, Claim]:
    """The latest claim of each unit on which a verdict was given in the cycle."""
    known = Claim.objects.filter(unit__path__startswith=row.place.path, round__as_of__gte=row.begun_on)
    known = known.filter(concluded_on__lte=day).select_related("unit", "round").defer("listed")
    return {claim.unit_id: claim for claim in known.order_by("concluded_on", "round__as_of", "pk")}


def _covered(unit: Unit, claim: Claim | None) -> Covered:
    if claim is None or claim.concluded_on is None:
        return Covered(unit)
    findings = [convert.finding(one) for one in counting(claim)]
    return Covered(unit, claim, Visit.of(unit.code, claim.concluded_on, findings))
