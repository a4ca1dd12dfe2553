"""Prices, costs and fitness seen from one choice: against the bound, which sees them from the rows, and the values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.bound import proof
from grassrota.rota.certificate import Price
from grassrota.rota.cost import going_cost
from grassrota.rota.explain.scene import NEVER, Scene
from grassrota.rota.frame import Frame
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import fits
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.named import named
from grassrota.rota.solve.pricing import signed

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


def some_prices(problem: RotaProblem, seed: int) -> tuple[Price, ...]:
    """Prices at random on three rows in five, with the signs of a bound."""
    model, random = assemble(Frame(problem)), np.random.default_rng(seed)
    y = random.normal(0, 30, len(model)) * (random.random(len(model)) < 0.6)
    return named(model, signed(model, np.round(y, 3)))


def priced_plan(kit: Kit, problem: RotaProblem, prices: tuple[Price, ...]) -> Plan:
    """Nobody goes; the certificate has these prices."""
    plan = kit.plan(problem)
    says = {name: getattr(plan.certificate, name) for name in plan.certificate.__slots__}
    return Plan(plan.assignments, plan.left_out, type(plan.certificate)(**{**says, "prices": prices}))


@settings(max_examples=60)
@given(st.data())
def test_what_choices_come_to_is_what_the_bound_adds_up(kit: Kit, problems: Problems, data: st.DataObject) -> None:
    """The least that each person's choice comes to, with what the prices are worth, is the bound they prove."""
    problem = data.draw(problems())
    prices = some_prices(problem, data.draw(st.integers(0, 10**6)))
    scene, proven = Scene(problem, priced_plan(kit, problem, prices)), proof(problem, prices)
    least = [scene.least(one, scene.priced(one), scene.allowed(one)) for one in range(len(scene.frame.people))]
    found = proven.constant + math.fsum(least)
    assert math.isinf(proven.bound) if max(least, default=0) >= NEVER else proven.bound == math.ceil(found - 1e-6)


@settings(max_examples=40)
@given(st.data())
def test_rows_columns_and_terms_are_those_of_the_values(kit: Kit, problems: Problems, data: st.DataObject) -> None:
    """Costs and fitness are those of the values, by row and by column; the terms of a slot add up to its price."""
    problem = data.draw(problems())
    scene = Scene(problem, priced_plan(kit, problem, some_prices(problem, data.draw(st.integers(0, 10**6)))))
    for column, opening in enumerate(problem.openings):
        costs, may = scene.pairs.column(column), scene.pairs.fits_column(column)
        for row, party in enumerate(scene.frame.parties):
            cost = sum(going_cost(problem, person, opening) for person in party)
            assert costs[row] == scene.pairs.row(row)[column] == cost
            room = len(party) == 1 or problem.party_size(party[0].id) <= opening.high
            suits = room and all(fits(problem, person, opening) for person in party)
            assert may[row] == scene.pairs.fits_row(row)[column] == suits
    for row, party in enumerate(scene.frame.parties):
        priced = scene.priced(row)
        for place, slot in enumerate(scene.frame.slots):
            worth = sum(term.worth for term in scene.charges.terms(party[-1], slot))
            cost = sum(going_cost(problem, person, problem.opening[slot.opening]) for person in party)
            assert math.isclose(priced[place], cost - worth, abs_tol=1e-6)
