"""Snapshots: what is written is what is read, and nothing else is taken for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.figures.recount.tables import TABLES
from grassrota.files.snapshot import MANIFEST, Columns, read_snapshot, write_snapshot
from tests.extras import needs

DAY = date(1958, 3, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A snapshot of two townships, written in two parts, and of one person on the staff."""
    needs("pyarrow.parquet")
    parts: list[Columns] = [[["mill"], ["township"]], [["ford"], ["township"]]]
    staff: Columns = [[7], ["mill"], ["clerk"], [0], ["1958-04-01"]]
    write_snapshot(tmp_path, DAY, (3, "ab"), {"units": parts, "staff": [staff]})
    return tmp_path


def test_what_was_written_is_read(folder: Path) -> None:
    """Rows of all parts, in their order and of their types; tables of which nothing was given are there and empty."""
    from pyarrow.parquet import read_table

    snapshot = read_snapshot(folder)
    assert (snapshot.taken_on, snapshot.size, snapshot.root, snapshot.rows) == (DAY, 3, "ab", 3)
    assert read_table(folder / "units.parquet").to_pydict() == {"unit": ["mill", "ford"], "level": ["township"] * 2}
    assert read_table(folder / "staff.parquet").to_pylist()[0]["left_on"] == date(1958, 4, 1)
    for name, columns in TABLES.items():
        assert read_table(folder / f"{name}.parquet").column_names == list(columns)


@pytest.mark.parametrize("spoil", [b"", b"PAR1"])
def test_every_file_that_is_another_is_named(folder: Path, spoil: bytes) -> None:
    """One that was changed and one that is gone, both at once."""
    (folder / "units.parquet").write_bytes(spoil)
    (folder / "facts.parquet").unlink()
    with pytest.raises(BadInput) as refused:
        read_snapshot(folder)
    assert [fault.file for fault in refused.value.faults] == ["units.parquet", "facts.parquet"]


def test_a_folder_without_a_list_or_of_another_version_is_none(folder: Path) -> None:
    """The list is written last: where it is missing, the writing was cut off."""
    told = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**told, "version": 0}), "utf-8")
    with pytest.raises(BadInput, match="Take it again"):
        read_snapshot(folder)
    for text in ("", "[]", json.dumps({**told, "grassrota": "backup"}), json.dumps({**told, "more": 1})):
        (folder / MANIFEST).write_text(text, "utf-8")
        with pytest.raises(BadInput, match="a snapshot"):
            read_snapshot(folder)


def test_what_fails_in_between_leaves_no_list(tmp_path: Path) -> None:
    """Rows that stop coming: the files so far are no snapshot."""
    needs("pyarrow.parquet")

    def rows() -> Iterator[Columns]:
        yield [["mill"], ["township"]]
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        write_snapshot(tmp_path, DAY, (0, ""), {"units": rows()})
    assert not (tmp_path / MANIFEST).exists()
