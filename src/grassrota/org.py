"""Organisation units, their levels and the tree they form, with lists that may be open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from grassrota.errors import BadInput, Fault, Faults, Refused


class Level(StrEnum):
    """Where a unit stands, from the top down. A child always stands lower than its parent."""

    CENTRE = "centre"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    DISTRICT = "district"
    TOWNSHIP = "township"
    SITE = "site"

    @property
    def depth(self) -> int:
        """0 at the centre, 6 at a single site."""
        return list(Level).index(self)


class UnitKind(StrEnum):
    """What a unit is: administrative organs and their institutions are planned together."""

    ORGAN = "organ"
    INSTITUTION = "institution"
    ENTERPRISE = "enterprise"
    COMMERCE = "commerce"
    PLACE = "place"


class Sector(StrEnum):
    """What people do at a field site. Site types of the glossary are rural, upland and plant."""

    RURAL = "rural"
    UPLAND = "upland"
    PLANT = "plant"
    CULTURE_EDUCATION_HEALTH = "culture_education_health"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the tree: a headquarters organ that sends people, or a place that receives them.

    Attributes:
        id: Stable, unique in the tree, not empty.
        name: What people call it.
        level: Where it stands.
        kind: What it is.
        parent: The id of the unit above; empty at the top.
        open_list: True if its children were listed with "and others", so that nothing may be called complete.
        headed_by: Ids of the people who head it; they belong to the chain of every opinion about it.
        position: Kilometres east and north of any fixed point, for distances between places; None if not known.
    """

    id: str
    name: str
    level: Level
    kind: UnitKind
    parent: str = ""
    open_list: bool = False
    headed_by: tuple[str, ...] = ()
    position: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(self.parent != self.id or not self.id, "parent", "another unit", f"{self.id} itself")
        faults.raise_if_any()


@dataclass(frozen=True)
class UnitTree:
    """All units, checked once: ids are unique, parents exist, there is no cycle and levels go down.

    Raises:
        BadInput: With every fault; ``row`` is the unit's position, the first being 2 as under a header.
    """

    units: tuple[Unit, ...]

    def __post_init__(self) -> None:
        faults = [*self._duplicates(), *self._bad_parents()]
        if faults:
            raise BadInput(faults)

    @cached_property
    def by_id(self) -> Mapping[str, Unit]:
        """The units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _children(self) -> Mapping[str, tuple[Unit, ...]]:
        below: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            below[unit.parent].append(unit)
        return {parent: tuple(units) for parent, units in below.items()}

    @cached_property
    def headed(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the units that somebody heads, by the person's id, in the order given."""
        found: dict[str, list[str]] = defaultdict(list)
        for unit in self.units:
            for head in dict.fromkeys(unit.headed_by):
                found[head].append(unit.id)
        return {head: tuple(units) for head, units in found.items()}

    def __getitem__(self, unit_id: str) -> Unit:
        try:
            return self.by_id[unit_id]
        except KeyError:
            raise Refused("unknown_unit", f"There is no unit {unit_id!r} in the tree.", unit=unit_id) from None

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self.by_id

    def children(self, unit_id: str) -> tuple[Unit, ...]:
        """The units directly below, in the order given."""
        return self._children.get(unit_id, ())

    def ancestors(self, unit_id: str) -> tuple[Unit, ...]:
        """The units above, nearest first."""
        above = []
        unit = self[unit_id]
        while unit.parent:
            unit = self.by_id[unit.parent]
            above.append(unit)
        return tuple(above)

    def subtree(self, unit_id: str) -> Iterator[Unit]:
        """The unit and everything below it, parents before children."""
        unit = self[unit_id]
        yield unit
        for child in self.children(unit_id):
            yield from self.subtree(child.id)

    def ancestor_at(self, unit_id: str, level: Level) -> Unit | None:
        """The unit itself or the one above it that stands at ``level``."""
        return next((unit for unit in (self[unit_id], *self.ancestors(unit_id)) if unit.level == level), None)

    def require_complete(self, unit_id: str) -> tuple[Unit, ...]:
        """The children of a unit, for a claim about all of them.

        Raises:
            Refused: ``open_list``, if the list ended in "and others".
        """
        unit = self[unit_id]
        if unit.open_list:
            raise Refused(
                "open_list",
                f"The units below {unit.name} were listed with 'and others': none of it can be called complete.",
                unit=unit_id,
            )
        return self.children(unit_id)

    def _duplicates(self) -> list[Fault]:
        first: dict[str, int] = {}
        faults = []
        for row, unit in enumerate(self.units, start=2):
            if unit.id in first:
                faults.append(
                    Fault("id", "an id used once", f"{unit.id} again (first in row {first[unit.id]})", row=row)
                )
            first.setdefault(unit.id, row)
        return faults

    def _bad_parents(self) -> list[Fault]:
        faults = []
        for row, unit in enumerate(self.units, start=2):
            parent = self.by_id.get(unit.parent)
            if unit.parent and parent is None:
                faults.append(Fault("parent", "the id of a unit in this list", unit.parent, row=row))
            elif self._is_above_itself(unit):
                faults.append(Fault("parent", "a tree without cycles", f"{unit.id} above itself", row=row))
            elif parent is not None and parent.level.depth >= unit.level.depth:
                expected = f"a level below {parent.level} (that of its parent {parent.id})"
                faults.append(Fault("level", expected, unit.level, row=row))
        return faults

    def _is_above_itself(self, unit: Unit) -> bool:
        seen: set[str] = set()
        above = unit.parent
        while above in self.by_id and above not in seen:
            seen.add(above)
            above = self.by_id[above].parent
        return unit.id in seen
