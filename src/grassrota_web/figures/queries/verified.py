"""Whether the ledger is still what was read: its sums, its hashes in the journal, and the figures counted once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from grassrota.figures.counting import Cell, own_counts, townships, with_units_above
from grassrota.figures.ledger import Change, changes, digest
from grassrota_web.figures import convert
from grassrota_web.figures.models import LedgerEntry, Reading
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import Unit

SHOWN = 20
"""So many cells that differ are named."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it.

    Attributes:
        readings: How many there are.
        wrong_hash: Days whose rows are not those that were read, or whose reading the journal does not know.
        wrong_total: The first cells and days whose total is not the sum of the changes up to it.
        recounted: The day as of which everything was counted once more; None if nothing was read.
        differ: The first cells that count otherwise now, as changes from the ledger to the count.
    """

    readings: int
    wrong_hash: tuple[date, ...]
    wrong_total: tuple[tuple[Cell, date], ...]
    recounted: date | None
    differ: tuple[Change, ...]

    @property
    def holds(self) -> bool:
        """True if nothing was found."""
        return not self.wrong_hash and not self.wrong_total and not self.differ


def verify(recount: Callable[[date], Mapping[Cell, int]] | None = None) -> Verified:
    """Recomputes the hash of each reading, every running total, and all figures as of the last reading.

    What became known since of a day that was closed makes the count differ from the ledger until the next reading.

    Args:
        recount: Counts everything as of a day; one by one by value if not given.
    """
    recount = recount or counted_by_value
    noted = {row.subject: row.after for row in Entry.objects.filter(verb="figures.read_day").order_by("number")}
    readings = list(Reading.objects.all())
    sums: Counter[Cell] = Counter()
    wrong_hash, wrong_total = [], []
    for reading in readings:
        made = list(changes_of(reading.day))
        said = noted.get(reading.day.isoformat()) or {}
        if not digest(reading.day, made) == reading.digest == said.get("digest"):
            wrong_hash.append(reading.day)
        for change in made:
            sums[change.cell] += change.amount
            if sums[change.cell] != change.total:
                wrong_total.append((change.cell, reading.day))
    last = readings[-1].day if readings else None
    differ = changes(+sums, recount(last)) if last else ()
    return Verified(len(readings), tuple(wrong_hash), tuple(wrong_total[:SHOWN]), last, differ[:SHOWN])


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
