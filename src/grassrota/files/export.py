"""Tables for people: XLSX and CSV of any length, in English or Chinese, with a sheet that says what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grassrota.errors import BadInput, Fault
from grassrota.figures.words import Language
from grassrota.files.columns import Column
from grassrota.files.tables import appearing, write_table
from grassrota.files.words import cell_words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_TEXT = 32_767
"""Characters in a cell of a workbook."""
MAX_ROWS = 1_048_576
TEXT_FORMAT = 49
"""The built-in format by which a cell stays text, whatever is typed into it."""
_EXACT = 2**53
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Notes:
    """Where a table comes from: it goes with the table wherever it is sent.

    Attributes:
        as_of: The day of which it speaks.
        by: Who made it.
        selection: The filter in words; empty if everything is in it.
    """

    as_of: date
    by: str
    selection: str = ""


def write_xlsx(
    path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, object]], notes: Notes, language: Language
) -> int:
    """Writes a workbook row by row, in constant memory; texts are texts whatever they begin with.

    Args:
        path: It appears there whole or not at all.
        columns: The table's columns, in order.
        rows: The value of each column by its name.
        notes: For the second sheet.
        language: Of headers, of the words of enumerations and of the notes.

    Returns:
        The number of rows.

    Raises:
        BadInput: If a text or the table is longer than a workbook can hold.
    """
    with workbook(path, notes.as_of) as book:
        chinese = language == Language.CHINESE
        sheet = book.add_worksheet("数据" if chinese else "Data")
        lay_out(book, sheet, columns, language)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count >= MAX_ROWS:
                raise BadInput(
                    [Fault("", f"at most {MAX_ROWS - 1} rows in a workbook", "more", "Take CSV.", path.name)]
                )
            for at, column in enumerate(columns):
                _write(sheet, count, at, column, row[column.name], language, path.name)
        labels = ("截至", "制表", "筛选", "行数") if chinese else ("As of", "Made by", "Filter", "Rows")
        everything = "全部" if chinese else "everything"
        told = (notes.as_of.isoformat(), notes.by, notes.selection or everything, str(count))
        about = book.add_worksheet("说明" if chinese else "Notes")
        about.set_column(0, 0, 14)
        about.set_column(1, 1, 60)
        for at, pair in enumerate(zip(labels, told, strict=True)):
            for place, words in enumerate(pair):
                about.write_string(at, place, words)
    return count


def write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Mapping[str, object]], language: Language) -> None:
    """Writes a CSV table row by row, in UTF-8; a text that a spreadsheet would run gets an apostrophe before it."""
    header = [column.label(language) for column in columns]
    write_table(path, header, ([cell_words(column, row[column.name], language) for column in columns] for row in rows))


@contextmanager
def workbook(path: Path, made_on: date) -> Iterator[Workbook]:
    """A workbook to fill row by row; it appears whole or not at all, with the same bytes for the same content."""
    from xlsxwriter import Workbook

    with appearing(path) as temporary:
        book = Workbook(str(temporary), {"constant_memory": True, **_PLAIN})
        book.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day)})  # noqa: DTZ001
        try:
            yield book
        finally:
            book.close()


def lay_out(book: Workbook, sheet: Worksheet, columns: Sequence[Column], language: Language, first: int = 0) -> None:
    """The header and the widths of columns, from column ``first`` on; ids are text, so that leading zeros stay."""
    bold, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": TEXT_FORMAT})
    for at, column in enumerate(columns, start=first):
        label = column.label(language)
        sheet.set_column(at, at, min(40, max(12, 2 * len(label) + 2)), None if column.is_number else plain)
        sheet.write_string(0, at, label, bold)
    sheet.freeze_panes(1, 0)


def _write(sheet: Worksheet, row: int, at: int, column: Column, value: object, language: Language, file: str) -> None:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _EXACT:
        sheet.write_number(row, at, value)
        return
    words = cell_words(column, value, language)
    if len(words) > MAX_TEXT:
        expected = f"a text of at most {MAX_TEXT} characters, which a workbook holds"
        raise BadInput([Fault(column.label(language), expected, str(len(words)), "Take CSV.", file, row + 1)])
    if words:
        sheet.write_string(row, at, words)
