"""Turns in turn: who is passed over, who is out of reach, and that plans are made so that nobody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import Infeasible
from grassrota.rota.check import check
from grassrota.rota.in_turn import PassedOver, colleagues, out_of_reach, passed_over, plan_in_turn, standing_of
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve import solve
from grassrota.staff import Exemption, ExemptionReason, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Assigned, Kit, Problems


@pytest.fixture
def problem(kit: Kit) -> RotaProblem:
    """Four clerks of one office who have served 2, 1, 0 and 0 turns, and two seats in one batch."""
    people = [kit.person(f"p{n}", turns_served=served) for n, served in enumerate((2, 1, 0, 0), start=1)]
    return kit.problem(people, [kit.opening("o", "t1", low=2, high=2)], kit.policy(1))


def test_who_is_passed_over(kit: Kit, problem: RotaProblem) -> None:
    """p1 and p3 go: p2, who has served less than p1, and p4 stay; who went instead is named, most turns first."""
    plan = kit.plan(problem, ("p3", "o", 1), ("p1", "o", 1))
    standing = standing_of(problem)
    assert passed_over(problem, plan, standing) == (PassedOver("p2", ("p1",)), PassedOver("p4", ("p1",)))
    assert passed_over(problem, kit.plan(problem, ("p4", "o", 1), ("p3", "o", 1)), standing) == ()
    # with both newcomers gone the next in turn is p2
    both = kit.plan(problem, ("p3", "o", 1), ("p4", "o", 1), ("p1", "o", 1))
    assert passed_over(problem, both, standing) == (PassedOver("p2", ("p1",)),)


def test_only_equals_take_turns_among_themselves(kit: Kit) -> None:
    """Another grade, another office, somebody exempt, away, pinned, named for the first batch or fitting nowhere."""
    people = [
        kit.person("a"),
        kit.person("chief", grade="chief"),
        kit.person("other", "u2"),
        *(kit.person(word) for word in ("exempt", "away", "pinned", "named")),
        kit.person("b", skills=frozenset({"wells"})),
    ]
    problem = kit.problem(
        people,
        [
            kit.opening("o", "t1", high=3, needs=frozenset({"wells"})),
            kit.opening("u", "t2", grades=frozenset({"chief"})),
        ],
        kit.policy(1, first=("named",)),
        exemptions=(Exemption("exempt", ExemptionReason.AGE),),
        not_available=(NotAvailable("away"),),
        pins=(Pin("pinned", stays=True),),
    )
    # of the clerks of u1 only b has what the one opening for clerks needs
    assert {key: [p.id for p in found] for key, found in colleagues(problem).items()} == {
        ("u1", "chief"): ["chief"],
        ("u1", "clerk"): ["b"],
    }


def test_who_is_out_of_reach(problem: RotaProblem) -> None:
    """Two seats for four: two are called, and one more may be; p1, who stands above that third, stays for certain."""
    assert out_of_reach(problem, standing_of(problem)) == (Pin("p1", stays=True),)
    assert out_of_reach(problem, dict.fromkeys(("p1", "p2", "p3", "p4"), 7)) == ()


def test_the_cheap_one_waits_for_the_others(kit: Kit) -> None:
    """Who lives next door is cheapest and would go each time; in turn the others go, at 9 and 9 more."""
    people = [
        kit.person("near", site="t1", turns_served=1),
        kit.person("far1", site="s2"),
        kit.person("far2", site="s2"),
    ]
    problem = kit.problem(people, [kit.opening("o", "t1", low=1, high=1)], kit.policy(2))
    free, standing = solve(problem), standing_of(problem)
    assert [one.person for one in passed_over(problem, free, standing)] != []
    found = plan_in_turn(problem, standing, solve)
    assert {entry.person for entry in found.plan.assignments} == {"far1", "far2"}
    assert found.passed_over == ()
    assert check(problem, found.plan)[0].rule == "certificate"  # it is proven for the problem with its pins


def test_a_rule_that_needs_somebody_out_of_turn_wins(kit: Kit) -> None:
    """Only the experienced one can keep the rule of experience: the plan is made all the same, and says who waits."""
    people = [kit.person("old", field_years=5, turns_served=3), *(kit.person(f"p{n}") for n in range(1, 4))]
    policy = kit.policy(1, experienced_years=5)
    problem = kit.problem(people, [kit.opening("o", "t1", low=1, high=1)], policy)
    found = plan_in_turn(problem, standing_of(problem), solve)
    assert [entry.person for entry in found.plan.assignments] == ["old"]
    assert found.passed_over == tuple(PassedOver(f"p{n}", ("old",)) for n in range(1, 4))


def test_no_plan_even_without_turns(kit: Kit, problem: RotaProblem) -> None:
    """Where there is no plan at all, that is said."""
    crowded = kit.problem(problem.people, [kit.opening("o", "t1", low=9, high=9)], kit.policy(1))
    with pytest.raises(Infeasible):
        plan_in_turn(crowded, standing_of(crowded), solve)


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_plan_in_turn_never_widens_a_difference_beyond_one(
    data: st.DataObject, problems: Problems, assigned: Assigned, kit: Kit
) -> None:
    """Whatever the plan: if nobody is passed over, colleagues who differed by at most one turn still do after it."""
    problem = data.draw(problems())
    plan: Plan = kit.plan(problem, *data.draw(assigned(problem)))
    standing = {person.id: data.draw(st.integers(4, 5)) for person in problem.people}
    if passed_over(problem, plan, standing):
        return
    after = {who: turns + (who in plan.by_person) for who, turns in standing.items()}
    for people in colleagues(problem).values():
        turns = [after[person.id] for person in people]
        assert max(turns) - min(turns) <= 1
