"""Everything counted once more from rows: a snapshot of them, DuckDB and Sail over it, and the ledger beside it."""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.clock import spent
from benchmarks.figures_parts.ledger import staff
from benchmarks.machine import described
from benchmarks.opinions_parts import lifecycle

STATES = (
    # (what the last digit of a case's id may be, facts after it was sent, what its raiser says, where it stands)
    ("0123", ("acknowledged",), "", "open"),
    ("4567", ("acknowledged", "claimed"), "", "claimed"),
    ("89", ("acknowledged", "claimed", "asked"), "", "claimed"),
    ("abc", ("acknowledged", "claimed"), "fixed", "confirmed"),
    ("d", ("acknowledged", "claimed"), "not_fixed", "refuted"),
)
"""What became of the cases; the rest was only sent. By their ids, which are drawn by chance."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opinions", type=int, default=1_040_000)
    parser.add_argument("--people", type=int, default=140_000)
    parser.add_argument("--units", type=int, default=4_435)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    with tempfile.TemporaryDirectory(prefix="grassrota-recount-") as folder:
        lifecycle.set_up(folder, options.store)
        yield f"# {options.opinions:,} opinions and {options.people:,} people in {options.store}, counted once more"
        yield ""
        yield described("django", "duckdb", "ibis-framework", "pysail")
        yield ""
        yield f"One process. All opinions are at {options.units:,} units directly below one."
        yield ""
        yield "| what | wanted | measured, seconds of the processors in parentheses |"
        yield "|---|---|---|"
        lifecycle.fill(options.units)
        staff(options.people)
        lifecycle.append_days(options.opinions, options.units, options.seed)
        _go_on()
        yield from _rows(Path(folder))


def _rows(folder: Path) -> Iterator[str]:
    from django.utils import timezone

    from grassrota.figures.recount.recounted import recounted
    from grassrota_web.access.actor import Application
    from grassrota_web.figures import engines, recounting, snapshot
    from grassrota_web.figures.actions.reading import read_day
    from grassrota_web.figures.queries.verified import verify

    today = timezone.localdate()
    read_day(Application(), today - timedelta(days=1))
    read_day(Application(), today)
    files, before = folder / "snapshot", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    files.mkdir()
    seconds, taken = spent(lambda: snapshot.take(files, today))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    size = sum(path.stat().st_size for path in files.iterdir())
    held = f"{size / 2**20:.0f} MiB; memory grew by {grown / 2**10:.0f} MiB"
    yield f"| a snapshot of {taken.rows:,} rows, {held} | | {seconds} |"
    with engines.duckdb(files) as engine:
        seconds, cells = spent(lambda: recounted(engine, today))
    yield f"| all figures by DuckDB, {len(cells):,} cells | | {seconds} |"
    with engines.spark(files) as engine:
        seconds, again = spent(lambda: recounted(engine, today))
    yield f"| by Sail, {'the same' if again == cells else 'other'} cells | | {seconds} |"
    seconds, found = spent(lambda: verify(recounting.by_duckdb()))
    said = "the ledger holds" if found.holds else "the ledger does not hold"
    yield f"| `figures verify --engine duckdb`, with a snapshot of its own: {said} | 60 s | {seconds} |"


def _go_on() -> None:
    """What became of the cases, in a few statements: by the application it would take hours."""
    from django.db import connection

    last = "right(CAST(c.id AS text), 1)" if connection.vendor == "postgresql" else "substr(c.id, 32, 1)"
    fresh = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    empty = "'[]'::jsonb" if connection.vendor == "postgresql" else "'[]'"
    with connection.cursor() as cursor:
        for digits, kinds, said, state in STATES:
            where = f"FROM opinions_case c WHERE {last} IN ({','.join(repr(digit) for digit in digits)})"
            where += " AND owner_id IS NOT NULL"
            for number, kind in enumerate(kinds, start=2):
                reason = "fixed" if kind == "claimed" else ""
                cursor.execute(
                    'INSERT INTO opinions_fact (case_id, number, "on", kind, "by", reason, words, pieces, "left")'
                    f" SELECT id, {number}, opened_on, '{kind}', '', '{reason}', 'x', {empty}, '' {where}"
                )
            if said:
                cursor.execute(
                    "INSERT INTO intake_answer (id, opinion_id, number, day, said, words) SELECT"
                    f" {fresh}, r.opinion_id, 1, c.opened_on, '{said}', ''"
                    f" {where.replace('WHERE', 'JOIN opinions_raised r ON r.case_id = c.id WHERE')}"
                )
            ids = f"SELECT c.id {where}"
            cursor.execute(f"UPDATE opinions_case SET state = '{state}' WHERE id IN ({ids})")
