"""Writing good rows of a list into the store, many at once, and taking them back out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from grassrota import org
from grassrota.errors import Refused
from grassrota.files.lists import LISTS
from grassrota_web.access.models import Sealed
from grassrota_web.orgs import convert
from grassrota_web.orgs.actions.units import replant
from grassrota_web.orgs.incoming import MODELS
from grassrota_web.orgs.models import Couple, Exemption, HostAnswer, ImportBatch, Opening, Person, Unit

AT_ONCE = 2000
Row = TypeVar("Row", bound=Model)
Written = list[tuple[int, Any]]
"""Key and value of each row that was written."""


def stored(batch: ImportBatch, values: Sequence[Any]) -> dict[tuple[Any, ...], tuple[Model, Any]]:
    """Row and value, by key, of what is stored about the same things as these values; the rows are locked."""
    rows, value = _OF[batch.kind]
    found = {}
    for some in _chunks(values):
        for row in rows(batch, some).select_for_update(of=("self",)):
            now = value(row)
            found[LISTS[batch.kind].key_of(now)] = (row, now)
    return found


def write(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    """Writes values, over those of the rows that are there; within a verb."""
    return _WRITERS[batch.kind](batch, values, rows)


def remove(kind: str, keys: Sequence[int]) -> None:
    """Takes rows out again.

    Raises:
        Refused: ``in_use``, if something refers to one of them by now.
    """
    model = MODELS[kind]
    for some in _chunks(keys):
        for relation in model._meta.related_objects:
            # a unit below another is deleted before it, if it came with it, and keeps it otherwise
            inside = relation.related_model is model
            used = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": some})
            if not inside and used.exists():
                names = ", ".join(str(row) for row in model._default_manager.filter(pk__in=some)[:3])
                message = f"Some of the rows are in use by now, perhaps of {names}: it cannot be undone as a whole."
                raise Refused("in_use", message)
    for some in _chunks(sorted(keys, reverse=True)):
        model._default_manager.filter(pk__in=some).delete()


def _write_people(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    units = _by_code(Unit.objects, {code for value in values for code in (value.unit, value.site) if code})
    made = []
    for value in values:
        row = rows.get((value.id,))
        assert row is None or isinstance(row, Person)
        if row is not None and row.unit.code != value.unit:
            moved = Sealed.objects.filter(person=value.id, path=row.unit.path)
            moved.update(path=units[value.unit].path)
        made.append(convert.put_person(row or Person(), value, units[value.unit], units.get(value.site)))
    return _upserted(made, values)


def _write_openings(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    places = _by_code(Unit.objects, {value.place for value in values})
    made = []
    for value in values:
        row = rows.get((value.id,)) or Opening(rotation=batch.rotation)
        assert isinstance(row, Opening)
        row.answer, row.answered_on = HostAnswer.ASKED, None
        made.append(convert.put_opening(row, value, places[value.place]))
    return _upserted(made, values)


def _write_units(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    known = _by_code(Unit.objects, {value.parent for value in values if value.parent})
    written: Written = []
    for value in sorted(values, key=lambda unit: unit.level.depth):
        parent = known.get(value.parent)
        row = rows.get((value.id,)) or Unit(parent=parent, path=f"new {value.id}"[:255])
        assert isinstance(row, Unit)
        fresh = row.pk is None
        convert.put_unit(row, value).save()
        if fresh:
            row.path = convert.path_below(parent, row.pk)
            row.save(update_fields=["path"])
        elif row.parent_id != (parent.pk if parent else None):
            replant(row, parent)
        known[value.id] = row
        written.append((row.pk, value))
    _write_heads(values, known)
    return written


def _write_heads(values: Iterable[org.Unit], rows: Mapping[str, Unit]) -> None:
    people = _by_code(Person.objects, {head for value in values for head in value.headed_by})
    for value in values:
        row = rows[value.id]
        if value.headed_by or row.headed_by.exists():
            row.headed_by.set(people[head] for head in value.headed_by)


def _write_absences(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    people = _by_code(Person.objects, {value.person for value in values})
    made = []
    for value in values:
        cells = LISTS["absences"].key_of(value)
        row = rows.get(cells) or Exemption(person=people[value.person], since=timezone.localdate())
        assert isinstance(row, Exemption)
        row.reason = value.reason.value
        made.append(row)
    return _upserted(made, values)


def _write_couples(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    people = _by_code(Person.objects, {code for value in values for code in (value.first, value.second)})
    made = [Couple(first=people[value.first], second=people[value.second]) for value in values]
    return _upserted(made, values)


def _upserted(rows: list[Any], values: Sequence[Any]) -> Written:
    """New rows and changed ones, each kind by one statement for many."""
    new, old = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    if new:
        type(new[0])._default_manager.bulk_create(new, batch_size=AT_ONCE)
    if old:
        model = type(old[0])
        names = [column.name for column in model._meta.concrete_fields if not column.primary_key]
        model._default_manager.bulk_create(
            old, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=names
        )
    return [(row.pk, value) for row, value in zip(rows, values, strict=True)]


def _by_code(rows: Any, codes: Iterable[str]) -> dict[str, Any]:
    found = {}
    for some in _chunks(sorted(codes)):
        found.update({row.code: row for row in rows.filter(code__in=some)})
    return found


def _chunks(values: Sequence[Any], size: int = 10_000) -> Iterator[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def _units(batch: ImportBatch, values: Sequence[Any]) -> QuerySet[Any]:
    rows = Unit.objects.select_related("parent").prefetch_related("headed_by")
    return rows.filter(code__in=[value.id for value in values])


def _openings(batch: ImportBatch, values: Sequence[Any]) -> QuerySet[Any]:
    rows = Opening.objects.filter(rotation=batch.rotation).select_related("place")
    return rows.filter(code__in=[value.id for value in values])


def _persons(batch: ImportBatch, values: Sequence[Any]) -> QuerySet[Any]:
    return Person.objects.select_related("unit", "site").filter(code__in=[value.id for value in values])


def _exemptions(batch: ImportBatch, values: Sequence[Any]) -> QuerySet[Any]:
    rows = Exemption.objects.filter(until=None).select_related("person")
    return rows.filter(person__code__in=[value.person for value in values])


def _couples(batch: ImportBatch, values: Sequence[Any]) -> QuerySet[Any]:
    rows = Couple.objects.select_related("first", "second")
    return rows.filter(first__code__in=[value.first for value in values])


_OF: Mapping[str, tuple[Callable[[ImportBatch, Sequence[Any]], QuerySet[Any]], Callable[[Any], Any]]] = {
    "units": (_units, lambda row: convert.unit(row, row.parent.code if row.parent else "")),
    "people": (_persons, convert.person),
    "openings": (_openings, convert.opening),
    "absences": (_exemptions, convert.exemption),
    "couples": (_couples, convert.couple),
}
_WRITERS: Mapping[str, Callable[[ImportBatch, Sequence[Any], Mapping[tuple[Any, ...], Model]], Written]] = {
    "units": _write_units,
    "people": _write_people,
    "openings": _write_openings,
    "absences": _write_absences,
    "couples": _write_couples,
}
