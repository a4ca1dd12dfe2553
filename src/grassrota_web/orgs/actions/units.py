"""Verbs of the unit tree."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db.models import CharField, Value
from django.db.models.functions import Concat, Substr

from grassrota import org
from grassrota.errors import BadInput
from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.undo import undoable
from grassrota_web.access.verb import Act, verb
from grassrota_web.journal.models import Entry
from grassrota_web.orgs import convert, reach
from grassrota_web.orgs.models import FormerPlace, Unit


@verb("orgs.add_unit", Right.EDIT_UNITS)
def add_unit(act: Act, value: org.Unit) -> Unit:
    """Adds a unit to the tree."""
    parent = reach.unit_within(act.actor, value.parent, "parent") if value.parent else None
    # held until the end, so that the unit above cannot be moved away meanwhile
    parent = act.lock(Unit, pk=parent.pk) if parent else None
    act.at(parent.path if parent else EVERYWHERE)
    reach.free(Unit.objects.filter(code=value.id).exists(), value.id)
    _check(value, parent)
    row = convert.put_unit(Unit(parent=parent, path=f"new {value.id}"[:255]), value)
    row.save()
    row.path = convert.path_below(parent, row.pk)
    row.save(update_fields=["path"])
    row.headed_by.set(reach.people_within(act.actor, value.headed_by, "headed_by"))
    act.note("unit", row.code, place=row.path, after=convert.facts("units", value))
    return row


@verb("orgs.change_unit", Right.EDIT_UNITS)
def change_unit(act: Act, key: int, value: org.Unit) -> Unit:
    """Changes the name, level, kind, map position or heads of a unit, or marks its list as open."""
    row = act.lock(Unit, pk=key)
    act.at(row.path)
    before = convert.unit(row, row.parent.code if row.parent else "")
    if value.parent != before.parent or value.id != before.id:
        raise TypeError("a unit keeps its code, and is moved by move_unit")
    _check(value, row.parent, row.children.prefetch_related("headed_by"))
    heads = set(value.headed_by) - set(before.headed_by)
    row.headed_by.add(*reach.people_within(act.actor, tuple(sorted(heads)), "headed_by"))
    row.headed_by.remove(*row.headed_by.exclude(code__in=value.headed_by))
    convert.put_unit(row, value).save()
    old, new = convert.changed(convert.facts("units", before), convert.facts("units", value))
    act.note("unit", row.code, place=row.path, before=old, after=new)
    return row


@verb("orgs.move_unit", Right.EDIT_UNITS)
def move_unit(act: Act, key: int, parent: str) -> Unit:
    """Moves a unit, with everything below it, under another one."""
    row = act.lock(Unit, pk=key)
    target = reach.unit_within(act.actor, parent, "parent") if parent else None
    act.at(row.path)
    act.at(target.path if target else EVERYWHERE)
    before, place = row.parent.code if row.parent else "", row.path
    replant(row, target)
    act.note("unit", row.code, place=place, before={"parent": before}, after={"parent": parent})
    return row


@undoable("orgs.move_unit")
def move_back(actor: Actor, entry: Entry) -> None:
    """Puts a unit back under the one it was moved from."""
    before: dict[str, str] = entry.before or {}
    move_unit(actor, Unit.objects.get(code=entry.subject).pk, before["parent"])


def replant(row: Unit, parent: Unit | None) -> None:
    """Puts a unit under another, within a verb: every path that is stored anywhere follows it, the journal's stay.

    Raises:
        BadInput: If the tree would have a cycle, or a level that does not go down.
    """
    # all moves wait for each other, and for whatever is being added below
    list(Unit.objects.select_for_update().filter(parent=None).order_by("pk").values_list("pk"))
    list(Unit.objects.select_for_update().filter(path__startswith=row.path).order_by("pk").values_list("pk"))
    row.refresh_from_db()
    if parent:
        parent.refresh_from_db()
    _check(convert.unit(row, parent.code if parent else ""), parent)
    old, new = row.path, convert.path_below(parent, row.pk)
    if old == new:
        return
    remembered = {place: FormerPlace(unit=row, place=place) for place in (old, *_earlier(row))}
    FormerPlace.objects.bulk_create(remembered.values(), ignore_conflicts=True)
    row.parent = parent
    row.save(update_fields=["parent"])
    follow(old, new)
    row.refresh_from_db()


def follow(old: str, new: str) -> None:
    """Every column called ``path``, in whatever room, goes along from the old place to the new one."""
    moved = Concat(Value(new), Substr("path", len(old) + 1), output_field=CharField())
    for model in apps.get_models():
        if any(field.name == "path" for field in model._meta.concrete_fields):
            model._default_manager.filter(path__startswith=old).update(path=moved)


def _earlier(row: Unit) -> list[str]:
    """Where the unit stood when units above it stood elsewhere."""
    above = [row.path[: end + 1] for end, sign in enumerate(row.path) if sign == "/" and end]
    former = FormerPlace.objects.filter(unit__path__in=above).select_related("unit").order_by("pk")
    return [f"{known.place}{row.path[len(known.unit.path) :]}" for known in former]


def _check(value: org.Unit, parent: Unit | None, children: Iterable[Unit] = ()) -> None:
    """The tree around a unit is one: the core says so."""
    around: dict[str, org.Unit] = {}
    if parent:
        keys = [int(key) for key in parent.path.strip("/").split("/")]
        above = {row.pk: row for row in Unit.objects.filter(pk__in=keys).prefetch_related("headed_by")}
        for upper, key in zip((0, *keys), keys, strict=False):
            around[above[key].code] = convert.unit(above[key], above[upper].code if upper else "")
    around[value.id] = value
    for child in children:
        around[child.code] = convert.unit(child, value.id)
    try:
        org.UnitTree(tuple(around.values()))
    except BadInput as error:
        raise convert.unplaced(error) from None
