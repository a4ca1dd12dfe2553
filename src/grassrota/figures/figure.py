"""A figure that says what it is: how much, of what, where, as of when, how surely, and who counted it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from grassrota.errors import Faults, Refused
from grassrota.figures.flag import Flag
from grassrota.figures.interval import WHOLE_RANGE, Interval


class Status(StrEnum):
    """How surely, and in whose words, a figure is true. Figures of different status are never added."""

    PLANNED = "planned"
    LISTED = "listed"
    DEPARTED = "departed"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure covers.

    Attributes:
        name: Which one, such as "Shandong". Different names of one kind mean disjoint scopes.
        kind: What sort of thing, such as "province". Figures over different kinds are never added.
    """

    name: str
    kind: str

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.name), "scope.name", "what the figure covers", "nothing")
        faults.unless(bool(self.kind), "scope.kind", "what sort of scope this is, such as province", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many units reported, out of how many.

    Attributes:
        reporting: Units that reported, 0 or more.
        units: Units there are; None if the list was open ("and others"), so that nobody can say.
    """

    reporting: int
    units: int | None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.reporting >= 0, "coverage.reporting", "0 or more", self.reporting)
        if self.units is not None:
            faults.unless(self.units >= self.reporting, "coverage.units", f"{self.reporting} or more", self.units)
        faults.raise_if_any()

    def __add__(self, other: Coverage) -> Coverage:
        units = None if self.units is None or other.units is None else self.units + other.units
        return Coverage(self.reporting + other.reporting, units)

    @property
    def is_complete(self) -> bool:
        """True if every unit reported and the list is closed."""
        return self.reporting == self.units

    def require_complete(self) -> None:
        """Returns only if the total may be called complete.

        Raises:
            Refused: ``open_list`` if nobody knows how many units there are, ``partial`` if some did not report.
        """
        if self.units is None:
            raise Refused("open_list", "The list of units is open ('and others'): nothing can be called complete.")
        if not self.is_complete:
            message = f"Only {self} reported: the total is partial."
            raise Refused("partial", message, reporting=self.reporting, units=self.units)

    def __str__(self) -> str:
        return f"{self.reporting} of {'an unknown number of' if self.units is None else self.units} reporting units"


@dataclass(frozen=True, slots=True)
class Figure:
    """One qualified figure. A percentage is never kept: the numerator and the denominator are.

    Attributes:
        id: Stable, unique in its bulletin.
        label: What was counted, in words.
        numerator: How many; None only for a result without a number, flagged ``unquantified``.
        denominator: Out of how many; None for a plain count. The numerator is counted within it.
        unit: What one of them is, such as "person".
        scope: What the figure covers.
        as_of: The day it was true.
        status: In whose words it is true.
        source: Where it was published or how it was counted.
        counted_by: Who counted it.
        part_of: The id of the figure this one is a subset of; empty if none. The two are never added.
        form: The form of posting counted; empty if it does not apply. Unlike forms are never added.
        coverage: How many units reported; None if that does not apply.
        flags: Cautions that travel with it.
    """

    id: str
    label: str
    numerator: Interval | None
    denominator: Interval | None
    unit: str
    scope: Scope
    as_of: date
    status: Status
    source: str
    counted_by: str
    part_of: str = ""
    form: str = ""
    coverage: Coverage | None = None
    flags: tuple[Flag, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "label", "unit", "source", "counted_by"):
            faults.unless(bool(getattr(self, name)), name, "some words", "nothing")
        faults.unless(not self.id or self.part_of != self.id, "part_of", "another figure", f"{self.id} itself")
        unquantified = Flag.UNQUANTIFIED in self.flags
        faults.unless(
            unquantified == (self.numerator is None),
            "numerator",
            "a number, or none and the flag unquantified",
            self.flags,
        )
        if self.numerator is not None and self.denominator is not None:
            limit = self.denominator.upper
            faults.unless(
                limit is None or self.numerator.lower <= limit, "numerator", f"{limit} or less", self.numerator
            )
        faults.raise_if_any()

    @property
    def is_exact(self) -> bool:
        """True if the figure is one number, not an interval."""
        return self.numerator is not None and self.numerator.is_point and (self.denominator or self.numerator).is_point

    def share(self) -> Interval | None:
        """The numerator as a share of the denominator, within 0 to 1.

        None (unknown) without a denominator, and where the denominator may be 0: nothing of nothing is unknown.
        """
        if self.numerator is None or self.denominator is None:
            return None
        quotient = self.numerator.over(self.denominator)
        return quotient and quotient.meet(WHOLE_RANGE)

    def require_number(self) -> Interval:
        """The numerator, for a use that needs one.

        Raises:
            Refused: ``unquantified``, if the result was stated without a number.
        """
        if self.numerator is None:
            message = f"{self.label} was stated without a number and cannot feed an indicator."
            raise Refused("unquantified", message, figure=self.id)
        return self.numerator

    def age_days(self, on: date) -> int:
        """Days from the as-of date to ``on``.

        Raises:
            Refused: ``not_yet``, if the figure is of a later day.
        """
        if on < self.as_of:
            message = f"{self.label} is as of {self.as_of}, after {on}."
            raise Refused("not_yet", message, figure=self.id)
        return (on - self.as_of).days


def stated_percent(level: Interval) -> tuple[Interval, Interval, Flag]:
    """Numerator, denominator and flag of a percentage printed without its counts: so many of each hundred."""
    return level.times(Fraction(100)), Interval.exactly(100), Flag.NO_DENOMINATOR
