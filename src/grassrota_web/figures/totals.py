"""All figures of a unit as of a day in a row for each right: read by one seek, written where a reading changed them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from grassrota.figures.counting import Cell
from grassrota.figures.definitions import DEFINITIONS
from grassrota_web.access.rights import Right
from grassrota_web.figures.models import ASKED, UnitTotals
from grassrota_web.journal.prepared import MOST, prepared
from grassrota_web.orgs.models import Unit

RIGHTS: Sequence[Right] = tuple(dict.fromkeys(ASKED.values()))
Totals = Mapping[str, int]


def as_of(units: Sequence[int], day: date) -> Mapping[int, Mapping[Right, Totals]]:
    """What figures came to at units with these keys at the end of a day, by the right that shows them; none of 0."""
    found: dict[int, Mapping[Right, Totals]] = {}
    # so many at a time as a query is put into words once for
    for start in range(0, len(units), MOST):
        rows = _last(units[start : start + MOST], day)
        # read at once: to read each by itself took longer than all else
        totals = iter(json.loads(f"[{','.join(one or '{}' for _key, *kept in rows for one in kept)}]"))
        found.update((key, dict(zip(RIGHTS, totals, strict=False))) for key, *_kept in rows)
    return found


def changed(counted: Mapping[Cell, int]) -> Iterator[tuple[int, Right, Totals]]:
    """The wholes of a reading by unit and right where others are kept: what is kept wrongly ends with the next one."""
    now: dict[tuple[str, Right], dict[str, int]] = {}
    for cell, total in counted.items():
        if not cell.part and total:
            now.setdefault((cell.unit, ASKED[DEFINITIONS[cell.figure].subject]), {})[cell.figure] = total
    codes = dict(Unit.objects.order_by("pk").values_list("pk", "code"))
    for key, kept in as_of(list(codes), date.max).items():
        for right, totals in kept.items():
            found = now.get((codes[key], right), {})
            if found != totals:
                yield key, right, found


@prepared
def _last(units: Collection[int], day: date) -> QuerySet[Any, Any]:
    known = (
        UnitTotals.objects.filter(unit=OuterRef("pk"), day__lte=day)
        .order_by("-day")
        .values(text=Cast("totals", TextField()))
    )
    last = {f"by_{right}": Subquery(known.filter(asks=right)[:1]) for right in RIGHTS}
    return Unit.objects.filter(pk__in=units).annotate(**last).order_by().values_list("pk", *last)
