"""Ejection chains: nothing costs more afterwards, nobody sits where barred, and they go on where exchanges end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import Frame, Ints
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.solve.chains import Chains
from grassrota.rota.solve.model import Model, assemble
from grassrota.rota.solve.pricing import spread
from grassrota.rota.solve.search import Search
from grassrota.rota.tariff import by_opening, cost_of
from grassrota.staff import NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems

Held = Callable[[st.SearchStrategy[RotaProblem]], st.SearchStrategy[tuple[Model, Ints]]]
Total = Callable[[Search, Ints], float]
Searches = Callable[[Model], Search]


@settings(max_examples=60)
@given(st.data())
def test_chains_never_cost_more(
    problems: Problems, held: Held, total: Total, search_of: Searches, data: st.DataObject
) -> None:
    """Whatever people hold and at any prices: the total falls or stays, nobody goes where barred, some keep theirs."""
    model, chosen = data.draw(held(problems(max_people=10, max_openings=5)))
    search = search_of(model)
    price = data.draw(st.sampled_from([0.0, 5.0, 300.0]))
    found = Chains(search, spread(model, np.where(np.isfinite(model.low), price, 0.0))).run(chosen)
    going = np.flatnonzero(found >= 0)
    assert model.allowed(going)[np.arange(len(going)), found[going]].all()
    assert (found == chosen)[~model.free].all()
    assert total(search, found) <= total(search, chosen) + 1e-6


@settings(max_examples=60)
@given(st.data())
def test_one_pair_costs_what_all_do(problems: Problems, held: Held, search_of: Searches, data: st.DataObject) -> None:
    """Compiled code prices a single pair as the frame does."""
    model, chosen = data.draw(held(problems(max_people=10, max_openings=5)))
    going = np.flatnonzero(chosen >= 0)
    tariff, openings = by_opening(search_of(model).pairs.tariff), model.frame.opening_of[chosen[going]]
    found = [cost_of(person, opening, tariff) for person, opening in zip(going, openings, strict=True)]
    assert found == pytest.approx(model.frame.costs(going, chosen[going]).tolist(), rel=1e-6)


def _after(search_of: Searches, problem: RotaProblem, before: list[str]) -> list[str]:
    """Openings and batches that people have after chains, as ``o1/1``, or nothing, if these are what they had."""
    model = assemble(Frame(problem))
    at = {f"{slot.opening}/{slot.start}": index for index, slot in enumerate(model.frame.slots)}
    names = {index: name for name, index in at.items()} | {-1: ""}
    chosen = np.array([at.get(name, -1) for name in before])
    return [names[slot] for slot in Chains(search_of(model), spread(model, np.zeros(len(model)))).run(chosen).tolist()]


def test_people_swap_across_batches(kit: Kit, search_of: Searches) -> None:
    """Each sits where the other wishes to be, and not in the same batch."""
    openings = [kit.opening("o1", "t1", batches=frozenset({1})), kit.opening("o2", "t2", batches=frozenset({2}))]
    wishes = Preference("p1", "t2", 1), Preference("p2", "t1", 1)
    problem = kit.problem(kit.people(2), openings, preferences=wishes)
    assert _after(search_of, problem, ["o1/1", "o2/2"]) == ["o2/2", "o1/1"]


def test_three_people_move_in_a_ring_across_batches(kit: Kit, search_of: Searches) -> None:
    """Each sits where another wishes to be: no two can swap with a gain, all three can."""
    places = {"o1": "t1", "o2": "t2", "o3": "s2"}
    openings = [
        kit.opening(name, place, batches=frozenset({batch})) for batch, (name, place) in enumerate(places.items(), 1)
    ]
    wishes = Preference("p1", "t2", 1), Preference("p2", "s2", 1), Preference("p3", "t1", 1)
    problem = kit.problem(kit.people(3), openings, kit.policy(3), preferences=wishes)
    assert _after(search_of, problem, ["o1/1", "o2/2", "o3/3"]) == ["o2/2", "o3/3", "o1/1"]


def test_somebody_who_stays_comes_in_as_another_moves_on(kit: Kit, search_of: Searches) -> None:
    """The one open seat asks for a skill that only somebody who sits has; who stays can do what that person did."""
    people = [kit.person("p1", skills=frozenset({"wells"})), kit.person("p2")]
    openings = [kit.opening("o1", "t1"), kit.opening("o2", "t2", needs=frozenset({"wells"}))]
    assert _after(search_of, kit.problem(people, openings, kit.policy(1)), ["o1/1", ""]) == ["o2/1", "o1/1"]


def test_a_place_without_a_leader_gets_one_who_stays(kit: Kit, search_of: Searches) -> None:
    """Though all its seats are taken: whoever sits there has to leave for the leader."""
    people = [kit.person("p1"), kit.person("p2"), kit.person("p3", grade="chief")]
    problem = kit.problem(people, [kit.opening("o1", "t1", 2, 2)], kit.policy(1, lead_rank=3))
    found = _after(search_of, problem, ["o1/1", "o1/1", ""])
    assert found[2] == "o1/1"
    assert sorted(found[:2]) == ["", "o1/1"]


def test_who_is_one_too_many_goes_in_another_batch(kit: Kit, search_of: Searches) -> None:
    """One of two may be away at a time; the one who can goes in the second batch."""
    away = NotAvailable("p1", frozenset({2}))
    policy = kit.policy(2, home_absence=kit.policy().home_absence / 2)
    problem = kit.problem(kit.people(2), [kit.opening("o1", "t1", 0, 2)], policy, not_available=(away,))
    assert _after(search_of, problem, ["o1/1", "o1/1"]) == ["o1/1", "o1/2"]
