"""Queries put into words once, and asked with other values: the words cost several times what their answer does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, KeysView, Sequence
from dataclasses import is_dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

Given = ParamSpec("Given")
Row = TypeVar("Row")

LISTS = (list, tuple, set, frozenset, KeysView)
MOST = 256
"""Values in one list. A longer one is put into words each time, which then takes less than its answer."""
KEPT = 500
"""Ways in which one query is kept in words: most for who asks, and begun anew when there are more."""


def prepared(query: Callable[Given, QuerySet[Any, Row]]) -> Callable[Given, list[Row]]:
    """Makes a function that gives a query one that gives its rows.

    Each argument, by its place, stands in the query as one value, ``case=key``, or as a list, ``case__in=keys``; of an
    empty list there are no rows. The function is called once for each store and length of lists, with what stands in
    for values: it may look at none of them, nor at anything that changes. What it looks at, such as who asks, it is
    given as a frozen dataclass; it is then called once for each of these too.

    Returns:
        A function of keys, days, numbers and words, lists of these, and frozen dataclasses.
    """
    put: Callable[..., QuerySet[Any, Row]] = query
    known: dict[tuple[object, ...], _Words] = {}

    @wraps(query)
    def rows(*given: Any) -> list[Row]:
        values = [_padded(value) if isinstance(value, LISTS) else value for value in given]
        shape = (connection.vendor, *map(_shape, values))
        if 0 in shape:
            return []
        if shape not in known:
            if any(isinstance(value, list) and len(value) > MOST for value in values):
                return list(put(*given))
            if len(known) == KEPT:
                known.clear()
            stand_ins = (value if is_dataclass(value) else _StandIn(at, value) for at, value in enumerate(values))
            known[shape] = _Words(put(*stand_ins))
        return known[shape].rows(values)

    return cast(Callable[Given, list[Row]], rows)


def _shape(value: Any) -> object:
    """What the words of a query depend on: how long a list is, and all of what the query looks at."""
    if isinstance(value, list):
        return len(value)
    return value if is_dataclass(value) else None


class _StandIn(Expression):
    """Stands in a query for one value, or for a list of so many."""

    def __init__(self, place: int, value: Any) -> None:
        super().__init__()
        self.place, self.size = place, len(value) if isinstance(value, list) else None

    def as_sql(self, *_: Any) -> tuple[str, Any]:
        """A mark for each value, and where it is found among those that are given."""
        if self.size is None:
            return "%s", [_Mark(self.place, None)]
        return f"({', '.join(['%s'] * self.size)})", [_Mark(self.place, number) for number in range(self.size)]


class _Mark:
    """Where a value is found: the place of the argument and, in a list, its number."""

    def __init__(self, place: int, number: int | None) -> None:
        self.place, self.number = place, number

    def of(self, given: Sequence[Any]) -> Any:
        """The value as the store's driver wants it."""
        value = given[self.place] if self.number is None else given[self.place][self.number]
        if isinstance(value, UUID):
            return value if connection.features.has_native_uuid_field else value.hex
        return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


class _Words:
    """A query in the words of the store, and how rows are made of its answer."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        self.compiler = query.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        columns = self.compiler.select
        self.converters = self.compiler.get_converters([column[0] for column in columns])
        self.model: Any = None
        if issubclass(query._iterable_class, ModelIterable):
            info: Any = self.compiler.klass_info
            self.model, places = info["model"], info["select_fields"]
            self.own = slice(places[0], places[-1] + 1)
            self.names = [column[0].target.attname for column in columns[self.own]]
            self.annotated = list((self.compiler.annotation_col_map or {}).items())
            self.beside = get_related_populators(info, columns, query.db)  # type: ignore[call-arg]

    def rows(self, given: Sequence[Any]) -> list[Any]:
        """The rows that the query finds with these values."""
        with keeping_cursor() as cursor:
            cursor.execute(self.sql, [one.of(given) if isinstance(one, _Mark) else one for one in self.params])
            found = cursor.fetchall()
        if found and self.converters:
            found = [tuple(row) for row in self.compiler.apply_converters(found, self.converters)]
        return found if self.model is None else list(self._objects(found))

    def _objects(self, found: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        for values in found:
            row = self.model.from_db(connection.alias, self.names, values[self.own])
            for related in self.beside:
                related.populate(values, row)
            for name, place in self.annotated:
                setattr(row, name, values[place])
            yield row


def keeping_cursor() -> CursorWrapper:
    """A cursor whose statements the store keeps as it has understood them: in SQLite all, in PostgreSQL its own."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # there is no psycopg where there is SQLite

    store: Any = connection
    own: Any = ServerBindingCursor
    store.ensure_connection()
    # wrapped as Django wraps its own, which puts values into the statement, so that each is another one
    cursor: CursorWrapper = store._prepare_cursor(own(store.connection))
    return cursor


def _padded(values: Collection[Any]) -> list[Any]:
    """Filled up to a power of two with the last one, so that few lengths are put into words."""
    found = list(values)
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found)) if found else found
