"""Writing good rows of a list into the store, many at once, and taking them back out, within the transaction of a verb.

People are so many that they go another way, which is ``staged``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.utils import timezone

from grassrota import org
from grassrota.errors import Refused
from grassrota.files.lists import LISTS
from grassrota_web.orgs import convert
from grassrota_web.orgs.actions.units import replant
from grassrota_web.orgs.incoming import MODELS, Sifted
from grassrota_web.orgs.models import (
    Couple,
    Exemption,
    HostAnswer,
    ImportBatch,
    ImportedRow,
    Opening,
    Person,
    Unit,
)

AT_ONCE = 2000
Row = TypeVar("Row", bound=Model)
Written = list[tuple[int, Any]]
"""Key and value of each row that was written."""


def take(batch: ImportBatch, found: Sifted) -> None:
    """Takes what was found in a list.

    Raises:
        Refused: ``changed_since``, if what it would change is not as it was when it was looked through.
    """
    entries = [*found.new, *found.changed]
    now = stored(batch, [entry.value for entry in found.changed])
    refuse_changed(key for key, value in found.before.items() if key not in now or now[key][1] != value)
    try:
        with transaction.atomic():
            rows = {key: row for key, (row, _value) in now.items()}
            written = _WRITERS[batch.kind](batch, [entry.value for entry in entries], rows)
    except IntegrityError:
        raise stored_meanwhile() from None
    key_of = LISTS[batch.kind].key_of
    before = {key: convert.facts(batch.kind, value) for key, value in found.before.items()}
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(
                batch=batch, subject=key, before=before.get(key_of(value)), after=convert.facts(batch.kind, value)
            )
            for key, value in written
        ),
        batch_size=AT_ONCE,
    )


def undo(batch: ImportBatch) -> None:
    """Puts back what was there before a list was taken.

    Raises:
        Refused: ``changed_since``, or ``in_use``.
    """
    kept, rows = LISTS[batch.kind], list(batch.rows.order_by("pk"))
    after = {one.subject: convert.value_of(batch.kind, one.after) for one in rows}
    now = {row.pk: (row, value) for row, value in stored(batch, list(after.values())).values()}
    refuse_changed(kept.key_of(value) for key, value in after.items() if key not in now or now[key][1] != value)
    before = [convert.value_of(batch.kind, one.before) for one in rows if one.before is not None]
    _WRITERS[batch.kind](batch, before, {kept.key_of(value): row for row, value in now.values()})
    _remove(batch.kind, [one.subject for one in rows if one.before is None])


def stored(batch: ImportBatch, values: Sequence[Any], *, lock: bool = True) -> dict[tuple[Any, ...], tuple[Model, Any]]:
    """Row and value, by key, of what is stored about the same things as these values."""
    rows, value = _OF[batch.kind]
    found = {}
    for some in chunks(values):
        asked = rows(batch, some)
        for row in asked.select_for_update(of=("self",)) if lock else asked:
            now = value(row)
            found[LISTS[batch.kind].key_of(now)] = (row, now)
    return found


def refuse_changed(keys: Iterable[tuple[Any, ...]]) -> None:
    """Refuses, by name, if any of these was changed by somebody since."""
    differing = list(keys)
    if not differing:
        return
    names = ", ".join(" ".join(str(part) for part in key) for key in differing[:10])
    more = f" and {len(differing) - 10} more" if len(differing) > 10 else ""
    message = f"Changed by somebody since: {names}{more}. Nothing was done."
    raise Refused("changed_since", message, count=len(differing))


def stored_meanwhile() -> Refused:
    """What is said if the store has by now what was new when the list was looked through."""
    message = "Something of this list was stored by somebody else meanwhile. Look it through again."
    return Refused("changed_since", message)


def in_use(rows: QuerySet[Any]) -> Refused:
    """What is said if something refers to one of these rows by now."""
    names = ", ".join(str(row) for row in rows[:3])
    return Refused("in_use", f"Some of the rows are in use by now, perhaps of {names}: it cannot be undone as a whole.")


def _remove(kind: str, keys: Sequence[int]) -> None:
    """Takes rows out again."""
    model = MODELS[kind]
    for some in chunks(sorted(keys)):
        # whoever refers to one from now on waits, and then finds that it is gone
        list(model._default_manager.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
        for relation in model._meta.related_objects:
            # a unit below another is deleted before it, if it came with it, and keeps it otherwise
            inside = relation.related_model is model
            used = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": some})
            if not inside and used.exists():
                raise in_use(model._default_manager.filter(pk__in=some))
    for some in chunks(sorted(keys, reverse=True)):
        try:
            model._default_manager.filter(pk__in=some).delete()
        except ProtectedError as used:
            # by rows that are not to be found from here, such as opinions
            raise in_use(model._default_manager.filter(pk__in=some)) from used


def _write_openings(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    places = by_code(Unit.objects, {value.place for value in values})
    made = []
    for value in values:
        row = rows.get((value.id,)) or Opening(rotation=batch.rotation)
        assert isinstance(row, Opening)
        row.answer, row.answered_on = HostAnswer.ASKED, None
        made.append(convert.put_opening(row, value, places[value.place]))
    return _upserted(made, values)


def _write_units(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    known = by_code(Unit.objects, {value.parent for value in values if value.parent})
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
    people = by_code(Person.objects, {head for value in values for head in value.headed_by})
    for value in values:
        row = rows[value.id]
        if value.headed_by or row.headed_by.exists():
            row.headed_by.set(people[head] for head in value.headed_by)


def _write_absences(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    people = by_code(Person.objects, {value.person for value in values})
    made = []
    for value in values:
        cells = LISTS["absences"].key_of(value)
        row = rows.get(cells) or Exemption(person=people[value.person], since=timezone.localdate())
        assert isinstance(row, Exemption)
        row.reason = value.reason.value
        made.append(row)
    return _upserted(made, values)


def _write_couples(batch: ImportBatch, values: Sequence[Any], rows: Mapping[tuple[Any, ...], Model]) -> Written:
    people = by_code(Person.objects, {code for value in values for code in (value.first, value.second)})
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


def by_code(rows: Any, codes: Iterable[str]) -> dict[str, Any]:
    """The rows with these codes."""
    found = {}
    for some in chunks(sorted(codes)):
        found.update({row.code: row for row in rows.filter(code__in=some)})
    return found


def chunks(values: Sequence[Any], size: int = 10_000) -> Iterator[Sequence[Any]]:
    """The same, as many at a time as a statement takes."""
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
    "openings": _write_openings,
    "absences": _write_absences,
    "couples": _write_couples,
}
