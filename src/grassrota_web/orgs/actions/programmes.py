"""Verbs of the hosts' own programmes."""

from __future__ import annotations

from datetime import date

from grassrota.errors import Faults
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import reach
from grassrota_web.orgs.models import Programme


@verb("orgs.add_programme", Right.EDIT_OPENINGS)
def add_programme(act: Act, place: str, name: str, first_day: date, last_day: date | None = None) -> Programme:
    """Adds a programme of a host, to which postings can be tied."""
    unit = reach.unit_within(act.actor, place, "place")
    act.at(unit.path)
    _check(name, first_day, last_day)
    row = Programme.objects.create(place=unit, name=name, first_day=first_day, last_day=last_day)
    act.note("programme", row.pk, place=unit.path, after=_said(row))
    return row


@verb("orgs.change_programme", Right.EDIT_OPENINGS)
def change_programme(act: Act, key: int, name: str, first_day: date, last_day: date | None = None) -> Programme:
    """Changes the name or the days of a programme; postings tied to it end with it."""
    row = act.lock(Programme, pk=key)
    act.at(row.place.path)
    _check(name, first_day, last_day)
    before = _said(row)
    row.name, row.first_day, row.last_day = name, first_day, last_day
    row.save()
    act.note("programme", row.pk, place=row.place.path, before=before, after=_said(row))
    return row


def _check(name: str, first_day: date, last_day: date | None) -> None:
    faults = Faults()
    faults.unless(bool(name.strip()), "name", "what the host calls it", "nothing")
    faults.unless(last_day is None or first_day <= last_day, "last_day", f"{first_day} or later", last_day)
    faults.raise_if_any()


def _said(row: Programme) -> dict[str, str]:
    last = row.last_day.isoformat() if row.last_day else ""
    return {"name": row.name, "first_day": row.first_day.isoformat(), "last_day": last}
