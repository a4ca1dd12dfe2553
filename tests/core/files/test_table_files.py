from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from grassrota.errors import BadInput
from grassrota.files.tables import find_table, read_table, write_table, written


def _fault(path: Path, content: bytes) -> tuple[str, int, str, str]:
    path.write_bytes(content)
    try:
        (fault,) = read_table(path).faults
    except BadInput as error:
        (fault,) = error.faults
    return fault.file, fault.row, fault.expected, fault.got


@pytest.mark.parametrize(
    ("content", "row", "got"),
    [
        ("id,name\na,王".encode() + b"\x8f" + "先生\nb,李四\n".encode(), 2, "bytes that are no UTF-8"),
        ("id,name\na,Müller\nb,Zoë\n".encode("latin-1"), 2, "bytes that are no UTF-8"),
        ("id,name\na,x\n".encode("utf-16"), 1, "what looks like UTF-16"),
        ("id,name\na,x\n".encode("utf-16-le"), 1, "zero bytes, as in UTF-16 or a binary file"),
        (b"id,name\na,x\nb,\0\n", 3, "zero bytes, as in UTF-16 or a binary file"),
    ],
)
def test_wrong_encoding(tmp_path: Path, content: bytes, row: int, got: str) -> None:
    """A file that is no UTF-8 is named with the first row that shows it and, where possible, with what it is."""
    assert _fault(tmp_path / "t.csv", content) == ("t.csv", row, "text in UTF-8", got)


def test_byte_order_mark_and_crlf(tmp_path: Path) -> None:
    """A byte order mark is taken away and CRLF ends rows, while a line break in quotes stays in its cell."""
    (tmp_path / "t.csv").write_bytes(b'\xef\xbb\xbfid,name\r\na,"x\r\ny"\r\nb,z\r\n')
    table = read_table(tmp_path / "t.csv")
    assert table.header == ("id", "name")
    assert table.rows == ((2, ("a", "x\r\ny")), (3, ("b", "z")))


@pytest.mark.parametrize(
    ("content", "row", "expected", "got"),
    [
        (b"", 0, "some content", "an empty file"),
        (b" \n\n", 0, "some content", "an empty file"),
        (b"\xef\xbb\xbf", 0, "a header in the first row", "an empty file"),
        (b"\nid\na\n", 0, "a header in the first row", "an empty row"),
        (b"id,name\na,b\nc\n", 3, "2 cells as in the header", "1"),
        (b"id,name\na,b,c\n", 2, "2 cells as in the header", "3"),
        (b'id,name\na,b\n\nc,"d\ne,f\n', 4, "well-formed CSV", "unexpected end of data"),
        (b"id\n" + b"x" * 100_001, 2, "a cell of at most 100000 characters", "100001"),
    ],
)
def test_misshapen(tmp_path: Path, content: bytes, row: int, expected: str, got: str) -> None:
    """Empty files, ragged rows, open quotes and huge cells are refused with the row that a spreadsheet would show."""
    assert _fault(tmp_path / "t.csv", content) == ("t.csv", row, expected, got)


def test_blank_lines_are_counted(tmp_path: Path) -> None:
    """Blank rows are passed over, and the rows after them keep their numbers."""
    (tmp_path / "t.csv").write_text("id,name\n\na,b\n , \n\nc,d\n")
    assert [number for number, _ in read_table(tmp_path / "t.csv").rows] == [3, 6]


@pytest.mark.parametrize(
    ("name", "expected"), [("t.csv", "a file"), ("t.txt", "a .csv, .xlsx, .parquet or .jsonl file")]
)
def test_no_table(tmp_path: Path, name: str, expected: str) -> None:
    """A missing file and a file of another kind are named."""
    (tmp_path / "t.txt").write_text("id\n")
    with pytest.raises(BadInput) as caught:
        read_table(tmp_path / name)
    assert caught.value.faults[0].expected == expected


def test_two_formats(tmp_path: Path) -> None:
    """A table in two formats is refused: nobody could tell which one holds."""
    for suffix in ("csv", "xlsx"):
        (tmp_path / f"people.{suffix}").write_text("id\n")
    with pytest.raises(BadInput, match=r"people\.csv, people\.xlsx"):
        find_table(tmp_path, "people")


def _workbook(path: Path, fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        fill(book, book.add_worksheet())
    return path


def test_xlsx_cells(tmp_path: Path) -> None:
    """In a workbook a date is a day, a whole number has no point, and a merged cell its first."""

    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(0, 0, ["day", "number", "half", "flag", "text"])
        sheet.write_datetime(2, 0, datetime(1957, 12, 9), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        sheet.write_number(2, 1, 40)
        sheet.write_number(2, 2, 2.5)
        sheet.write_boolean(2, 3, True)
        sheet.write_string(2, 4, " 王 ")
        sheet.merge_range(3, 0, 4, 1, "both")
        sheet.write_blank(3, 9, None, book.add_format({"bold": True}))

    table = read_table(_workbook(tmp_path / "t.xlsx", fill))
    assert table.header == ("day", "number", "half", "flag", "text")
    assert table.rows == ((3, ("1957-12-09", "40", "2.5", "yes", " 王 ")), (4, ("both", "", "", "", "")))


def test_empty_sheet(tmp_path: Path) -> None:
    """A workbook with an empty sheet is an empty file."""
    path = _workbook(tmp_path / "t.xlsx", lambda book, sheet: None)
    with pytest.raises(BadInput, match="a header in the first row, got an empty file"):
        read_table(path)


def test_stray_cell(tmp_path: Path) -> None:
    """A stray cell in the last corner of a sheet is refused with advice: laid out, it would be 17 billion cells."""

    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write(0, 0, "id")
        sheet.write(1048575, 16383, "x")

    path = _workbook(tmp_path / "t.xlsx", fill)
    with pytest.raises(BadInput, match=r"1048576 rows, 16384 columns\. Look for a stray cell"):
        read_table(path)


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_not_that_format(tmp_path: Path, suffix: str) -> None:
    """A file that only bears the suffix is refused."""
    assert _fault(tmp_path / f"t.{suffix}", b"id,name\n")[:2] == (f"t.{suffix}", 0)


def test_parquet_cells(tmp_path: Path) -> None:
    """In Parquet, lists become words with semicolons, flags yes and no, days days, and nothing stays nothing."""
    table = pa.table(
        {
            "words": pa.array([["a", "b"], [], None], pa.list_(pa.string())),
            "flag": pa.array([True, False, None]),
            "day": pa.array([date(1957, 12, 9), None, None]),
            "number": pa.array([40.0, 2.5, 1.0]),
        }
    )
    parquet.write_table(table, tmp_path / "t.parquet")
    assert read_table(tmp_path / "t.parquet").rows == (
        (2, ("a;b", "yes", "1957-12-09", "40")),
        (3, ("", "no", "", "2.5")),
        (4, ("", "", "", "1")),
    )


def test_written_cells_are_quoted(tmp_path: Path) -> None:
    """Commas, quotes and line breaks of every kind survive writing; one line feed ends a row."""
    cells = ('say "yes"', "a,b", "x\ry", "x\r\ny", "plain")
    write_table(tmp_path / "t.csv", ("a", "b", "c", "d", "e"), [cells])
    expected = b'a,b,c,d,e\n"say ""yes""","a,b","x\ry","x\r\ny",plain\n'
    assert (tmp_path / "t.csv").read_bytes() == expected
    assert read_table(tmp_path / "t.csv").rows == ((2, cells),)


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_half_written(tmp_path: Path, failure: type[BaseException]) -> None:
    """Whatever is raised while a file is written, the old file stays as it was and nothing lies beside it."""
    path = tmp_path / "t.csv"
    path.write_text("old")

    def interrupted() -> None:
        with written(path) as stream:
            stream.write("new" * 100_000)
            raise failure

    with pytest.raises(failure):
        interrupted()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["t.csv"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_killed_while_writing(tmp_path: Path, how: signal.Signals) -> None:
    """A process that is stopped in the middle leaves the old file; one that was interrupted tidies up as well."""
    (tmp_path / "t.csv").write_text("old")
    script = (
        "import signal, sys, time; from pathlib import Path; from grassrota.files.tables import written\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "with written(Path(sys.argv[1])) as stream:\n"
        "    stream.write('new' * 100000); stream.flush(); print('writing', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "t.csv")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(how)
        process.wait(timeout=20)
    assert (tmp_path / "t.csv").read_text() == "old"
    assert how == signal.SIGKILL or os.listdir(tmp_path) == ["t.csv"]


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    """A file about people is no more readable than its user's other files."""
    before = os.umask(0o077)
    try:
        write_table(tmp_path / "t.csv", ("id",), [("a",)])
    finally:
        os.umask(before)
    assert (tmp_path / "t.csv").stat().st_mode & 0o777 == 0o600
