"""Verbs of rotations as such: opened for a home and its hosts, and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import reach
from grassrota_web.orgs.models import GradeScale, Rotation


@dataclass(frozen=True, slots=True)
class Call:
    """A call for turns.

    Attributes:
        code: Stable, unique.
        title: What people call it.
        home: Code of the unit below which the staff is.
        hosts: Code of the unit below which the places are.
        scale: Version of the grade scale by which it counts.
        opened_on: Its first day.
    """

    code: str
    title: str
    home: str
    hosts: str
    scale: str
    opened_on: date

    def __post_init__(self) -> None:
        faults = Faults()
        for column in ("code", "title", "home", "hosts", "scale"):
            faults.unless(bool(getattr(self, column)), column, "something", "nothing")
        faults.raise_if_any()


@verb("orgs.open_rotation", Right.EDIT_POLICY)
def open_rotation(act: Act, call: Call) -> Rotation:
    """Opens a rotation: the staff below one unit goes to places below another."""
    home = reach.unit_within(act.actor, call.home, "home")
    hosts = reach.unit_within(act.actor, call.hosts, "hosts")
    act.at(home.path)
    scale = GradeScale.objects.filter(version=call.scale).first()
    faults = Faults()
    faults.unless(scale is not None, "scale", "a version of the grade scale", call.scale)
    faults.unless(not Rotation.objects.filter(code=call.code).exists(), "code", reach.A_FREE_ID, call.code)
    faults.raise_if_any()
    row = Rotation(code=call.code, title=call.title, home=home, hosts=hosts, opened_on=call.opened_on)
    row.scale = scale  # type: ignore[assignment]
    row.save()
    said = {name: str(getattr(call, name)) for name in ("title", "home", "hosts", "scale", "opened_on")}
    act.note("rotation", row.code, place=home.path, after=said, as_of=call.opened_on)
    return row


@verb("orgs.close_rotation", Right.EDIT_POLICY)
def close_rotation(act: Act, key: int, day: date) -> Rotation:
    """Closes a rotation: nothing more is planned in it."""
    row = act.lock(Rotation, pk=key)
    act.at(row.home.path)
    if row.closed_on is not None:
        raise Refused("closed_already", f"{row.title} was closed on {row.closed_on}.")
    if day < row.opened_on:
        raise Refused("ends_before_it_begins", f"{row.title} was opened on {row.opened_on}.")
    row.closed_on = day
    row.save(update_fields=["closed_on"])
    act.note("rotation", row.code, place=row.home.path, after={"closed_on": day.isoformat()}, as_of=day)
    return row
