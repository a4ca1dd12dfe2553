"""Which optional places are opened where leaders are few."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.frame import Frame, Ints
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve.model import Model, assemble
from grassrota.rota.solve.moves import Moves
from grassrota.rota.solve.pricing import spread
from grassrota.rota.solve.search import Search
from grassrota.rota.solve.teams import Teams

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems

Held = Callable[[st.SearchStrategy[RotaProblem]], st.SearchStrategy[tuple[Model, Ints]]]
Total = Callable[[Search, Ints], float]
Searches = Callable[[Model], Search]


@pytest.mark.parametrize(
    ("second", "more", "after"),
    [
        pytest.param((0, 4), {}, [1, 1, -1], id="to a larger place, where more can go"),
        pytest.param((0, 2), {}, [0, 0, -1], id="not to one that is no larger"),
        pytest.param((1, 2), {}, [1, 1, -1], id="to one that must be open"),
        pytest.param((0, 4), {"needs": frozenset({"wells"})}, [0, 0, -1], id="not where its leader does not fit"),
        pytest.param((0, 4), {"batches": frozenset({2})}, [1, 1, -1], id="in other batches too"),
    ],
)
def test_a_team_moves(
    kit: Kit, search_of: Searches, second: tuple[int, int], more: dict[str, Any], after: list[int]
) -> None:
    """One leader and a clerk in an optional place for two; a second place is empty, and a third person stays."""
    people = [kit.person("p1", grade="chief"), *kit.people(3)[1:]]
    only: dict[str, Any] = {"batches": frozenset({1})}
    openings = [kit.opening("o1", "t1", 0, 2, **only), kit.opening("o2", "t1", *second, **(only | more))]
    model = assemble(Frame(kit.problem(people, openings, kit.policy(2, lead_rank=3))))
    assert model.few_leaders
    assert Teams(search_of(model)).run(np.array([0, 0, -1])).tolist() == after


@pytest.mark.parametrize(("grade", "after"), [("chief", [1, 0, -1]), ("clerk", [0, 0, -1])])
def test_one_of_two_leaders_opens_another_place(kit: Kit, search_of: Searches, grade: str, after: list[int]) -> None:
    """Whatever the place is worth; who has one leader only keeps that one."""
    people = [kit.person("p1", grade="chief"), kit.person("p2", grade=grade), kit.person("p3")]
    openings = [kit.opening("o1", "t1", 0, 3), kit.opening("o2", "t1", 0, 2)]
    model = assemble(Frame(kit.problem(people, openings, kit.policy(1, lead_rank=3))))
    assert Teams(search_of(model)).run(np.array([0, 0, -1])).tolist() == after


def test_a_team_stays_where_it_alone_covers_a_township(kit: Kit, search_of: Searches) -> None:
    """Though the other place is larger; it lies in a township that somebody else covers."""
    people = [kit.person("p1", grade="chief"), *kit.people(3)[1:], kit.person("p4", grade="deputy")]
    openings = [kit.opening("o1", "t1", 0, 2), kit.opening("o2", "t2", 0, 4), kit.opening("o3", "t2", 1, 1)]
    policy = kit.policy(1, lead_rank=2, cover_rank=2)
    search = search_of(assemble(Frame(kit.problem(people, openings, policy))))
    assert Teams(search).run(np.array([0, 0, -1, 2])).tolist() == [0, 0, -1, 2]


@pytest.mark.parametrize(
    ("lows", "after"),
    [
        pytest.param((1, 0, 0), [0, 0, -1, -1, 2, 2], id="who leads an optional place, with all who are there"),
        pytest.param((1, 1, 0), [-1, -1, 1, 1, 0, 0], id="else anyone, whose place gets the team of an optional one"),
        pytest.param((1, 1, 1), [-1, 0, 1, 1, 2, 2], id="else anyone, whose place has no leader then"),
    ],
)
def test_a_leader_stays_of_whom_too_many_go(
    kit: Kit, search_of: Searches, lows: tuple[int, ...], after: list[int]
) -> None:
    """Of two chiefs one may be away; each leads a place, a deputy the third, and each has a clerk along."""
    grades = ["chief", "clerk", "chief", "clerk", "deputy", "clerk"]
    people = [kit.person(f"p{number}", grade=grade) for number, grade in enumerate(grades, 1)]
    openings = [kit.opening(f"o{number}", "t1", low, 2) for number, low in enumerate(lows, 1)]
    policy = kit.policy(1, lead_rank=2, grade_absence=Fraction(1, 2))
    model = assemble(Frame(kit.problem(people, openings, policy)))
    assert Teams(search_of(model)).run(np.array([0, 0, 1, 1, 2, 2])).tolist() == after


@settings(max_examples=60)
@given(st.data())
def test_moves_never_cost_more(
    problems: Problems, held: Held, total: Total, search_of: Searches, data: st.DataObject
) -> None:
    """Exchanges, chains and teams in turn, from whatever people hold; nobody goes where barred, some keep theirs."""
    model, chosen = data.draw(held(problems(max_people=10, max_openings=5)))
    search = search_of(model)
    found = Moves(search, spread(model, np.zeros(len(model)))).run(chosen)
    going = np.flatnonzero(found >= 0)
    assert model.allowed(going)[np.arange(len(going)), found[going]].all()
    assert (found == chosen)[~model.free].all()
    assert total(search, found) <= total(search, chosen) + 1e-6
