"""Verbs of a cycle: it begins, and it closes once every unit was inspected and some raiser of each was heard."""

from __future__ import annotations

from django.utils import timezone

from grassrota.errors import Refused
from grassrota.inspection.cycle import close_cycle
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.inspections.coverage import covered
from grassrota_web.inspections.models import Cycle
from grassrota_web.orgs.reach import unit_within


@verb("inspections.begin_cycle", Right.CHECK_CASES)
def begin(act: Act, place: str) -> Cycle:
    """Begins a cycle, within which every unit at and below a place is inspected.

    Raises:
        Refused: ``cycle_under_way`` if one is.
    """
    unit = unit_within(act.actor, place, "place")
    act.at(unit.path)
    if Cycle.objects.filter(place=unit, closed_on=None).exists():
        raise Refused("cycle_under_way", "A cycle is under way here: close it first.")
    row = Cycle.objects.create(place=unit, begun_on=timezone.localdate())
    act.note("cycle", row.pk, place=unit.path)
    return row


@verb("inspections.close_cycle", Right.CHECK_CASES)
def close(act: Act, key: int) -> Cycle:
    """Closes a cycle of which every unit was inspected, whatever their figures are.

    Raises:
        Refused: ``cycle_open`` with the units that were not, and those where no raiser was heard; ``cycle_closed``.
    """
    row = act.lock(Cycle, pk=key)
    act.at(row.place.path)
    if row.closed_on is not None:
        raise Refused("cycle_closed", f"It was closed on {row.closed_on}.")
    units = covered(row)
    counted = close_cycle([one.unit.code for one in units], [one.visit for one in units if one.visit])
    row.closed_on = timezone.localdate()
    row.save()
    act.note("cycle", row.pk, place=row.place.path, after={"inspected": counted.inspected})
    return row
