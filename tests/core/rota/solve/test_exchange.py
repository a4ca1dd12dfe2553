"""Exchanges of seats: nothing that rows count gets worse, and nobody could do better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from grassrota.rota.frame import Floats, Frame, Ints
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.solve import paths
from grassrota.rota.solve.exchange import Exchange
from grassrota.rota.solve.model import Model, assemble
from grassrota.rota.solve.pricing import spread
from grassrota.rota.solve.search import Search
from grassrota.rota.solve.stopping import within
from grassrota.rota.solve.watch import Watch

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems

FORBIDDEN = 1e6


def _exchanged(model: Model, chosen: Ints) -> tuple[Search, Ints]:
    search = Search(model, 1, Watch(within(0.01)))
    return search, Exchange(search, spread(model, np.zeros(len(model)))).run(chosen)


@settings(max_examples=60)
@given(st.data())
def test_an_exchange_breaks_no_row_and_costs_more_only_to_mend_one(problems: Problems, data: st.DataObject) -> None:
    """Whatever people hold: the same headcounts, the same batches away, no row further off, nobody where barred."""
    model = assemble(Frame(data.draw(problems(max_people=10, max_openings=5))))
    assume(len(model.frame.people))
    frame, allowed = model.frame, model.allowed(np.arange(len(model.frame.people)))
    chosen = np.array(
        [data.draw(st.sampled_from([-1, *np.flatnonzero(row).tolist()])) for row in allowed], dtype=np.int64
    )
    search, found = _exchanged(model, chosen)
    assert sorted(found) == sorted(chosen)
    going = chosen >= 0
    assert (frame.first_batch[found[going]] == frame.first_batch[chosen[going]]).all()
    assert (frame.last_batch[found[going]] == frame.last_batch[chosen[going]]).all()
    assert (found[~going] == -1).all()
    assert allowed[np.flatnonzero(going), found[going]].all()
    assert all(found[person] == chosen[person] for person in model.only)
    before, after = search.loads(chosen, going), search.loads(found, going)
    assert (after >= np.minimum(model.low, before) - 1e-9).all()
    assert (after <= np.maximum(model.high, before) + 1e-9).all()
    mended = np.minimum(after - model.low, 0).sum() > np.minimum(before - model.low, 0).sum() + 1e-9
    assert mended or search.cost(found) <= search.cost(chosen)


def _after(problem: RotaProblem, openings: list[str]) -> list[str]:
    """The openings that people have after an exchange, if there is one batch and these are what they had."""
    model = assemble(Frame(problem))
    at = {slot.opening: index for index, slot in enumerate(model.frame.slots)}
    _, found = _exchanged(model, np.array([at[opening] for opening in openings]))
    return [model.frame.slots[slot].opening for slot in found]


def test_three_people_in_a_ring(kit: Kit) -> None:
    """Each sits where another wishes to be: no two can swap with a gain, all three can."""
    places = {"o1": "t1", "o2": "t2", "o3": "s2"}
    problem = kit.problem(
        kit.people(3),
        [kit.opening(name, place) for name, place in places.items()],
        kit.policy(1),
        preferences=(Preference("p1", "t2", 1), Preference("p2", "s2", 1), Preference("p3", "t1", 1)),
    )
    assert _after(problem, ["o1", "o2", "o3"]) == ["o2", "o3", "o1"]


@pytest.mark.parametrize(("second", "where"), [("clerk", "o1"), ("chief", "o2")])
def test_the_only_leader_stays_where_one_is_needed(kit: Kit, second: str, where: str) -> None:
    """A leader wishes to go to the other place, and its clerk to come: that may be if another leader stays behind."""
    problem = kit.problem(
        [
            kit.person("p1", grade="chief"),
            kit.person("p2", grade=second),
            kit.person("p3"),
            kit.person("p4", grade="chief"),
        ],
        [kit.opening("o1", "t1", high=2), kit.opening("o2", "t2", high=2)],
        kit.policy(1, lead_rank=2),
        preferences=(
            Preference("p1", "t2", 1),
            Preference("p2", "t1", 1),
            Preference("p3", "t1", 1),
            Preference("p4", "t2", 1),
        ),
    )
    assert _after(problem, ["o1", "o1", "o2", "o2"]) == [where, "o1", "o2" if where == "o1" else "o1", "o2"]


def test_a_place_without_a_leader_gets_one_from_a_place_with_two(kit: Kit) -> None:
    """Even though both leaders wish to stay where they are."""
    chiefs = [kit.person("p1", grade="chief"), kit.person("p2", grade="chief")]
    problem = kit.problem(
        [*chiefs, *kit.people(4)[2:]],
        [kit.opening("o1", "t1", high=2), kit.opening("o2", "t2", high=2)],
        kit.policy(1, lead_rank=2),
        preferences=(Preference("p1", "t1", 1), Preference("p2", "t1", 1)),
    )
    found = _after(problem, ["o1", "o1", "o2", "o2"])
    assert sorted(found[:2]) == sorted(found[2:]) == ["o1", "o2"]


@st.composite
def _wants(draw: st.DrawFn) -> tuple[Ints, Floats, Floats]:
    """Seats of which each person has one, and wants some; costs; and what seats are thought to be worth."""
    seats, people = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    own = draw(st.lists(st.integers(0, seats - 1), min_size=people, max_size=people))
    random = np.random.default_rng(draw(st.integers(0, 2**16)))
    wanted = np.full((people, seats), -1, dtype=np.int64)
    for person, seat in enumerate(own):
        others = [other for other in range(seats) if other != seat and random.random() < 0.7]
        wanted[person, : 1 + len(others)] = [seat, *others]
    costs = random.integers(0, draw(st.sampled_from([3, 50])), wanted.shape).astype(np.float64)
    return wanted, costs, random.normal(size=seats) * draw(st.sampled_from([0.0, 10.0]))


@settings(max_examples=200)
@given(_wants())
def test_paths_reach_the_least_cost(wants: tuple[Ints, Floats, Floats]) -> None:
    """As cheap as the Hungarian method on one seat a person, with no seat held by more people than before."""
    seats, costs, worth = wants
    rows = np.arange(len(seats))
    square = np.full((len(seats), len(worth)), FORBIDDEN)
    for person, place in zip(*np.nonzero(seats >= 0), strict=True):
        square[person, seats[person, place]] = costs[person, place]
    least = square[:, seats[:, 0]][linear_sum_assignment(square[:, seats[:, 0]])].sum()
    taken = paths.exchanged(seats, costs, worth)
    assert (seats[rows, taken] >= 0).all()
    assert sorted(seats[rows, taken]) == sorted(seats[:, 0])
    assert costs[rows, taken].sum() == least
    reduced = square - worth
    assert (reduced[rows, seats[rows, taken]] <= reduced.min(axis=1) + 1e-6).all()
