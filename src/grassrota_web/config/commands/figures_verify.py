"""``grassrota figures verify``: whether the ledger of figures is what was read, and what the rows give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grassrota.cli.options import Json, Quiet
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal
from grassrota_web.config.commands.store import Store

if TYPE_CHECKING:
    from grassrota.figures.counting import Cell


def figures_verify(as_json: Json = False, quiet: Quiet = False) -> Done:
    """Recompute the ledger of figures: whether anything was changed.

    Its hashes against the journal, every running total, and all figures of the last reading from the rows themselves.
    Exit code 1 if anything differs. Example: grassrota figures verify --json
    """
    terminal = Terminal(as_json, quiet)
    Store().check_complete()
    from grassrota_web.figures.queries.verified import verify

    with terminal.progress("figures") as tell:
        tell("recomputing the ledger", 0.0)
        found = verify()
    if found.recounted is None:
        terminal.say("Nothing was read yet.")
        terminal.tell("Next: grassrota figures read")
    else:
        counted = f"all figures as of {found.recounted} counted once more"
        terminal.say(f"{'Yes' if found.holds else 'No'}: {found.readings:,} readings, {counted}")
    if found.wrong_hash:
        terminal.say(f"Not as they were read: {', '.join(map(str, found.wrong_hash))}")
    for cell, day in found.wrong_total:
        terminal.say(f"{day}, {_words(cell)}: the total is not the sum of its changes")
    for change in found.differ:
        terminal.say(f"{_words(change.cell)}: {change.total - change.amount:,} in the ledger, {change.total:,} counted")
    data = {
        "holds": found.holds,
        "readings": found.readings,
        "wrong_hash": [day.isoformat() for day in found.wrong_hash],
        "wrong_total": [{**cell._asdict(), "day": day.isoformat()} for cell, day in found.wrong_total],
        "recounted": found.recounted.isoformat() if found.recounted else None,
        "differ": [
            {**change.cell._asdict(), "read": change.total - change.amount, "counted": change.total}
            for change in found.differ
        ],
    }
    return Done(YES if found.holds else NO, data)


def _words(cell: Cell) -> str:
    return f"{cell.figure} at {cell.unit}{f' of {cell.part}' if cell.part else ''}"
