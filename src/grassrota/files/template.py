"""An empty workbook to fill in: headers, words to choose from, and a sheet that explains each column."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from grassrota.figures.words import Language
from grassrota.files.columns import Column
from grassrota.files.export import MAX_ROWS, lay_out, workbook
from grassrota.files.lists import KeptList
from grassrota.files.parse import Choice, Whole, yes_or_no
from grassrota.files.words import cell_words, expected, reason_in_chinese

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_MADE_ON = date(2000, 1, 1)
_HEADINGS = {
    Language.ENGLISH: ("Column", "Meaning", "What it must be", "Required", "Example"),
    Language.CHINESE: ("列名", "含义", "填写要求", "必填", "示例"),
}
_WIDTHS = (18, 48, 60, 10, 18)
_FLAG = Column("required", yes_or_no)


def write_template(path: Path, kept: KeptList, language: Language) -> None:
    """Writes the template of a list; read back as it is, it has no rows and no fault."""
    chinese = language == Language.CHINESE
    with workbook(path, _MADE_ON) as book:
        sheet = book.add_worksheet(kept.title(language))
        lay_out(book, sheet, kept.columns, language)
        for at, column in enumerate(kept.columns):
            _restrict(sheet, at, column, language)
        _explain(book, book.add_worksheet("说明" if chinese else "Notes"), kept, language)


def _restrict(sheet: Worksheet, at: int, column: Column, language: Language) -> None:
    """Lets a spreadsheet offer the words of a choice, and refuse a number out of range."""
    if isinstance(column.parse, Choice):
        words = [cell_words(column, word, language) for word in column.parse.values]
        rule: dict[str, object] = {"validate": "list", "source": words}
    elif isinstance(column.parse, Whole):
        rule = {
            "validate": "integer",
            "criteria": "between",
            "minimum": column.parse.low,
            "maximum": column.parse.high,
            "error_message": expected(column, language),
        }
    else:
        return
    sheet.data_validation(1, at, MAX_ROWS - 1, at, rule)


def _explain(book: Workbook, sheet: Worksheet, kept: KeptList, language: Language) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    chinese = language == Language.CHINESE
    for at, (heading, width) in enumerate(zip(_HEADINGS[language], _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, bold)
    for row, column in enumerate(kept.columns, start=1):
        required = cell_words(_FLAG, column.required, language)
        told = (
            *(column.label(language), column.about[chinese], expected(column, language), required),
            cell_words(column, column.example, language),
        )
        for at, words in enumerate(told):
            sheet.write_string(row, at, words, wrapped)
    refused = {reason_in_chinese(reason) if chinese else reason for reason in (kept.never or {}).values()}
    for row, reason in enumerate(sorted(refused), start=len(kept.columns) + 2):
        sheet.write_string(row, 0, reason)
