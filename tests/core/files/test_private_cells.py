"""No message repeats what a private cell says, whatever is wrong with it and whatever the format of the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from grassrota.errors import BadInput, Fault
from grassrota.files.cases import CASES
from grassrota.files.columns import HIDDEN, Column, checked_lines, read_rows, scan_rows
from grassrota.files.opinions import OPINIONS, read_opinions
from grassrota.files.parse import identifier
from grassrota.files.postings import CONCERNS, read_postings
from grassrota.files.problem import read_problem
from grassrota.files.roster import ABSENCES, DETAIL
from grassrota.rota.problem import RotaProblem

Spoil = Callable[[Path, str, str], None]
SECRET = "sick;of him"


def _faults(read: Callable[[], object]) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as caught:
        read()
    return caught.value.faults


def test_which_cells_are_private() -> None:
    """Private is what tells somebody's health, hardship or voice."""
    tables = {"absences": ABSENCES, "concerns": CONCERNS, "opinions": OPINIONS, "cases": CASES}
    assert {name: {column.name for column in columns if column.private} for name, columns in tables.items()} == {
        "absences": {"kind", "reason", "sealed_ref"},
        "concerns": {"kind", "outcome", "sealed_ref"},
        "opinions": {"raiser"},
        "cases": set(),
    }


@pytest.mark.parametrize(
    ("right", "wrong", "column", "told"),
    [
        ("exempt", SECRET, "kind", HIDDEN),
        ("exempt", "", "kind", "nothing"),
        ("health", SECRET, "reason", HIDDEN),
        ("health", "", "reason", "nothing"),
        ("x7", SECRET, "sealed_ref", HIDDEN),
        ("exempt,health,,x7", "not_available,health,,", "reason", HIDDEN),
        ("exempt,health,,x7", "not_available,,,x7", "sealed_ref", HIDDEN),
    ],
)
def test_absences(folder: Path, spoil: Spoil, right: str, wrong: str, column: str, told: str) -> None:
    """Neither a cell that is no word of its column nor one that does not go with another is repeated."""
    spoil(folder / "absences.csv", right, wrong)
    (fault,) = _faults(lambda: read_problem(folder))
    assert (fault.file, fault.row, fault.column, fault.got) == ("absences.csv", 3, column, told)


@pytest.mark.parametrize(
    ("right", "wrong", "column", "told"),
    [
        ("difficulty", SECRET, "kind", HIDDEN),
        (",answered,", f",{SECRET},", "outcome", HIDDEN),
        ("1957-12-05,answered", ",answered", "outcome", HIDDEN),
        ("1957-12-05,answered", "1957-12-05,", "outcome", "nothing"),
        ("difficulty", "hardship", "outcome", HIDDEN),
        ("x9", SECRET, "sealed_ref", HIDDEN),
    ],
)
def test_concerns(
    postings_folder: Path, problem: RotaProblem, spoil: Spoil, right: str, wrong: str, column: str, told: str
) -> None:
    """What somebody raised and how it ended is not repeated, even if the cells are good and only contradict others."""
    spoil(postings_folder / "concerns.csv", right, wrong)
    (fault,) = _faults(lambda: read_postings(postings_folder, problem))
    assert (fault.column, fault.got) == (column, told)


def test_raisers(opinions_folder: Path, problem: RotaProblem, spoil: Spoil) -> None:
    """A telephone number in place of a token is not passed on by the message that refuses it."""
    spoil(opinions_folder / "opinions.csv", "n1,t1-5d02c7", "n1,13800138000")
    faults = _faults(lambda: read_opinions(opinions_folder, problem.tree))
    assert ("raiser", HIDDEN) in {(fault.column, fault.got) for fault in faults}
    assert "13800138000" not in str(BadInput(faults))


@pytest.mark.parametrize("name", ["diagnosis", "Notes", "病情"])
def test_refused_columns(folder: Path, name: str) -> None:
    """Of a column that must not be there the name is said, and no cell, though other cells of the row are wrong."""
    text = f"person,kind,reason,batches,sealed_ref,{name}\np4,exempt,gout,,x7,tuberculosis\n"
    (folder / "absences.csv").write_text(text, encoding="utf-8")
    faults = _faults(lambda: read_problem(folder))
    assert {(fault.row, fault.column) for fault in faults} == {(1, name), (2, "reason")}
    assert not {"gout", "tuberculosis", "x7"} & set(str(BadInput(faults)).replace(".", " ").split())


def test_without_a_header(folder: Path) -> None:
    """If the header was left out, the first row is not taken for names of columns and repeated as such."""
    (folder / "absences.csv").write_text("p4,exempt,health,,x7\np3,not_available,,1,\n", encoding="utf-8")
    (fault,) = _faults(lambda: read_problem(folder))
    assert (fault.file, fault.row, fault.column, fault.got) == ("absences.csv", 1, "", HIDDEN)
    assert fault.expected == "a header with columns such as person, kind"


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_other_formats(folder: Path, suffix: str) -> None:
    """A workbook and a Parquet file keep silent as well, numbers and days in private cells included."""
    (folder / "absences.csv").unlink()
    lines = [["p1", "gout", "1.5"], ["p2", "exempt", "1957-12-09"], ["p4", SECRET, "tuberculosis"]]
    header, path = ["person", "kind", "reason"], folder / f"absences.{suffix}"
    if suffix == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, header)
            for row, (person, kind, _) in enumerate(lines, start=1):
                sheet.write_row(row, 0, [person, kind])
            sheet.write_number(1, 2, 1.5)
            sheet.write_datetime(2, 2, date(1957, 12, 9), book.add_format({"num_format": "yyyy-mm-dd"}))
            sheet.write_string(3, 2, "tuberculosis")
    else:
        parquet.write_table(pa.table(dict(zip(header, zip(*lines, strict=True), strict=True))), path)
    faults = _faults(lambda: read_problem(folder))
    assert [(fault.row, fault.column) for fault in faults] == [
        *((2, "kind"), (2, "reason"), (3, "reason")),
        *((4, "kind"), (4, "reason")),
    ]
    assert {fault.got for fault in faults} == {HIDDEN}


def test_between_rows(tmp_path: Path) -> None:
    """What is found after the rows were read, a word that is there twice or unknown, is not repeated either."""
    (tmp_path / "t.csv").write_text("id\nx7\nx7\n", encoding="utf-8")
    rows = read_rows(tmp_path / "t.csv", (Column("id", identifier, private=True),), lambda **cells: cells["id"])
    faults = [*rows.repeated(str, "id", "each"), *rows.unknown(str, "id", (), "a known one")]
    assert [(fault.row, fault.got) for fault in faults] == [(3, HIDDEN), (2, HIDDEN), (3, HIDDEN)]


def test_detail_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    """The refusal of a column speaks of the header; the rows below it are counted, not shown."""
    (tmp_path / "t.csv").write_text("person,note\np1,asthma\n", encoding="utf-8")
    found = scan_rows(tmp_path / "t.csv", (Column("person", identifier),), lambda person: person, DETAIL)
    assert "asthma" not in str(found.faults)


def test_writing() -> None:
    """A private value that a table cannot hold is not repeated by the message that says so."""
    column = Column("ref", identifier, private=True)
    (one,) = _faults(lambda: checked_lines("t.csv", (column,), ("a b",), lambda ref: {"ref": ref}))
    (two,) = _faults(lambda: checked_lines("t.csv", (column,), (" ab",), lambda ref: {"ref": ref}))
    assert (one.got, two.got, two.expected) == (HIDDEN, HIDDEN, "a value that reads back as it is")
