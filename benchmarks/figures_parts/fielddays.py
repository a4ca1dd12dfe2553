"""Days in the field, from rows of the store to who did enough of them: a snapshot, and verdicts by DuckDB and Sail."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.clock import spent
from benchmarks.figures_parts.ledger import staff
from benchmarks.machine import described
from benchmarks.opinions_parts import lifecycle

QUOTA, AS_OF = 36, date(2026, 12, 1)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=140_000)
    parser.add_argument("--each", type=int, default=40, help="entries of each of them")
    parser.add_argument("--units", type=int, default=4_435)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    with tempfile.TemporaryDirectory(prefix="grassrota-fielddays-") as folder:
        lifecycle.set_up(folder, options.store)
        yield f"# {options.people * options.each:,} days in the field of {options.people:,} people in {options.store}"
        yield ""
        yield described("django", "duckdb", "ibis-framework", "pysail")
        yield ""
        yield f"One process. {QUOTA} days are asked for; some entries are of days to come."
        yield ""
        yield "| what | wanted | measured, seconds of the processors in parentheses |"
        yield "|---|---|---|"
        lifecycle.fill(options.units)
        staff(options.people)
        _entries(options.each)
        yield from _rows(Path(folder) / "snapshot")


def _rows(files: Path) -> Iterator[str]:
    from grassrota.figures.recount.minimum_days import statuses, verdicts
    from grassrota.figures.recount.tables import tables
    from grassrota_web.figures import engines, snapshot

    files.mkdir()
    writing, taken = spent(lambda: snapshot.take(files, AS_OF))
    yield f"| a snapshot of {taken.tables['field_days'].rows:,} entries | | {writing} |"
    with engines.duckdb(files) as engine:
        one_by_one, short = spent(lambda: sum(1 for one in statuses(engine, AS_OF, QUOTA) if one.shortfall))
        judging, rows = spent(lambda: list(engine(verdicts(tables(), AS_OF, QUOTA))))
    counts = {name: sum(row[name] for row in rows) for name in ("met", "on_course", "short", "out_of_reach")}
    if counts["short"] + counts["out_of_reach"] != short:
        raise SystemExit("counted by unit and one by one, not as many fall short")
    said = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items())
    yield f"| verdicts by unit by DuckDB: {said} | | {judging} |"
    yield f"| the status of each person as a value | | {one_by_one} |"
    yield f"| from rows to verdicts | 30 s | {writing + judging} |"
    with engines.spark(files) as engine:
        seconds, again = spent(lambda: list(engine(verdicts(tables(), AS_OF, QUOTA))))
    same = sorted(map(repr, again)) == sorted(map(repr, rows))
    yield f"| {'the same' if same else 'other'} verdicts by Sail | | {seconds} |"


def _entries(each: int) -> None:
    """Days spread over the year, in one statement."""
    from django.db import connection

    series = f"generate_series(0, {each - 1}) AS n(i)"
    day = "date '2026-01-01' + ((p.id * 7 + n.i * 11) % 365)::int"
    key, empty, false = "lpad(n.i::text, 32, '0')", "'[]'::jsonb", "false"
    first = ""
    if connection.vendor == "sqlite":
        first = f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {each - 1}) "
        series, day = "n", "date('2026-01-01', '+' || ((p.id * 7 + n.i * 11) % 365) || ' days')"
        key, empty, false = "printf('%032d', n.i)", "'[]'", "0"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fieldwork_fieldentry (person_id, key, digest, replaces, replaced, day, kind, place, contacts)"
            f" {first} SELECT p.id, {key}, '', {empty}, {false}, {day}, 'labour', 'here', 0"
            f" FROM orgs_person p CROSS JOIN {series}"
        )
