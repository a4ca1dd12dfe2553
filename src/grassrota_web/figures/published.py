"""Published totals as the rule takes them, and the true ones that it looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256

from django.db.models import QuerySet, Sum

from grassrota.canonical import canonical
from grassrota.errors import Refused
from grassrota.figures.release.bound import Published
from grassrota.figures.release.shown import Release, Releases
from grassrota.figures.release.together import OPINIONS
from grassrota.org import UnitTree
from grassrota_web.figures.models import LedgerEntry, Publication, PublishedTotal
from grassrota_web.journal.models import Entry

FIGURES = tuple(part.figure for part in OPINIONS)
"""Those that are published."""


def releases(rows: QuerySet[PublishedTotal]) -> dict[str, Releases]:
    """All that was published, of some rows, by figure."""
    found: dict[str, dict[str, list[Release]]] = {figure: defaultdict(list) for figure in FIGURES}
    told = rows.order_by("day").values_list("figure", "unit__code", "day", "total", "left", "above__code")
    for figure, unit, day, total, left, above in told.iterator():
        found[figure][unit].append(Release(day, total, left, above or ""))
    return {
        figure: Releases(grows=False, by_unit={unit: tuple(each) for unit, each in by_unit.items()})
        for figure, by_unit in found.items()
    }


def true_totals(day: date) -> dict[str, dict[str, int]]:
    """The totals of these figures at the end of a day as the ledger has them, by figure and unit."""
    rows = LedgerEntry.objects.filter(figure__in=FIGURES, part="", day__lte=day).order_by()
    found: dict[str, dict[str, int]] = {figure: {} for figure in FIGURES}
    for figure, unit, total in rows.values_list("figure", "unit__code").annotate(total=Sum("amount")):
        if total:
            found[figure][unit] = total
    return found


def standing(tree: UnitTree, totals: Mapping[str, Mapping[str, int]], before: Mapping[str, Releases]) -> str:
    """A hash of where the units stand that count or show anything; units that are added later do not change it."""
    units = {unit for each in totals.values() for unit in each}
    units |= {unit for shown in before.values() for unit in shown.by_unit}
    return sha256(canonical(sorted([unit, tree[unit].parent] for unit in units))).hexdigest()


def of_day(day: date) -> Iterator[Published]:
    """What is stored of a day's publication, in the order in which it was bound."""
    rows = PublishedTotal.objects.filter(day=day)
    told = rows.values_list("figure", "unit__code", "above__code", "total", "left")
    return iter(sorted(Published(figure, unit, above or "", *counts) for figure, unit, above, *counts in told))


def noted() -> Mapping[str, str]:
    """The hashes of publications that the journal holds, by day."""
    rows = Entry.objects.filter(verb="figures.publish_day").order_by("number").values_list("subject", "after")
    return {subject: (after or {}).get("digest", "") for subject, after in rows}


def unchanged(days: set[date]) -> None:
    """Looks whether the journal holds the hash of what was published on some days.

    Raises:
        Refused: ``publication_changed``, naming a day.
    """
    subjects = [day.isoformat() for day in days]
    entries = Entry.objects.filter(verb="figures.publish_day", subject__in=subjects).order_by("number")
    held = {entry.subject: (entry.after or {}).get("digest") for entry in entries}
    for row in Publication.objects.filter(day__in=days):
        if held.get(row.day.isoformat()) != row.digest:
            message = f"The journal holds another hash of what was published as of {row.day}: verify the ledger first."
            raise Refused("publication_changed", message, day=row.day)
