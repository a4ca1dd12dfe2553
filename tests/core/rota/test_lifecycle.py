"""A plan from draft to under way, and everything that holds it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import Refused
from grassrota.figures.figure import Status
from grassrota.posting.listing import Evidence
from grassrota.rota.lifecycle import PlanState, approve, draw_up, figure_status, publish, rework, start
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit

HALF = {"hq": Part(50, 100)}


@pytest.fixture
def problem(kit: Kit) -> RotaProblem:
    """A chief, a deputy and two clerks; teams need a deputy."""
    people = [kit.person("c", grade="chief"), kit.person("d", grade="deputy"), *kit.people(2)]
    return kit.problem(people, [kit.opening("o1", high=3)], kit.policy(2, lead_rank=2))


@pytest.fixture
def plan(kit: Kit, problem: RotaProblem) -> Plan:
    """The deputy leads a clerk in the first batch."""
    return kit.plan(problem, ("d", "o1", 1), ("p1", "o1", 1))


def test_a_plan_from_draft_to_under_way(problem: RotaProblem, plan: Plan) -> None:
    """Each step leads to the next; its leader goes along, and the one chief stays home, as is told."""
    state = draw_up(PlanState.DRAFT)
    approval = approve(state, problem, plan)
    assert [(team.leader, team.members) for team in approval.teams] == [("d", ("d", "p1"))]
    assert approval.top_grades == Part(0, 1)
    assert start(publish(approval.state, problem, plan), HALF) is PlanState.UNDER_WAY
    assert rework(approval.state) is rework(state) is PlanState.DRAFT


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("verb", ["draw_up", "rework", "approve", "publish", "start"])
def test_no_step_is_taken_from_elsewhere(problem: RotaProblem, plan: Plan, state: PlanState, verb: str) -> None:
    """A verb is refused in every state but its own."""
    steps: dict[str, tuple[Callable[[], object], set[str]]] = {
        "draw_up": (lambda: draw_up(state), {"draft"}),
        "rework": (lambda: rework(state), {"initial", "approved"}),
        "approve": (lambda: approve(state, problem, plan), {"initial"}),
        "publish": (lambda: publish(state, problem, plan), {"approved"}),
        "start": (lambda: start(state, HALF), {"published"}),
    }
    step, states = steps[verb]
    if state in states:
        step()
        return
    with pytest.raises(Refused) as caught:
        step()
    assert caught.value.code == "wrong_state"


def test_a_plan_that_breaks_rules_is_not_approved(kit: Kit, problem: RotaProblem) -> None:
    """A clerk alone, without a leader, is named as what is in the way."""
    with pytest.raises(Refused, match="nobody of rank 2") as caught:
        approve(PlanState.INITIAL, problem, kit.plan(problem, ("p1", "o1", 1)))
    assert caught.value.code == "rules_broken"
    assert len(caught.value.data["objections"]) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("leaders", "code"),
    [
        ({("o1", 1): "c"}, "leader_stays_behind"),
        ({("o1", 1): "p1"}, "not_a_leader"),
        ({("o1", 2): "d"}, "no_such_team"),
    ],
)
def test_a_leader_goes_along(problem: RotaProblem, plan: Plan, leaders: dict[tuple[str, int], str], code: str) -> None:
    """A chief who stays home, a clerk, and a leader of nobody, lead nobody."""
    with pytest.raises(Refused) as caught:
        approve(PlanState.INITIAL, problem, plan, leaders)
    assert caught.value.code == code


def test_the_leader_who_is_named_leads(kit: Kit, problem: RotaProblem) -> None:
    """Where chief and deputy both go, the deputy leads if named; otherwise the chief does."""
    plan = kit.plan(problem, ("c", "o1", 2), ("d", "o1", 2))
    assert [team.leader for team in approve(PlanState.INITIAL, problem, plan).teams] == ["c"]
    assert [team.leader for team in approve(PlanState.INITIAL, problem, plan, {("o1", 2): "d"}).teams] == ["d"]
    assert approve(PlanState.INITIAL, problem, plan).top_grades == Part(1, 1)


def test_what_holds_up_a_list(kit: Kit) -> None:
    """Crude evidence and a shielded key staff are both told; either alone is enough."""
    people = [*(kit.person(f"k{n}", key_staff=True) for n in range(10)), *(kit.person(f"n{n}") for n in range(10))]
    fair = kit.problem(people, [kit.opening(high=10)], kit.policy(1, dumping_tolerance=Fraction(1, 10)))
    crude = replace(fair, policy=replace(fair.policy, evidence=(Evidence.SPEECH,)))
    plain, mixed = [(f"n{n}", "o1", 1) for n in range(10)], [(f"{'kn'[n % 2]}{n}", "o1", 1) for n in range(10)]
    assert publish(PlanState.APPROVED, fair, kit.plan(fair, *mixed)) is PlanState.PUBLISHED
    shielding = "u1, batch 1: 0 of 10 are key staff, 3 to 7 may be (shielding)"
    for problem, ways, code, count in (
        (fair, plain, "dumping_or_shielding", 1),
        (crude, mixed, "crude_selection", 1),
        (crude, plain, "crude_selection", 2),
    ):
        with pytest.raises(Refused) as caught:
            publish(PlanState.APPROVED, problem, kit.plan(problem, *ways))
        objections = caught.value.data["objections"]
        assert isinstance(objections, tuple)
        assert (caught.value.code, len(objections), objections[-1] == shielding) == (code, count, ways is plain)


@pytest.mark.parametrize("verified", [Part(49, 100), Part(0, 0), None], ids=str)
def test_below_the_gate_nobody_starts(verified: Part | None) -> None:
    """49 of 100 verified, nothing of nothing, and nothing known, are each below the gate."""
    with pytest.raises(Refused) as caught:
        start(PlanState.PUBLISHED, {"hq": verified})
    assert caught.value.code == "correction_not_under_way"


def test_no_unit_starts_behind_the_others() -> None:
    """Three units correct everything: a fourth, with 4 of 10, is named, and so is one of which nothing is known."""
    verified = {"a": Part(90, 90), "b": Part(4, 10), "c": Part(90, 90), "d": None, "e": Part(90, 90)}
    with pytest.raises(Refused, match="b: 4 of 10 opinions") as caught:
        start(PlanState.PUBLISHED, verified)
    objections = caught.value.data["objections"]
    assert [one[:1] for one in objections] == ["d", "b"]  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="sends nobody"):
        start(PlanState.PUBLISHED, {})


def test_figures_inherit_the_state_of_the_plan() -> None:
    """Planned until the list is published, then listed; a plan never says that somebody departed."""
    words = [Status(figure_status(state)) for state in PlanState]
    assert words == [Status.PLANNED] * 3 + [Status.LISTED] * 2
