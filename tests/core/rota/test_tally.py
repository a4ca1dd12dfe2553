"""The counts of a plan, kept up to date move by move, against the check that counts everything anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.rota.check import check, objective
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Plan
from grassrota.rota.tally import Move, Tally
from grassrota.staff import Couple, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Assigned, Kit, Problems


@settings(max_examples=150)
@given(st.data())
def test_moves_are_judged_as_the_check_judges_the_plan_after_them(
    kit: Kit, problems: Problems, assigned: Assigned, data: st.DataObject
) -> None:
    """On random plans: what moves break and mend, and what they cost, is what two whole checks find, twice on."""
    problem = data.draw(problems())
    plan = kit.plan(problem, *data.draw(assigned(problem)))
    tally = Tally.of(problem, plan)
    assert set(tally.broken().values()) == set(check(problem, plan))
    for _ in range(2):
        there = kit.plan(problem, *data.draw(assigned(problem)))
        who = data.draw(st.permutations(problem.eligible))[:3]
        moves = [Move.to(one.id, there.by_person.get(one.id)) for one in who]
        after = kit.plan(problem, *_after(plan, moves))
        before, found = tally.broken(), tally.judge(moves)
        was, now = ({one.key: one for one in check(problem, each)} for each in (plan, after))
        assert tally.broken() == before
        assert {one.key for one in found.broken} == now.keys() - was.keys()
        assert {one.key for one in found.mended} == was.keys() - now.keys()
        assert all(now[key] == one for key, one in found.now.items())
        assert found.cost_change == objective(problem, after) - objective(problem, plan)
        tally.take(moves)
        assert set(tally.broken().values()) == set(now.values())
        plan = after


def _after(plan: Plan, moves: list[Move]) -> list[tuple[str, str, int]]:
    moved = {move.person for move in moves}
    kept = [(one.person, one.opening, one.batch) for one in plan.assignments if one.person not in moved]
    return [*kept, *((one.person, one.opening, one.batch) for one in (move.entry for move in moves) if one)]


def test_single_choices_by_hand(kit: Kit) -> None:
    """Each rule on single choices says no by its name, and all of them at once."""
    people = [kit.person("p1"), kit.person("p2", grade="chief")]
    opening = kit.opening(needs=frozenset({"wells"}), grades=frozenset({"chief"}))
    problem = kit.problem(
        people,
        [opening, kit.opening("o2")],
        kit.policy(2, first=("p2",)),
        not_available=(NotAvailable("p1", frozenset({2})),),
        pins=(Pin("p1", "o2"),),
    )
    tally = Tally.of(problem, kit.plan(problem))
    there = Move("p1", "o1", 2).entry
    assert [one.rule for one in tally.single("p1", there)] == ["fit", "fit", "availability", "pins"]
    assert [one.rule for one in tally.single("p1", Move("p1", "o2", 1).entry)] == []
    assert [one.rule for one in tally.single("p1", None)] == ["pins"]
    assert [one.rule for one in tally.single("p2", None)] == ["leaders_first"]


def test_a_couple_named_twice_is_one_couple(kit: Kit) -> None:
    """Two rows for one couple do not make four people of two."""
    problem = kit.problem(
        kit.people(2), [kit.opening(high=2)], kit.policy(1), couples=(Couple("p1", "p2"), Couple("p1", "p2"))
    )
    tally = Tally.of(problem, kit.plan(problem, ("p1", "o1", 1)))
    assert tally.judge([Move("p1")]).broken == ()
    assert [one.rule for one in tally.judge([Move("p2", "o1", 1)]).broken] == ["couples"]


def test_moves_that_mean_nothing(kit: Kit) -> None:
    """Nothing is counted of a move that is refused."""
    problem = kit.problem(kit.people(2), [kit.opening()], kit.policy(1))
    tally = Tally.of(problem, kit.plan(problem, ("p1", "o1", 1)))
    with pytest.raises(BadInput, match="each person once"):
        tally.take([Move("p2", "o1", 1), Move("p2")])
    with pytest.raises(Refused, match="does not start anybody"):
        tally.take([Move("p2", "o1", 2)])
    with pytest.raises(Refused, match="not on the roster"):
        tally.judge([Move("ghost", "o1", 1)])
    assert (list(tally.entries), tally.broken()) == (["p1"], {})
