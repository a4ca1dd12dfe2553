"""What if: problems as they are imagined, and the plan of one beside the plan of another."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import BadInput
from grassrota.rota.burden import Side
from grassrota.rota.certificate import Price
from grassrota.rota.compare import Difference, compare
from grassrota.rota.part import Part
from grassrota.rota.pin import Pin
from grassrota.rota.portrait import Binding
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.what_if import Seats, WhatIf, imagined

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


@pytest.fixture
def problem(kit: Kit) -> RotaProblem:
    """Four of u1, a seat near by and two far away, in two batches; p1 is pinned far away and named to go first."""
    openings = [kit.opening("near", "t1"), kit.opening("far", "c1", high=2)]
    return kit.problem(kit.people(4), openings, kit.policy(2, first=("p1",)), pins=(Pin("p1", "far"),))


def test_everything_that_can_be_imagined(kit: Kit, problem: RotaProblem) -> None:
    """Another floor, an opening closed, more seats, somebody excused and somebody pinned; the problem itself stays."""
    policy = replace(problem.policy, home_absence=Fraction(1, 2))
    found = imagined(problem, WhatIf(policy, ("far",), {"near": Seats(1, 3)}, ("p2",), (Pin("p3", batch=2),)))
    assert found.policy.home_absence == Fraction(1, 2)
    assert [(one.id, one.low, one.high) for one in found.openings] == [("near", 1, 3)]
    assert [person.id for person in found.eligible] == ["p1", "p3", "p4"]
    assert found.pins == (Pin("p3", batch=2),)  # where p1 was pinned to is closed
    assert [opening.id for opening in problem.openings] == ["near", "far"]
    assert imagined(problem, WhatIf()) == problem
    assert WhatIf().is_nothing


def test_who_is_excused_is_pinned_and_named_no_more(problem: RotaProblem) -> None:
    """Else nobody could be imagined away whom something asks for; a new pin takes the place of a present one."""
    found = imagined(problem, WhatIf(excused=("p1",)))
    assert (found.pins, found.policy.first) == ((), ())
    assert imagined(problem, WhatIf(pins=(Pin("p1", "near"),))).pins == (Pin("p1", "near"),)


def test_every_stranger_is_told_at_once(problem: RotaProblem) -> None:
    """Openings and people that are not there, seats of what is closed, and one person both excused and pinned."""
    wrong = WhatIf(
        None, ("gone", "far"), {"far": Seats(0, 1), "lost": Seats(0, 1)}, ("who", "p4"), (Pin("p4", "near"),)
    )
    with pytest.raises(BadInput) as caught:
        imagined(problem, wrong)
    assert [(fault.column, fault.got) for fault in caught.value.faults] == [
        ("closed", "gone"),
        ("seats", "lost"),
        ("seats", "far"),
        ("excused", "who"),
        ("pins", "p4"),
    ]


def test_seats_that_nothing_has(problem: RotaProblem) -> None:
    """More at least than at most is a fault of the seats of that opening."""
    with pytest.raises(BadInput) as caught:
        imagined(problem, WhatIf(seats={"near": Seats(3, 2)}))
    assert caught.value.faults[0].column == "seats of near"


def test_plans_of_two_problems_side_by_side(kit: Kit, problem: RotaProblem) -> None:
    """p1 moves from far to near, p2 goes no more, p3 does in another batch, p4 is replaced by p5."""
    others = kit.problem([*kit.people(3), kit.person("p5")], [kit.opening("near", "t1", high=2)], kit.policy(2))
    first = kit.plan(problem, ("p1", "far", 1), ("p2", "far", 1), ("p3", "near", 1))
    second = kit.plan(others, ("p1", "near", 1), ("p3", "near", 2))
    found = compare(problem, first, second, others)
    assert found.differences == {
        Difference.STAYS_NOW: 1,
        Difference.ELSEWHERE: 1,
        Difference.ANOTHER_BATCH: 1,
        Difference.ONLY_IN_FIRST: 1,
        Difference.ONLY_IN_SECOND: 1,
    }
    assert (found.first.batches, found.second.batches) == ({1: 3, 2: 0}, {1: 1, 2: 1})
    # u1 is at 0, 0: t1 is 50 km away and c1 90
    assert (found.first.kilometres, found.second.kilometres) == (90 + 90 + 50, 50 + 50)
    assert found.second.burden[Side.UNIT] == {"u1": Part(2, 4)}
    # two go for 15 + 5, two stay for 200
    assert found.by_first == found.second.cost == 440
    sent = kit.plan(others, ("p5", "near", 1))
    assert compare(problem, first, sent, others).by_first is None


def test_wishes_met_and_rules_that_bind(kit: Kit, problem: RotaProblem) -> None:
    """p1 goes where it wished to, p2 does not, p3 had no wish; rules are named once, by the highest of their prices."""
    wished = replace(problem, preferences=(Preference("p1", "c1", 2), Preference("p2", "t1", 1)))
    prices = (
        Price("absence", ("u1",), 1, -7.0),
        Price("absence", ("u1",), 2, -3.5),
        Price("cover", ("t1",), 1, 9.0),
        Price("couples", ("p1", "p2"), 1, 0.0),
    )
    plan = kit.plan(wished, ("p1", "far", 1), ("p2", "far", 1), ("p3", "near", 1), prices=prices)
    found = compare(wished, plan, plan)
    assert found.first.wishes == Part(1, 2)
    assert found.first.binding == (Binding("cover", 1, 9.0), Binding("absence", 2, 7.0))
    assert (found.moved, found.differences) == ((), {})
