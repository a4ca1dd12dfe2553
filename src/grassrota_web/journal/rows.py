"""Rows written past the objects, which cost ten times what their rows do: by the thousands, and where verbs write most.

Nothing is read back and nobody is told; what rows refer to is left to the store to look at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, islice, repeat
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    AutoField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    JSONField,
    Model,
    TextField,
    UUIDField,
)

from grassrota_web.journal.prepared import keeping_cursor

AT_ONCE = 10_000
"""Rows put into the store's form and handed over at a time."""
FEW = 20
"""So many rows PostgreSQL takes sooner by a statement than by a stream."""

Form = Callable[[Any], Any]


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts rows within a transaction, as ``bulk_create`` does.

    They are inserted in the order of their first column: in that of random keys, each page of a large index is written
    once, and the order in which rows came is not kept.

    Args:
        model: Whose rows they are.
        names: Columns, as attributes of its objects: ``owner_id``, not ``owner``. The others have their defaults.
        rows: Values of these columns, in this order.
    """
    into, waiting = _into(model, tuple(names), connection.vendor), sorted(rows, key=_first)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(waiting) > FEW:
            with cursor.copy(into.stream) as stream:
                stream.set_types(into.types)
                for row in chain.from_iterable(into.formed(waiting)):
                    stream.write_row(row)
            return
        for some in into.formed(waiting):
            cursor.executemany(into.statement, list(some))


def add(row: Model) -> None:
    """Inserts one new object; a key that the store draws does not become known to it."""
    names = _told(type(row))
    into = _into(type(row), names, connection.vendor)
    with keeping_cursor() as cursor:
        cursor.execute(into.statement, into.form([getattr(row, name) for name in names]))


def change(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Changes columns of rows that are there, within a transaction.

    Args:
        model: Whose rows they are.
        names: Columns, as for ``insert``; the first is the key, by which each row is found.
        rows: Values of these columns, in this order.
    """
    known = _fields(model)
    forms = [_form(known[name]) for name in names]
    quoted = connection.ops.quote_name
    key, *others = (quoted(str(known[name].column)) for name in names)
    settings = ", ".join(f"{name} = %s" for name in others)
    statement = f"UPDATE {quoted(model._meta.db_table)} SET {settings} WHERE {key} = %s"
    values = [[_formed(form, value) for form, value in zip(forms, row, strict=True)] for row in rows]
    with keeping_cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, [*values[0][1:], values[0][0]])
        elif values:
            cursor.executemany(statement, [[*row[1:], row[0]] for row in values])


class _Into:
    """How rows with values of some columns are put into a table."""

    def __init__(self, model: type[Model], names: Sequence[str]) -> None:
        known = _fields(model)
        rest = [field for name, field in known.items() if name not in names and not _is_counted(field)]
        self.forms = [_form(known[name]) for name in names]
        self.constants = [_constant(field) for field in rest]
        quoted = connection.ops.quote_name
        columns = ", ".join(quoted(str(field.column)) for field in (*(known[name] for name in names), *rest))
        into = f"{quoted(model._meta.db_table)} ({columns})"
        self.stream = f"COPY {into} FROM STDIN (FORMAT BINARY)"
        self.types = [_type(field) for field in (*(known[name] for name in names), *rest)]
        self.statement = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * (len(names) + len(rest)))})"

    def form(self, row: Sequence[Any]) -> list[Any]:
        """One row as the driver wants it."""
        return [*(_formed(form, value) for form, value in zip(self.forms, row, strict=True)), *self.constants]

    def formed(self, rows: Iterable[Sequence[Any]]) -> Iterator[Iterable[tuple[Any, ...]]]:
        """Rows as the driver wants them, some at a time; column by column, which is quicker than row by row."""
        waiting = iter(rows)
        while some := list(islice(waiting, AT_ONCE)):
            columns = [
                column if form is None else [None if value is None else form(value) for value in column]
                for form, column in zip(self.forms, zip(*some, strict=True), strict=True)
            ]
            yield zip(*columns, *(repeat(value, len(some)) for value in self.constants), strict=True)


@cache
def _into(model: type[Model], names: tuple[str, ...], _vendor: str) -> _Into:
    return _Into(model, names)


@cache
def _fields(model: type[Model]) -> dict[str, Field[Any, Any]]:
    return {field.attname: field for field in model._meta.concrete_fields}


@cache
def _told(model: type[Model]) -> tuple[str, ...]:
    """The columns that a new object knows."""
    return tuple(name for name, field in _fields(model).items() if not _is_counted(field))


def _is_counted(field: Field[Any, Any]) -> bool:
    """True of keys that the store draws itself."""
    return isinstance(field, AutoField)


def _constant(field: Field[Any, Any]) -> Any:
    """The default of a column, the same for all rows."""
    if field.has_default() and callable(field.default) and not isinstance(field, JSONField):
        raise TypeError(f"{field.name} is drawn anew for each row: name it")
    return _formed(_form(field), field.get_default())


def _type(field: Field[Any, Any]) -> str:
    """The store's name of what a column holds, without its length."""
    return str(field.db_type(connection)).partition("(")[0]


def _formed(form: Form | None, value: Any) -> Any:
    return value if form is None or value is None else form(value)


def _form(field: Field[Any, Any]) -> Form | None:
    """What the store's driver wants of a value of this column; None for the value itself."""
    while isinstance(field, ForeignKey):
        field = field.target_field
    if isinstance(field, JSONField):
        return _json()
    if isinstance(field, CharField | TextField):
        return str  # a word of an enumeration is a text
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, UUIDField):
        return _hex
    return _iso if isinstance(field, DateField) else None


def _json() -> Form:
    if connection.vendor != "postgresql":
        return json.dumps
    from psycopg.types.json import Jsonb  # there is no psycopg where there is SQLite

    return Jsonb


def _first(row: Sequence[Any]) -> Any:
    """What rows are ordered by; random keys by their number, as they compare themselves, which is far quicker."""
    return row[0].int if isinstance(row[0], UUID) else row[0]


def _hex(value: UUID) -> str:
    return value.hex


@lru_cache
def _iso(value: Any) -> str:
    return str(value.isoformat())
