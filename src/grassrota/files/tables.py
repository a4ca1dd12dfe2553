"""Tables as files: CSV, XLSX or Parquet in, rows of text out; CSV written by rename."""

from __future__ import annotations

import csv
import io
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from grassrota.errors import BadInput, Fault
from grassrota.files.cells import NO_FORMULA, Formula, cell_text, guarded, shortened, unguarded
from grassrota.files.encoding import likely_gbk, wrong_encoding
from grassrota.files.jsonl import read_jsonl
from grassrota.files.parquet import read_parquet
from grassrota.files.xlsx import MAX_CELLS, read_xlsx

SUFFIXES = (".csv", ".xlsx", ".parquet")
LINES = ".jsonl"
"""Lines of JSON have no header: their first is row 1."""
MAX_CELL = 100_000
MAX_BYTES = 1 << 29
ERRORS = "Errors / 错误"
"""The first column of a file that was returned with what is wrong in it; passed over when the file comes again."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file.

    Attributes:
        file: The file's name, for messages.
        header: Column names as given, without blanks around them.
        rows: For each good row its number as a spreadsheet counts it (the first under the header is 2) and its cells,
            blanks around them included.
        faults: What is wrong with the other rows.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Fault, ...] = ()


def find_table(folder: Path, name: str) -> Path | None:
    """The file of a table in a folder, whatever its format; None if there is none.

    Raises:
        BadInput: If the table is there in more than one format.
    """
    found = [folder / f"{name}{suffix}" for suffix in SUFFIXES if (folder / f"{name}{suffix}").is_file()]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise BadInput([Fault("", f"the table {name} in one format", names, "Keep one of them.", file=found[0].name)])
    return found[0] if found else None


def read_table(path: Path) -> Table:
    """Reads a table; rows without any text are passed over, but counted, and so is a first column ``ERRORS``.

    Rows that do not fit the header come back as faults, so that the others can still be checked.

    Args:
        path: The file; its suffix tells the format.

    Raises:
        BadInput: If the file is missing, empty, in a wrong encoding, or no table.
    """
    return table_of(read_lines(path), path.name, first=1 if path.suffix.lower() == LINES else 2)


def table_of(lines: list[list[str]], file: str, first: int = 2) -> Table:
    """As ``read_table``, of lines that are already there; the one below the header is row ``first``."""
    if lines and lines[0] and lines[0][0].startswith(ERRORS):
        lines = [line[1:] for line in lines]
    header = tuple(cell.strip() for cell in lines[0]) if lines else ()
    if not any(header):
        got = "an empty row" if any(map(any, lines)) else "an empty file"
        raise _unreadable(file, "a header in the first row", got)
    rows, faults = [], _row_faults(file, header, 1, lines[0])
    for number, line in enumerate(lines[1:], start=first):
        wrong = _row_faults(file, header, number, line)
        faults += wrong
        if not wrong and any(cell.strip() for cell in line):
            rows.append((number, tuple(line)))
    return Table(file, header, tuple(rows), tuple(faults))


def pasted(text: str, file: str) -> Table:
    """A table as it is pasted from a spreadsheet or typed: with tabs, commas or semicolons, and rows that end early."""
    text = text.lstrip("\r\n")
    header = text.partition("\n")[0]
    between = next((mark for mark in "\t,，;" if mark in header), ",")
    lines = separated(text, file, between)
    width = len(lines[0]) if lines else 0
    return table_of([line + [""] * (width - len(line)) for line in lines], file)


def read_lines(path: Path) -> list[list[str]]:
    """Every cell of a table as it stands in its file, the header and what does not fit it included.

    Raises:
        BadInput: If the file is missing, too large, in a wrong encoding, or no table.
    """
    if not path.is_file():
        raise _unreadable(path.name, "a file", "nothing", "Check the name.")
    readers = {".csv": _read_csv, ".xlsx": read_xlsx, ".parquet": read_parquet, LINES: _read_jsonl}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise _unreadable(path.name, "a .csv, .xlsx, .parquet or .jsonl file", path.suffix or "no suffix")
    if path.stat().st_size > MAX_BYTES:
        raise _unreadable(path.name, f"a file of at most {MAX_BYTES} bytes", str(path.stat().st_size), "Split it.")
    return reader(path)


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes a CSV table (UTF-8, one line feed a row); it appears whole or not at all, with cells ``guarded``."""
    with written(path) as stream:
        for line in chain((header,), rows):
            stream.write(",".join(_quoted(guarded(cell_text(cell))) for cell in line) + "\n")


@contextmanager
def written(path: Path) -> Iterator[IO[str]]:
    """A text file that appears under its name only when everything has been written.

    Whatever is raised meanwhile, an interrupt included, leaves the old file as it was and nothing beside it.
    """
    with appearing(path) as temporary, temporary.open("x", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def written_privately(path: Path) -> Iterator[IO[str]]:
    """As ``written``, readable by its owner alone from the first byte on."""
    with appearing(path) as temporary:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A name to write under; what stands there in the end takes the name of ``path``, unless something is raised."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield temporary
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, a byte order mark at its start taken away.

    Raises:
        BadInput: If it is missing, empty, not UTF-8, or holds zero bytes.
    """
    return text_of(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """The content of a file; raises ``BadInput`` if it is missing."""
    if not path.is_file():
        raise _unreadable(path.name, "a file", "nothing", "Check the name.")
    return path.read_bytes()


def text_of(content: bytes, file: str) -> str:
    """The text in the content of a file called ``file``; raises as ``read_text`` does."""
    if not content.strip():
        raise BadInput([Fault("", "some content", "an empty file", file=file)])
    try:
        text = content.decode("utf-8-sig")
        wrong = text.find("\0")
        row = text.count("\n", 0, wrong) + 1
    except UnicodeDecodeError as error:
        wrong = error.start
        row = content.count(b"\n", 0, wrong) + 1
    if wrong >= 0:
        fix = "Save the file as UTF-8."
        raise BadInput([Fault("", "text in UTF-8", wrong_encoding(content), fix, file=file, row=row)])
    return text


def _read_csv(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    # a spreadsheet on a Chinese system saves CSV as GBK; everywhere else it would only be a wrong encoding
    text = content.decode("gb18030") if likely_gbk(content) else text_of(content, path.name)
    del content
    return separated(text, path.name)


def separated(text: str, file: str, between: str = ",") -> list[list[str]]:
    """The cells of a text, line by line, with ``between`` between them.

    Raises:
        BadInput: If quotes do not close, or there are more cells than would fit into memory.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    lines: list[list[str]] = []
    cells = 0
    try:
        for line in csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=between):
            lines.append([unguarded(cell) for cell in line])
            cells += len(line) + 1
            if cells > MAX_CELLS:
                raise _unreadable(file, f"a table of at most {MAX_CELLS} cells", "more", "Split it.")
    except csv.Error as error:
        fault = Fault("", "well-formed CSV", str(error), "Check the quotes.", file=file, row=len(lines) + 1)
        raise BadInput([fault]) from None
    return lines


def _read_jsonl(path: Path) -> list[list[str]]:
    return read_jsonl(path, text_of(path.read_bytes(), path.name))


def _row_faults(file: str, header: Sequence[str], number: int, line: Sequence[str]) -> list[Fault]:
    if len(line) != len(header) and any(cell.strip() for cell in line):
        return [Fault("", f"{len(header)} cells as in the header", str(len(line)), file=file, row=number)]
    if all(type(cell) is str and len(cell) <= MAX_CELL for cell in line):
        return []
    faults = []
    for name, cell in zip((shortened(name) for name in header), line, strict=False):
        if isinstance(cell, Formula):
            faults.append(Fault(name, "a value, not a formula", f"a formula in {cell.place}", NO_FORMULA, file, number))
        elif len(cell) > MAX_CELL:
            expected = f"a cell of at most {MAX_CELL} characters"
            faults.append(Fault(name, expected, str(len(cell)), file=file, row=number))
    return faults


def _quoted(cell: str) -> str:
    # the csv module leaves a lone carriage return unquoted, which no reader takes
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\r\n') else cell


def _unreadable(file: str, expected: str, got: str, fix: str = "") -> BadInput:
    return BadInput([Fault("", expected, got, fix, file=file)])
