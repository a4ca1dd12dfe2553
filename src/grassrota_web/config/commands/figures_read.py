"""``grassrota figures read``: the figures of every day that was not read yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from grassrota.cli.options import Json, Quiet
from grassrota.cli.run import Done
from grassrota.cli.terminal import Terminal
from grassrota.errors import BadInput, Fault
from grassrota_web.config.commands.store import Store

if TYPE_CHECKING:
    from grassrota_web.figures.models import Reading

Since = Annotated[
    str, typer.Option(metavar="DAY", help="The first day to read, such as 2026-01-31, if none is closed.")
]


def figures_read(since: Since = "", as_json: Json = False, quiet: Quiet = False) -> Done:
    """Read the figures of every day since the last closed one, and of today.

    Each day is written whole: stopped in between, it goes on there the next time. The work of each day does this too.
    Example: grassrota figures read --since 2026-01-31
    """
    terminal = Terminal(as_json, quiet)
    first = _day(since)
    Store().check_complete()
    from django.utils import timezone

    from grassrota_web.figures.actions.reading import catch_up, first_unread
    from grassrota_web.figures.models import Reading

    today = timezone.localdate()
    begin = first_unread(today, first)
    if first and first > today:
        raise BadInput([Fault("", "a day that has come", since, file="--since")])
    if first and begin != first:
        terminal.tell(f"Closed up to the day before {begin}: read on from there.")
    days = (today - begin).days + 1
    with terminal.progress("figures") as tell:

        def told(reading: Reading) -> None:
            tell(str(reading.day), ((reading.day - begin).days + 1) / days)

        read = catch_up(today, first, told)
    closed = Reading.last_closed()
    changed = sum(one.changes for one in read)
    until = f"closed to {closed.day}" if closed else "none is closed yet"
    terminal.say(f"Days read: {len(read):,}, counts changed: {changed:,}; {until}.")
    terminal.tell("Next: grassrota figures verify")
    data = [
        {"day": one.day.isoformat(), "closed": one.closed, "changes": one.changes, "digest": one.digest} for one in read
    ]
    return Done(data={"read": data, "closed_to": closed.day.isoformat() if closed else None})


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise BadInput([Fault("", "a day, such as 2026-01-31", said, file="--since")]) from None
