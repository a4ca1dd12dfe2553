"""People of a long list, made ready in tables that this connection alone sees, and then taken over by a few statements.

SQLite has one writer at a time: whoever holds the lock while 140,000 rows are computed keeps everybody else waiting for
a minute. Temporary tables take no lock and nobody else sees them; a process that is killed leaves nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignObjectRel

from grassrota import staff
from grassrota_web.access.models import Sealed
from grassrota_web.orgs import convert
from grassrota_web.orgs.incoming import Sifted
from grassrota_web.orgs.models import ImportBatch, ImportedRow, Person, Unit
from grassrota_web.orgs.taking import by_code, chunks, in_use, refuse_changed, stored, stored_meanwhile

ARRIVING = "arriving_person"
"""People as they will be, with what the import remembers of each; no id for those who are new."""

KNOWN = "known_person"
"""Those of them who are stored already, as they were when this was made ready."""

FIELDS = list(Person._meta.concrete_fields)
COLUMNS = [str(field.column) for field in FIELDS]
REMEMBERED = [field for field in ImportedRow._meta.concrete_fields if field.name in ("before", "after")]

Rows = Mapping[tuple[Any, ...], tuple[Any, Any]]


@contextmanager
def people_to_take(batch: ImportBatch, found: Sifted) -> Iterator[Callable[[ImportBatch], None]]:
    """Gives what takes a list over, within a verb.

    Raises:
        Refused: ``changed_since``, if somebody was changed after the list was looked through.
    """
    now = stored(batch, [entry.value for entry in found.changed], lock=False)
    refuse_changed(key for key, value in found.before.items() if key not in now or now[key][1] != value)
    with _tables():
        _know(now)
        moved = _arrive([entry.value for entry in (*found.new, *found.changed)], now, found.before)
        yield partial(_take_over, moved=moved)


@contextmanager
def people_to_undo(batch: ImportBatch) -> Iterator[Callable[[ImportBatch], None]]:
    """Gives what undoes a list, within a verb.

    Raises:
        Refused: ``changed_since``, if somebody was changed after the list was taken.
    """
    rows = list(batch.rows.order_by("pk"))
    after = {one.subject: convert.value_of("people", one.after) for one in rows}
    now = stored(batch, list(after.values()), lock=False)
    there = {row.pk: value for row, value in now.values()}
    refuse_changed((value.id,) for key, value in after.items() if there.get(key) != value)
    with _tables():
        _know(now)
        moved = _arrive([convert.value_of("people", one.before) for one in rows if one.before is not None], now, {})
        yield partial(_put_back, moved=moved)


def _take_over(batch: ImportBatch, moved: Sequence[tuple[str, str, str]]) -> None:
    _refuse_changed_since()
    try:
        with transaction.atomic():
            _write_arriving()
    except IntegrityError:
        raise stored_meanwhile() from None
    _reseal(moved)
    key = ImportBatch._meta.pk.get_db_prep_value(batch.pk, connection)
    _run(
        'INSERT INTO orgs_importedrow (batch_id, subject, "before", "after") SELECT %s, person.id, told_before, '
        f"told_after FROM {ARRIVING} arriving JOIN orgs_person person ON person.code = arriving.code",
        [key],
    )


def _put_back(batch: ImportBatch, moved: Sequence[tuple[str, str, str]]) -> None:
    _refuse_changed_since()
    _write_arriving()
    _reseal(moved)
    subjects = batch.rows.filter(before__isnull=True).values("subject")
    gone = Person.objects.filter(pk__in=subjects)
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        used = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": subjects})
        if used.exists():
            raise in_use(gone)
    gone._raw_delete(gone.db)


def _know(now: Rows) -> None:
    """Keeps the rows as they are now."""
    _fill(KNOWN, FIELDS, ([getattr(row, field.attname) for field in FIELDS] for row, _value in now.values()))


def _arrive(
    values: Sequence[staff.Person], now: Rows, before: Mapping[tuple[Any, ...], staff.Person]
) -> list[tuple[str, str, str]]:
    """Keeps the rows as they will be; who moves, from the unit with which code to which."""
    units = by_code(Unit.objects, {code for value in values for code in (value.unit, value.site) if code})
    moved = [
        (value.id, now[value.id,][1].unit, value.unit)
        for value in values
        if (value.id,) in now and now[value.id,][1].unit != value.unit
    ]

    def rows() -> Iterator[list[Any]]:
        for value in values:
            known = now.get((value.id,))
            row = convert.put_person(known[0] if known else Person(), value, units[value.unit], units.get(value.site))
            said = before.get((value.id,))
            told = [convert.facts("people", said) if said else None, convert.facts("people", value)]
            yield [*(getattr(row, field.attname) for field in FIELDS), *told]

    _fill(ARRIVING, [*FIELDS, *REMEMBERED], rows())
    return moved


def _refuse_changed_since() -> None:
    """Refuses if somebody known is not as they were when this was made ready; holds their rows."""
    theirs = f"FROM orgs_person WHERE id IN (SELECT id FROM {KNOWN})"
    if connection.features.has_select_for_update:
        _run(f"SELECT id {theirs} ORDER BY id FOR UPDATE")
    columns = ", ".join(COLUMNS)
    # EXCEPT takes two empty cells for the same
    differing = f"SELECT {columns} FROM {KNOWN} EXCEPT SELECT {columns} {theirs}"
    refuse_changed(_run(f"SELECT code FROM ({differing}) differing ORDER BY code"))


def _write_arriving() -> None:
    names = ", ".join(COLUMNS)
    fresh = ", ".join(COLUMNS[1:])
    over = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    _run(f"INSERT INTO orgs_person ({fresh}) SELECT {fresh} FROM {ARRIVING} WHERE id IS NULL")
    _run(
        f"INSERT INTO orgs_person ({names}) SELECT {names} FROM {ARRIVING} WHERE id IS NOT NULL "
        f"ON CONFLICT (id) DO UPDATE SET {over}"
    )


def _reseal(moved: Sequence[tuple[str, str, str]]) -> None:
    """What is sealed of whoever moves belongs to the new unit."""
    units = by_code(Unit.objects, {code for _person, *both in moved for code in both})
    ways = {person: (units[old].path, units[new].path) for person, old, new in moved}
    for some in chunks(list(ways)):
        for row in Sealed.objects.filter(person__in=some):
            old, new = ways[row.person]
            if row.path == old:
                Sealed.objects.filter(pk=row.pk).update(path=new)


@contextmanager
def _tables() -> Iterator[None]:
    told = ", ".join(f'remembered."{field.column}" AS told_{field.column}' for field in REMEMBERED)
    _drop()
    _run(f"CREATE TEMPORARY TABLE {KNOWN} AS SELECT * FROM orgs_person WHERE 1 = 0")
    _run(
        f"CREATE TEMPORARY TABLE {ARRIVING} AS "
        f"SELECT person.*, {told} FROM orgs_person person, orgs_importedrow remembered WHERE 1 = 0"
    )
    try:
        yield
    finally:
        _drop()


def _drop() -> None:
    for table in (ARRIVING, KNOWN):
        _run(f"DROP TABLE IF EXISTS {table}")


def _fill(table: str, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows into one of the tables; an empty JSON column is NULL there as in the store."""
    names = ", ".join([*COLUMNS, *(f"told_{field.column}" for field in fields[len(COLUMNS) :])])
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"
    kept = ([field.get_db_prep_save(cell, connection) for field, cell in zip(fields, row, strict=True)] for row in rows)
    with connection.cursor() as cursor:
        for some in chunks(list(kept), 2000):
            cursor.executemany(statement, some)


def _run(statement: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)
        return list(cursor.fetchall()) if cursor.description else []
