"""A snapshot of all rows that figures count: a Parquet file a table, and a list of them with what they hold.

Needs the extra ``recount``. Rows are written some at a time, so that memory does not grow with their number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.figures.recount.tables import TABLES, VERSION

MANIFEST = "manifest.json"

Columns = Sequence[Sequence[Any]]
"""Some rows of a table, column by column in the order of ``TABLES``. A day may be its ISO text."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a snapshot: how many rows it has, and its SHA-256 in hexadecimal digits."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a snapshot holds.

    Attributes:
        taken_on: The day on which it was taken. What is counted as of a later day is not known from it.
        size: Entries of the journal when it was taken.
        root: Root of the journal, in hexadecimal digits.
        tables: The files by the name of their table.
        version: Of the columns.
    """

    taken_on: date
    size: int
    root: str
    tables: Mapping[str, Stored]
    version: int = VERSION

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(stored.rows for stored in self.tables.values())


def write_snapshot(
    folder: Path, taken_on: date, head: tuple[int, str], tables: Mapping[str, Iterable[Columns]]
) -> Snapshot:
    """Writes every table of ``TABLES`` into a folder, and last the list of them: without it there is no snapshot.

    Args:
        folder: An empty one.
        taken_on: The day.
        head: Size and root of the journal at the moment of which the rows are.
        tables: The rows by table; one that is not given is empty.

    Raises:
        BadInput: If pyarrow is not installed.
    """
    require_pyarrow()
    stored = {name: _write(folder / f"{name}.parquet", name, tables.get(name, ())) for name in TABLES}
    snapshot = Snapshot(taken_on, *head, stored)
    told = {"grassrota": "snapshot", **asdict(snapshot), "taken_on": taken_on.isoformat()}
    (folder / MANIFEST).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return snapshot


def read_snapshot(folder: Path) -> Snapshot:
    """The list of a snapshot, of which every file is there and has the bytes that were written.

    Raises:
        BadInput: Naming each file that is missing or another, or the version if it is not ours.
    """
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if told.pop("grassrota") != "snapshot":
            raise ValueError(MANIFEST)
        told["taken_on"] = date.fromisoformat(told["taken_on"])
        told["tables"] = {name: Stored(**stored) for name, stored in told["tables"].items()}
        snapshot = Snapshot(**told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        fix = "Take one: grassrota figures snapshot DIR"
        raise BadInput([Fault("", "a snapshot", "none, or one cut off", fix, file=str(folder))]) from error
    if snapshot.version != VERSION:
        fix = "Take it again with this version of Grassrota."
        raise BadInput([Fault("version", str(VERSION), str(snapshot.version), fix, file=MANIFEST)])
    wrong = [name for name in TABLES if not _is_as_written(folder / f"{name}.parquet", snapshot.tables.get(name))]
    if wrong:
        raise BadInput(
            Fault("", "the file that was written", "another or none", file=f"{name}.parquet") for name in wrong
        )
    return snapshot


def _is_as_written(path: Path, stored: Stored | None) -> bool:
    return stored is not None and path.is_file() and _hash(path) == stored.sha256


def _write(path: Path, name: str, rows: Iterable[Columns]) -> Stored:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    types = {"int64": pyarrow.int64(), "string": pyarrow.string(), "date": pyarrow.date32(), "boolean": pyarrow.bool_()}
    schema = pyarrow.schema([(column, types[kind]) for column, kind in TABLES[name].items()])
    count = 0
    with ParquetWriter(path, schema, compression="zstd") as writer:
        for columns in rows:
            # stores give days as texts and flags as numbers, or not
            arrays = [pyarrow.array(cells).cast(kind) for cells, kind in zip(columns, schema.types, strict=True)]
            batch = pyarrow.record_batch(arrays, schema=schema)
            writer.write_batch(batch)
            count += batch.num_rows
    return Stored(count, _hash(path))


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def require_pyarrow() -> None:
    """Raises ``BadInput`` with how to get it if pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        fix = "Install the extra: pip install 'grassrota[recount]'."
        raise BadInput([Fault("", "pyarrow to be installed", "it is not", fix)]) from None
