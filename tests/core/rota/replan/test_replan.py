"""A new plan after people withdrew: as few moved as trying everything finds, a bound never above it, and reasons."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Infeasible, Refused
from grassrota.rota.bound import check_bound
from grassrota.rota.check import check
from grassrota.rota.moving import check_moving
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.replan import Changes, Reason, since
from grassrota.rota.replan.mend import Replanned, replan
from grassrota.rota.solve import solve, within
from grassrota.rota.verdicts import Violation
from grassrota.staff import Group
from grassrota.synth.rota import rota, size_of

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


def fewest(kit: Kit, problem: RotaProblem, was: Plan) -> int | None:
    """The fewest whose line must change, by trying every plan; None if no plan keeps the rules."""
    ways = [None, *((slot.opening, slot.start) for slot in problem.slots)]
    people = [person.id for person in problem.eligible]
    stood = [(one.opening, one.batch) if (one := was.by_person.get(who)) else None for who in people]

    def changed(choice: tuple[tuple[str, int] | None, ...]) -> int:
        return sum(here != there for here, there in zip(stood, choice, strict=True))

    for choice in sorted(product(ways, repeat=len(people)), key=changed):
        going = [(who, *way) for who, way in zip(people, choice, strict=True) if way]
        if not check(problem, kit.plan(problem, *going)):
            return changed(choice)
    return None


@settings(max_examples=25)
@given(st.data())
def test_it_moves_as_few_as_trying_everything_finds(kit: Kit, problems: Problems, data: st.DataObject) -> None:
    """It keeps every rule, leaves those who departed, proves no more than is true, and has a reason for each move."""
    problem = data.draw(problems(max_people=4, max_openings=2, max_batches=2))
    try:
        plan = solve(problem)
    except Infeasible:
        reject()
    withdrew = tuple(one.id for one in problem.eligible if data.draw(st.integers(0, 2)) == 0)
    able = {one.id for one in since(problem, plan, Changes(withdrew)).eligible}
    there = (who for who in plan.by_person if who in able)
    changes = Changes(withdrew, tuple(who for who in there if data.draw(st.integers(0, 3)) == 0))
    least = fewest(kit, since(problem, plan, changes), plan)
    try:
        found = replan(problem, plan, changes)
    except Infeasible:
        assert least is None
        return
    assert found.moving.moves == least
    assert found.moving.bound <= found.moving.moves
    assert _faults(plan, found) == ()
    assert all(found.plan.by_person[who] == plan.by_person[who] for who in changes.departed)
    assert len(found.reasons) == found.moving.moves
    assert all(reason.broken for reason in found.reasons)
    assert {reason.chain[0] for reason in found.reasons if reason.chain} <= set(withdrew)


def _faults(was: Plan, found: Replanned) -> tuple[Violation, ...]:
    return (
        *check(found.problem, found.plan),
        *check_bound(found.problem, found.plan.certificate),
        *check_moving(found.problem, was, found.plan, found.moving),
    )


@pytest.fixture
def wells(kit: Kit) -> tuple[RotaProblem, Plan]:
    """Two seats, the first for somebody who digs wells: p1 and p2 can and go, p3 and p4 stay and cannot."""
    able = (kit.person("p1", skills=frozenset({"wells"})), kit.person("p2", "u2", skills=frozenset({"wells"})))
    openings = (kit.opening("o1", low=1, needs=frozenset({"wells"})), kit.opening("o2", low=1))
    problem = kit.problem((*able, kit.person("p3"), kit.person("p4")), openings, kit.policy(1))
    return problem, kit.plan(problem, ("p1", "o1", 1), ("p2", "o2", 1))


def test_a_chain_by_hand(wells: tuple[RotaProblem, Plan]) -> None:
    """Only p2 can follow p1, and somebody must follow p2: two moves, and two are proven by prices of 2 and 1."""
    problem, plan = wells
    found = replan(problem, plan, Changes(("p1",)))
    second, last = found.reasons
    assert (found.moving.moves, found.moving.bound) == (2, 2)
    short, full = (one.words for one in second.broken)
    assert (second.person, second.chain) == ("p2", ("p1",))
    assert (short, full) == ("o1, batch 1: 0 people instead of 1 to 1", "o2, batch 1: 2 people instead of 1 to 1")
    assert (last.person in {"p3", "p4"}, last.chain) == (True, ("p1", "p2"))
    assert last.for_the_person().between == 1
    assert last.for_the_person().rules == ("headcount",)


def test_a_family_is_moved_as_one(kit: Kit) -> None:
    """Who filled three seats withdraw, and only two with a child can: two lines change, proven by 2/3 for a seat."""
    families = Group("g1", ("p1",), 3), Group("g2", ("p2", "p3"), 3)
    problem = kit.problem(kit.people(3), [kit.opening("o1", low=3, high=3)], kit.policy(1), groups=families)
    plan = kit.plan(problem, ("p1", "o1", 1))
    found = replan(problem, plan, Changes(("p1",)))
    assert [one.person for one in found.plan.assignments] == ["p2", "p3"]
    assert (found.moving.moves, found.moving.bound) == (2, 2)
    assert _faults(plan, found) == ()


def test_whoever_departed_stays_where_they_are(wells: tuple[RotaProblem, Plan]) -> None:
    """Nobody but p2 could follow p1, and p2 is on the way: the rule in the way is named. Without, p3 may follow p2."""
    problem, plan = wells
    with pytest.raises(Infeasible) as caught:
        replan(problem, plan, Changes(("p1",), ("p2",)))
    assert caught.value.data["rules"] == ("headcount",)
    assert "o1" in caught.value.message
    found = replan(problem, plan, Changes(("p2",), ("p1",)))
    assert found.plan.by_person["p1"] == plan.by_person["p1"]
    assert [reason.was for reason in found.reasons] == [None]


def test_nobody_is_moved_for_somebody_who_stayed(wells: tuple[RotaProblem, Plan]) -> None:
    """The plan stays as it is; only the reason why p4 does not go is another."""
    problem, plan = wells
    found = replan(problem, plan, Changes(("p4",)))
    assert (found.plan.assignments, found.moving.moves, found.moving.bound) == (plan.assignments, 0, 0)
    assert found.plan.left_out != plan.left_out


def test_a_plan_that_was_broken_before_is_mended(kit: Kit, wells: tuple[RotaProblem, Plan]) -> None:
    """Nobody withdrew and a seat is empty: whoever fills it is told the rule, and no chain leads to them."""
    problem, _ = wells
    found = replan(problem, kit.plan(problem, ("p1", "o1", 1)), Changes(()))
    (reason,) = found.reasons
    assert (reason.chain, reason.for_the_person().between, found.moving.bound) == ((), 0, 1)


def test_what_others_must_not_know_is_not_told() -> None:
    """A couple and a pin tell of one other person; who withdrew is a name."""
    broken = tuple(Violation(rule, f"{rule} of p9") for rule in ("couples", "absence", "pins", "absence"))
    told = Reason("p1", None, None, broken, ("p8", "p9")).for_the_person()
    assert (told.rules, told.between) == (("absence",), 1)
    assert "p9" not in repr(told)


def test_every_fault_of_the_changes_at_once(wells: tuple[RotaProblem, Plan]) -> None:
    """Nobody's id, somebody twice, somebody in both lists, and somebody departed who stays."""
    problem, plan = wells
    with pytest.raises(BadInput) as caught:
        replan(problem, plan, Changes(("p9", "p1", "p1"), ("p1", "p3")))
    assert [(fault.column, fault.got) for fault in caught.value.faults] == [
        ("withdrew", "p9"),
        ("withdrew", "p1"),
        ("departed", "p1"),
        ("departed", "p3"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(("p3", "o1", 1), id="lacks the skill"),
        pytest.param(("p2", "o9", 1), id="no such opening"),
        pytest.param(("p2", "o2", 7), id="no such batch"),
    ],
)
def test_a_plan_in_which_somebody_stands_astray_is_refused(
    kit: Kit, wells: tuple[RotaProblem, Plan], wrong: tuple[str, str, int]
) -> None:
    """Moving others does not help: it is for the organiser to mend."""
    problem, plan = wells
    entries = tuple(replace(plan.assignments[0], person=who, opening=o, batch=b) for who, o, b in [wrong])
    with pytest.raises(Refused) as caught:
        replan(problem, Plan(entries, (), plan.certificate), Changes(()))
    assert caught.value.code == "plan_broken"


@pytest.fixture(scope="module")
def eight_hundred() -> tuple[RotaProblem, Plan]:
    """800 people with couples, floors, leaders and townships to cover, planned."""
    problem = rota(size_of(800), 1)
    return problem, solve(problem, stop=within(0.05))


@pytest.mark.parametrize("seed", range(3))
def test_two_per_cent_of_eight_hundred(eight_hundred: tuple[RotaProblem, Plan], seed: int) -> None:
    """No more than a tenth, or one person, above what is proven; a chain from somebody who withdrew leads to each."""
    problem, plan = eight_hundred
    random = np.random.default_rng(seed)
    one, *others = sorted(random.choice(sorted(plan.by_person), 16, replace=False).tolist())
    departed = tuple(who for who in plan.by_person if plan.by_person[who].batch == 1 and who not in {one, *others})
    found = replan(problem, plan, Changes((one, *others), departed))
    assert _faults(plan, found) == ()
    assert found.moving.moves <= max(1.1 * found.moving.bound, found.moving.bound + 1)
    assert all(found.plan.by_person[who] == plan.by_person[who] for who in departed)
    assert all(reason.broken and reason.chain[0] in {one, *others} for reason in found.reasons)
