"""Verbs of people: who belongs to the staff, and where."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from grassrota import staff
from grassrota.errors import BadInput, Fault
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import convert, reach
from grassrota_web.orgs.models import Couple, Person


@verb("orgs.add_person", Right.EDIT_PEOPLE)
def add_person(act: Act, value: staff.Person) -> Person:
    """Adds a person to the staff."""
    unit = reach.unit_within(act.actor, value.unit, "unit")
    act.at(unit.path)
    reach.free(Person.objects.filter(code=value.id).exists(), value.id)
    value = replace(value, grade=reach.graded(value.grade, timezone.localdate()))
    site = reach.unit_within(act.actor, value.site, "site") if value.site else None
    row = convert.put_person(Person(), value, unit, site)
    row.save()
    act.note("person", row.code, place=unit.path, person=row.code, after=convert.facts("people", value))
    return row


@verb("orgs.change_person", Right.EDIT_PEOPLE)
def change_person(act: Act, key: int, value: staff.Person) -> Person:
    """Changes what is kept about a person; the unit and the code stay."""
    row = act.lock(Person, pk=key)
    act.at(row.unit.path)
    before = convert.person(row)
    if value.unit != before.unit or value.id != before.id:
        raise TypeError("a person keeps the code, and changes units by move_person")
    if value.grade != before.grade:
        value = replace(value, grade=reach.graded(value.grade, timezone.localdate()))
    same = value.site == before.site
    site = row.site if same else reach.unit_within(act.actor, value.site, "site") if value.site else None
    convert.put_person(row, value, row.unit, site).save()
    old, new = convert.changed(convert.facts("people", before), convert.facts("people", value))
    act.note("person", row.code, place=row.unit.path, person=row.code, before=old, after=new)
    return row


@verb("orgs.move_person", Right.EDIT_PEOPLE)
def move_person(act: Act, key: int, unit: str) -> Person:
    """Moves a person to another home unit; what is sealed about them goes along."""
    row = act.lock(Person, pk=key)
    target = reach.unit_within(act.actor, unit, "unit")
    act.at(row.unit.path)
    act.at(target.path)
    before = row.unit
    Sealed.objects.filter(person=row.code, path=before.path).update(path=target.path)
    row.unit = target
    row.save(update_fields=["unit"])
    act.note(
        *("person", row.code), place=target.path, person=row.code, before={"unit": before.code}, after={"unit": unit}
    )
    return row


@verb("orgs.leave_staff", Right.EDIT_PEOPLE)
def leave_staff(act: Act, key: int, day: date) -> Person:
    """Notes that somebody has left the staff."""
    row = act.lock(Person, pk=key)
    act.at(row.unit.path)
    row.left_on = day
    row.save(update_fields=["left_on"])
    act.note("person", row.code, place=row.unit.path, person=row.code, after={"left_on": day.isoformat()}, as_of=day)
    return row


@verb("orgs.pair", Right.EDIT_PEOPLE)
def pair(act: Act, first: str, second: str) -> Couple:
    """Keeps two people as a couple, of whom at most one is away at a time."""
    staff.Couple(first, second)
    one, two = (reach.person_within(act.actor, code, name) for code, name in ((first, "first"), (second, "second")))
    act.at(one.unit.path)
    act.at(two.unit.path)
    lower, higher = sorted((one, two), key=lambda row: row.pk)
    if Couple.objects.filter(first=lower, second=higher).exists():
        raise BadInput([Fault("second", "another person: this couple is kept already", second)])
    row = Couple.objects.create(first=lower, second=higher)
    act.note("couple", row.pk, place=one.unit.path, after={"first": lower.code, "second": higher.code})
    return row


@verb("orgs.unpair", Right.EDIT_PEOPLE)
def unpair(act: Act, key: int) -> None:
    """Two people are no longer kept as a couple."""
    row = act.lock(Couple, pk=key)
    act.at(row.first.unit.path)
    before = {"first": row.first.code, "second": row.second.code}
    act.note("couple", row.pk, place=row.first.unit.path, before=before)
    row.delete()
