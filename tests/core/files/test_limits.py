"""What is too large to be held is refused before it is held."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.figures.words import Language
from grassrota.files.export import Notes, write_xlsx
from grassrota.files.lists import LISTS
from grassrota.files.tables import MAX_BYTES, read_table
from grassrota.files.xlsx import MAX_BYTES as MAX_UNPACKED

_DAY = date(1957, 12, 9)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_huge_files(tmp_path: Path, suffix: str) -> None:
    """A file beyond the limit is refused by its size alone, whatever its format."""
    with (tmp_path / f"t.{suffix}").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(BadInput, match=f"a file of at most {MAX_BYTES} bytes, got {MAX_BYTES + 1}"):
        read_table(tmp_path / f"t.{suffix}")


def test_bombs(tmp_path: Path) -> None:
    """A workbook that says it unpacks to more than the limit is refused; one that lies about it is no workbook."""
    path = tmp_path / "t.xlsx"
    sheet = b"<worksheet><sheetData>" + b" " * 200_000 + b"</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", sheet)
    right = struct.pack("<L", len(sheet))
    content = path.read_bytes()
    assert content.count(right) == 2  # before the part, and in the directory
    for told, expected in ((MAX_UNPACKED + 1, "bytes unpacked"), (100, "an XLSX workbook")):
        path.write_bytes(content.replace(right, struct.pack("<L", told)))
        with pytest.raises(BadInput, match=expected):
            read_table(path)


@pytest.mark.parametrize("cell", ["x" * 100_001, "王" * 100_001])
def test_huge_cells(tmp_path: Path, cell: str) -> None:
    """A huge cell is a fault of its row that does not repeat it; the other rows are read, and so are their faults."""
    (tmp_path / "t.csv").write_text(f"编号,姓名,单位,级别\np1,{cell},hq,chief\np2,Li,hq,\np3,Wu,hq,clerk\n", "utf-8")
    rows = LISTS["people"].scan(tmp_path / "t.csv")
    assert [(fault.row, fault.column, fault.got) for fault in rows.faults] == [
        (2, "姓名", "100001"),
        (3, "级别", "nothing"),
    ]
    assert [person.id for person in rows.values] == ["p3"]


def test_everything_wrong_with_a_header(tmp_path: Path) -> None:
    """A column twice, a stranger and two missing columns are told at once; a huge name is not repeated in full."""
    (tmp_path / "t.csv").write_text(f"id,编号,name,{'x' * 5000}\n", encoding="utf-8")
    faults = LISTS["people"].scan(tmp_path / "t.csv").faults
    assert [fault.column for fault in faults] == ["x" * 77 + "...", "编号", "单位", "职务级别"]
    assert all(len(str(fault)) < 500 for fault in faults)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512])
def test_wrong_types(tmp_path: Path, content: bytes) -> None:
    """A damaged archive, a PDF and an old .xls under the name of a workbook or a list are refused as such."""
    for name in ("t.xlsx", "t.csv"):
        (tmp_path / name).write_bytes(content)
        assert LISTS["people"].scan(tmp_path / name).faults


def test_many_columns_of_one_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of more cells than can be held is refused while it is read."""
    monkeypatch.setattr("grassrota.files.tables.MAX_CELLS", 10)
    (tmp_path / "t.csv").write_text("a,b\n" + "x,y\n" * 3, encoding="utf-8")
    with pytest.raises(BadInput, match="a table of at most 10 cells"):
        read_table(tmp_path / "t.csv")


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than a workbook holds are refused, and nothing is left behind."""
    monkeypatch.setattr("grassrota.files.export.MAX_ROWS", 3)
    rows = [{column.name: "" for column in LISTS["couples"].columns}] * 3
    with pytest.raises(BadInput, match="at most 2 rows in a workbook"):
        write_xlsx(tmp_path / "t.xlsx", LISTS["couples"].columns, rows, Notes(_DAY, "x"), Language.ENGLISH)
    assert not list(tmp_path.iterdir())
