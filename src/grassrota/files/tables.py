"""Tables as files: CSV, XLSX or Parquet in, rows of text out; CSV written by rename."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from grassrota.errors import BadInput, Fault

SUFFIXES = (".csv", ".xlsx", ".parquet")
MAX_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file.

    Attributes:
        file: The file's name, for messages.
        header: Column names as given.
        rows: For each row its number as a spreadsheet counts it (the first under the header is 2) and its cells.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def find_table(folder: Path, name: str) -> Path | None:
    """The file of a table in a folder, whatever its format; None if there is none.

    Raises:
        BadInput: If the table is there in more than one format.
    """
    found = [folder / f"{name}{suffix}" for suffix in SUFFIXES if (folder / f"{name}{suffix}").is_file()]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise BadInput([Fault("", f"the table {name} once", names, "Keep one of them.", file=str(folder))])
    return found[0] if found else None


def read_table(path: Path) -> Table:
    """Reads a table.

    Raises:
        BadInput: If the file is missing, empty, in a wrong encoding, or its rows do not fit the header.
    """
    if not path.is_file():
        raise _unreadable(path, "a file", "nothing", "Check the name.")
    reader = {".csv": _read_csv, ".xlsx": _read_xlsx, ".parquet": _read_parquet}.get(path.suffix.lower())
    if reader is None:
        raise _unreadable(path, "a .csv, .xlsx or .parquet file", path.suffix or "no suffix")
    lines = reader(path)
    header = tuple(cell.strip() for cell in lines[0]) if lines else ()
    if not any(header):
        raise _unreadable(path, "a header in the first row", "an empty file")
    rows = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(cell.strip() for cell in line)]
    faults = [
        Fault("", f"{len(header)} cells as in the header", f"{len(line)}", file=path.name, row=number)
        for number, line in rows
        if len(line) != len(header)
    ]
    faults += [
        Fault(header[place], f"a cell of at most {MAX_CELL} characters", f"{len(cell)}", file=path.name, row=number)
        for number, line in rows
        for place, cell in enumerate(line[: len(header)])
        if len(cell) > MAX_CELL
    ]
    if faults:
        raise BadInput(faults)
    return Table(path.name, header, tuple((number, tuple(cell.strip() for cell in line)) for number, line in rows))


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes a CSV table (UTF-8, one line feed a row); it appears whole or not at all."""
    with written(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell_text(cell) for cell in row] for row in rows)


def as_mapping(header: Sequence[str], line: Sequence[str]) -> Mapping[str, str]:
    """The cells of a row by column."""
    return dict(zip(header, line, strict=True))


@contextmanager
def written(path: Path) -> Iterator[IO[str]]:
    """A text file that appears under its name only when everything has been written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.

    Raises:
        BadInput: If it is missing, empty or not UTF-8.
    """
    if not path.is_file():
        raise _unreadable(path, "a file", "nothing", "Check the name.")
    content = path.read_bytes()
    if not content.strip():
        raise _unreadable(path, "some content", "an empty file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        guess = "bytes that are no UTF-8"
        try:
            content.decode("gb18030")
            guess = "what looks like GB18030 (GBK)"
        except UnicodeDecodeError:
            pass
        fault = Fault("", "text in UTF-8", guess, "Save the file as UTF-8.", file=path.name, row=row)
        raise BadInput([fault]) from None


def _read_csv(path: Path) -> list[list[str]]:
    text = read_text(path)
    if "\0" in text:
        raise _unreadable(path, "text", "zero bytes")
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        fault = Fault("", "well-formed CSV", str(error), "Check the quotes.", file=path.name, row=reader.line_num)
        raise BadInput([fault]) from None


def _read_xlsx(path: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(path, "an XLSX workbook", str(error)) from None
    return [[_cell_text(cell) for cell in line] for line in lines]


def _read_parquet(path: Path) -> list[list[str]]:
    try:
        from pyarrow import ArrowInvalid, parquet
    except ImportError:
        fix = "Install the extra: pip install 'grassrota[parquet]'."
        raise _unreadable(path, "pyarrow to be installed for Parquet", "it is not", fix) from None
    try:
        table = parquet.read_table(path)
    except (ArrowInvalid, OSError) as error:
        raise _unreadable(path, "a Parquet file", str(error)) from None
    columns = [[_cell_text(cell) for cell in column.to_pylist()] for column in table.columns]
    return [list(table.column_names), *(list(line) for line in zip(*columns, strict=True))]


def _cell_text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if not (cell.hour or cell.minute or cell.second):
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _unreadable(path: Path, expected: str, got: str, fix: str = "") -> BadInput:
    return BadInput([Fault("", expected, got, fix, file=path.name)])
