"""Whether what is kept beside the ledger is what the ledger says: all wholes of a unit, as of every day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from grassrota.figures.definitions import DEFINITIONS
from grassrota_web.figures.models import ASKED, LedgerEntry, UnitTotals
from grassrota_web.figures.totals import Totals


class Astray(NamedTuple):
    """Totals that are kept of a unit and are not those of the ledger.

    Attributes:
        day: From which on they are kept so.
        unit: Code of the unit.
        asks: The right that shows them.
        kept: What is kept, by figure.
        ledger: What the ledger says, by figure; none of 0.
    """

    day: date
    unit: str
    asks: str
    kept: Totals
    ledger: Totals


def astray(read: Collection[date]) -> Iterator[Astray]:
    """Whatever pages would show as of some day and the ledger does not say, named on each day on which either changes.

    Rows of a day that was not read are named whatever they say: no reading wrote them.

    Args:
        read: The days of all readings.
    """
    wholes: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    kept: defaultdict[tuple[str, str], Totals] = defaultdict(dict)
    for day in sorted({*read, *UnitTotals.objects.order_by().values_list("day", flat=True).distinct()}):
        touched = set()
        entries = LedgerEntry.objects.filter(day=day, part="")
        for unit, figure, total in entries.values_list("unit__code", "figure", "total"):
            at = (unit, ASKED[DEFINITIONS[figure].subject].value)
            wholes[at][figure] = total
            touched.add(at)
        rows = UnitTotals.objects.filter(day=day)
        for unit, asks, totals in rows.values_list("unit__code", "asks", "totals"):
            kept[unit, asks] = totals
            touched.add((unit, asks))
        for at in sorted(touched):
            ledger = {figure: total for figure, total in wholes[at].items() if total}
            if day not in read or kept[at] != ledger:
                yield Astray(day, *at, kept[at], ledger)
