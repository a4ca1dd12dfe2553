"""How few must be moved: what prices prove, worked out anew, and everything that is said in excess of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.rota.certificate import Price
from grassrota.rota.frame import Frame
from grassrota.rota.moving import Moving, check_moving, moved, moving_proof
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.replan.standing import STAYS, Standing, sharpened
from grassrota.rota.replan.worth import Worth
from grassrota.rota.solve.model import assemble
from grassrota.rota.solve.named import named
from grassrota.rota.solve.pricing import signed, spread

if TYPE_CHECKING:
    from tests.core.rota.conftest import Assigned, Kit, Problems


@given(st.data())
def test_it_proves_what_the_rows_of_the_search_prove(
    kit: Kit, problems: Problems, assigned: Assigned, data: st.DataObject
) -> None:
    """At any prices two ways of working out the bound agree: over rows and changes, and from the problem alone."""
    problem = data.draw(problems())
    was = kit.plan(problem, *data.draw(assigned(problem)))
    model = sharpened(assemble(Frame(problem)))
    slots = {(slot.opening, slot.start): index for index, slot in enumerate(model.frame.slots)}
    entries = [was.by_person.get(person.id) for person in model.frame.people]
    chosen = np.array([slots[one.opening, one.batch] if one else STAYS for one in entries], dtype=np.int64)
    standing = Standing(model, chosen)
    random = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    y = signed(model, np.round(random.normal(0, 1, len(model)) * (random.random(len(model)) < 0.6), 3))
    found = moving_proof(problem, was, named(model, y))
    assert found.faults == ()
    if not len(standing.astray):  # the search wants nobody where they must not be; the proof lets them stay there
        assert found.bound == math.ceil(Worth(standing, spread(model, y)).bound - 1e-6)


@pytest.fixture
def seats(kit: Kit) -> tuple[RotaProblem, Plan, Plan, Moving]:
    """One of two who go withdrew from a seat of its own: p3 comes in, and a price of 1 proves that somebody must."""
    before = kit.problem(kit.people(3), [kit.opening("o1", low=2, high=2)], kit.policy(1))
    problem = kit.problem(kit.people(4)[1:], [kit.opening("o1", low=2, high=2)], kit.policy(1))
    was, now = kit.plan(before, ("p1", "o1", 1), ("p2", "o1", 1)), kit.plan(problem, ("p2", "o1", 1), ("p3", "o1", 1))
    return problem, was, now, Moving(1, 1, (Price("headcount", ("o1",), 1, 1.0),))


def test_a_seat_by_hand(seats: tuple[RotaProblem, Plan, Plan, Moving]) -> None:
    """2 for two people, less 1 for p2 who goes there already; p3 and p4 gain nothing: 1."""
    problem, was, now, said = seats
    found = moving_proof(problem, was, said.prices)
    assert (found.constant, found.bound, moved(problem, was, now)) == (2, 1, ("p3",))
    assert check_moving(problem, was, now, said) == ()
    assert check_moving(problem, was, now, Moving(1, 0)) == ()


Fault = Callable[[Moving], Moving]
A, OTHER = Price("headcount", ("o1",), 1, 1.0), Price("headcount", ("o2",), 1, 1.0)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(lambda m: replace(m, moves=0), "1 people are moved, the proof says 0", id="fewer moves"),
        pytest.param(lambda m: replace(m, moves=2), "1 people are moved, the proof says 2", id="more moves"),
        pytest.param(lambda m: replace(m, bound=2), "does not allow", id="a bound above what was done"),
        pytest.param(lambda m: replace(m, bound=0), "the prices prove a bound of 1", id="a lower bound"),
        pytest.param(lambda m: replace(m, prices=()), "the prices prove a bound of 0", id="no price"),
        pytest.param(lambda m: replace(m, prices=(replace(A, amount=-1.0),)), "prove a bound of 0", id="wrong sign"),
        pytest.param(lambda m: replace(m, prices=(replace(A, amount=0.4),)), "bound of 1", id="rounded up"),
        pytest.param(lambda m: replace(m, prices=(replace(A, amount=9.0),)), "prove a bound of 0", id="too dear"),
        pytest.param(lambda m: replace(m, prices=(OTHER,)), "no such rule", id="another opening"),
        pytest.param(lambda m: replace(m, prices=(replace(A, batch=2),)), "no such rule", id="another batch"),
        pytest.param(lambda m: replace(m, prices=(A, A)), "stands there twice", id="twice"),
        pytest.param(lambda m: replace(m, prices=(replace(A, amount=math.nan),)), "is no number", id="no number"),
    ],
)
def test_a_false_proof_is_rejected(seats: tuple[RotaProblem, Plan, Plan, Moving], fault: Fault, words: str) -> None:
    """Each is told in words."""
    problem, was, now, said = seats
    if words == "bound of 1":  # rounding up is no fault: people are whole
        assert check_moving(problem, was, now, fault(said)) == ()
    else:
        assert any(words in found.words for found in check_moving(problem, was, now, fault(said)))


def test_another_plan_before_is_another_proof(seats: tuple[RotaProblem, Plan, Plan, Moving]) -> None:
    """Set against itself the new plan moves nobody."""
    problem, _, now, said = seats
    assert [found.rule for found in check_moving(problem, now, now, said)] == ["moving"] * 3
