"""Every order that a store and a disk give to rows that belong to known events, and whether one tells theirs.

All tables are read as an attacker would: which row belongs to what is found out by following keys, whatever they are
called, so that a table that is added tomorrow is looked at as well.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

LEAST = 10
"""Rows without which no order is looked at."""
LONG = 16
"""Characters from which a key is known wherever it stands; a shorter one only where a column refers to its table."""
BEYOND = 5.0
"""Standard deviations from which an order tells: by chance once in 1.7 million for each statistic."""
ALSO = {
    ("intake_receipt", "leaf"): "intake_logleaf",
    ("opinions_search", "rowid"): "opinions_searchtext",
    ("opinions_search", "id"): "opinions_searchtext",
}
"""Columns that refer to another table without saying so."""
OWN_PAGES = "opinions_search_"
"""Tables of SQLite in which its index of words keeps its pages: no row of theirs is of one text."""


@dataclass(slots=True)
class Table:
    """One table, in its physical order.

    Attributes:
        name: As the store has it.
        columns: Names.
        rows: Values, as an attacker can compare them.
        stamps: What else the store tells of each row: in PostgreSQL the transaction that wrote it.
        refers: The table that a column refers to, by the column's place.
        key: The place of the primary key; None if it has none of one column.
        event: The event that each row belongs to; None while none is known.
    """

    name: str
    columns: list[str]
    rows: list[tuple[Any, ...]]
    stamps: list[int]
    refers: dict[int, str]
    key: int | None
    event: list[int | None] = field(default_factory=list)


def tables() -> list[Table]:
    """Every table of the store."""
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if not name.startswith(OWN_PAGES)]
        return [_table(cursor, name, sqlite) for name in sorted(names)]


def _table(cursor: Any, name: str, sqlite: bool) -> Table:
    from django.db import connection

    order, stamp = ("rowid", "rowid") if sqlite else ("ctid", "xmin::text::bigint")
    cursor.execute(f'SELECT {stamp}, * FROM "{name}" ORDER BY {order}')
    columns = [each[0] for each in cursor.description][1:]
    read = cursor.fetchall()
    stamps, rows = [row[0] for row in read], [tuple(map(_plain, row[1:])) for row in read]
    if sqlite and name == "opinions_search":
        columns, rows = [*columns, "rowid"], [(*row, place) for row, place in zip(rows, stamps, strict=True)]
    known = connection.introspection.get_relations(cursor, name)
    refers = {columns.index(column): said[1] for column, said in known.items()}
    refers |= {columns.index(column): to for (table, column), to in ALSO.items() if table == name and column in columns}
    keys = connection.introspection.get_primary_key_columns(cursor, name) or []
    key = columns.index(keys[0]) if len(keys) == 1 else None
    return Table(name, columns, rows, [] if sqlite else stamps, refers, key, [None] * len(rows))


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value) if isinstance(value, dict | list) else value


def touched(before: Sequence[Table], after: Sequence[Table]) -> set[str]:
    """Tables in which anything was written, changed or deleted."""
    one, other = ({table.name: _digest(table) for table in some} for some in (before, after))
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def _digest(table: Table) -> bytes:
    return sha256("\n".join(sorted(map(repr, table.rows))).encode()).digest()


def follow(found: Sequence[Table], events: Mapping[str, int], token: re.Pattern[str]) -> None:
    """Finds out which row belongs to which event, from what is known of them, until nothing more is learned.

    A row belongs to the one event that its texts, its keys and the rows to which it refers belong to; and to that of
    the rows that refer to it, if it is the same for all.

    Args:
        found: All tables; their ``event`` is filled in.
        events: The number of each event by what is known of it: a token that stands in a text, or a whole value.
        token: What a token looks like.
    """
    known: dict[str, int] = dict(events)
    rows_of: dict[tuple[str, Any], int] = {}
    learned = True
    while learned:
        learned = False
        for table in found:
            for place, row in enumerate(table.rows):
                meant = _meant(table, row, known, rows_of, token) if table.event[place] is None else ()
                if len(meant) == 1:
                    learned, (table.event[place],) = True, meant
                    _learn(table, row, known, rows_of, *meant)
        for key, claimed in () if learned else _claimed(found).items():
            if len(claimed) == 1 and key not in rows_of:
                learned, (rows_of[key],) = True, claimed


def _meant(
    table: Table,
    row: tuple[Any, ...],
    known: Mapping[str, int],
    rows_of: Mapping[tuple[str, Any], int],
    token: re.Pattern[str],
) -> set[int]:
    if table.key is not None and (table.name, row[table.key]) in rows_of:
        return {rows_of[table.name, row[table.key]]}
    refers = ((to, row[place]) for place, to in table.refers.items())
    meant = {rows_of[other] for other in refers if other in rows_of}
    for value in row:
        if isinstance(value, str) and len(value) >= LONG:
            meant |= {known[part] for part in (value, *token.findall(value)) if part in known}
    return meant


def _learn(
    table: Table, row: tuple[Any, ...], known: dict[str, int], rows_of: dict[tuple[str, Any], int], event: int
) -> None:
    if table.key is not None:
        rows_of[table.name, row[table.key]] = event
        if isinstance(row[table.key], str) and len(row[table.key]) >= LONG:
            known[row[table.key]] = event


def _claimed(found: Sequence[Table]) -> dict[tuple[str, Any], set[int]]:
    """The events of all rows that refer to a row."""
    claimed: dict[tuple[str, Any], set[int]] = {}
    for table in found:
        for row, event in zip(table.rows, table.event, strict=True):
            for place, to in table.refers.items() if event is not None else ():
                if row[place] is not None and event is not None:
                    claimed.setdefault((to, row[place]), set()).add(event)
    return claimed


def orders(found: Sequence[Table], seed: int = 1) -> dict[str, list[int]]:
    """Events in every order that a table gives them: of its rows, of the transactions that wrote them, of each column.

    Rows that a column does not tell apart come in an order drawn by chance; of several rows of an event the first
    counts.
    """
    given: dict[str, list[int]] = {}
    for table in found:
        rows = [(place, event) for place, event in enumerate(table.event) if event is not None]
        if len({event for _place, event in rows}) < LEAST:
            continue
        given[f"rows of {table.name}"] = _once(event for _place, event in rows)
        chance = random.Random(seed)
        chance.shuffle(rows)
        if table.stamps:
            rows.sort(key=lambda one: table.stamps[one[0]])
            given[f"transactions of {table.name}"] = _once(event for _place, event in rows)
        for column, name in enumerate(table.columns):
            values = {place: table.rows[place][column] for place, _event in rows}
            if len(set(values.values())) < 2:
                continue
            chance.shuffle(rows)
            rows.sort(key=lambda one: () if values[one[0]] is None else (values[one[0]],))
            given[f"{table.name}.{name}"] = _once(event for _place, event in rows)
    return given


def times(found: Sequence[Table]) -> set[str]:
    """Columns that hold a time finer than a day for a row that belongs to an event."""
    return {
        f"{table.name}.{name}"
        for table in found
        for column, name in enumerate(table.columns)
        for row, event in zip(table.rows, table.event, strict=True)
        if event is not None and (_is_time(row[column]))
    }


def _is_time(value: Any) -> bool:
    if isinstance(value, datetime | time):
        return True
    return isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*", value))


def orders_of_files(folder: Path, events: Mapping[str, int]) -> dict[str, list[int]]:
    """Events in every order that a folder gives its files: listed, by name, by inode, by change."""
    files = [entry for entry in os.scandir(folder) if entry.name in events]
    ways: dict[str, Any] = {
        "listing": None,
        "names": lambda entry: entry.name,
        "inodes": lambda entry: entry.inode(),
        "changes": lambda entry: entry.stat().st_ctime_ns,
    }
    return {
        f"{way} of files": _once(events[entry.name] for entry in (sorted(files, key=key) if key else files))
        for way, key in ways.items()
    }


def telling(given: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Orders that are not as good as random, with the statistic that shows it and its standard deviations.

    Three statistics of a permutation of n, each as good as normal for n of 20 and more. Under the hypothesis that all
    orders are as likely: the rank correlation has mean 0 and variance 1 / (n - 1) (Spearman 1904; Kendall and Gibbons,
    *Rank Correlation Methods*); the steps upwards between neighbours have mean (n - 1) / 2 and variance (n + 1) / 12
    (Knuth, *The Art of Computer Programming* 3, 5.1.3), so that an order kept in pieces is found; the distances
    between neighbours sum to (n^2 - 1) / 3 in the mean, with variance (n - 2)(n + 1)(4 n - 7) / 90.

    Args:
        given: Numbers of events in each stored order, 3 or more; their own order is that of the numbers.
    """
    import numpy as np

    found = {}
    for name, numbers in given.items():
        ranks = np.argsort(np.argsort(numbers)).astype(float)
        count = len(ranks)
        steps = np.diff(ranks)
        line = np.arange(count, dtype=float)
        correlation = float(np.corrcoef(ranks, line)[0, 1])
        deviations = {
            "rank correlation": correlation * (count - 1) ** 0.5,
            "steps upwards": (float((steps > 0).sum()) - (count - 1) / 2) / ((count + 1) / 12) ** 0.5,
            "distances": (float(np.abs(steps).sum()) - (count**2 - 1) / 3)
            / ((count - 2) * (count + 1) * (4 * count - 7) / 90) ** 0.5,
        }
        worst = max(deviations, key=lambda name: abs(deviations[name]))
        if abs(deviations[worst]) > BEYOND:
            found[name] = f"{worst}: {deviations[worst]:+.1f}"
    return found


def _once(events: Iterator[int]) -> list[int]:
    return list(dict.fromkeys(events))
