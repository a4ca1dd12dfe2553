"""How evenly turns are spread: over people, and over the units, grades and bands they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from grassrota.rota.in_turn import colleagues
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import band
from grassrota.staff import Person


class Side(StrEnum):
    """By what people are put together."""

    UNIT = "unit"
    GRADE = "grade"
    BAND = "band"


def group_of(problem: RotaProblem, person: Person, side: Side) -> str:
    """The group that somebody belongs to: an id of a unit, a code of a grade, a band of the dumping rule."""
    return {Side.UNIT: person.unit, Side.GRADE: person.grade}.get(side) or band(problem, person)


def going_by(problem: RotaProblem, plan: Plan) -> Mapping[Side, Mapping[str, Part]]:
    """People who go of those who could, by unit, grade and band; groups in the order of the roster."""
    counts: dict[Side, dict[str, list[int]]] = {side: {} for side in Side}
    for person in problem.eligible:
        for side in Side:
            cell = counts[side].setdefault(group_of(problem, person, side), [0, 0])
            cell[0] += person.id in plan.by_person
            cell[1] += 1
    return {side: {name: Part(*cell) for name, cell in groups.items()} for side, groups in counts.items()}


def gini(values: Sequence[Fraction] | Sequence[int]) -> float | None:
    """The Gini coefficient: 0 if all have the same, near 1 if one has all; None where nobody has anything.

    Half the mean absolute difference of two values drawn with replacement, by their mean (Gini 1912); for sorted
    values x_1 <= ... <= x_n it is sum((2 i - n - 1) x_i) / (n sum(x_i)), taken exactly before it is rounded.
    """
    ordered, total = sorted(Fraction(value) for value in values), sum(map(Fraction, values))
    if not total:
        return None
    count = len(ordered)
    weighed = sum((2 * place - count - 1) * value for place, value in enumerate(ordered, start=1))
    return float(weighed / (count * total))


def within_one(problem: RotaProblem, standing: Mapping[str, int]) -> Part:
    """People whose standing is at most one above the least among their colleagues, of all who take turns."""
    near, everyone = 0, 0
    for people in colleagues(problem).values():
        least = min(standing[person.id] for person in people)
        near += sum(standing[person.id] <= least + 1 for person in people)
        everyone += len(people)
    return Part(near, everyone)


def widest(problem: RotaProblem, standing: Mapping[str, int]) -> int:
    """The greatest difference of standings between two colleagues."""
    spans = ([standing[person.id] for person in people] for people in colleagues(problem).values())
    return max((max(span) - min(span) for span in spans), default=0)


@dataclass(frozen=True, slots=True)
class Rate:
    """Turns of a group in so many eligible years of its people."""

    turns: int
    years: int

    @property
    def a_year(self) -> float | None:
        """Turns a year; None where nobody could ever go."""
        return self.turns / self.years if self.years else None


@dataclass
class Tally:
    """Turns and eligible years, counted year by year; an eligible year is one in which somebody could go."""

    people: dict[str, list[int]] = field(default_factory=dict)
    groups: dict[Side, dict[str, list[int]]] = field(default_factory=lambda: {side: {} for side in Side})

    def count(self, problem: RotaProblem, plan: Plan) -> None:
        """Counts one year more: each person where they belong in that year."""
        for person in problem.eligible:
            went = person.id in plan.by_person
            cells = [self.people.setdefault(person.id, [0, 0])]
            cells += [
                groups.setdefault(group_of(problem, person, side), [0, 0]) for side, groups in self.groups.items()
            ]
            for cell in cells:
                cell[0] += went
                cell[1] += 1

    @property
    def by_person(self) -> Mapping[str, Rate]:
        """Everybody who ever could go."""
        return _rates(self.people)

    def by(self, side: Side) -> Mapping[str, Rate]:
        """Groups of one kind."""
        return _rates(self.groups[side])

    def gini(self, side: Side | None = None) -> float | None:
        """How unevenly turns a year are spread over people, or over groups of one kind."""
        rates = self.by_person if side is None else self.by(side)
        return gini([Fraction(rate.turns, rate.years) for rate in rates.values()])


def worst_off(rates: Mapping[str, Rate]) -> str:
    """The group with the most turns a year, the first of several; empty if there is none."""
    return max(rates, key=lambda name: rates[name].a_year or 0.0, default="")


def range_of(rates: Iterable[Rate]) -> tuple[float, float] | None:
    """The fewest and the most turns a year of any group; None if there is none."""
    known = [rate.a_year for rate in rates if rate.a_year is not None]
    return (min(known), max(known)) if known else None


def _rates(cells: Mapping[str, Sequence[int]]) -> Mapping[str, Rate]:
    return {name: Rate(*cell) for name, cell in cells.items()}
