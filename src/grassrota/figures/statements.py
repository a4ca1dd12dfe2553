"""Statements that people publish about quantities, as values that can be held against one another.

A quantity is a name for a number of things, never below zero. A share is always of two quantities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.figures.growth import Growth
from grassrota.figures.interval import Interval
from grassrota.figures.wording import Wording

REST = "rest"
LARGEST_COUNT = 10**12  # beyond it the solver's tolerance would swallow whole cases


class Sizes(StrEnum):
    """What is assumed about the units of a group: each has as many cases as any other, or nothing at all."""

    EQUAL = "equal"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Count:
    """As in "1,040,000 opinions were raised". A count is a whole number unless ``whole_number`` is False."""

    id: str
    quantity: str
    value: Wording
    whole_number: bool = True

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(not self.value.is_share, "value", "a count, not a share", self.value.text)
        top = self.value.interval.upper or self.value.interval.lower
        faults.unless(top <= LARGEST_COUNT, "value", f"at most {LARGEST_COUNT:,}", self.value.text)
        has_whole = self.value.interval.whole() is not None
        faults.unless(
            self.value.is_share or has_whole or not self.whole_number,
            "value",
            "a wording that holds a whole number",
            self.value.text,
        )
        faults.raise_if_any()

    @property
    def interval(self) -> Interval:
        """What is stated, with closed whole ends if the count is a whole number."""
        return (self.value.interval.whole() if self.whole_number else None) or self.value.interval


@dataclass(frozen=True, slots=True)
class Share:
    """As in "62.1 % of those raised were corrected". The part may be a sum of several quantities."""

    id: str
    part: tuple[str, ...]
    whole: str
    rate: Wording

    def __post_init__(self) -> None:
        _require_distinct(self.part, self.whole, "part")
        _require_share(self.rate, "rate")


@dataclass(frozen=True, slots=True)
class Parts:
    """As in "of these, so many were ..., so many ...". With an open list the parts need not reach the total."""

    id: str
    total: str
    parts: tuple[str, ...]
    open_list: bool = False

    def __post_init__(self) -> None:
        _require_distinct(self.parts, self.total, "parts")


@dataclass(frozen=True, slots=True)
class Order:
    """As in "there were more of these than of those": larger > smaller, or >= if not strict."""

    id: str
    larger: str
    smaller: str
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A population of units among which cases are spread, which any statement about "so many of the units" needs.

    It speaks of the quantity ``<id>.units``, and for each band b and for the ``rest`` that no band covers, of
    ``<id>.<b>.units`` (units), ``<id>.<b>.whole`` (their cases) and ``<id>.<b>.part`` (those cases dealt with).

    Attributes:
        id: The group's name.
        whole: The quantity of all cases.
        part: The quantity of cases dealt with.
        sizes: Whether units are assumed to have equally many cases.
        rest_rate: What is assumed of the rest's rate; None for nothing.
    """

    id: str
    whole: str
    part: str
    sizes: Sizes
    rest_rate: Wording | None = None

    def __post_init__(self) -> None:
        if self.rest_rate is not None:
            _require_share(self.rest_rate, "rest_rate")


@dataclass(frozen=True, slots=True)
class Band:
    """As in "more than half of the units have dealt with about 80 %": a share of a group's units, and their rate."""

    id: str
    group: str
    band: str
    units: Wording | None
    rate: Wording | None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.band != REST, "band", f"another name than {REST!r}, which is what no band covers", self.band)
        faults.unless(self.units is not None or self.rate is not None, "units", "units, rate or both", "neither")
        faults.raise_if_any()
        for name, wording in (("units", self.units), ("rate", self.rate)):
            if wording is not None:
                _require_share(wording, name)


@dataclass(frozen=True, slots=True)
class Stage:
    """As in "more than half of the units have begun": a share of something, and the word for where it stands."""

    id: str
    of: str
    share: Wording
    word: str

    def __post_init__(self) -> None:
        _require_share(self.share, "share")


@dataclass(frozen=True, slots=True)
class Grown:
    """As in "84,000 yuan in 21 days, 58 % more than last month"."""

    id: str
    claim: Growth


Statement = Count | Share | Parts | Order | Group | Band | Stage | Grown


@dataclass(frozen=True, slots=True)
class Ask:
    """A quantity nobody stated, whose bounds are wanted.

    Attributes:
        id: A name for the answer.
        part: The quantity, or several to be added.
        whole: Share of which quantity is wanted; empty for the quantity itself.
        claim: What somebody says it is; the answer then tells whether that follows. None for no claim.
    """

    id: str
    part: tuple[str, ...]
    whole: str = ""
    claim: Wording | None = None


@dataclass(frozen=True, slots=True)
class StatementSet:
    """Statements to be judged together.

    Attributes:
        title: What they are about.
        source: Where they were published, by name and page.
        statements: At least one; ids unique.
        asks: What is wanted beyond them; ids unique.
        expected: Known flags, for an example: empty means consistent; None if nothing is expected.

    Raises:
        BadInput: With every fault; ``row`` is the statement's or the question's place in its list, from 1.
    """

    title: str
    source: str
    statements: tuple[Statement, ...]
    asks: tuple[Ask, ...] = ()
    expected: tuple[str, ...] | None = None
    quantities: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "quantities", frozenset(self._quantities()))
        faults = Faults()
        faults.unless(bool(self.statements), "statement", "at least one statement", "none")
        for name in sorted(self.quantities):
            right = bool(name) and name.isprintable()
            faults.unless(right, "quantity", "a name of printable characters", repr(name))
        self._check_ids(faults)
        self._check_bands(faults)
        for row, ask in enumerate(self.asks, start=1):
            for name in (*ask.part, *((ask.whole,) if ask.whole else ())):
                if name not in self.quantities:
                    faults.add("ask", "a quantity that a statement speaks of", name, row=row)
        faults.raise_if_any()

    def bands(self, group: str) -> tuple[str, ...]:
        """Names of the bands of a group, in the order first spoken of."""
        spoken = (s.band for s in self.statements if isinstance(s, Band) and s.group == group)
        return tuple(dict.fromkeys(spoken))

    def _quantities(self) -> Iterator[str]:
        for statement in self.statements:
            match statement:
                case Count(quantity=quantity):
                    yield quantity
                case Share(part=part, whole=whole):
                    yield from (*part, whole)
                case Parts(total=total, parts=parts):
                    yield from (total, *parts)
                case Order(larger=larger, smaller=smaller):
                    yield from (larger, smaller)
                case Group(id=group, whole=whole, part=part):
                    yield from (whole, part, f"{group}.units")
                    for band in (*self.bands(group), REST):
                        yield from (f"{group}.{band}.{what}" for what in ("units", "whole", "part"))

    def _check_ids(self, faults: Faults) -> None:
        for column, values in (("statement", self.statements), ("ask", self.asks)):
            seen: set[str] = set()
            for row, value in enumerate(values, start=1):
                if not value.id or value.id in seen:
                    faults.add(f"{column}.id", "an id used once", value.id or "nothing", row=row)
                seen.add(value.id)

    def _check_bands(self, faults: Faults) -> None:
        groups = {s.id: s for s in self.statements if isinstance(s, Group)}
        equal = tuple(f"{group.id}." for group in groups.values() if group.sizes is Sizes.EQUAL)
        for row, statement in enumerate(self.statements, start=1):
            if isinstance(statement, Band) and statement.group not in groups:
                faults.add("statement.group", "the id of a group statement", statement.group, row=row)
            if isinstance(statement, Count) and equal and statement.quantity.startswith(equal):
                fix = "With units of equal size only shares of the units can be stated; use sizes = 'free'."
                faults.add("statement.quantity", "a quantity outside the group", statement.quantity, fix, row=row)


def _require_distinct(parts: tuple[str, ...], whole: str, column: str) -> None:
    faults = Faults()
    faults.unless(bool(parts), column, "at least one quantity", "none")
    names = (whole, *parts)
    twice = next((name for name, times in Counter(names).items() if times > 1), "")
    faults.unless(not twice, column, "every quantity once, and none within itself", twice)
    faults.raise_if_any()


def _require_share(wording: Wording, column: str) -> None:
    faults = Faults()
    top = wording.interval.upper
    within = wording.is_share and top is not None and top <= Fraction(1)
    faults.unless(within, column, "a share such as '62.1 %' or 'more than half'", wording.text)
    faults.raise_if_any()
