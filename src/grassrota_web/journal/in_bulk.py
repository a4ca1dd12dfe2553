"""Rows by the thousands, past the objects, which cost ten times what their rows do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateField, Field, ForeignKey, JSONField, Model, TextField, UUIDField

AT_ONCE = 10_000
"""Rows changed and handed over at a time."""

Change = Callable[[Any], Any]


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts rows within a transaction, as ``bulk_create`` does, without checking that what they refer to is there.

    They are inserted in the order of their first column: in that of random keys, each page of a large index is written
    once, and the order in which rows came is not kept.

    Args:
        model: Whose rows they are.
        names: Columns, as attributes of its objects: ``owner_id``, not ``owner``. The others have their defaults.
        rows: Values of these columns, in this order.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rest = [field for name, field in fields.items() if name not in names and not _is_counted(field)]
    changes = [_change(fields[name]) for name in names]
    constants = [_constant(field) for field in rest]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in (*(fields[name] for name in names), *rest))
    into = f"{quoted(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as stream:
                for row in chain.from_iterable(_changed(rows, changes, constants)):
                    stream.write_row(row)
            return
        places = ", ".join(["%s"] * (len(names) + len(rest)))
        for some in _changed(rows, changes, constants):
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", list(some))


def _changed(
    rows: Iterable[Sequence[Any]], changes: Sequence[Change | None], constants: Sequence[Any]
) -> Iterator[Iterable[tuple[Any, ...]]]:
    """Rows as the driver wants them, some at a time, changed column by column, which is quicker than row by row."""
    waiting = iter(sorted(rows, key=itemgetter(0)))
    while some := list(islice(waiting, AT_ONCE)):
        columns = [
            column if change is None else [None if value is None else change(value) for value in column]
            for change, column in zip(changes, zip(*some, strict=True), strict=True)
        ]
        yield zip(*columns, *(repeat(value, len(some)) for value in constants), strict=True)


def _is_counted(field: Field[Any, Any]) -> bool:
    """True of keys that the store draws itself."""
    return bool(field.primary_key and not field.has_default())


def _constant(field: Field[Any, Any]) -> Any:
    """The default of a column, the same for all rows."""
    if field.has_default() and callable(field.default) and not isinstance(field, JSONField):
        raise TypeError(f"{field.name} is drawn anew for each row: name it")
    value, change = field.get_default(), _change(field)
    return value if change is None or value is None else change(value)


def _change(field: Field[Any, Any]) -> Change | None:
    """What the store's driver wants of a value of this column; None for the value itself."""
    while isinstance(field, ForeignKey):
        field = field.target_field
    if isinstance(field, JSONField):
        return json.dumps
    if isinstance(field, CharField | TextField):
        return str  # a word of an enumeration is a text
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, UUIDField):
        return _hex
    return _iso if isinstance(field, DateField) else None


def _hex(value: UUID) -> str:
    return value.hex


def _iso(value: Any) -> str:
    return str(value.isoformat())
