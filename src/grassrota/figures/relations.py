"""From statements to the linear inequalities they say, and to the numbers they can be measured by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from grassrota.figures.interval import Interval
from grassrota.figures.program import Row, Terms
from grassrota.figures.statements import REST, Band, Count, Group, Order, Parts, Share, Sizes, Statement, StatementSet
from grassrota.figures.words import Language

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a statement gives a number for.

    Attributes:
        name: The quantity in words.
        terms: The quantity, as a sum.
        per: What it is a share of; None for a plain quantity.
        stated: What the statement says it is.
    """

    name: str
    terms: Terms
    per: Terms | None
    stated: Interval


def rows(statements: StatementSet) -> tuple[Row, ...]:
    """Every inequality of the set, each marked with the statement that says it.

    Stages and growth claims speak of no quantity and give no rows.
    """
    return tuple(row for statement in statements.statements for row in _rows(statement, statements))


def measures(statement: Statement, language: Language = Language.ENGLISH) -> tuple[Measure, ...]:
    """The numbers a statement gives."""
    match statement:
        case Count(quantity=quantity, interval=interval):
            return (Measure(quantity, {quantity: ONE}, None, interval),)
        case Share(part=part, whole=whole, rate=rate):
            parts = " + ".join(part)
            name = language.either(f"{parts} of {whole}", f"“{parts}”占“{whole}”的比例")
            return (Measure(name, add(part), {whole: ONE}, rate.interval),)
        case Band(group=group, band=band, units=units, rate=rate):
            at = f"{group}.{band}"
            found = []
            if units is not None:
                name = language.either(f"the share of {group} in {band}", f"“{group}”中属于“{band}”的比例")
                found.append(Measure(name, {f"{at}.units": ONE}, {f"{group}.units": ONE}, units.interval))
            if rate is not None:
                name = language.either(f"the rate of {band}", f"“{band}”的比率")
                found.append(Measure(name, {f"{at}.part": ONE}, {f"{at}.whole": ONE}, rate.interval))
            return tuple(found)
        case _:
            return ()


def add(names: Iterable[str]) -> dict[str, Fraction]:
    """The sum of quantities, as terms."""
    return dict.fromkeys(names, ONE)


def _rows(statement: Statement, of: StatementSet) -> Iterator[Row]:
    for measure in measures(statement):
        yield from _within(measure, statement.id)
    match statement:
        case Parts(id=id, total=total, parts=parts, open_list=open_list):
            yield Row({total: ONE} | dict.fromkeys(parts, -ONE), Fraction(0), False, id)
            if not open_list:
                yield Row({total: -ONE} | add(parts), Fraction(0), False, id)
        case Order(id=id, larger=larger, smaller=smaller, strict=strict):
            yield Row({larger: ONE, smaller: -ONE}, Fraction(0), strict, id)
        case Group():
            yield from _group(statement, of.bands(statement.id))


def _within(measure: Measure, said_by: str) -> Iterator[Row]:
    """A quantity between two ends; a share is multiplied out, and what it is a share of is above 0."""
    stated, per = measure.stated, measure.per
    if per is None:
        yield Row(measure.terms, stated.lower, stated.lower_open, said_by)
        if stated.upper is not None:
            yield Row(_combine(measure.terms, -ONE), -stated.upper, stated.upper_open, said_by)
        return
    yield Row(per, Fraction(0), True, said_by)
    yield Row(_combine(measure.terms, ONE, per, -stated.lower), Fraction(0), stated.lower_open, said_by)
    if stated.upper is not None:
        yield Row(_combine(measure.terms, -ONE, per, stated.upper), Fraction(0), stated.upper_open, said_by)


def _combine(first: Terms, by: Fraction, second: Terms | None = None, by_second: Fraction = ONE) -> Terms:
    combined = {name: value * by for name, value in first.items()}
    for name, value in (second or {}).items():
        combined[name] = combined.get(name, Fraction(0)) + value * by_second
    return combined


def _group(group: Group, bands: tuple[str, ...]) -> Iterator[Row]:
    """Units, cases and cases dealt with are spread over the bands and the rest, without remainder.

    A band's rate times its weight would be a product of two unknowns; with the cases of each band as quantities of
    their own it is not. If units are of equal size, units are counted in cases.
    """
    at = [f"{group.id}.{band}" for band in (*bands, REST)]
    units = f"{group.id}.units"
    for total, what in ((units, "units"), (group.whole, "whole"), (group.part, "part")):
        yield from _equal({total: ONE}, add(f"{band}.{what}" for band in at), group.id)
    yield Row({units: ONE}, Fraction(0), True, group.id)
    yield Row({group.whole: ONE}, Fraction(0), True, group.id)
    for band in at:
        yield Row({f"{band}.whole": ONE, f"{band}.part": -ONE}, Fraction(0), False, group.id)
        if group.sizes is Sizes.EQUAL:
            yield from _equal({f"{band}.units": ONE}, {f"{band}.whole": ONE}, group.id)
    if group.rest_rate is not None:
        stated, rest = group.rest_rate.interval, f"{group.id}.{REST}"
        part, whole = {f"{rest}.part": ONE}, {f"{rest}.whole": ONE}
        yield Row(_combine(part, ONE, whole, -stated.lower), Fraction(0), False, group.id)
        yield Row(_combine(part, -ONE, whole, stated.upper or ONE), Fraction(0), False, group.id)


def _equal(left: Terms, right: Terms, said_by: str) -> Iterator[Row]:
    difference = _combine(left, ONE, right, -ONE)
    yield Row(difference, Fraction(0), False, said_by)
    yield Row(_combine(difference, -ONE), Fraction(0), False, said_by)
