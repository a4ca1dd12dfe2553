"""The first sheet of an XLSX workbook as lines of text."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from grassrota.errors import BadInput, Fault
from grassrota.files.cells import NO_FORMULA, Formula, cell_text
from grassrota.files.xlsx_formulas import column_letters, column_number, formula_cells

MAX_CELLS = 20_000_000
MAX_BYTES = 1 << 30
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_NO_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def read_xlsx(path: Path) -> list[list[str]]:
    """Reads a sheet from its first cell on: a merged cell as its first, and formulas as ``Formula``.

    Raises:
        BadInput: If it is no workbook, or so wide and high that it would not fit into memory.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        _check_size(path)
        formulas = formula_cells(path)
        with CalamineWorkbook.from_path(str(path)) as workbook:
            lines = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError, *_NO_ZIP) as error:
        got = str(error) or type(error).__name__
        raise BadInput([Fault("", "an XLSX workbook", got, file=path.name)]) from None
    texts = [[cell_text(cell) for cell in line] for line in lines]
    width = max((len(line) - _blank_tail(line) for line in texts), default=0)
    return _marked([line[:width] for line in texts], formulas, path.name)


def _marked(lines: list[list[str]], formulas: Iterable[tuple[int, int]], file: str) -> list[list[str]]:
    """The lines with their formulas told apart; one that stands outside of them was never computed."""
    outside = []
    for row, column in formulas:
        place = f"{column_letters(column)}{row}"
        if row <= len(lines) and column <= len(lines[row - 1]):
            cell = Formula(lines[row - 1][column - 1])
            cell.place = place
            lines[row - 1][column - 1] = cell
        else:
            outside.append(Fault("", "a value, not a formula", f"a formula in {place}", NO_FORMULA, file, row))
    if outside:
        raise BadInput(outside)
    return lines


def _blank_tail(line: list[str]) -> int:
    blank = 0
    while blank < len(line) and not line[-1 - blank].strip():
        blank += 1
    return blank


def _check_size(path: Path) -> None:
    """Refuses what could not be held: the reader lays out every cell up to the last one used, and aborts on failing."""
    with zipfile.ZipFile(path) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MAX_BYTES:
            expected = f"a workbook of at most {MAX_BYTES} bytes unpacked"
            raise BadInput([Fault("", expected, str(unpacked), file=path.name)])
        for part in parts.infolist():
            with parts.open(part) as stream:
                height, width = _extent(stream)
            if height * width > MAX_CELLS:
                expected = f"sheets of at most {MAX_CELLS} cells"
                fix = "Look for a stray cell far below or far to the right, and delete its row and column."
                raise BadInput([Fault("", expected, f"{height} rows, {width} columns", fix, file=path.name)])


def _extent(stream: IO[bytes]) -> tuple[int, int]:
    height = width = 0
    kept = b""
    while chunk := stream.read(1 << 20):
        for letters, digits in _REFERENCE.findall(kept + chunk):
            height = max(height, int(digits[:20] or b"0"))
            width = max(width, column_number(letters))
        kept = chunk[-64:]
    return height, width
