"""Verbs of the working days by which deadlines are counted."""

from __future__ import annotations

from datetime import date

from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.opinions.models import OwnDay


@verb("opinions.set_day", Right.ROUTE_CASES)
def set_day(act: Act, day: date, worked: bool | None) -> None:
    """Says that a day is worked or not, whatever the calendar says; or leaves it to the calendar again."""
    act.at(EVERYWHERE)
    before = OwnDay.objects.filter(day=day).first()
    if worked is None:
        OwnDay.objects.filter(day=day).delete()
    else:
        OwnDay.objects.update_or_create(day=day, defaults={"worked": worked})
    was = {"worked": before.worked} if before else None
    act.note("day", day.isoformat(), before=was, after=None if worked is None else {"worked": worked})
