"""The bound that prices prove: against hand work, the solver's own pricing, and the truth."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.rota.bound import check_bound, proof
from grassrota.rota.certificate import Price
from grassrota.rota.frame import Frame
from grassrota.rota.policy import Costs
from grassrota.rota.solve import solve
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.named import named
from grassrota.rota.solve.pricing import bound, signed
from grassrota.staff import Couple

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


@given(st.data())
def test_it_proves_what_the_rows_of_the_solver_prove(problems: Problems, data: st.DataObject) -> None:
    """At any prices two ways of working out the bound agree: over rows and columns, and from the problem alone."""
    problem = data.draw(problems())
    model = assemble(Frame(problem))
    random = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    y = signed(model, np.round(random.normal(0, 30, len(model)) * (random.random(len(model)) < 0.6), 3))
    proven, found = bound(model, y), proof(problem, named(model, y))
    assert found.faults == ()
    assert found.bound == (math.ceil(proven - 1e-6) if math.isfinite(proven) else proven)


@pytest.mark.parametrize(("price", "proven"), [(0.0, 40), (-180.0, 220), (-300.0, 100), (-100.25, 141)])
def test_two_people_and_one_seat_by_hand(kit: Kit, price: float, proven: int) -> None:
    """Going costs 20, staying 200. At 180 for the seat each pays 200, and 180 come back: 220; at 100.25, 140.25."""
    problem = kit.problem(kit.people(2), [kit.opening(high=1)], kit.policy(1))
    assert proof(problem, [Price("headcount", ("o1",), 1, price)]).bound == proven


def test_a_couple_by_hand(kit: Kit) -> None:
    """Two go for 20 each or stay for 200: one of a couple may go. 220 is proven by 180, which one of them is worth."""
    problem = kit.problem(kit.people(2), [kit.opening(high=2)], kit.policy(1), couples=(Couple("p1", "p2"),))
    found = proof(problem, [Price("couples", ("p1", "p2"), 1, -180.0)])
    assert (found.constant, found.bound) == (-180, 220)
    assert solve(problem).certificate.objective == 220


@pytest.mark.parametrize(
    ("price", "words"),
    [
        pytest.param(Price("luck", ("o1",), 1, -1.0), "no such rule", id="no rule"),
        pytest.param(Price("headcount", ("o9",), 1, -1.0), "no such rule", id="no opening"),
        pytest.param(Price("headcount", ("o1",), 3, -1.0), "no such rule", id="no batch"),
        pytest.param(Price("headcount", ("o1",), None, -1.0), "no such rule", id="all batches of one"),
        pytest.param(Price("headcount", (), 1, -1.0), "no such rule", id="of nothing"),
        pytest.param(Price("leader", ("o1",), 1, 1.0), "no such rule", id="a rule that is not in force"),
        pytest.param(Price("cover", ("t9",), 1, 1.0), "no such rule", id="no township"),
        pytest.param(Price("cover", ("t1",), 1, -1.0), "no greatest number", id="greatest where a least is asked"),
        pytest.param(Price("absence", ("u1",), 1, 1.0), "no least number", id="least where a greatest is"),
        pytest.param(Price("absence", ("u1", "king"), 1, -1.0), "no such rule", id="no grade"),
        pytest.param(Price("absence", ("u1",), None, -1.0), "no such rule", id="absence over all batches"),
        pytest.param(Price("dumping", ("u1", "surplus"), 1, -1.0), "no such rule", id="no band"),
        pytest.param(Price("couples", ("p1", "p2"), 1, -1.0), "no such rule", id="no couple"),
        pytest.param(Price("coverage", (), None, 1.0), "no such rule", id="no share asked for"),
        pytest.param(Price("headcount", ("o1",), 1, math.inf), "no number", id="infinite"),
        pytest.param(Price("headcount", ("o1",), 1, math.nan), "no number", id="none"),
    ],
)
def test_a_price_of_nothing_proves_nothing(kit: Kit, price: Price, words: str) -> None:
    """Each is named with what is wrong, beside the others, and there is no bound."""
    problem = kit.problem(kit.people(2), [kit.opening()], kit.policy(2, cover_rank=1))
    found = proof(problem, [price, Price("headcount", ("o1",), 2, -5.0), Price("headcount", ("o1",), 2, -5.0)])
    assert found.bound == -math.inf
    assert [words in fault for fault in found.faults] == [True, False]
    assert found.faults[1] == "headcount of o1, batch 2: -5.0: stands there twice"


def test_nobody_can_neither_go_nor_stay(kit: Kit) -> None:
    """Where somebody must go and nothing takes them, no plan is cheap enough."""
    problem = kit.problem(kit.people(1), [kit.opening(needs=frozenset({"wells"}))], kit.policy(1, everyone=True))
    assert proof(problem, []).bound == math.inf


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, ()),
        ({"bound": 221.0}, ("the prices prove a bound of 220.0, the certificate says 221.0",)),
        ({"bound": 219.0}, ("the prices prove a bound of 220.0, the certificate says 219.0",)),
        ({"bound": math.nan}, ("the prices prove a bound of 220.0, the certificate says nan",)),
        ({"constant": 0.0}, ("the prices are worth -180.0, the certificate says 0.0",)),
        ({"prices": ()}, ("the prices prove a bound of 40.0", "the prices are worth 0")),
        ({"prices": (), "bound": 0.0}, ()),
    ],
)
def test_what_a_certificate_says_of_its_bound(kit: Kit, wrong: dict[str, Any], words: tuple[str, ...]) -> None:
    """Two people and one seat: 220 by a price of -180. Without prices nothing is claimed, or 40 is."""
    problem = kit.problem(kit.people(2), [kit.opening(high=1)], kit.policy(1, costs=Costs()))
    right = replace(
        kit.plan(problem, ("p1", "o1", 1), bound=220.0).certificate,
        prices=(Price("headcount", ("o1",), 1, -180.0),),
        constant=-180.0,
    )
    found = check_bound(problem, replace(right, **wrong))
    assert [violation.rule for violation in found] == ["certificate"] * len(words)
    assert all(violation.words.startswith(said) for violation, said in zip(found, words, strict=True))
