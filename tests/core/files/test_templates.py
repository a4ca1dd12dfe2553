from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from grassrota.figures.words import Language
from grassrota.files.columns import Column
from grassrota.files.lists import LISTS, KeptList
from grassrota.files.template import write_template
from grassrota.staff import Person


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kept", LISTS.values(), ids=list(LISTS))
def test_empty_template(tmp_path: Path, kept: KeptList, language: Language) -> None:
    """The template of each list, read as it is, has every column, no rows and no fault."""
    write_template(tmp_path / "t.xlsx", kept, language)
    rows = kept.scan(tmp_path / "t.xlsx")
    assert (rows.values, rows.faults) == ((), ())
    assert list(rows.labels.items()) == [(column.name, column.label(language)) for column in kept.columns]


def _sheet(path: Path, number: int) -> list[list[str]]:
    with CalamineWorkbook.from_path(str(path)) as book:
        return [[str(cell) for cell in line] for line in book.get_sheet_by_index(number).to_python()]


def test_the_sheet_of_notes(tmp_path: Path) -> None:
    """The second sheet says of each column what it means, what it must be, whether it is required, and an example."""
    write_template(tmp_path / "t.xlsx", LISTS["units"], Language.ENGLISH)
    notes = {line[0]: line for line in _sheet(tmp_path / "t.xlsx", 1)}
    assert notes["east_km"][1:] == [
        *("kilometres east of any fixed point", "a whole number from -50000 to 50000", "no", "3"),
    ]
    write_template(tmp_path / "t.xlsx", LISTS["units"], Language.CHINESE)
    notes = {line[0]: line for line in _sheet(tmp_path / "t.xlsx", 1)}
    assert notes["类别"][1:] == ["单位的性质", "机关或事业单位或企业或商业或地方", "是", "机关"]
    assert notes["负责人"][2:] == ["不含空格、逗号和分号的编号；多个之间用分号", "否", "p1;p2"]


def test_refused_columns_are_explained(tmp_path: Path) -> None:
    """The template of the absences says that detail is sealed elsewhere, in both languages."""
    for language, words in ((Language.ENGLISH, "Detail is sealed elsewhere"), (Language.CHINESE, "详情另行密封保存")):
        write_template(tmp_path / "t.xlsx", LISTS["absences"], language)
        assert any(line[0].startswith(words) for line in _sheet(tmp_path / "t.xlsx", 1))


@pytest.mark.parametrize("kept", LISTS.values(), ids=list(LISTS))
def test_examples_are_right(tmp_path: Path, kept: KeptList) -> None:
    """The examples of a template, in either language, are cells that their columns take."""
    for language in Language:
        write_template(tmp_path / "t.xlsx", kept, language)
        for column, line in zip(kept.columns, _sheet(tmp_path / "t.xlsx", 1)[1:], strict=False):
            if line[4]:
                column.value(line[4])


def test_words_to_choose_from(tmp_path: Path) -> None:
    """A spreadsheet offers the words of a choice in the template's language, and keeps numbers within their range."""
    write_template(tmp_path / "t.xlsx", LISTS["people"], Language.CHINESE)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(r'<dataValidation type="(\w+)".*?sqref="([A-Z]+)2:.*?<formula1>(.*?)</formula1>', sheet)
    assert ("list", "K", '"是,否"') in found
    assert ("whole", "E", "0") in found


def test_leading_zeros(tmp_path: Path) -> None:
    """The column of ids is laid out as text, and an id typed there as 0017 is read as 0017."""
    write_template(tmp_path / "t.xlsx", LISTS["people"], Language.ENGLISH)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as parts:
        sheet, styles = (parts.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    style = re.search(r'<col min="1" max="\d+" [^>]*?style="(\d+)"', sheet)
    assert style
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])
    assert formats[int(style[1])] == "49"  # the built-in format for text
    with xlsxwriter.Workbook(str(tmp_path / "filled.xlsx")) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate((["id", "name", "unit", "grade", "last_returned"], ["0017", "王", "hq", "chief"])):
            for at, cell in enumerate(line):
                sheet.write_string(row, at, cell)
        sheet.write_datetime(1, 4, date(1957, 3, 31), book.add_format({"num_format": "yyyy/m/d"}))
    found = LISTS["people"].scan(tmp_path / "filled.xlsx")
    assert found.values == (Person("0017", "王", "hq", "chief", last_returned=date(1957, 3, 31)),)


def test_a_column_without_examples_is_no_list_column() -> None:
    """Columns of other tables need no words of their own: their label is their name in every language."""
    column = Column("x", str)
    assert [column.label(language) for language in Language] == ["x", "x"]
