"""Days in the field as one table of millions of rows, of which each word is read once and not each cell.

CSV and XLSX are read as every other table, Parquet column by column. Needs the extra ``recount``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from grassrota.errors import BadInput, Fault
from grassrota.files.cells import cell_text, unguarded
from grassrota.files.columns import Column
from grassrota.files.header import Header
from grassrota.files.parse import CellError
from grassrota.files.postings import FIELD_DAYS, WHEREABOUTS
from grassrota.files.snapshot import Columns, require_pyarrow
from grassrota.files.tables import read_table

Numbers: TypeAlias = npt.NDArray[np.int64]
Days: TypeAlias = npt.NDArray[np.datetime64]
"""Days and nothing finer: ``datetime64[D]``."""
Cells: TypeAlias = Mapping[str, tuple[Sequence[str], Numbers]]
"""Of each column its different words, and for each row the place of its word among them."""
Taken: TypeAlias = Callable[[Sequence[str]], Any]
"""Reads some columns of a file into a table of Arrow."""

MOST = 1_000
"""So many rows that are wrong are named, column by column."""
READ = ("person", "day")
"""What is read of days in the field; their other columns may be there, or not."""
ENTRIES = tuple(column for column in FIELD_DAYS if column.name in READ)
ALL = tuple(replace(column, required=column.name in READ) for column in FIELD_DAYS)


@dataclass(frozen=True, slots=True)
class FieldDays:
    """Who was in the field on which days.

    Attributes:
        people: Ids of everybody, each of whom has its place as a key.
        homes: The unit of each; empty where it is not known.
        keys: The key of the person of each entry.
        days: The day of each entry.
    """

    people: Sequence[str]
    homes: Sequence[str]
    keys: Numbers
    days: Days

    @property
    def last(self) -> date | None:
        """The last day of any entry."""
        found: date | None = self.days.max().item() if len(self.days) else None
        return found

    def tables(self) -> Mapping[str, Iterable[Columns]]:
        """As the tables of a snapshot."""
        count = len(self.people)
        staff = [np.arange(count), self.homes, [""] * count, np.zeros(count, np.int64), [None] * count]
        entries = cast(Columns, [self.keys, self.days])
        return {"staff": [cast(Columns, staff)] if count else [], "field_days": [entries] if len(self.days) else []}


def read_field_days(path: Path, homes: Mapping[str, str] | None = None) -> FieldDays:
    """Reads a table with ``person`` and ``day``.

    Args:
        path: CSV, XLSX or Parquet.
        homes: The unit of everybody on the staff, whether or not they were in the field; if not given, those who were
            are the staff, and of nobody the unit is known.

    Raises:
        BadInput: With every fault, of at most ``MOST`` rows a column; somebody who is not on the staff is one.
    """
    require_pyarrow()
    kind = path.suffix.lower()
    if kind == ".csv":
        try:
            return _checked(path, homes, *_columns(path, _csv))
        except BadInput:
            # something is wrong with it, or it is no plain CSV: the reader of all tables knows what, and in which row
            return _checked(path, homes, *_lines(path))
    return _checked(path, homes, *(_columns(path, _parquet) if kind == ".parquet" else _lines(path)))


def _checked(
    path: Path, homes: Mapping[str, str] | None, numbers: Numbers, cells: Cells, faults: list[Fault]
) -> FieldDays:
    person, of_day = (_Read.of(column, cells[column.name]) for column in ENTRIES)
    if homes is not None:
        expected = "the id of a person on the staff"
        person.wrong = {at: expected for at, one in enumerate(person.values) if one not in homes} | person.wrong
    faults = [*faults, *(fault for one in (person, of_day) for fault in one.faults(path.name, numbers))]
    if faults:
        raise BadInput(sorted(faults, key=lambda fault: (not fault.row, fault.row)))
    keys = {one: key for key, one in enumerate(dict.fromkeys([*person.values, *(homes or {})]))}
    units = [(homes or {}).get(one, "") for one in keys]
    days = np.array(of_day.values, "datetime64[D]")[of_day.places]
    # the same word, with blanks around it and without, is the same person
    return FieldDays(list(keys), units, np.array([keys[one] for one in person.values], np.int64)[person.places], days)


@dataclass(slots=True)
class _Read:
    """A column: what each of its words says, and which word stands in each row."""

    column: Column
    words: Sequence[str]
    places: Numbers
    values: list[Any]
    wrong: dict[int, str]

    @classmethod
    def of(cls, column: Column, cells: tuple[Sequence[str], Numbers]) -> _Read:
        words, places = cells
        values, wrong = list[Any](), dict[int, str]()
        for at, word in enumerate(words):
            try:
                values.append(column.value(word))
            except CellError as error:
                values.append(None)
                wrong[at] = str(error)
        return cls(column, words, places, values, wrong)

    def faults(self, file: str, numbers: Numbers) -> list[Fault]:
        rows = np.flatnonzero(np.isin(self.places, list(self.wrong))) if self.wrong else ()
        found = []
        for row in rows[:MOST]:
            at = int(self.places[row])
            got = self.column.shown(self.words[at])
            found.append(Fault(self.column.name, self.wrong[at], got, file=file, row=int(numbers[row])))
        if len(rows) > MOST:
            found.append(Fault(self.column.name, "rows like the others", f"{len(rows) - MOST:,} more", file=file))
        return found


def _lines(path: Path) -> tuple[Numbers, Cells, list[Fault]]:
    table = read_table(path)
    header, faults = _header(path, table.header)
    cells: dict[str, tuple[Sequence[str], Numbers]] = {}
    for name in READ:
        at = next(place for place, column in enumerate(header.named) if column and column.name == name)
        words: dict[str, int] = {}
        places = [words.setdefault(line[at], len(words)) for _, line in table.rows]
        cells[name] = (list(words), np.array(places, np.int64))
    return np.array([number for number, _ in table.rows], np.int64), cells, [*faults, *table.faults]


def _columns(path: Path, opened: Callable[[Path], tuple[Sequence[str], Taken]]) -> tuple[Numbers, Cells, list[Fault]]:
    from pyarrow import ArrowException

    try:
        names, taken = opened(path)
        header, faults = _header(path, names)
        table = taken([header.labels[name] for name in READ])
    except (ArrowException, OSError, ValueError, MemoryError) as error:
        raise BadInput([Fault("", "a Parquet file", str(error)[:200], file=path.name)]) from None
    cells: dict[str, tuple[Sequence[str], Numbers]] = {}
    for name in READ:
        coded = table[header.labels[name]].combine_chunks().dictionary_encode(null_encoding="encode")
        words = [unguarded(cell_text(one)) for one in coded.dictionary.to_pylist()]
        cells[name] = (words, coded.indices.to_numpy(zero_copy_only=False).astype(np.int64))
    return np.arange(2, table.num_rows + 2), cells, faults


def _parquet(path: Path) -> tuple[Sequence[str], Taken]:
    from pyarrow.parquet import ParquetFile

    stored = ParquetFile(path)
    return stored.schema_arrow.names, stored.read


def _csv(path: Path) -> tuple[Sequence[str], Taken]:
    from pyarrow import csv, string

    parse = csv.ParseOptions(newlines_in_values=True)
    with csv.open_csv(path, parse_options=parse) as opened:
        names = opened.schema.names

    def taken(wanted: Sequence[str]) -> Any:
        convert = csv.ConvertOptions(column_types=dict.fromkeys(names, string()), include_columns=wanted)
        return csv.read_csv(path, parse_options=parse, convert_options=convert)

    return names, taken


def _header(path: Path, names: Sequence[str]) -> tuple[Header, list[Fault]]:
    header = Header.of(tuple(names), ALL)
    faults = header.faults(path.name, WHEREABOUTS)
    if not header.readable:
        raise BadInput(faults)
    return header, faults
