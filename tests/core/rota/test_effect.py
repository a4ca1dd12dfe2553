"""Moves on a plan, and two plans side by side."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.rota.check import check, objective
from grassrota.rota.compare import Moved, compare
from grassrota.rota.effect import HomeChange, effect, swap
from grassrota.rota.part import Part
from grassrota.rota.plan import Assignment
from grassrota.rota.problem import RotaProblem
from grassrota.rota.tally import Move
from grassrota.staff import Exemption, ExemptionReason

if TYPE_CHECKING:
    from tests.core.rota.conftest import Assigned, Kit, Problems


@pytest.fixture
def problem(kit: Kit) -> RotaProblem:
    """Four of u1, of whom a quarter may be away, and two of u2; a seat near by and two far away; p4 is exempt."""
    people = [*kit.people(4), kit.person("q1", "u2", "chief"), kit.person("q2", "u2", "chief", turns_served=1)]
    openings = [kit.opening("near", "t1"), kit.opening("far", "c1", high=2, length=2)]
    policy = kit.policy(2, home_absence=Fraction(1, 4))
    return kit.problem(people, openings, policy, exemptions=(Exemption("p4", ExemptionReason.AGE),))


def test_a_swap_that_mends(kit: Kit, problem: RotaProblem) -> None:
    """One of u1 too many is away in batch 1; instead of p2 goes q1, who costs 9 less for want of a position."""
    plan = kit.plan(problem, ("p1", "near", 1), ("p2", "far", 1))
    found = effect(problem, plan, swap(plan, "p2", "q1"))
    assert [str(one) for one in found.mended] == ["absence: u1, batch 1: 2 away, at most 1 may be"]
    assert (found.broken, found.standing) == ((), ())
    assert found.cost_change == -9  # 90 km from u1 to c1, and u2 has no position
    assert found.home == (
        HomeChange("u1", 1, Part(2, 4), Part(1, 4)),
        HomeChange("u1", 2, Part(1, 4), Part(0, 4)),
        HomeChange("u2", 1, Part(0, 2), Part(1, 2)),
        HomeChange("u2", 2, Part(0, 2), Part(1, 2)),
    )
    assert check(problem, found.plan) == ()


def test_a_move_that_breaks_and_one_that_makes_worse(kit: Kit, problem: RotaProblem) -> None:
    """A second person in a seat for one breaks the headcount; the absence already broken is worse, and not new."""
    plan = kit.plan(problem, ("p1", "near", 1), ("p2", "far", 1))
    found = effect(problem, plan, [Move("p3", "near", 1)])
    assert [str(one) for one in found.broken] == ["headcount: near, batch 1: 2 people instead of 0 to 1"]
    assert [str(one) for one in found.standing] == ["absence: u1, batch 1: 3 away, at most 1 may be"]
    assert found.mended == ()
    assert found.plan.certificate.violations == 2


def test_a_person_who_stays_after_all(kit: Kit, problem: RotaProblem) -> None:
    """Without the one who goes the cost grows by 200 for staying less 20 for going 50 km to a place not listed."""
    found = effect(problem, kit.plan(problem, ("p1", "near", 1)), [Move("p1")])
    assert (found.plan.assignments, found.cost_change) == ((), 180)
    assert check(problem, found.plan) == ()


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (Move("p4", "near", 1), "not_eligible"),
        (Move("ghost", "near", 1), "not_eligible"),
        (Move("p1", "far", 2), "no_such_slot"),
        (Move("p1", "nowhere", 1), "no_such_slot"),
    ],
    ids=str,
)
def test_a_move_that_means_nothing(kit: Kit, problem: RotaProblem, move: Move, code: str) -> None:
    """Neither an exempt person nor a stranger goes anywhere, and nobody goes where nobody starts."""
    with pytest.raises(Refused) as caught:
        effect(problem, kit.plan(problem), [move])
    assert caught.value.code == code


def test_moves_that_contradict_themselves(kit: Kit, problem: RotaProblem) -> None:
    """An opening without a batch, one person moved twice, or two swapped who both stay, is no move."""
    with pytest.raises(BadInput, match="both an opening and a batch"):
        Move("p1", "near")
    with pytest.raises(BadInput, match="each person once"):
        effect(problem, kit.plan(problem), [Move("p1", "near", 1), Move("p1")])
    with pytest.raises(Refused, match="nothing to swap"):
        swap(kit.plan(problem), "p1", "p2")


@settings(max_examples=60)
@given(st.data())
def test_moves_there_and_back_change_nothing(
    kit: Kit, problems: Problems, assigned: Assigned, data: st.DataObject
) -> None:
    """From any plan to any other: check and cost after are those of the other, and the way back mends what broke."""
    problem = data.draw(problems())
    here, there = (kit.plan(problem, *data.draw(assigned(problem))) for _ in range(2))
    forth, back = (
        effect(problem, start, [_to(end.by_person.get(who.id), who.id) for who in problem.eligible])
        for start, end in ((here, there), (there, here))
    )
    assert set(forth.plan.assignments) == set(there.assignments)
    assert set(forth.broken + forth.standing) == set(check(problem, there))
    assert sorted(one.key for one in forth.broken) == sorted(one.key for one in back.mended)
    assert forth.cost_change == -back.cost_change == objective(problem, there) - objective(problem, here)
    assert [(one.before, one.after) for one in forth.home] == [(one.after, one.before) for one in back.home]


def _to(entry: Assignment | None, who: str) -> Move:
    return Move(who, entry.opening, entry.batch) if entry else Move(who)


def test_two_plans_side_by_side(kit: Kit, problem: RotaProblem) -> None:
    """By hand: who differs, costs, places with somebody, absences, turns served, and chiefs who go."""
    first = kit.plan(problem, ("p1", "near", 1), bound=900.0)
    second = kit.plan(problem, ("p1", "near", 1), ("q2", "far", 1), bound=900.0)
    found = compare(problem, first, second)
    assert found.moved == (Moved("q2", None, Assignment("q2", "far", 1)),)
    # p1 goes for 5 x 3 + 5 and the other four who may go stay for 200; q2 goes for 15
    assert (found.first.cost, found.second.cost) == (820, 635)
    assert (found.first.gap, found.first.going, found.second.going) == (0.0, Part(1, 6), Part(2, 6))
    assert (found.first.places, found.second.places) == (Part(1, 2), Part(2, 2))
    assert found.second.absence["u2", 2] == Part(1, 2)
    assert (found.first.turns, found.second.turns) == ({0: 4, 1: 2}, {0: 4, 1: 1, 2: 1})
    assert (found.first.top_grades, found.second.top_grades) == (Part(0, 2), Part(1, 2))
    assert [one.rule for one in found.first.violations] == ["certificate"]  # the bound by hand lies above the cost
