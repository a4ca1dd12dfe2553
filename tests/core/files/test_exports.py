from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from grassrota.errors import BadInput
from grassrota.figures.words import Language
from grassrota.files.export import Notes, write_csv, write_xlsx
from grassrota.files.lists import LISTS
from grassrota.files.tables import read_table
from grassrota.files.xlsx_formulas import formula_cells
from grassrota.org import Level, Unit, UnitKind

UNITS = LISTS["units"]
NOTES = Notes(date(1957, 12, 9), "organiser li", "level = county")
VALUES = (
    Unit("007", "=1+1", Level.COUNTY, UnitKind.ORGAN, position=(3, -4)),
    Unit("c1", " 第一公社 ", Level.TOWNSHIP, UnitKind.PLACE, "007", True, ("p1", "p2")),
)


def _rows(values: tuple[Unit, ...] = VALUES) -> Iterator[dict[str, object]]:
    return (dict(UNITS.cells_of(value)) for value in values)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_exports_read_back(tmp_path: Path, suffix: str, language: Language) -> None:
    """What is exported in either language reads back as the same values, leading zeros included."""
    path, values = tmp_path / f"t.{suffix}", (VALUES[1],)
    if suffix == "xlsx":
        assert write_xlsx(path, UNITS.columns, _rows(values), NOTES, language) == 1
    else:
        write_csv(path, UNITS.columns, _rows(values), language)
    rows = UNITS.scan(path)
    assert not rows.faults
    assert (rows.values[0].headed_by, rows.values[0].open_list, rows.values[0].parent) == (("p1", "p2"), True, "007")
    header, cells = read_table(path).header, read_table(path).rows[0][1]
    right = {"id": "c1", "level": "township", "open_list": "yes"}
    if language == Language.CHINESE:
        right = {"编号": "c1", "层级": "乡", "下属未列全": "是"}
    assert {name: cell for name, cell in zip(header, cells, strict=True) if name in right} == right


def test_the_sheet_of_notes(tmp_path: Path) -> None:
    """The second sheet says as of when, by whom and by which filter a table was made, and how long it is."""
    write_xlsx(tmp_path / "t.xlsx", UNITS.columns, _rows(), NOTES, Language.ENGLISH)
    with CalamineWorkbook.from_path(str(tmp_path / "t.xlsx")) as book:
        assert book.sheet_names == ["Data", "Notes"]
        assert book.get_sheet_by_index(1).to_python() == [
            ["As of", "1957-12-09"],
            ["Made by", "organiser li"],
            ["Filter", "level = county"],
            ["Rows", "2"],
        ]
    write_xlsx(tmp_path / "t.xlsx", UNITS.columns, (), Notes(date(1957, 12, 9), "李"), Language.CHINESE)
    with CalamineWorkbook.from_path(str(tmp_path / "t.xlsx")) as book:
        assert book.get_sheet_by_index(1).to_python()[2:] == [["筛选", "全部"], ["行数", "0"]]


def test_no_cell_runs(tmp_path: Path) -> None:
    """A name that begins like a formula is text in a workbook, and has an apostrophe before it in CSV."""
    write_xlsx(tmp_path / "t.xlsx", UNITS.columns, _rows(), NOTES, Language.ENGLISH)
    assert formula_cells(tmp_path / "t.xlsx") == ()
    assert read_table(tmp_path / "t.xlsx").rows[0][1][1] == "=1+1"
    write_csv(tmp_path / "t.csv", UNITS.columns, _rows(), Language.ENGLISH)
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()[1].startswith("007,'=1+1,county")


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=["C"]) | st.sampled_from("=+-@\t\n_x0041"), max_size=12))
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """Whatever a text says, a workbook holds it as it is, and never as a formula, a link or a number."""
    path = tmp_path_factory.mktemp("export") / "t.xlsx"
    write_xlsx(path, UNITS.columns, _rows((Unit("u", name, Level.SITE, UnitKind.PLACE),)), NOTES, Language.ENGLISH)
    assert formula_cells(path) == ()
    assert read_table(path).rows[0][1][1] == name


def test_too_long(tmp_path: Path) -> None:
    """A text that a workbook would cut off is refused by its row, and no file is left behind; CSV takes it."""
    rows = tuple(_rows((VALUES[1], Unit("u", "x" * 32_768, Level.SITE, UnitKind.PLACE))))
    with pytest.raises(BadInput) as caught:
        write_xlsx(tmp_path / "t.xlsx", UNITS.columns, rows, NOTES, Language.ENGLISH)
    (fault,) = caught.value.faults
    assert (fault.file, fault.row, fault.column, fault.got) == ("t.xlsx", 3, "name", "32768")
    assert os.listdir(tmp_path) == []
    write_csv(tmp_path / "t.csv", UNITS.columns, rows, Language.ENGLISH)
    assert len(read_table(tmp_path / "t.csv").rows[1][1][1]) == 32_768


def test_same_bytes(tmp_path: Path) -> None:
    """The same table, notes and language give the same bytes."""
    for name in ("a", "b"):
        write_xlsx(tmp_path / f"{name}.xlsx", UNITS.columns, _rows(), NOTES, Language.CHINESE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
