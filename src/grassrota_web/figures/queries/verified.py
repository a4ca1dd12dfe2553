"""Whether the ledger is still what was read: hashes in the journal, sums, the rows beside it, and all counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from grassrota.figures.counting import Cell, own_counts, townships, with_units_above
from grassrota.figures.ledger import Change, changes, digest
from grassrota_web.figures import convert
from grassrota_web.figures.models import LedgerEntry, Reading
from grassrota_web.figures.queries.astray import Astray, astray
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import Unit

SHOWN = 20
"""So many cells that differ, and rows that are astray, are named."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it.

    Attributes:
        readings: How many there are.
        wrong_hash: Days whose rows are not those that were read, or whose reading the journal does not know; also days
            of which there are rows and no reading, and closed ones that the journal knows and the store does not.
        wrong_total: The first cells and days whose total is not the sum of the changes up to it.
        astray: The first totals kept beside the ledger that are not what it says.
        recounted: The day as of which everything was counted once more; None if nothing was read.
        differ: The first cells that count otherwise now, as changes from the ledger to the count.
    """

    readings: int
    wrong_hash: tuple[date, ...]
    wrong_total: tuple[tuple[Cell, date], ...]
    astray: tuple[Astray, ...]
    recounted: date | None
    differ: tuple[Change, ...]

    @property
    def holds(self) -> bool:
        """True if nothing was found."""
        return not self.wrong_hash and not self.wrong_total and not self.astray and not self.differ


def verify(recount: Callable[[date], Mapping[Cell, int]] | None = None) -> Verified:
    """Recomputes hashes of readings, every running total, the rows beside, and all figures as of the last reading.

    What became known since of a day that was closed makes the count differ from the ledger until the next reading.

    Args:
        recount: Counts everything as of a day; one by one by value if not given.
    """
    recount = recount or counted_by_value
    noted = {row.subject: row for row in Entry.objects.filter(verb="figures.read_day").order_by("number")}
    readings = {row.day: row for row in Reading.objects.all()}
    sums: Counter[Cell] = Counter()
    wrong_hash, wrong_total = _lost(readings.keys(), noted.values()), []
    for day, reading in readings.items():
        made = list(changes_of(day))
        note = noted.get(day.isoformat())
        if not digest(day, made) == reading.digest == ((note and note.after) or {}).get("digest"):
            wrong_hash.append(day)
        for change in made:
            sums[change.cell] += change.amount
            if sums[change.cell] != change.total:
                wrong_total.append((change.cell, day))
    last = max(readings, default=None)
    beside = tuple(islice(astray(readings.keys()), SHOWN))
    differ = changes(+sums, recount(last)) if last else ()
    return Verified(len(readings), tuple(sorted(wrong_hash)), tuple(wrong_total[:SHOWN]), beside, last, differ[:SHOWN])


def _lost(read: Collection[date], noted: Iterable[Entry]) -> list[date]:
    """Days of which there are rows and no reading, and days that were closed by a reading of which nothing is left."""
    rows = set(LedgerEntry.objects.order_by().values_list("day", flat=True).distinct())
    # what was read of a day that was not over yet may be gone: it is read again
    closed = {day for entry in noted if (day := date.fromisoformat(entry.subject)) < entry.as_of}
    return [day for day in rows | closed if day not in read]


def changes_of(day: date) -> Iterator[Change]:
    """The changes of a day as the ledger has them, in the order in which they were bound."""
    rows = LedgerEntry.objects.filter(day=day).values_list("figure", "unit__code", "part", "amount", "total")
    found = (Change(Cell(figure, unit, part), amount, total) for figure, unit, part, amount, total in rows)
    return iter(sorted(found))  # by the words themselves, which stores order each in its own way


def counted_by_value(day: date) -> Counter[Cell]:
    """All figures at the end of a day, with nothing taken from the ledger or grouped by the store."""
    tree = unit_tree(Unit.objects.all())
    own = own_counts(convert.things(day), day)
    own.update(own_counts(townships(tree, convert.departures(day)), day))
    return with_units_above(own, tree)
