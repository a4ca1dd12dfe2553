"""Verbs of a cycle: it begins, places are surveyed, and it closes once every unit was inspected and raisers heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from grassrota.errors import Faults, Refused
from grassrota.inspection.cycle import close_cycle
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.inspections.coverage import covered, surveyed, surveys
from grassrota_web.inspections.models import Cycle, Survey
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
    visits = [one.visit for one in units if one.visit] + [surveyed(one) for one in surveys(row)]
    counted = close_cycle([one.unit.code for one in units], visits)
    row.closed_on = timezone.localdate()
    row.save()
    act.note(
        "cycle", row.pk, place=row.place.path, after={"inspected": counted.inspected, "surveyed": counted.surveyed}
    )
    return row


@verb("inspections.record_survey", Right.CHECK_CASES)
def record_survey(
    act: Act, place: str, on: date, seen: Sequence[str], representative: bool = False, rule: str = ""
) -> Survey:
    """Records a survey of one place: a look at some of what is there, which verifies no figure.

    Args:
        act: The act.
        place: Code of the unit that was looked at.
        on: The day.
        seen: What was seen there, piece by piece.
        representative: Whether the place is said to stand for others.
        rule: How it was chosen, needed in that case.

    Raises:
        Refused: ``no_sampling_rule``, for a place called representative without saying how it was chosen.
        BadInput: For a day to come.
    """
    unit = unit_within(act.actor, place, "place")
    act.at(unit.path)
    faults = Faults()
    faults.unless(on <= timezone.localdate(), "on", "today or an earlier day", on)
    faults.raise_if_any()
    row = Survey(unit=unit, on=on, seen=list(seen), representative=representative, rule=rule.strip())
    surveyed(row)
    row.save()
    after = {"representative": representative, "rule": row.rule}
    act.note("survey", row.pk, place=unit.path, after=after, as_of=on)
    return row
