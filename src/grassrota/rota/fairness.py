"""Fairness over the years: rounds planned one after the other, with the rule of turns and without, and compared.

The two courses begin with one roster and lose and gain the same people. In each year of the first the same roster is
also planned without the rule: what the rule costs is then known year by year, as a **price of fairness**.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grassrota.errors import Faults
from grassrota.rota.burden import Rate, Side, Tally, widest, within_one
from grassrota.rota.in_turn import Planner, colleagues, passed_over, plan_in_turn, standing_of
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.turnover import Turnover, a_year_later

MOST_YEARS = 40


@dataclass(frozen=True, slots=True)
class Price:
    """What the rule of turns costs in one year, for one roster (Bertsimas, Farias and Trichakis 2011, for costs).

    Attributes:
        fair: Cost of the plan that was found with the rule.
        free: Cost of the plan that was found without it.
        bound: No plan at all costs less.
    """

    fair: int
    free: int
    bound: float

    @property
    def paid(self) -> float | None:
        """By which share the plan with the rule costs more than the one without; None if that costs nothing."""
        return (self.fair - self.free) / self.free if self.free else None

    @property
    def at_most(self) -> float | None:
        """More than this share cannot be due to the rule, however well one planned without it; None if not known."""
        return (self.fair - self.bound) / self.bound if self.bound > 0 else None


@dataclass(frozen=True)
class Year:
    """One year of one course.

    Attributes:
        number: From 1.
        in_turn: True for the course with the rule.
        going: People who go, of those who could.
        passed_over: People who stay although colleagues with more turns go.
        within_one: People at most one turn above the fewest of their colleagues once the year is over.
        widest: The greatest difference between two colleagues then.
        gini: Gini coefficient of turns per eligible year up to now, over people; None if nobody went yet.
        gini_of_units: The same over home units.
        price: What the rule costs this year; None in the course without it.
        cost: Cost of the year's plan.
        attempts: How often it was planned.
        rates: Turns in eligible years up to now by unit, grade and band.
    """

    number: int
    in_turn: bool
    going: Part
    passed_over: int
    within_one: Part
    widest: int
    gini: float | None
    gini_of_units: float | None
    price: Price | None
    cost: int
    attempts: int
    rates: Mapping[Side, Mapping[str, Rate]]


@dataclass(frozen=True)
class Fairness:
    """Both courses, year by year, as far as they were followed."""

    fair: tuple[Year, ...]
    free: tuple[Year, ...]

    @property
    def price(self) -> Price | None:
        """What the rule costs over all years that were followed; None if there is none."""
        prices = [year.price for year in self.fair if year.price]
        if not prices:
            return None
        return Price(sum(p.fair for p in prices), sum(p.free for p in prices), sum(p.bound for p in prices))


def fairness(problem: RotaProblem, years: int, turnover: Turnover, planner: Planner) -> Iterator[Year]:
    """Follows both courses, the year with the rule before the same year without; each is yielded when it is done.

    Args:
        problem: The first year's.
        years: How many, 1 to 40.
        turnover: How the roster changes from year to year.
        planner: Plans a problem; the same problem must give the same plan.

    Raises:
        Infeasible: If some year's rules cannot all be met.
    """
    faults = Faults()
    faults.unless(1 <= years <= MOST_YEARS, "years", f"1 to {MOST_YEARS}", years)
    faults.raise_if_any()
    courses = [_Course(problem, turnover, planner, in_turn=True), _Course(problem, turnover, planner, in_turn=False)]
    for number in range(1, years + 1):
        for course in courses:
            yield course.go_through(number, last=number == years)


def gathered(years: Iterator[Year] | tuple[Year, ...]) -> Fairness:
    """Years as two courses."""
    every = tuple(years)
    return Fairness(tuple(y for y in every if y.in_turn), tuple(y for y in every if not y.in_turn))


class _Course:
    """One course: its roster and what counts for its people, as they are at the beginning of a year."""

    def __init__(self, problem: RotaProblem, turnover: Turnover, planner: Planner, *, in_turn: bool) -> None:
        self.problem, self.turnover, self.planner, self.in_turn = problem, turnover, planner, in_turn
        self.standing, self.tally = dict(standing_of(problem)), Tally()
        self.lowest: dict[tuple[str, str], int] = {}
        for person in problem.people:
            key, turns = (person.unit, person.grade), self.standing[person.id]
            self.lowest[key] = min(turns, self.lowest.get(key, turns))

    def go_through(self, number: int, *, last: bool) -> Year:
        """Plans the year, counts it, and goes on to the next."""
        problem, price, attempts = self.problem, None, 1
        free = self.planner(problem)
        plan = free
        if self.in_turn:
            found = plan_in_turn(problem, self.standing, self.planner)
            plan, attempts = found.plan, found.attempts
            price = Price(plan.certificate.objective, free.certificate.objective, free.certificate.bound)
        over = passed_over(problem, plan, self.standing)
        self.tally.count(problem, plan)
        self._count(plan)
        done = Year(
            number,
            self.in_turn,
            Part(len(plan.assignments), len(problem.eligible)),
            len(over),
            within_one(problem, self.standing),
            widest(problem, self.standing),
            self.tally.gini(),
            self.tally.gini(Side.UNIT),
            price,
            plan.certificate.objective,
            attempts,
            {side: self.tally.by(side) for side in Side},
        )
        if not last:
            self.problem = a_year_later(problem, plan, number, self.turnover)
            self._welcome(problem)
        return done

    def _count(self, plan: Plan) -> None:
        for who in plan.by_person:
            self.standing[who] += 1

    def _welcome(self, before: RotaProblem) -> None:
        """Who is new, or could not go last year, stands no lower than the lowest of the others: nothing is made up for.

        The others are the colleagues who could go last year; where there was none, those of the last year that had any.
        """
        took_part = set[str]()
        for key, people in colleagues(before).items():
            took_part |= {person.id for person in people}
            self.lowest[key] = min(self.standing[person.id] for person in people)
        for person in self.problem.people:
            if person.id not in took_part:
                least = self.lowest.get((person.unit, person.grade), 0)
                self.standing[person.id] = max(self.standing.get(person.id, 0), least)
