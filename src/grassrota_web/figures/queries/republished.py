"""Whether what is published is still what was: its hashes in the journal, and each day published once more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from grassrota.errors import BadInput, Refused
from grassrota.figures.release.bound import Published, digest, published_on
from grassrota.figures.release.shown import Release, Releases
from grassrota.figures.release.together import released_together
from grassrota_web.figures.models import LedgerEntry, Publication
from grassrota_web.figures.published import FIGURES, noted, of_day, standing
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import Unit

SHOWN = 20
"""So many totals that differ are named."""


@dataclass(frozen=True, slots=True)
class Republished:
    """What came of it.

    Attributes:
        publications: How many there are.
        wrong_hash: Days whose totals are not those that were published, or whose publication the journal does not know,
            or the journal alone.
        differ: The first totals that are stored and would not be published again, or the other way round, by day.
        not_again: Days that cannot be published once more, since units that counted then were moved later; their totals
            are compared with the ledger alone.
    """

    publications: int
    wrong_hash: tuple[date, ...]
    differ: tuple[tuple[date, Published], ...]
    not_again: tuple[date, ...]

    @property
    def holds(self) -> bool:
        """True if nothing was found."""
        return not self.wrong_hash and not self.differ


def republish() -> Republished:
    """Publishes each day once more from the readings, given what is stored of the days before it."""
    held, tree = noted(), unit_tree(Unit.objects.all())
    rows = LedgerEntry.objects.filter(figure__in=FIGURES, part="").order_by("day")
    changes = iter(rows.values_list("day", "figure", "unit__code", "total").iterator())
    change = next(changes, None)
    totals: dict[str, dict[str, int]] = {figure: {} for figure in FIGURES}
    stored: dict[str, dict[str, tuple[Release, ...]]] = {figure: defaultdict(tuple) for figure in FIGURES}
    publications = list(Publication.objects.all())
    gone = sorted(map(date.fromisoformat, held.keys() - {one.day.isoformat() for one in publications}))
    wrong_hash, not_again, differ = gone, list[date](), list[tuple[date, Published]]()
    for one in publications:
        while change and change[0] <= one.day:
            totals[change[1]][change[2]] = change[3]
            change = next(changes, None)
        told = list(of_day(one.day))
        if not digest(one.day, told) == one.digest == held.get(one.day.isoformat()):
            wrong_hash.append(one.day)
        differ += [(one.day, row) for row in told if row.total != totals[row.figure].get(row.unit, 0)]
        try:
            before = {figure: Releases(grows=False, by_unit=dict(stored[figure])) for figure in FIGURES}
            true = {figure: {unit: total for unit, total in found.items() if total} for figure, found in totals.items()}
            if standing(tree, true, before) == one.tree:
                again = published_on(released_together(tree, before, true, one.day), one.day)
                differ += [(one.day, row) for row in sorted(set(again) ^ set(told))]
            else:
                not_again.append(one.day)
        except (BadInput, Refused):  # what is stored could never have been published
            differ += [(one.day, row) for row in told]
        for row in told:
            stored[row.figure][row.unit] += (row.release(one.day),)
    named = tuple(dict.fromkeys(differ))[:SHOWN]
    return Republished(len(publications), tuple(wrong_hash), named, tuple(not_again))
