"""The same list, returned with what is wrong beside each row, to be put right and sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from grassrota.errors import Fault
from grassrota.figures.words import Language
from grassrota.files.cells import shortened
from grassrota.files.export import MAX_ROWS, MAX_TEXT, TEXT_FORMAT, workbook
from grassrota.files.tables import ERRORS, read_lines
from grassrota.files.words import sentence

_MADE_ON = date(2000, 1, 1)
_CUT = {
    Language.ENGLISH: "A cell is longer than a workbook holds and was cut here.",
    Language.CHINESE: "有单元格超出工作簿的长度限制，此处已截断。",
}


def write_returned(source: Path, faults: Iterable[Fault], path: Path, language: Language) -> None:
    """Writes the list as a workbook with a first column ``ERRORS``; faulty cells are coloured, good rows unchanged.

    What is wrong with the whole file stands over the column. Private cells are there, since the list is the sender's
    own, while what is said of them does not repeat them.

    Args:
        source: The file as it came; a column of errors that it has already is replaced.
        faults: Those of its rows, its header and itself.
        path: The workbook appears there whole or not at all.
        language: Of the sentences.

    Raises:
        BadInput: If the source is no table at all: then there is nothing to return but the faults.
    """
    lines = read_lines(source)
    if lines and lines[0] and lines[0][0].startswith(ERRORS):
        lines = [line[1:] for line in lines]
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_row[max(1, fault.row)].append(fault)
    header = [shortened(cell.strip()) for cell in lines[0]] if lines else []
    with workbook(path, _MADE_ON) as book:
        sheet = book.add_worksheet()
        red = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "num_format": TEXT_FORMAT})
        told, plain = (
            book.add_format({"text_wrap": True, "valign": "top"}),
            book.add_format({"num_format": TEXT_FORMAT}),
        )
        sheet.set_column(0, 0, 60, told)
        sheet.set_column(1, max(1, len(header)), 16, plain)
        sheet.freeze_panes(1, 1)
        for number, line in enumerate(lines[:MAX_ROWS], start=1):
            found = by_row.get(number, [])
            words = [_about(fault, language) for fault in found]
            words += [_CUT[language]] if any(len(cell) > MAX_TEXT for cell in line) else []
            words = [ERRORS, *words] if number == 1 else words
            if words:
                sheet.write_string(number - 1, 0, "\n".join(words)[:MAX_TEXT], told)
            wrong = {fault.column for fault in found}
            for at, cell in enumerate(line):
                faulty = at < len(header) and header[at] in wrong
                if cell or faulty:
                    sheet.write_string(number - 1, at + 1, cell[:MAX_TEXT], red if faulty else plain)


def _about(fault: Fault, language: Language) -> str:
    words = sentence(fault, language)
    return f"{fault.column}{'：' if language == Language.CHINESE else ': '}{words}" if fault.column else words
