"""Columns of a table: what each cell must be, and a reader that names every fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from grassrota.errors import BadInput, Fault
from grassrota.figures.words import Language
from grassrota.files.cells import cell_text, shortened
from grassrota.files.header import Header
from grassrota.files.parse import CellError, Parse, Whole
from grassrota.files.tables import MAX_CELL, SUFFIXES, Table, find_table, read_table, write_table

Value = TypeVar("Value")
HIDDEN = "something that is not repeated here"
"""What a message says of a private cell."""
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: In the header and as a field of the value.
        parse: Turns the cell's text into a value, or raises ``CellError`` with what was expected.
        required: True if the column must be there and its cells filled.
        default: Stands for an empty cell or a missing column.
        verbatim: True if blanks around the text belong to it.
        private: True if no message may repeat what its cells say: messages end up in logs and on other desks.
        chinese: What it is called in Chinese headers; empty if it has no such name.
        aliases: Further names that people give it, in either language.
        about: What it means, in English and in Chinese; for templates.
        example: A cell as it might be; for templates.
    """

    name: str
    parse: Parse
    required: bool = True
    default: Any = ""
    verbatim: bool = False
    private: bool = False
    chinese: str = ""
    aliases: tuple[str, ...] = ()
    about: tuple[str, str] = ("", "")
    example: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which a header may have it."""
        return tuple(name for name in (self.name, self.chinese, *self.aliases) if name)

    @property
    def is_number(self) -> bool:
        """Whether its cells hold one whole number each."""
        return isinstance(self.parse, Whole)

    def label(self, language: Language) -> str:
        """What a header in this language calls it."""
        return self.chinese if language == Language.CHINESE and self.chinese else self.name

    def value(self, cell: str) -> Any:
        """What a cell of this column says.

        Raises:
            CellError: With what was expected.
        """
        cell = cell if self.verbatim else cell.strip()
        if cell.strip():
            return self.parse(cell)
        if self.required:
            raise CellError("something in this cell")
        return self.default

    def shown(self, cell: str) -> str:
        """What a message says of a cell of this column."""
        if not cell.strip():
            return "nothing"
        return HIDDEN if self.private else shortened(cell.strip())


@dataclass(frozen=True, slots=True)
class Rows(Generic[Value]):
    """Values read from a table, each with its row for later messages.

    Attributes:
        file: The file's name.
        values: One for each good row.
        numbers: The rows of the values.
        faults: What is wrong with the other rows.
        header: The names of the columns that were there.
        private: Of these, the ones whose cells no message repeats.
        labels: What the file calls its columns, by their names: messages speak as the file does.
        refused: The cells of the rows that are no values, by row and by column, as far as they could be told apart.
    """

    file: str
    values: tuple[Value, ...]
    numbers: tuple[int, ...]
    faults: tuple[Fault, ...] = ()
    header: tuple[str, ...] = ()
    private: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def fault(self, place: int, column: str, expected: str, got: object, fix: str = "") -> Fault:
        """A fault in the row of the value at ``place``; of a private column, ``got`` is not repeated."""
        words = HIDDEN if column in self.private and str(got) else str(got)
        label = self.labels.get(column, column)
        return Fault(label, expected, words, fix, file=self.file, row=self.numbers[place])

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
        never: Columns that are refused, with the reason; in lower case and with underscores between words.

    Raises:
        BadInput: With every fault of the file at once.
    """
    rows = scan_rows(path, columns, build, never)
    if rows.faults:
        raise BadInput(rows.faults)
    return rows


def scan_rows(
    path: Path, columns: Sequence[Column], build: Callable[..., Value], never: Mapping[str, str] | None = None
) -> Rows[Value]:
    """As ``read_rows``, but faults come back beside the good rows, so that other files can still be checked."""
    try:
        table = read_table(path)
    except BadInput as error:
        return Rows(path.name, (), (), error.faults)
    return rows_of_table(table, columns, build, never)


def rows_of_table(
    table: Table, columns: Sequence[Column], build: Callable[..., Value], never: Mapping[str, str] | None = None
) -> Rows[Value]:
    """As ``scan_rows``, of a table that has been read."""
    header = Header.of(table.header, columns)
    if any(column.private for column in columns) and not any(header.named):
        # most likely the header was left out, and these are cells
        expected = f"a header with columns such as {', '.join(column.name for column in columns if column.required)}"
        return Rows(table.file, (), (), (Fault("", expected, HIDDEN, file=table.file, row=1), *table.faults))
    faults = [*header.faults(table.file, never or {}), *table.faults]
    if not header.readable:
        return Rows(table.file, (), (), tuple(faults))
    values, numbers, refused = [], [], {}
    known: list[dict[str, Any]] = [{} for _ in columns]
    for number, line in table.rows:
        cells = header.row(line)
        arguments, wrong = _arguments(columns, cells, known)
        if not wrong:
            try:
                values.append(build(**arguments))
                numbers.append(number)
            except BadInput as error:
                wrong = [_veiled(fault, columns, cells) for fault in error.faults]
        if wrong:
            refused[number] = cells
            faults += [_labelled(fault, header.labels).at(table.file, number) for fault in wrong]
    private = frozenset(column.name for column in columns if column.private)
    return Rows(
        *(table.file, tuple(values), tuple(numbers), tuple(faults)),
        *(tuple(header.labels), private, header.labels, refused),
    )


def scan_named(
    folder: Path,
    name: str,
    columns: Sequence[Column],
    build: Callable[..., Value],
    never: Mapping[str, str] | None = None,
    optional: bool = False,
) -> Rows[Value]:
    """As ``scan_rows``, for a table in a folder whatever its format; without rows if it is optional and not there."""
    try:
        path = find_table(folder, name)
    except BadInput as error:
        return Rows(name, (), (), error.faults)
    if path is not None:
        return scan_rows(path, columns, build, never)
    if optional:
        return Rows(name, (), ())
    expected = f"the table {name} as {', '.join(f'{name}{suffix}' for suffix in SUFFIXES)}"
    return Rows(name, (), (), (Fault("", expected, "no such file", file=f"{name}.csv"),))


def checked_lines(
    file: str,
    columns: Sequence[Column],
    values: Iterable[Value],
    cells: Callable[[Value], Mapping[str, object]] | None = None,
) -> list[list[str]]:
    """Header and lines of a CSV table that reads back as the same values.

    Args:
        file: The file's name, for messages.
        columns: Its columns.
        values: One for each row.
        cells: The value of each column; the fields of the same name if not given.

    Raises:
        BadInput: If a cell cannot hold what is in a value, such as an id with a space.
    """
    lines, faults = [[column.name for column in columns]], []
    for number, value in enumerate(values, start=2):
        given = cells(value) if cells else {column.name: getattr(value, column.name) for column in columns}
        lines.append([cell_text(given[column.name]) for column in columns])
        for column, cell in zip(columns, lines[-1], strict=True):
            expected = _cannot_hold(column, cell, given[column.name])
            if expected:
                got = column.shown(cell) if column.private else shortened(repr(cell))
                faults.append(Fault(column.name, expected, got, file=file, row=number))
    if faults:
        raise BadInput(faults)
    return lines


def write_rows(
    path: Path,
    columns: Sequence[Column],
    values: Iterable[Value],
    cells: Callable[[Value], Mapping[str, object]] | None = None,
) -> None:
    """Writes the ``checked_lines`` of values as a CSV table; nothing is written if there is a fault."""
    header, *lines = checked_lines(path.name, columns, values, cells)
    write_table(path, header, lines)


def _cannot_hold(column: Column, cell: str, value: object) -> str:
    """What a cell would have to be to read back as the value; empty if it does."""
    if len(cell) > MAX_CELL or _UNWRITABLE.search(cell):
        return f"text of at most {MAX_CELL} characters, all of them in Unicode and none of them zero"
    try:
        read = column.value(cell)
    except CellError as error:
        return str(error)
    if read == value:
        return ""
    return "a value that reads back as it is" + ("" if column.private else f", not as {shortened(repr(read))}")


def _arguments(
    columns: Sequence[Column], cells: Mapping[str, str], known: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[Fault]]:
    """What a row's cells say; ``known`` keeps what each column's cells say, since most of them stand there often."""
    arguments, wrong = {}, []
    for column, said in zip(columns, known, strict=True):
        cell = cells.get(column.name, "")
        try:
            if cell not in said:
                said[cell] = column.value(cell)
            arguments[column.name] = said[cell]
        except CellError as error:
            wrong.append(Fault(column.name, str(error), column.shown(cell)))
    return arguments, wrong


def _veiled(fault: Fault, columns: Sequence[Column], cells: Mapping[str, str]) -> Fault:
    """A fault found when a value was made, without what stands in a private cell."""
    column = next((column for column in columns if column.private and column.name == fault.column), None)
    return fault if column is None else replace(fault, got=column.shown(cells.get(column.name, "")))


def _labelled(fault: Fault, labels: Mapping[str, str]) -> Fault:
    return replace(fault, column=labels[fault.column]) if fault.column in labels else fault
