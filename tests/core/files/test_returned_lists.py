from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from grassrota.errors import BadInput, Fault
from grassrota.figures.words import Language
from grassrota.files.columns import HIDDEN
from grassrota.files.lists import LISTS
from grassrota.files.returned import write_returned
from grassrota.files.tables import ERRORS, read_table

PEOPLE = """编号,姓名,单位,职务级别,本单位工龄,骨干
007,王,hq,chief,12,是
p2,李,hq,,many,也许
p3,=赵,hq,clerk,,
"""


def _lines(path: Path) -> list[list[str]]:
    with CalamineWorkbook.from_path(str(path)) as book:
        return [[str(cell) for cell in line] for line in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A list with two bad rows, as a spreadsheet on a Chinese system saves it."""
    (tmp_path / "list.csv").write_bytes(PEOPLE.encode("gb18030"))
    return tmp_path / "list.csv"


def test_returned(source: Path, tmp_path: Path) -> None:
    """A returned list says in its first column what is wrong in each row; good rows are as they were."""
    faults = LISTS["people"].scan(source).faults
    write_returned(source, faults, tmp_path / "back.xlsx", Language.CHINESE)
    header, good, *bad = _lines(tmp_path / "back.xlsx")
    assert header == [ERRORS, "编号", "姓名", "单位", "职务级别", "本单位工龄", "骨干"]
    assert good == ["", "007", "王", "hq", "chief", "12", "是"]
    assert bad[0][0].splitlines() == [
        "职务级别：应为：填写内容；实为：空白",
        "本单位工龄：应为：0 至 70 的整数；实为：many",
        "骨干：应为：是或否；实为：也许",
    ]
    assert [line[1:] for line in bad] == [["p2", "李", "hq", "", "many", "也许"], ["p3", "=赵", "hq", "clerk", "", ""]]
    write_returned(source, faults, tmp_path / "back.xlsx", Language.ENGLISH)
    assert _lines(tmp_path / "back.xlsx")[2][0].splitlines()[1] == (
        "本单位工龄: expected a whole number from 0 to 70, got many"
    )


def test_faulty_cells_are_coloured(source: Path, tmp_path: Path) -> None:
    """The cells that a fault names have a colour, an empty one included, and no other cell has."""
    write_returned(source, LISTS["people"].scan(source).faults, tmp_path / "back.xlsx", Language.ENGLISH)
    with zipfile.ZipFile(tmp_path / "back.xlsx") as parts:
        sheet, styles = (parts.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    fills = re.findall(r'<xf numFmtId="\d+" fontId="\d+" fillId="(\d+)"', styles.split("<cellXfs")[1])
    cells = re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet)
    assert [place for place, style in cells if fills[int(style)] != "0"] == ["E3", "F3", "G3", "C4"]


def test_sent_again(source: Path, tmp_path: Path) -> None:
    """Sent again, a returned list has the same faults in the same rows: the column of errors is passed over."""
    before = LISTS["people"].scan(source)
    write_returned(source, before.faults, tmp_path / "back.xlsx", Language.ENGLISH)
    after = LISTS["people"].scan(tmp_path / "back.xlsx")
    assert after.values == before.values
    assert [(fault.row, fault.column, fault.got) for fault in after.faults] == [
        (fault.row, fault.column, fault.got) for fault in before.faults
    ]
    write_returned(tmp_path / "back.xlsx", after.faults, tmp_path / "again.xlsx", Language.ENGLISH)
    assert _lines(tmp_path / "again.xlsx") == _lines(tmp_path / "back.xlsx")


def test_faults_of_the_header_and_the_file(tmp_path: Path) -> None:
    """What is wrong with the header stands over the column of errors, which is known for one all the same."""
    path = tmp_path / "list.csv"
    path.write_text("id,name,unit,salary\np1,Wang,hq,9\np2,Li\n", encoding="utf-8")
    write_returned(path, LISTS["people"].scan(path).faults, tmp_path / "back.xlsx", Language.ENGLISH)
    lines = _lines(tmp_path / "back.xlsx")
    assert lines[0][0].splitlines()[0] == ERRORS
    assert [line.split(":")[0] for line in lines[0][0].splitlines()[1:]] == ["salary", "grade"]
    assert lines[2] == ["expected 4 cells as in the header, got 2", "p2", "Li", "", ""]
    assert read_table(tmp_path / "back.xlsx").header == ("id", "name", "unit", "salary")


def test_private_cells(tmp_path: Path) -> None:
    """The sender gets private cells back, while what is said of them does not repeat them."""
    path = tmp_path / "absences.csv"
    path.write_text("person,kind,reason\np4,exempt,gout\n", encoding="utf-8")
    write_returned(path, LISTS["absences"].scan(path).faults, tmp_path / "back.xlsx", Language.CHINESE)
    told, *cells = _lines(tmp_path / "back.xlsx")[1]
    assert told == "reason：应为：年老或健康；实为：此处不重复的内容"
    assert cells == ["p4", "exempt", "gout"]
    assert HIDDEN not in told


def test_a_cell_too_long_for_a_workbook(tmp_path: Path) -> None:
    """A cell that a workbook would not hold is cut, and its row says so."""
    path = tmp_path / "list.csv"
    path.write_text(f"id,name\np1,{'x' * 40_000}\n", encoding="utf-8")
    write_returned(path, (), tmp_path / "back.xlsx", Language.ENGLISH)
    told, _, cell = _lines(tmp_path / "back.xlsx")[1]
    assert (told, len(cell)) == ("A cell is longer than a workbook holds and was cut here.", 32_767)


def test_nothing_to_return(tmp_path: Path) -> None:
    """Of what is no table at all nothing can be returned."""
    (tmp_path / "list.xlsx").write_bytes(b"no workbook")
    with pytest.raises(BadInput, match="an XLSX workbook"):
        write_returned(tmp_path / "list.xlsx", [Fault("", "x", "y")], tmp_path / "back.xlsx", Language.ENGLISH)
    assert not (tmp_path / "back.xlsx").exists()
