from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import Floats, Frame
from grassrota.rota.policy import Costs
from grassrota.rota.solve.columns import coefficients, everything
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.pairs import Pairs
from grassrota.rota.solve.pricing import bound, signed, spread

if TYPE_CHECKING:
    from tests.core.rota.conftest import Cheapest, Kit, Problems


def _at_random(data: st.DataObject, count: int) -> Floats:
    random = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    scale = data.draw(st.sampled_from((1.0, 30.0, 1000.0)))
    return np.asarray(random.normal(0, scale, size=count) * (random.random(count) < 0.6))


@settings(max_examples=60)
@given(st.data())
def test_no_prices_prove_more_than_the_truth(problems: Problems, cheapest: Cheapest, data: st.DataObject) -> None:
    """Weak duality: at any prices with the right signs the bound is at most the cost of the cheapest plan."""
    problem = data.draw(problems(max_people=4, max_openings=3, max_batches=2))
    best, model = cheapest(problem), assemble(Frame(problem))
    for _ in range(5):
        prices = signed(model, _at_random(data, len(model)))
        if best is not None:
            assert bound(model, prices) <= best + 1e-6
            assert bound(model, prices, charge=0.0) <= 1e-6


@settings(max_examples=30)
@given(st.data())
def test_prices_fall_on_columns_by_their_coefficients(problems: Problems, data: st.DataObject) -> None:
    """The reduced cost of a person in a slot is its cost less what each row it counts in pays for it."""
    model = assemble(Frame(data.draw(problems())))
    prices = signed(model, _at_random(data, len(model)))
    out, columns, everybody = spread(model, prices), everything(model), np.arange(len(model.frame.people))
    reduced = Pairs(model).reduced(out, everybody)
    paid = coefficients(model, columns).T @ prices
    expected = model.frame.costs(columns.person, columns.slot) - paid
    assert reduced[columns.person, columns.slot] == pytest.approx(expected, abs=1e-6)
    assert np.all(np.isinf(reduced[~model.allowed(everybody)]))


def test_two_people_and_one_seat_by_hand(kit: Kit) -> None:
    """Going costs 20, staying 200: at best 220. Without a price 20 + 20 is proven; at 180 for the seat all of it.

    At 180 each pays 200 either way, and the seat gives 180 back: 200 + 200 - 180. At 300 it is 400 - 300.
    """
    model = assemble(Frame(kit.problem(kit.people(2), [kit.opening(high=1)], kit.policy(1))))
    for price, proven in ((0.0, 40), (-180.0, 220), (-300.0, 100), (-100.0, 140)):
        assert bound(model, np.array([price])) == proven


def test_a_seat_that_must_be_filled_by_hand(kit: Kit) -> None:
    """Staying free, going 20: one of two must go. A price of 20 on the least headcount proves the 20."""
    policy = kit.policy(1, costs=Costs(staying=0, waiting=0))
    model = assemble(Frame(kit.problem(kit.people(2), [kit.opening(low=1, high=2)], policy)))
    for price, proven in ((0.0, 0), (20.0, 20), (30.0, 10), (10.0, 10)):
        assert bound(model, np.array([price])) == proven


def test_a_price_on_an_end_that_is_not_there_is_dropped(kit: Kit) -> None:
    """Rows with only a lower end take no negative price, rows with only an upper end no positive one."""
    policy = kit.policy(1, cover_rank=1, lead_rank=2)
    model = assemble(Frame(kit.problem(kit.people(2), [kit.opening(high=2)], policy)))
    assert [model.row(place)[0].rule for place in range(len(model))] == ["headcount", "leader", "cover"]
    assert signed(model, np.array([-1.0, -1.0, -1.0])).tolist() == [-1.0, 0.0, 0.0]
    assert signed(model, np.array([1.0, 1.0, 1.0])).tolist() == [1.0, 1.0, 1.0]
