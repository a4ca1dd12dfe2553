"""What a rotation goes by until the rooms that count it are there: verified correcting, and cases that are open."""

from __future__ import annotations

from datetime import date

from grassrota.errors import BadInput, Fault
from grassrota.rota.part import Part
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Rotation, Unit
from grassrota_web.rotas.models import OpenCases, VerifiedBound


@verb("rotas.record_verified", Right.EDIT_POLICY)
def record_verified(
    act: Act, rotation: Rotation, *, fixed: int, received: int, source: str, on: date, unit: Unit | None = None
) -> VerifiedBound:
    """Records how many opinions at least were verified as fixed, of those received, by whom and when.

    Args:
        act: The verb.
        rotation: Whose gate reads it.
        fixed: At least so many.
        received: Of so many.
        source: By whom.
        on: As of which day.
        unit: Whose opinions they are; the rotation's home if not given.

    Raises:
        BadInput: If more are fixed than were received, or the unit is not below the rotation's home.
    """
    act.at(rotation.home.path)
    Part(fixed, received)
    unit = unit or rotation.home
    if not unit.path.startswith(rotation.home.path):
        raise BadInput([Fault("unit", "a unit at or below the rotation's home", unit.code)])
    row = VerifiedBound.objects.create(
        rotation=rotation, unit=unit, fixed=fixed, received=received, source=source, verified_on=on
    )
    after = {"unit": unit.code, "fixed": fixed, "received": received, "source": source}
    act.note("verified bound", rotation.code, place=unit.path, after=after, as_of=on)
    return row


@verb("rotas.count_open_cases", Right.EDIT_PLAN)
def count_open_cases(act: Act, rotation: Rotation, unit: Unit, count: int, on: date) -> OpenCases:
    """Records how many cases of a unit are open, as counted by hand."""
    act.at(rotation.home.path)
    act.at(unit.path)
    earlier = OpenCases.objects.filter(rotation=rotation, unit=unit).first()
    row, _ = OpenCases.objects.update_or_create(rotation=rotation, unit=unit, defaults={"count": count, "as_of": on})
    before = {"open_cases": earlier.count} if earlier else None
    act.note("unit", unit.code, place=unit.path, before=before, after={"open_cases": count}, as_of=on)
    return row
