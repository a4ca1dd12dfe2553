"""Counts rolled up over the unit tree at one date, grade bands with their remainder, and who says it is fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

from grassrota.errors import BadInput, Fault, Faults, Refused
from grassrota.figures.figure import Coverage, Status
from grassrota.org import UnitTree

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one unit without units below it reported.

    Attributes:
        as_of: The day the counts were true.
        counts: What was counted, each 0 or more.
    """

    as_of: date
    counts: Mapping[str, int]

    def __post_init__(self) -> None:
        faults = Faults()
        for name, value in self.counts.items():
            faults.unless(value >= 0, name, "a count of 0 or more", value)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The sum over everything below one unit.

    Attributes:
        unit: The unit's id.
        as_of: The one date of all entries.
        counts: Sum of the children's counts, by name; a name nobody below reported is missing, not 0.
        coverage: How many of the units that report did.
    """

    unit: str
    as_of: date
    counts: Mapping[str, int]
    coverage: Coverage


def roll_up(tree: UnitTree, entries: Mapping[str, Entry], root: str) -> Mapping[str, RolledUp]:
    """Totals of ``root`` and every unit below it: each the sum of its children's, at one as-of date.

    Units without children report; a missing one, or an open list, makes the coverage partial.

    Args:
        tree: The units.
        entries: What was reported, by the id of the reporting unit.
        root: Where to stop.

    Raises:
        Refused: ``nothing_reported``; ``unlike_dates`` if the entries are of different days; ``inner_count`` if a unit
            with units below it has an entry of its own, which would be counted beside theirs; ``unknown_unit``.
    """
    units = tuple(tree.subtree(root))
    for unit_id in entries:
        if tree.children(tree[unit_id].id):
            message = f"{unit_id} has units below it: its total is their sum, not an entry of its own."
            raise Refused("inner_count", message, unit=unit_id)
    inside = [entries[unit.id] for unit in units if unit.id in entries]
    as_of = _one_date(inside, root)
    totals: dict[str, RolledUp] = {}
    for unit in reversed(units):
        below = [totals[child.id] for child in tree.children(unit.id)]
        if not below:
            entry = entries.get(unit.id)
            counts = entry.counts if entry else {}
            coverage = Coverage(int(entry is not None), 1)
        else:
            counts = _sum(total.counts for total in below)
            coverage = reduce(add, (total.coverage for total in below))
        if unit.open_list:
            coverage = Coverage(coverage.reporting, None)
        totals[unit.id] = RolledUp(unit.id, as_of, dict(counts), coverage)
    return {unit.id: totals[unit.id] for unit in units}


def bands(total: int, parts: Mapping[str, int]) -> Mapping[str, int]:
    """Disjoint bands of a total, and what is in none of them as ``others``.

    Raises:
        BadInput: If a band is negative or called ``others``.
        Refused: ``parts_exceed_total``, if the bands hold more than the total.
    """
    faults = Faults()
    for name, value in parts.items():
        faults.unless(value >= 0 and name != OTHERS, name, "a named band with a count of 0 or more", value)
    faults.raise_if_any()
    rest = total - sum(parts.values())
    if rest < 0:
        message = f"The bands hold {total - rest:,}, more than the total of {total:,}: somebody is in two of them."
        raise Refused("parts_exceed_total", message, total=total, parts=total - rest)
    return {**parts, OTHERS: rest}


def members_by_band(bands_of: Iterable[tuple[str, str]]) -> Mapping[str, int]:
    """How many members each band has, from pairs of member and band.

    Raises:
        BadInput: Naming every member who is in two bands.
    """
    first: dict[str, str] = {}
    faults = []
    for row, (member, band) in enumerate(bands_of, start=1):
        if first.setdefault(member, band) != band:
            faults.append(Fault("band", f"one band for {member}", f"{first[member]} and {band}", row=row))
    if faults:
        raise BadInput(faults)
    return dict(Counter(first.values()))


@dataclass(frozen=True, slots=True)
class CaseState:
    """Where one case stands, by who says so.

    Attributes:
        reported_fixed: The unit says it is fixed.
        raiser: ``confirmed``, ``refuted`` or ``unknown``, by whoever raised it.
        inspection: The same, by a back-check.
    """

    reported_fixed: bool = False
    raiser: Status = Status.UNKNOWN
    inspection: Status = Status.UNKNOWN

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("raiser", "inspection"):
            value = getattr(self, name)
            right = value in (Status.CONFIRMED, Status.REFUTED, Status.UNKNOWN)
            faults.unless(right, name, "confirmed, refuted or unknown", value)
        faults.raise_if_any()


def fixed_counts(cases: Iterable[CaseState]) -> Mapping[str, int]:
    """Cases raised, reported fixed, confirmed by their raisers, confirmed by inspection, and refuted by either.

    The counts overlap and are never added up. A refuted case is in none of the fixed ones: only what was really done
    counts.
    """
    counts = dict.fromkeys(("raised", "reported_fixed", "raiser_confirmed", "inspected_confirmed", "refuted"), 0)
    for case in cases:
        refuted = Status.REFUTED in (case.raiser, case.inspection)
        counts["raised"] += 1
        counts["refuted"] += refuted
        counts["reported_fixed"] += case.reported_fixed and not refuted
        counts["raiser_confirmed"] += case.raiser is Status.CONFIRMED and not refuted
        counts["inspected_confirmed"] += case.inspection is Status.CONFIRMED and not refuted
    return counts


def _one_date(entries: list[Entry], root: str) -> date:
    dates = sorted({entry.as_of for entry in entries})
    if not dates:
        message = f"No unit below {root} reported: a sum of nothing is unknown."
        raise Refused("nothing_reported", message, unit=root)
    if len(dates) > 1:
        found = ", ".join(day.isoformat() for day in dates)
        raise Refused("unlike_dates", f"Entries of different days are never added: {found}.", dates=tuple(dates))
    return dates[0]


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    summed: dict[str, int] = {}
    for each in counts:
        for name, value in each.items():
            summed[name] = summed.get(name, 0) + value
    return summed
