"""People and the rooms that wait for them: what ``counting`` says of one posting, said of a table of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis

from grassrota.figures.recount.family import by, not_by
from grassrota.figures.recount.tables import Tables
from grassrota.org import Level

if TYPE_CHECKING:
    import ibis.expr.types as ir

GOING = ("rotation", "form", "grade", "sector")


def staff(tables: Tables, day: date) -> ir.Table:
    """Who is on the staff, and the turns that they have served."""
    rows = tables["staff"]
    here = rows.filter(not_by(rows.left_on, day))
    return here.group_by(unit=here.home, grade=here.grade).aggregate(staff=here.count(), turns=here.turns.sum())


def planned(tables: Tables, day: date) -> ir.Table:
    """Lines of the latest plan of each rotation that was made by the day."""
    plans = tables["plans"]
    known = plans.filter(by(plans.made_on, day))
    latest = known.group_by("rotation").aggregate(number=known.number.max())
    lines = tables["plan_lines"].join(known.semi_join(latest, ["rotation", "number"]), "plan")
    keys = {"unit": lines.home, **{name: lines[name] for name in GOING if name in lines.columns}}
    return lines.group_by(**keys).aggregate(planned=lines.count())


def going(tables: Tables, day: date) -> ir.Table:
    """How far those on lists have come, at home."""
    rows = _on_lists(tables, day)
    keys = {"unit": rows.home, **{name: rows[name] for name in GOING}}
    return rows.group_by(**keys).aggregate(
        listed=by(rows.listed_on, day).sum(),
        departed=by(rows.departed_on, day).sum(),
        arrived=by(rows.arrived_on, day).sum(),
        returned=by(rows.returned_on, day).sum(),
        away=(by(rows.departed_on, day) & not_by(rows.returned_on, day)).sum(),
    )


def staying(tables: Tables, day: date) -> ir.Table:
    """Who is in the field, at the place."""
    rows = _on_lists(tables, day)
    there = rows.filter(by(rows.departed_on, day) & not_by(rows.returned_on, day))
    keys = {"unit": there.place, **{name: there[name] for name in GOING}}
    return there.group_by(**keys).aggregate(present=there.count())


def field_days(tables: Tables, day: date) -> ir.Table:
    """Days that people wrote down, at home, whether they are still on the staff or not."""
    rows = tables["field_days"]
    each = rows.filter(by(rows.day, day)).group_by("person").aggregate(days=ibis._.count())
    known = each.join(tables["staff"], "person")
    return known.group_by(unit=known.home).aggregate(field_days=known.days.sum())


def rooms(tables: Tables, day: date) -> ir.Table:
    """What hosts agreed to, and how much of it nobody is listed for."""
    rows, listed = tables["openings"], _on_lists(tables, day)
    agreed = rows.filter(by(rows.agreed_on, day) & not_by(rows.withdrawn_on, day))
    taken = listed.filter(by(listed.listed_on, day)).group_by("opening").aggregate(filled=ibis._.count())
    known = agreed.left_join(taken, "opening")
    free = known.room - known.filled.fill_null(0)
    known = known.mutate(free=ibis.greatest(free, 0))
    return known.group_by(unit=known.place).aggregate(room=known.room.sum(), vacant=known.free.sum())


def townships(tables: Tables, day: date) -> ir.Table:
    """Townships, and those for which, or for a place below which, somebody departed."""
    units, rows = tables["units"], _on_lists(tables, day)
    there = units.filter(units.level == Level.TOWNSHIP.value).select("unit")
    gone = rows.filter(by(rows.departed_on, day)).select(unit=ibis._.place).distinct()
    reached = gone.join(tables["above"], "unit").select(unit=ibis._.above).distinct().mutate(reached=1)
    known = there.left_join(reached, "unit")
    return known.group_by("unit").aggregate(townships=known.count(), covered=known.reached.sum())


def _on_lists(tables: Tables, day: date) -> ir.Table:
    """Postings of those who were not taken off again."""
    rows = tables["postings"]
    return rows.filter(not_by(rows.released_on, day))
