"""Everything counted once more by an engine, from a snapshot that is there or one taken for it."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota.figures.counting import Cell
from grassrota.files.snapshot import read_snapshot
from grassrota_web.figures import engines, snapshot

Recount = Callable[[date], Counter[Cell]]


def by_duckdb(folder: Path | None = None) -> Recount:
    """DuckDB counts."""

    def recount(day: date) -> Counter[Cell]:
        with _files(folder, day) as files, engines.duckdb(files) as engine:
            return recounted(engine, day)

    engines.require("recount", "duckdb", "ibis")
    from grassrota.figures.recount.recounted import recounted

    return recount


def by_spark(address: str = "", folder: Path | None = None) -> Recount:
    """Spark counts, at an address or in this process.

    Raises:
        BadInput: If there is an address and no folder: other machines do not see a snapshot that is taken in passing.
    """

    def recount(day: date) -> Counter[Cell]:
        with _files(folder, day) as files, engines.spark(files, address) as engine:
            return recounted(engine, day)

    if address and folder is None:
        fix = "Take one where all its machines read: grassrota figures snapshot DIR; then give --from DIR."
        raise BadInput([Fault("--from", "a snapshot that Spark at an address can read", "none", fix)])
    engines.require("spark", "ibis", "pyspark", *([] if address else ["pysail"]))
    from grassrota.figures.recount.recounted import recounted

    return recount


@contextmanager
def _files(folder: Path | None, day: date) -> Iterator[Path]:
    """A snapshot that knows of a day: the one of a folder, of which every file is looked at, or a new one."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="grassrota-snapshot-") as made:
            snapshot.take(Path(made), timezone.localdate())
            yield Path(made)
        return
    taken_on = read_snapshot(folder).taken_on
    if taken_on < day:
        fix = "Take it again: grassrota figures snapshot DIR"
        raise BadInput([Fault("", f"a snapshot of {day} or later", str(taken_on), fix, file=str(folder))])
    yield folder.absolute()
