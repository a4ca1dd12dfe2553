"""Figures as of a day: of some units, over time, and divided by one dimension; within the reader's rights."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Sum

from grassrota.figures.counting import Cell, own_counts, with_units_above
from grassrota.figures.definitions import DEFINITIONS, Dimension
from grassrota.figures.interval import Interval
from grassrota.org import UnitTree
from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE, reaches
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.figures import convert
from grassrota_web.figures.models import ASKED, LedgerEntry, Reading
from grassrota_web.figures.totals import RIGHTS, as_of
from grassrota_web.opinions.models import Case, Chained
from grassrota_web.opinions.reach import places_of
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one unit with all below it.

    Attributes:
        unit: The unit.
        found: Counts by figure, of those that the reader may see; what is missing is not theirs to see.
    """

    unit: Unit
    found: Mapping[str, int]

    def share(self, figure: str, of: str) -> tuple[int, int] | None:
        """Numerator and denominator; None if one is out of sight, or if it would be a share of nothing."""
        part, whole = self.found.get(figure), self.found.get(of)
        return (part, whole) if part is not None and whole else None

    def really_fixed(self) -> Interval | None:
        """Between which shares of what is reported as fixed is really so, whatever silent raisers would say."""
        reported = self.found.get("reported_fixed")
        if not reported:
            return None
        whole = Interval.exactly(reported)
        return Interval.closed(self.found["confirmed"], reported - self.found["refuted"]).over(whole)


def reading(day: date | None = None) -> Reading | None:
    """The last reading up to a day, or of all; None if nothing was read by then."""
    known = Reading.objects.order_by("-day")
    return (known.filter(day__lte=day) if day else known).first()


def last_day() -> date | None:
    """The day of the last reading of all."""
    return Reading.objects.order_by("-day").values_list("day", flat=True).first()


def shown(actor: Actor, path: str) -> tuple[str, ...]:
    """The figures that somebody sees at the unit with this path."""
    return _of_rights(tuple(right for right in RIGHTS if actor.may(right, path)))


@cache
def _of_rights(rights: tuple[Right, ...]) -> tuple[str, ...]:
    return tuple(code for code, one in DEFINITIONS.items() if ASKED[one.subject] in rights)


def counts(actor: Actor, units: Iterable[Unit], day: date) -> list[Counts]:
    """Figures of units as of a day, in the order of the units.

    Args:
        actor: Who looks.
        units: Those to show, each of which the actor sees.
        day: Of a reading.
    """
    rows = list(units)
    totals = as_of([row.pk for row in rows], day)
    hidden = _hidden(_concerned(actor), day)
    held = [(right, actor.paths(right)) for right in RIGHTS]
    found = []
    for row in rows:
        rights = tuple(right for right, paths in held if reaches(paths, row.path))
        told = dict.fromkeys(_of_rights(rights), 0)
        for right in rights:
            told.update(totals[row.pk][right])
        if hidden:
            told = {code: total - hidden.get(Cell(code, row.code), 0) for code, total in told.items()}
        found.append(Counts(row, told))
    return found


def series(actor: Actor, unit: Unit, figures: Sequence[str], until: date) -> list[tuple[date, Mapping[str, int]]]:
    """How figures of a unit stood on each day on which one of them changed for the reader, up to a day."""
    seen = [code for code in figures if code in shown(actor, unit.path)]
    rows = visible(actor, LedgerEntry.objects.filter(unit=unit, figure__in=seen, part="", day__lte=until))
    by_day: dict[date, dict[str, int]] = {}
    for figure, day, total in rows.order_by("day").values_list("figure", "day", "total"):
        by_day.setdefault(day, {})[figure] = total
    standing = last = dict.fromkeys(seen, 0)
    found: list[tuple[date, Mapping[str, int]]] = []
    concerned = _concerned(actor)
    for day, changed in by_day.items():
        standing = standing | changed
        hidden = _hidden(concerned, day)
        told = {code: total - hidden.get(Cell(code, unit.code), 0) for code, total in standing.items()}
        # a day on which nothing changed but what is hidden would tell of it
        if told != last:
            found.append((day, told))
        last = told
    return found


def divided(
    actor: Actor, unit: Unit, figures: Sequence[str], by: Dimension, day: date
) -> Mapping[str, Mapping[str, int]]:
    """Figures of a unit as of a day by the values of a dimension; none of 0, and none that the reader may not see.

    What has no value in the dimension is in none of them.
    """
    seen = [code for code in figures if code in shown(actor, unit.path)]
    rows = visible(actor, LedgerEntry.objects.filter(unit=unit, figure__in=seen, part__startswith=f"{by}:"))
    told = rows.filter(day__lte=day).order_by().values_list("figure", "part").annotate(total=Sum("amount"))
    hidden = _hidden(_concerned(actor), day)
    found: dict[str, dict[str, int]] = {}
    for figure, part, total in told:
        left = total - hidden.get(Cell(figure, unit.code, part), 0)
        if left > 0:
            found.setdefault(part.partition(":")[2], {})[figure] = left
    return found


def parts(actor: Actor, units: Collection[Unit], day: date, part: str = "") -> Mapping[Cell, int]:
    """The parts of all figures of units as of a day, or one part, within the reader's rights; none of 0."""
    rows = visible(actor, LedgerEntry.objects.filter(unit__in=[unit.pk for unit in units], day__lte=day))
    rows = rows.filter(part=part) if part else rows.exclude(part="")
    told = rows.order_by().values_list("figure", "unit__code", "part").annotate(total=Sum("amount"))
    hidden = _hidden(_concerned(actor), day)
    left = {Cell(*cell): total - hidden.get(Cell(*cell), 0) for *cell, total in told}
    return {cell: total for cell, total in left.items() if total > 0}


def _concerned(actor: Actor) -> Sequence[UUID]:
    """Keys of the cases of the reader's units that the reader, being of their chain, must not see: hardly ever any.

    They are taken off the figures, or a list of cases beside one would tell somebody that there is one about them.
    """
    paths, places = actor.paths(Right.READ_CASES), places_of(actor)
    if not paths or not (places.units or places.names):
        return ()
    chained = Chained.objects.filter(case=OuterRef("pk")).filter(Q(unit__in=places.units) | Q(staff__in=places.names))
    rows = Case.objects.exclude(owner=None).filter(Exists(chained))
    if EVERYWHERE not in paths:
        rows = rows.filter(reduce(or_, (Q(owner__path__startswith=path) for path in paths)))
    return list(rows.values_list("pk", flat=True))


def _hidden(cases: Sequence[UUID], day: date) -> Mapping[Cell, int]:
    """What the figures count of some cases."""
    own = own_counts(convert.opinions(Case.objects.filter(pk__in=cases), day), day) if cases else {}
    return with_units_above(own, _around(cell.unit for cell in own)) if own else {}


def _around(codes: Iterable[str]) -> UnitTree:
    paths = Unit.objects.filter(code__in=set(codes)).values_list("path", flat=True)
    keys = {int(key) for path in paths for key in path.strip("/").split("/")}
    return unit_tree(Unit.objects.filter(pk__in=keys))
