"""All screens over all units at once, with one chance that any of them speaks although everybody is honest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.figures.grim import numerators
from grassrota.figures.interval import Interval
from grassrota.figures.screens.bunching import bunching
from grassrota.figures.screens.closures import Work, closures
from grassrota.figures.screens.completeness import Receipts, completeness
from grassrota.figures.screens.digits import last_digits
from grassrota.figures.screens.heaping import heaping
from grassrota.figures.screens.reports import Reported, Screen, Sign
from grassrota.figures.screens.steadiness import too_steady
from grassrota.opinions.case import Case

MOST = Fraction(5, 100)
"""Honest panels that are flagged at all, at most."""


@dataclass(frozen=True, slots=True)
class Levels:
    """How the chance of a false alarm is split: each screen's share, all its units and gates together.

    Granularity and capacity take no part, as honest figures cannot fail them; template replies and closures without an
    action are read from words, to which chance has no say.
    """

    bunching: Fraction = Fraction(20, 1000)
    heaping: Fraction = Fraction(10, 1000)
    digits: Fraction = Fraction(5, 1000)
    steadiness: Fraction = Fraction(5, 1000)
    completeness: Fraction = Fraction(5, 1000)
    bulk: Fraction = Fraction(5, 1000)

    def __post_init__(self) -> None:
        faults = Faults()
        shares = {field.name: getattr(self, field.name) for field in fields(self)}
        for name, share in shares.items():
            faults.unless(0 < share < 1, name, "a share between 0 and 1", share)
        faults.unless(sum(shares.values()) <= MOST, "levels", f"{MOST} in all, at most", sum(shares.values()))
        faults.raise_if_any()


def screened(
    units: Sequence[Reported],
    gates: Sequence[Fraction] = (Fraction(1, 2), Fraction(7, 10)),
    receipts: Sequence[tuple[Receipts, Collection[str]]] = (),
    cases: Iterable[Case] = (),
    work: Work | None = None,
    levels: Levels | None = None,
) -> tuple[Sign, ...]:
    """Every sign there is. It orders inspections; it refutes nothing and nobody.

    Args:
        units: What each unit reported.
        gates: Shares that units are judged by.
        receipts: For some units receipts drawn from the log, with the ids of the opinions that they list.
        cases: Cases with what was said when they were closed.
        work: What the units' people can do.
        levels: How the chance of a false alarm is split.
    """
    return tuple(_signs(units, gates, receipts, cases, work, levels or Levels()))


def granularity(units: Iterable[Reported]) -> Iterator[Sign]:
    """A sign for each unit whose printed rate is not that of its counts (Brown and Heathers 2017)."""
    for unit in units:
        if unit.printed is not None and unit.fixed not in numerators(unit.printed, unit.received):
            words = f"{unit.fixed} of {unit.received} is not {_percents(unit.printed)}: no rounding gives it."
            yield Sign(Screen.GRANULARITY, (unit.unit,), words, 0.0)


def _percents(printed: Interval) -> str:
    low, high = (f"{float(end * 100):.8g} %" if end is not None else "more" for end in (printed.lower, printed.upper))
    return low if low == high else f"{low} to {high}"


def _signs(
    units: Sequence[Reported],
    gates: Sequence[Fraction],
    receipts: Sequence[tuple[Receipts, Collection[str]]],
    cases: Iterable[Case],
    work: Work | None,
    levels: Levels,
) -> Iterator[Sign]:
    yield from granularity(units)
    for gate in gates:
        yield from bunching(units, gate, float(levels.bunching / len(gates)))
    yield from heaping(units, float(levels.heaping))
    yield from last_digits(units, float(levels.digits))
    yield from too_steady(units, float(levels.steadiness))
    for drawn, listed in receipts:
        yield from completeness(drawn, listed, levels.completeness / len(receipts))
    yield from closures(cases, float(levels.bulk), work)
