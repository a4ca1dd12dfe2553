"""``grassrota figures minimum-days``: who reaches a yearly number of days in the field, and who does not."""

from __future__ import annotations

import secrets
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.options import DryRun, Json, Quiet, Yes
from grassrota.cli.output import Target
from grassrota.cli.run import Done
from grassrota.cli.terminal import Tell, Terminal
from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands.store import Store

if TYPE_CHECKING:
    from grassrota.posting.field import QuotaStatus

MARK = "verdicts.csv"
HEADER = ("person", "unit", "verdict", "done", "planned", "days", "missing")

File = Annotated[
    Path | None,
    typer.Argument(metavar="FIELD_DAYS", help="CSV, XLSX or Parquet with person and day; without it, the store's own."),
]
Days = Annotated[int, typer.Option(min=1, max=366, metavar="NUMBER", help="Days in the field that a year asks for.")]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the two tables go.")]
Staff = Annotated[
    Path | None,
    typer.Option("--staff", metavar="FILE", help="Everybody with person and unit, for those who were never there."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DAY", help="Count up to this day, in its year."),
]
Known = Mapping[str, tuple[str, str]]
"""Id and unit of everybody by key."""


def figures_minimum_days(
    output: Output,
    days: Days,
    field_days: File = None,
    staff: Staff = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> Done:
    """Judge who reaches a yearly number of days in the field.

    Writes verdicts.csv, a row for each person, and by_unit.csv, a row for each unit. Days away count as well where the
    store is asked. Example: grassrota figures minimum-days field_days.parquet --days 50 -o verdicts
    """
    terminal = Terminal(as_json, quiet)
    target = Target(output, MARK, yes, dry_run)
    target.check()
    day = as_of.date() if as_of else None
    if field_days is None and staff is not None:
        raise BadInput(
            [Fault("--staff", "a table of days in the field before it", "none: the store has its own staff")]
        )
    with terminal.progress("minimum days") as tell, tempfile.TemporaryDirectory(prefix="grassrota-days-") as made:
        if field_days is None:
            day, known = _of_store(Path(made), day, tell)
        else:
            day, known = _of_file(Path(made), field_days, staff, day, tell)
        found = _judged(Path(made), day, days, tell)
        tell("writing", 0.9)
        with target.staged() as stage:
            counts = _write(stage, found, known)
    said = ", ".join(f"{verdict.replace('_', ' ')} {count:,}" for verdict, count in counts.items())
    terminal.say(f"As of {day}, {days} days asked for, {len(found):,} people: {said}.")
    if field_days is not None and staff is None:
        terminal.tell("Who was in the field on no day is not among them: --staff FILE names everybody.")
    terminal.tell(target.words)
    written = [str(path) for path in target.written]
    data = {"folder": str(output), "files": written, "dry_run": dry_run, "as_of": day.isoformat(), "days": days}
    return Done(data={**data, "people": len(found), "verdicts": counts})


def _of_store(folder: Path, day: date | None, tell: Tell) -> tuple[date, Known]:
    """A snapshot of the store, and who stands behind its keys."""
    Store().check_complete()
    from django.utils import timezone

    from grassrota_web.figures import snapshot

    today = timezone.localdate()
    if day and day > today:
        raise BadInput([Fault("--as-of", f"a day up to today, {today}", str(day))])
    secret = secrets.token_bytes(32)
    tell("reading the store", 0.0)
    snapshot.take(folder, today, secret)
    return day or today, {str(key): who for key, who in snapshot.people(secret).items()}


def _of_file(folder: Path, path: Path, staff: Path | None, day: date | None, tell: Tell) -> tuple[date, Known]:
    """The rows of a file as a snapshot, and who stands behind its keys."""
    from grassrota.files.field_days import read_field_days
    from grassrota.files.review import read_staff
    from grassrota.files.snapshot import write_snapshot

    tell("reading", 0.0)
    read = read_field_days(path, read_staff(staff) if staff else None)
    upto = day or read.last
    if upto is None:
        raise BadInput([Fault("", "an entry, or a day after --as-of", "a table without rows", file=path.name)])
    tell("sorting", 0.4)
    write_snapshot(folder, upto, (0, ""), read.tables())
    return upto, {str(key): who for key, who in enumerate(zip(read.people, read.homes, strict=True))}


def _judged(folder: Path, day: date, days: int, tell: Tell) -> list[QuotaStatus]:
    from grassrota_web.figures import engines

    engines.require("recount", "duckdb", "ibis")
    from grassrota.figures.recount.minimum_days import statuses

    tell("counting", 0.6)
    with engines.duckdb(folder) as engine:
        return list(statuses(engine, day, days))


def _write(stage: Path, found: Sequence[QuotaStatus], known: Known) -> dict[str, int]:
    """Both tables, people and units in the order of their ids; how many there are of each verdict."""
    from grassrota.files.tables import write_table
    from grassrota.posting.field import QuotaVerdict

    people = sorted(((*known[one.person], one) for one in found), key=lambda row: row[0])
    rows = (
        (person, unit, one.verdict, one.done, one.planned, one.quota, one.shortfall) for person, unit, one in people
    )
    write_table(stage / MARK, HEADER, rows)
    by_unit: dict[str, Counter[QuotaVerdict]] = {}
    for _, unit, one in people:
        by_unit.setdefault(unit, Counter())[one.verdict] += 1
    each = ((unit, *(by_unit[unit][verdict] for verdict in QuotaVerdict)) for unit in sorted(by_unit) if unit)
    write_table(stage / "by_unit.csv", ("unit", *QuotaVerdict), each)
    return {verdict.value: sum(unit[verdict] for unit in by_unit.values()) for verdict in QuotaVerdict}
