"""No formula comes in unseen, and nothing that is written is run by a spreadsheet."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.files.cells import guarded, is_formula, unguarded
from grassrota.files.columns import Column, scan_rows
from grassrota.files.parse import identifier, original, text, whole
from grassrota.files.tables import read_table, write_table
from grassrota.files.xlsx_formulas import column_letters, column_number

COLUMNS = (Column("id", identifier), Column("name", text), Column("years", whole(-9, 9), required=False, default=0))


def _workbook(path: Path, formulas: list[tuple[int, int, object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "name", "years"])
        sheet.write_row(1, 0, ["a", "Wang", 3])
        sheet.write_row(2, 0, ["b", "Li", 4])
        for row, column, value in formulas:
            sheet.write_formula(row, column, "=1+1", None, value)
        other = book.add_worksheet("sums")
        other.write_formula(0, 0, "=2+2", None, 4)
    return path


def test_formulas_in_a_workbook(tmp_path: Path) -> None:
    """Each formula of the first sheet is a fault that names its cell; the row beside is read, the other sheet not."""
    table = read_table(_workbook(tmp_path / "t.xlsx", [(1, 1, "Zhao"), (1, 2, 2), (0, 2, "years")]))
    told = [(fault.row, fault.column, fault.got) for fault in table.faults]
    assert told == [
        (1, "years", "a formula in C1"),
        (2, "name", "a formula in B2"),
        (2, "years", "a formula in C2"),
    ]
    assert [number for number, _ in table.rows] == [3]


def test_a_formula_beyond_the_table(tmp_path: Path) -> None:
    """A formula that no value was ever computed for is told as well, though its cell reads as empty."""
    path = _workbook(tmp_path / "t.xlsx", [(7, 5, "")])
    found = [*_faults(path)]
    assert found == [(8, "a formula in F8")]


def _faults(path: Path) -> list[tuple[int, str]]:
    try:
        faults = read_table(path).faults
    except BadInput as error:
        faults = error.faults
    return [(fault.row, fault.got) for fault in faults]


def test_cells_without_a_reference(tmp_path: Path) -> None:
    """Where a workbook leaves out the places of rows and cells, they are counted."""
    path, bare = _workbook(tmp_path / "t.xlsx", [(2, 1, "Li")]), tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(bare, "w") as copy:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b' r="B3"', b"").replace(b' r="A3"', b"").replace(b'<row r="3"', b"<row")
            copy.writestr(part.filename, content)
    assert _faults(bare) == [(3, "a formula in B3")]


@given(st.integers(1, 16_384))
def test_columns_by_letters(number: int) -> None:
    """Letters and numbers of columns are one another's inverse."""
    assert column_number(column_letters(number).encode()) == number


def test_known_columns() -> None:
    """The 26th column is Z, the next AA, and the last of a sheet XFD."""
    assert [column_letters(number) for number in (1, 26, 27, 16_384)] == ["A", "Z", "AA", "XFD"]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", " =1", "\t=1", "-王"])
def test_formulas_in_csv(tmp_path: Path, cell: str) -> None:
    """A text that begins like a formula is a fault in columns of text and of ids, with or without the apostrophe."""
    for written in (cell, f"'{cell}"):
        (tmp_path / "t.csv").write_text(f'id,name\n"{written}",x\nb,"{written}"\n', encoding="utf-8")
        faults = scan_rows(tmp_path / "t.csv", COLUMNS, lambda **cells: cells).faults
        assert [(fault.row, fault.column) for fault in faults] == [(2, "id"), (3, "name")]


def test_numbers_and_dashes_are_no_formulas(tmp_path: Path) -> None:
    """A number with a sign is a number, and a dash alone is a word for nothing."""
    (tmp_path / "t.csv").write_text("id,name,years\na,-,-3\nb,+3.5e2,+4\n", encoding="utf-8")
    rows = scan_rows(tmp_path / "t.csv", COLUMNS, lambda **cells: tuple(cells.values()))
    assert rows.values == (("a", "-", -3), ("b", "+3.5e2", 4))


def test_what_somebody_wrote_is_kept(tmp_path: Path) -> None:
    """An opinion that begins with a dash is written with an apostrophe before it, and reads as it was said."""
    said = ("=SUM(A1)", "-没有水", "'=x", "it's", "'quoted'", "-3", "-")
    write_table(tmp_path / "t.csv", ("text",), [(words,) for words in said])
    lines = (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == ["'=SUM(A1)", "'-没有水", "''=x", "it's", "'quoted'", "-3", "-"]
    rows = scan_rows(tmp_path / "t.csv", (Column("text", original, verbatim=True),), lambda text: text)
    assert rows.values == said


@given(st.text(st.sampled_from("'=+-@ \t1a＝"), max_size=5))
def test_guarding(cell: str) -> None:
    """A guarded cell is never a formula, and what was put before it is taken away again."""
    assert not is_formula(guarded(cell))
    assert unguarded(guarded(cell)) == cell
