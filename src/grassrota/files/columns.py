"""Columns of a table: what each cell must be, and a reader that names every fault."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from grassrota.errors import BadInput, Fault
from grassrota.files.tables import Table, as_mapping, read_table

Value = TypeVar("Value")


class CellError(ValueError):
    """A cell is not what its column asks for; the text says what was expected."""


Parse = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: In the header and as a field of the value.
        parse: Turns the cell's text into a value, or raises ``CellError`` with what was expected.
        required: True if the column must be there and its cells filled.
        default: Stands for an empty cell or a missing column.
    """

    name: str
    parse: Parse
    required: bool = True
    default: Any = ""


@dataclass(frozen=True, slots=True)
class Rows(Generic[Value]):
    """Values read from a table, each with its row for later messages."""

    file: str
    values: tuple[Value, ...]
    numbers: tuple[int, ...]

    def fault(self, place: int, column: str, expected: str, got: object, fix: str = "") -> Fault:
        """A fault in the row of the value at ``place``."""
        return Fault(column, expected, str(got), fix, file=self.file, row=self.numbers[place])

    def repeated(self, key: Callable[[Value], Hashable], column: str, what: str) -> list[Fault]:
        """A fault for each value whose key came before."""
        first: dict[Hashable, int] = {}
        faults = []
        for place, value in enumerate(self.values):
            seen = first.setdefault(key(value), place)
            if seen != place:
                fix = f"Row {self.numbers[seen]} has it already."
                faults.append(self.fault(place, column, f"{what} once", key(value), fix))
        return faults

    def unknown(self, of: Callable[[Value], str], column: str, known: Any, what: str) -> list[Fault]:
        """A fault for each value whose word (unless empty) is not among the known ones."""
        return [
            self.fault(place, column, what, word)
            for place, value in enumerate(self.values)
            if (word := of(value)) and word not in known
        ]


def read_rows(
    path: Path, columns: Sequence[Column], build: Callable[..., Value], never: Mapping[str, str] | None = None
) -> Rows[Value]:
    """Reads a table into values.

    Args:
        path: The file.
        columns: What the table may hold; anything else is a fault.
        build: Called with one keyword argument a column; may raise ``BadInput``.
        never: Columns that are refused, with the reason.

    Raises:
        BadInput: With every fault of the file at once.
    """
    table = read_table(path)
    faults = _header_faults(table, columns, never or {})
    if faults:
        raise BadInput(faults)
    values, numbers = [], []
    for number, line in table.rows:
        cells = as_mapping(table.header, line)
        arguments: dict[str, Any] = {}
        wrong = []
        for column in columns:
            try:
                arguments[column.name] = _parsed(column, cells.get(column.name, ""))
            except CellError as error:
                got = cells.get(column.name) or "nothing"
                wrong.append(Fault(column.name, str(error), _shortened(got), file=table.file, row=number))
        if not wrong:
            try:
                values.append(build(**arguments))
                numbers.append(number)
            except BadInput as error:
                wrong = [fault.at(table.file, number) for fault in error.faults]
        faults += wrong
    if faults:
        raise BadInput(faults)
    return Rows(table.file, tuple(values), tuple(numbers))


def _header_faults(table: Table, columns: Sequence[Column], never: Mapping[str, str]) -> list[Fault]:
    known = {column.name for column in columns}
    faults = [
        Fault(name, "no such column", name, never[name.lower()], file=table.file, row=1)
        for name in table.header
        if name.lower() in never
    ]
    faults += [
        Fault(name or "(no name)", f"one of {', '.join(sorted(known))}", name or "nothing", file=table.file, row=1)
        for name in table.header
        if name not in known and name.lower() not in never
    ]
    faults += [
        Fault(name, "each column once", name, file=table.file, row=1)
        for name in sorted({name for name in table.header if table.header.count(name) > 1})
    ]
    faults += [
        Fault(column.name, f"the column {column.name}", "no such column", file=table.file, row=1)
        for column in columns
        if column.required and column.name not in table.header
    ]
    return faults


def _parsed(column: Column, cell: str) -> Any:
    if cell:
        return column.parse(cell)
    if column.required:
        raise CellError("something in this cell")
    return column.default


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."


def text(cell: str) -> str:
    """Any text."""
    return cell


def identifier(cell: str) -> str:
    """A stable id: no spaces, commas or control characters."""
    if not all(character.isprintable() and character not in " ,;" for character in cell):
        raise CellError("an id without spaces, commas and semicolons")
    return cell


def whole(low: int, high: int = 10**9) -> Parse:
    """A whole number in a range."""

    def parse(cell: str) -> int:
        expected = f"a whole number from {low} to {high}"
        try:
            number = int(cell) if cell.isascii() and len(cell) <= 20 and "_" not in cell else None
        except ValueError:
            number = None
        if number is None or not low <= number <= high:
            raise CellError(expected)
        return number

    return parse


def day(cell: str) -> date:
    """A date as 1957-12-09."""
    try:
        if len(cell) != 10:
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError:
        raise CellError("a date that exists, as 1957-12-09") from None


def yes_or_no(cell: str) -> bool:
    """``yes`` or ``no``."""
    if cell.lower() not in ("yes", "no"):
        raise CellError("yes or no")
    return cell.lower() == "yes"


def one_of(words: type[StrEnum]) -> Parse:
    """A word of an enumeration."""

    def parse(cell: str) -> StrEnum:
        try:
            return words(cell)
        except ValueError:
            raise CellError(f"one of {', '.join(words)}") from None

    return parse


def several(parse: Parse) -> Parse:
    """Several of something, with semicolons between, as a tuple."""

    def parse_all(cell: str) -> tuple[Any, ...]:
        return tuple(parse(part.strip()) for part in cell.split(";") if part.strip())

    return parse_all


def a_set(parse: Parse) -> Parse:
    """Several of something, with semicolons between, as a set."""
    parse_all = several(parse)
    return lambda cell: frozenset(parse_all(cell))
