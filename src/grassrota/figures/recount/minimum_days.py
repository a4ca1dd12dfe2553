"""Whether people reach a yearly number of field days: what ``quota_status`` says of one, said of a table of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import ibis

from grassrota.figures.recount.family import by, not_by
from grassrota.figures.recount.tables import Engine, Tables, tables
from grassrota.posting.field import QuotaStatus
from grassrota.turns import ONE_DAY, days_in

if TYPE_CHECKING:
    import ibis.expr.types as ir


def statuses(engine: Engine, as_of: date, quota: int) -> Iterator[QuotaStatus]:
    """How everybody on the staff stands, under the keys of the snapshot, in no order.

    Args:
        engine: Over a snapshot of that day or later.
        as_of: Days up to and including this one count as done, those of its year alone.
        quota: Days asked for.
    """
    left = days_in(as_of + ONE_DAY, date(as_of.year, 12, 31))
    for row in engine(minimum_days(tables(), as_of)):
        yield QuotaStatus(str(row["person"]), as_of, int(row["done"]), quota, int(row["planned"]), left)


def verdicts(tables: Tables, as_of: date, quota: int) -> ir.Table:
    """By home unit: who did the days, who will with what is planned, who will not, and who cannot any more."""
    rows = minimum_days(tables, as_of)
    left = days_in(as_of + ONE_DAY, date(as_of.year, 12, 31))
    met, sure = rows.done >= quota, rows.done + rows.planned >= quota
    possible = rows.done + left >= quota
    return rows.group_by("home").aggregate(
        met=met.sum(),
        on_course=(sure & ~met).sum(),
        short=(possible & ~sure).sum(),
        out_of_reach=(~possible & ~sure).sum(),
    )


def minimum_days(tables: Tables, as_of: date) -> ir.Table:
    """Of everybody on the staff the days of the year done, and those planned besides; a day counts once.

    Days away count so far as they were, and those to come as they are planned; what was missed is neither.
    """
    staff, entries = tables["staff"], tables["field_days"]
    start, end = date(as_of.year, 1, 1), date(as_of.year, 12, 31)
    single = entries.filter(entries.day.between(start, as_of)).select("person", "day")
    away = tables["postings"].filter(lambda row: not_by(row.released_on, as_of))
    days = ibis.union(single, _each_day(_turns(away, as_of), start, end), distinct=True)
    each = days.group_by("person").aggregate(done=(days.day <= as_of).sum(), planned=(days.day > as_of).sum())
    here = staff.filter(not_by(staff.left_on, as_of)).select("person", "home")
    known = here.left_join(each, "person")
    return known.select("person", "home", done=known.done.fill_null(0), planned=known.planned.fill_null(0))


def _turns(rows: ir.Table, as_of: date) -> ir.Table:
    """The stretches of days away so far, and those still planned of who is not back."""
    gone = rows.filter(by(rows.departed_on, as_of))
    # the day of return is the first at home
    last = ibis.least(gone.returned_on.fill_null(as_of + ONE_DAY) - ibis.interval(days=1), ibis.literal(as_of))
    so_far = gone.select("person", first=gone.departed_on, last=ibis.greatest(gone.departed_on, last.cast("date")))
    waits = rows.filter(not_by(rows.returned_on, as_of) & (rows.last_day > as_of))
    tomorrow = ibis.literal(as_of + timedelta(days=1))
    return so_far.union(waits.select("person", first=ibis.greatest(waits.first_day, tomorrow), last=waits.last_day))


def _each_day(turns: ir.Table, start: date, end: date) -> ir.Table:
    """Every day of a year that lies in a stretch."""
    first, after = (ibis.literal(datetime.combine(day, time.min)) for day in (start, end + ONE_DAY))
    calendar = ibis.range(first, after, ibis.interval(days=1)).unnest().name("day").as_table()
    calendar = calendar.select(day=calendar.day.cast("date"))
    return turns.join(calendar, [calendar.day >= turns["first"], calendar.day <= turns["last"]]).select("person", "day")
