"""What one posting, opinion, opening or member of the staff counts as on a day, and what that makes over the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from grassrota.figures.definitions import DEFINITIONS, Dimension
from grassrota.opinions.case import CaseState
from grassrota.org import Level, UnitTree

Parts = Mapping[Dimension, str]


class Cell(NamedTuple):
    """One count: a figure at a unit, of all or of one part; ``part`` is empty or ``dimension:value``."""

    figure: str
    unit: str
    part: str = ""


class Counted(Protocol):
    """Something that counts."""

    @property
    def parts(self) -> Parts:
        """Its value in each dimension that it has."""
        ...

    def counts(self, day: date) -> Iterable[tuple[str, str, int]]:
        """Figure, unit and how many, at the end of a day; nothing that is 0."""
        ...


@dataclass(frozen=True, slots=True)
class PostedTurn:
    """The days of one posting.

    Attributes:
        home: Id of the unit that it is counted at when somebody goes.
        place: Id of the unit that they go to.
        parts: Its form, grade, sector and rotation.
        listed_on: When it was on a published list; the others in their order, None for what has not come about.
    """

    home: str
    place: str
    parts: Parts
    listed_on: date | None = None
    departed_on: date | None = None
    arrived_on: date | None = None
    returned_on: date | None = None
    released_on: date | None = None

    def counts(self, day: date) -> Iterable[tuple[str, str, int]]:
        """See ``Counted``. Whoever was taken off the list counts no more."""

        def by(on: date | None) -> bool:
            return on is not None and on <= day

        if by(self.released_on):
            return
        departed, returned = by(self.departed_on), by(self.returned_on)
        if by(self.listed_on):
            yield "listed", self.home, 1
        if departed:
            yield "departed", self.home, 1
        if by(self.arrived_on):
            yield "arrived", self.home, 1
        if returned:
            yield "returned", self.home, 1
        if departed and not returned:
            yield "away", self.home, 1
            yield "present", self.place, 1


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """One line of the latest plan of a rotation that units were shown, made on a day."""

    home: str
    parts: Parts
    made_on: date

    def counts(self, day: date) -> Iterable[tuple[str, str, int]]:
        """See ``Counted``."""
        if self.made_on <= day:
            yield "planned", self.home, 1


@dataclass(frozen=True, slots=True)
class OnTheStaff:
    """Somebody on the staff until they left, with the turns they have served and the days they wrote down.

    Attributes:
        home: Id of their unit.
        parts: Their grade.
        turns: 0 or more.
        left_on: Their first day no longer on the staff.
        field_days: The days in the field that stand in their log.
    """

    home: str
    parts: Parts
    turns: int = 0
    left_on: date | None = None
    field_days: tuple[date, ...] = ()

    def counts(self, day: date) -> Iterable[tuple[str, str, int]]:
        """See ``Counted``."""
        written = sum(1 for on in self.field_days if on <= day)
        if written:
            yield "field_days", self.home, written
        if self.left_on is None or self.left_on > day:
            yield "staff", self.home, 1
            if self.turns:
                yield "turns", self.home, self.turns


@dataclass(frozen=True, slots=True)
class Room:
    """What a host agreed to take.

    Attributes:
        place: Id of the unit.
        parts: Sector and rotation.
        low: The least headcount over all its batches, 0 or more.
        agreed_on: When the host agreed; None if it has not.
        withdrawn_on: When the opening was taken back.
        listed: For each posting to it: when it was listed, and when it was taken off the list again. Whoever came back
            has filled their place.
    """

    place: str
    parts: Parts
    low: int
    agreed_on: date | None = None
    withdrawn_on: date | None = None
    listed: tuple[tuple[date, date | None], ...] = ()

    def counts(self, day: date) -> Iterable[tuple[str, str, int]]:
        """See ``Counted``."""
        if self.agreed_on is None or self.agreed_on > day or (self.withdrawn_on and self.withdrawn_on <= day):
            return
        filled = sum(1 for on, off in self.listed if on <= day and (off is None or off > day))
        if self.low:
            yield "room", self.place, self.low
        if self.low > filled:
            yield "vacant", self.place, self.low - filled


@dataclass(frozen=True, slots=True)
class Township:
    """A township, and the first day on which somebody departed for it or a place below it."""

    place: str
    reached_on: date | None = None

    @property
    def parts(self) -> Parts:
        """None: a township is of no form, grade or topic."""
        return {}

    def counts(self, day: date) -> Iterable[tuple[str, str, int]]:
        """See ``Counted``."""
        yield "townships", self.place, 1
        if self.reached_on is not None and self.reached_on <= day:
            yield "covered", self.place, 1


_AS: Mapping[CaseState, tuple[str, ...]] = {
    CaseState.OPEN: ("open",),
    CaseState.CLAIMED: ("reported_fixed",),
    CaseState.CONFIRMED: ("reported_fixed", "confirmed"),
    CaseState.REFUTED: ("reported_fixed", "refuted"),
    CaseState.OTHERWISE_CLOSED: ("otherwise_closed",),
}
"""What an opinion counts as besides being raised."""


@dataclass(frozen=True, slots=True)
class StandingOpinion:
    """One opinion as it stood at the end of a day.

    Attributes:
        organ: Id of the unit that answers for it.
        parts: Its topic, if it has one.
        state: Where it stands, by who says so.
        told: True if its raiser was told anything.
        asked: True if its raiser was asked since the unit's last claim.
        opinions: How many stand just so, 1 or more.
    """

    organ: str
    parts: Parts
    state: CaseState
    told: bool = False
    asked: bool = False
    opinions: int = 1

    def counts(self, day: date) -> Iterable[tuple[str, str, int]]:
        """See ``Counted``; the day is the one as of which it is given."""
        yield "raised", self.organ, self.opinions
        if self.told:
            yield "acknowledged", self.organ, self.opinions
        for figure in _AS[self.state]:
            yield figure, self.organ, self.opinions
        if self.state is CaseState.CLAIMED and not self.asked:
            yield "unasked", self.organ, self.opinions


def own_counts(things: Iterable[Counted], day: date) -> Counter[Cell]:
    """The counts of each unit by itself at the end of a day, of all and of each part."""
    return tally((figure, unit, thing.parts, count) for thing in things for figure, unit, count in thing.counts(day))


def tally(counted: Iterable[tuple[str, str, Parts, int]]) -> Counter[Cell]:
    """Adds up figures, units, parts and how many, whoever counted them."""
    found: Counter[Cell] = Counter()
    for figure, unit, parts, count in counted:
        for part in ("", *parts_of(figure, parts)):
            found[Cell(figure, unit, part)] += count
    return found


def parts_of(figure: str, parts: Parts) -> Iterator[str]:
    """The parts as which something counts in a figure, as cells call them."""
    return (f"{dimension}:{parts[dimension]}" for dimension in DEFINITIONS[figure].by if parts.get(dimension))


def with_units_above(own: Mapping[Cell, int], tree: UnitTree) -> Counter[Cell]:
    """The counts of each unit with all below it.

    Raises:
        Refused: ``unknown_unit`` if something is counted at a unit that is not in the tree.
    """
    above: dict[str, tuple[str, ...]] = {}
    found: Counter[Cell] = Counter()
    for cell, count in own.items():
        if cell.unit not in above:
            above[cell.unit] = (cell.unit, *(unit.id for unit in tree.ancestors(cell.unit)))
        for unit in above[cell.unit]:
            found[Cell(cell.figure, unit, cell.part)] += count
    return found


def townships(tree: UnitTree, departed: Mapping[str, date]) -> Iterator[Township]:
    """The townships of a tree, from the first day on which somebody departed for each place."""
    reached: dict[str, date] = {}
    for place, day in departed.items():
        unit = tree.ancestor_at(place, Level.TOWNSHIP)
        if unit is not None:
            reached[unit.id] = min(day, reached.get(unit.id, day))
    return (Township(unit.id, reached.get(unit.id)) for unit in tree.units if unit.level is Level.TOWNSHIP)
