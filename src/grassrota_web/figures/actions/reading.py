"""Readings: all figures as of the end of a day, written down as what changed since the reading before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.figures.counting import Cell, with_units_above
from grassrota.figures.ledger import changes, digest
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.figures.actions.publishing import publish_due
from grassrota_web.figures.grouped import counted_by_store
from grassrota_web.figures.models import LedgerEntry, Reading, UnitTotals
from grassrota_web.figures.totals import changed
from grassrota_web.journal.rows import insert
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import Unit

COLUMNS = ("unit_id", "figure", "part", "day", "amount", "total")
WIDE = ("unit_id", "asks", "day", "totals")


def read_day(actor: Actor, day: date) -> Reading:
    """Reads all figures as of the end of a day; a day that is over is closed by it.

    They are counted first and then written down, since nobody else can write to SQLite meanwhile. What comes in between
    is a change of the next reading.

    Raises:
        Refused: ``not_yet`` for a day to come, ``day_closed`` for one that was closed, or before one that was.
    """
    counted = with_units_above(counted_by_store(day), unit_tree(Unit.objects.all()))
    return write_reading(actor, day, counted)


@verb("figures.read_day", Right.KEEP_RECORDS)
def write_reading(act: Act, day: date, counted: Mapping[Cell, int]) -> Reading:
    """Writes down all figures as of a day's end, of each unit with those below it; this closes a day that is over."""
    act.anywhere()
    # whoever reads at the same time waits, and then finds the day closed
    list(Unit.objects.select_for_update(no_key=True).filter(parent=None))
    today = timezone.localdate()
    if day > today:
        raise Refused("not_yet", f"{day} is yet to come: it is read when it is there.", day=day)
    if Reading.objects.filter(day__gte=day, closed=True).exists():
        raise Refused("day_closed", f"Figures are closed up to {day} or later: they are not read again.", day=day)
    # what was read of a day that was not over goes with it
    LedgerEntry.objects.filter(day__gte=day).delete()
    UnitTotals.objects.filter(day__gte=day).delete()
    Reading.objects.filter(day__gte=day).delete()
    made = changes(_before(), counted)
    keys = dict(Unit.objects.values_list("code", "pk"))
    rows = ((keys[cell.unit], cell.figure, cell.part, day, amount, total) for cell, amount, total in made)
    insert(LedgerEntry, COLUMNS, rows)
    insert(UnitTotals, WIDE, [(unit, right.value, day, found) for unit, right, found in changed(counted)])
    row = Reading(day=day, read_on=today, closed=day < today, changes=len(made), digest=digest(day, made))
    row.save(force_insert=True)
    act.note("figures", day.isoformat(), after={"changes": row.changes, "digest": row.digest})
    return row


def catch_up(today: date, since: date | None = None, tell: Callable[[Reading], None] | None = None) -> list[Reading]:
    """Reads every day since the last that was closed, and today as far as it has come; publishes what may be told.

    Args:
        today: The day.
        since: The first day to read if none was closed yet; yesterday if not given.
        tell: Told of each reading. Each stands by itself: what stops in between leaves those before.
    """
    day, read = first_unread(today, since), []
    while day <= today:
        read.append(read_day(Application(), day))
        publish_due()
        if tell:
            tell(read[-1])
        day += timedelta(days=1)
    return read


def first_unread(today: date, since: date | None = None) -> date:
    """The first day that ``catch_up`` would read."""
    last = Reading.last_closed()
    return last.day + timedelta(days=1) if last else since or today - timedelta(days=1)


def _before() -> Mapping[Cell, int]:
    """All counts as the ledger has them."""
    rows = LedgerEntry.objects.order_by().values_list("figure", "unit__code", "part").annotate(total=Sum("amount"))
    return {Cell(figure, unit, part): total for figure, unit, part, total in rows if total}
