"""Fairness over the years, on rosters small enough to be planned in a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from grassrota.errors import BadInput
from grassrota.rota.burden import Side
from grassrota.rota.check import check
from grassrota.rota.fairness import Price, fairness, gathered
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve import solve, within
from grassrota.rota.turnover import Turnover
from grassrota.staff import NotAvailable
from grassrota.synth.rota import Size, rota
from tests.core.rota.conftest import Kit


@pytest.fixture(scope="module")
def made() -> RotaProblem:
    """Seventy made-up people, about a third of whom have a seat each year."""
    problem = rota(Size(people=70, units=3, openings=4, batches=2, townships=3), seed=4)
    return replace(problem, openings=problem.openings[:1])


def test_three_years_of_a_made_up_roster(made: RotaProblem) -> None:
    """With the rule nobody is passed over, and it costs at least as much as without; without it some are."""
    planned: list[RotaProblem] = []

    def planner(problem: RotaProblem) -> Plan:
        planned.append(problem)
        plan = solve(problem, stop=within(0.0))
        assert check(problem, plan) == ()
        return plan

    found = gathered(fairness(made, 3, Turnover(0.05, seed=1), planner))
    assert [year.number for year in found.fair] == [year.number for year in found.free] == [1, 2, 3]
    assert [year.passed_over for year in found.fair] == [0, 0, 0]
    assert sum(year.passed_over for year in found.free) > 0
    assert found.fair[-1].within_one.count > found.free[-1].within_one.count
    assert found.fair[-1].widest <= found.free[-1].widest
    for year in found.fair:
        assert year.price
        assert year.price.fair >= year.price.free >= year.price.bound - 1e-6
        assert year.cost == year.price.fair
    for course in (found.fair, found.free):
        rates = course[-1].rates[Side.UNIT].values()
        assert sum(rate.turns for rate in rates) == sum(year.going.count for year in course)
        assert sum(rate.years for rate in rates) == sum(year.going.of for year in course)
    assert {p.id for p in planned[-1].people} != {p.id for p in made.people}


def test_everybody_goes_once_before_anybody_goes_twice(kit: Kit) -> None:
    """Three equals and one seat a year: in three years each goes once (R002-12), whoever lives nearest.

    Without the rule the one next door, whose family lives at the place, goes each year: 4 less for each time not gone
    by the others does not outweigh what going far costs.
    """
    people = [kit.person("near", site="t1"), kit.person("far", site="c1"), kit.person("farther", site="t2")]
    policy = kit.policy(1, costs=replace(kit.policy(1).costs, waiting=0, hardship=0))
    problem = kit.problem(people, [kit.opening("o", "t1", low=1, high=1)], policy)
    found = gathered(fairness(problem, 3, Turnover(0.0), solve))
    assert [year.widest for year in found.fair] == [1, 1, 0]
    assert found.fair[-1].within_one == Part(3, 3)
    assert found.fair[-1].gini == 0.0
    assert [year.widest for year in found.free] == [1, 2, 3]
    # one of three goes each time: 0, 0 and 1 turns a year
    assert found.free[-1].gini == pytest.approx(2 / 3)
    assert [year.price and year.price.paid == 0 for year in found.fair] == [True, False, False]


def test_a_price_by_hand() -> None:
    """103 with the rule, 101 without, and nothing below 100: 2 of 101 more, and at most 3 of 100."""
    price = Price(103, 101, 100.0)
    assert price.paid == pytest.approx(2 / 101)
    assert price.at_most == pytest.approx(0.03)
    assert (Price(0, 0, 0.0).paid, Price(0, 0, 0.0).at_most) == (None, None)
    assert gathered(()).price is None


def test_newcomers_and_the_absent_make_nothing_up(kit: Kit) -> None:
    """Where all others have served 5 turns a newcomer begins at 5: two seats for three go round, not to one person."""
    people = [kit.person(f"p{n}", turns_served=5, tenure_years=1) for n in range(1, 4)]
    problem = kit.problem(people, [kit.opening("o", "t1", low=1, high=1)], kit.policy(1))
    found = gathered(fairness(problem, 4, Turnover(0.34, seed=1), solve))
    assert all(year.widest <= 1 for year in found.fair)
    assert all(year.within_one.count == 3 for year in found.fair)


def test_a_newcomer_among_those_who_come_back(kit: Kit) -> None:
    """Of four with 5 turns two are away each year, and one leaves: no newcomer begins at nothing beside those back."""
    people = [kit.person(f"p{n}", turns_served=5, tenure_years=5) for n in range(1, 5)]
    away = tuple(NotAvailable(person.id) for person in people[:2])
    problem = kit.problem(people, [kit.opening("o", "t1", high=1)], kit.policy(1), not_available=away)
    for seed in (1, 2, 5):
        found = gathered(fairness(problem, 5, Turnover(0.25, seed=seed), solve))
        assert max(year.widest for year in found.fair) <= 1


@pytest.mark.parametrize("years", [0, 41])
def test_years_that_are_not_followed(made: RotaProblem, years: int) -> None:
    """Nothing is planned for none, or for more than a working life."""
    never: Callable[[RotaProblem], Plan] = _refuse
    with pytest.raises(BadInput):
        list(fairness(made, years, Turnover(), never))


def _refuse(problem: RotaProblem) -> Plan:
    raise AssertionError(f"planned {problem.policy.title}")
