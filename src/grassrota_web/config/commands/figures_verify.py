"""``grassrota figures verify``: whether the ledger of figures is what was read, and what the rows give."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.options import Json, Quiet
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands.store import Store

if TYPE_CHECKING:
    from grassrota.figures.counting import Cell
    from grassrota_web.figures.queries.astray import Astray
    from grassrota_web.figures.recounting import Recount


class Engine(StrEnum):
    """Who counts: the values of all rows one by one, DuckDB, or Spark."""

    STORE = "store"
    DUCKDB = "duckdb"
    SPARK = "spark"


Counting = Annotated[
    Engine,
    typer.Option("--engine", help="Count rows one by one, or from a snapshot by DuckDB (quick) or Spark."),
]
Address = Annotated[
    str, typer.Option("--spark", metavar="ADDRESS", help="Spark to ask, such as sc://host:15002; one started here.")
]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help="A snapshot that is there, in place of one that is taken for it."),
]


def figures_verify(
    engine: Counting = Engine.STORE,
    spark: Address = "",
    folder: From = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> Done:
    """Recompute the ledger of figures: whether anything was changed.

    Its hashes against the journal, every running total, the totals kept beside it for pages, and all figures of the
    last reading from the rows themselves; and what was published of opinions, day by day from the readings once more.
    Exit code 1 if anything differs. Example: grassrota figures verify --engine duckdb
    """
    terminal = Terminal(as_json, quiet)
    _refuse_unused(engine, spark, folder)
    Store().check_complete()
    from grassrota_web.figures.queries.republished import republish
    from grassrota_web.figures.queries.verified import verify

    recount = _recount(engine, spark, folder)
    with terminal.progress("figures") as tell:
        tell("recomputing the ledger", 0.0)
        found = verify(recount)
        tell("publishing once more", 0.5)
        told = republish()
    holds = found.holds and told.holds
    if found.recounted is None:
        terminal.say("Nothing was read yet.")
        terminal.tell("Next: grassrota figures read")
    else:
        counted = f"all figures as of {found.recounted} counted once more{_BY[engine]}"
        terminal.say(f"{'Yes' if holds else 'No'}: {found.readings:,} readings, {counted}")
    if found.wrong_hash:
        terminal.say(f"Not as they were read: {', '.join(map(str, found.wrong_hash))}")
    for cell, day in found.wrong_total:
        terminal.say(f"{day}, {_words(cell)}: the total is not the sum of its changes")
    for row in found.astray:
        terminal.say(f"{row.day}, {row.asks} at {row.unit}: pages would show {_apart(row)}")
    for change in found.differ:
        terminal.say(f"{_words(change.cell)}: {change.total - change.amount:,} in the ledger, {change.total:,} counted")
    if told.publications:
        terminal.say(f"Totals of opinions were published as of {told.publications:,} days.")
    if told.wrong_hash:
        terminal.say(f"Not as they were published: {', '.join(map(str, told.wrong_hash))}")
    for day, one in told.differ:
        terminal.say(f"{day}, {one.figure} at {one.unit}: {one.total:,} is not what the rule publishes of the readings")
    if told.not_again:
        terminal.say(f"Units were moved since: {len(told.not_again):,} of these days compared with the ledger alone.")
    data = {
        "engine": engine.value,
        "holds": holds,
        "readings": found.readings,
        "wrong_hash": [day.isoformat() for day in found.wrong_hash],
        "wrong_total": [{**cell._asdict(), "day": day.isoformat()} for cell, day in found.wrong_total],
        "astray": [{**row._asdict(), "day": row.day.isoformat()} for row in found.astray],
        "recounted": found.recounted.isoformat() if found.recounted else None,
        "differ": [
            {**change.cell._asdict(), "read": change.total - change.amount, "counted": change.total}
            for change in found.differ
        ],
        "publications": told.publications,
        "wrong_publications": [day.isoformat() for day in told.wrong_hash],
        "not_published_again": [day.isoformat() for day in told.not_again],
        "published_differ": [{"day": day.isoformat(), **one._asdict()} for day, one in told.differ],
    }
    return Done(YES if holds else NO, data)


_BY = {Engine.STORE: "", Engine.DUCKDB: " by DuckDB", Engine.SPARK: " by Spark"}


def _refuse_unused(engine: Engine, spark: str, folder: Path | None) -> None:
    """Refuses options that another engine would take."""
    unused = [("--spark", "--engine spark", bool(spark) and engine != Engine.SPARK)]
    unused += [("--from", "--engine duckdb or spark", folder is not None and engine == Engine.STORE)]
    faults = [Fault(name, f"only with {wanted}", f"--engine {engine}") for name, wanted, wrong in unused if wrong]
    if faults:
        raise BadInput(faults)


def _recount(engine: Engine, spark: str, folder: Path | None) -> Recount | None:
    if engine == Engine.STORE:
        return None
    from grassrota_web.figures.recounting import by_duckdb, by_spark

    return by_duckdb(folder) if engine == Engine.DUCKDB else by_spark(spark, folder)


def _words(cell: Cell) -> str:
    return f"{cell.figure} at {cell.unit}{f' of {cell.part}' if cell.part else ''}"


def _apart(row: Astray) -> str:
    """The figures that are kept otherwise than the ledger has them."""
    differ = sorted(one for one in row.kept.keys() | row.ledger.keys() if row.kept.get(one) != row.ledger.get(one))
    told = [f"{one} {row.kept.get(one, 0)} and not {row.ledger.get(one, 0)}" for one in differ]
    return ", ".join(told) or "what no reading wrote"
