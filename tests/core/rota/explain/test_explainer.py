"""Answers about one person's choice: against planning anew by trying everything, and by hand."""

from __future__ import annotations

import re
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Infeasible, Refused
from grassrota.rota.certificate import Price
from grassrota.rota.check import check
from grassrota.rota.effect import effect
from grassrota.rota.explain import Explainer, Fact, FactKind, Verdict
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Plan
from grassrota.rota.policy import Costs
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.solve import solve
from grassrota.staff import Couple, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Cheapest, Kit, Problems


def _easier(problem: RotaProblem) -> RotaProblem:
    """The problem without what makes most random ones have no plan: must-go rules, and all least headcounts but one."""
    openings = tuple(replace(one, low=0) if place else one for place, one in enumerate(problem.openings))
    policy = replace(problem.policy, everyone=False, coverage_over=None, first=())
    return replace(problem, openings=openings, policy=policy)


def _with_choice(problem: RotaProblem, person: str, opening: str | None, batch: int | None) -> RotaProblem | None:
    """The problem in which the person is pinned to the choice; None if they are pinned otherwise, or it is refused."""
    pin, old = Pin(person, opening, batch) if opening else Pin(person, stays=True), problem.pinned.get(person)
    if old and not (old.takes(opening, batch) if opening and batch else old.stays):
        return None
    try:
        return replace(problem, pins=(*(one for one in problem.pins if one != old), pin))
    except BadInput:
        return None


@settings(max_examples=40)
@given(st.data())
def test_no_answer_says_more_than_is_true(problems: Problems, cheapest: Cheapest, data: st.DataObject) -> None:
    """The cheapest plan with the choice costs no less than is proven and no more than the change; never is never."""
    problem = _easier(data.draw(problems(max_people=4, max_openings=2, max_batches=2)))
    assume(problem.eligible and problem.slots)
    try:
        plan = solve(problem)
    except Infeasible:
        reject()
    explainer = Explainer(problem, plan)
    person = data.draw(st.sampled_from(problem.eligible)).id
    slot = data.draw(st.none() | st.sampled_from(problem.slots))
    answer = explainer.ask(person, slot.opening, slot.start) if slot else explainer.ask(person)
    asked = answer.asked
    pinned = _with_choice(problem, person, *((asked.opening, asked.batch) if asked else (None, None)))
    least = cheapest(pinned) if pinned else None
    if least is None:
        assert answer.verdict != Verdict.CHOSEN
        assert answer.change is None
        return
    extra = least - plan.certificate.objective
    assert answer.obstacles == ()
    assert answer.at_least <= extra
    if answer.change:
        assert extra <= answer.change.cost_change
        after = effect(problem, plan, answer.change.moves)
        assert (check(problem, after.plan), after.cost_change) == ((), answer.change.cost_change)
    told = " ".join(str(part) for part in astuple(answer.for_the_person()))
    others = {one.id for one in problem.people} - {person}
    assert not others & set(re.findall(r"\bp\d+\b", told))


def _two(kit: Kit, **more: Any) -> tuple[RotaProblem, Plan]:
    """Two people, one seat for which the first goes; going costs 20, staying 200. 180 for the seat proves 220."""
    problem = kit.problem(kit.people(2), [kit.opening(high=1)], kit.policy(1, costs=Costs()), **more)
    plan = kit.plan(problem, ("p1", "o1", 1), bound=220.0)
    price = Price("headcount", ("o1",), 1, -180.0)
    return problem, replace(plan, certificate=replace(plan.certificate, prices=(price,), constant=-180.0))


def test_two_people_and_one_seat(kit: Kit) -> None:
    """The second may have it for no more, if the first stays instead: one is displaced, and named to the organiser."""
    problem, plan = _two(kit)
    answer = Explainer(problem, plan).ask("p2", "o1", 1)
    assert (answer.verdict, answer.at_least, answer.at_most, answer.displaced) == (Verdict.POSSIBLE, 0, 0, 1)
    assert answer.change is not None
    assert answer.change.displaced == ("p1",)
    assert [str(one) for one in answer.alone] == ["headcount: o1, batch 1: 2 people instead of 0 to 1"]
    assert [(str(term.price), term.worth) for term in answer.terms_asked] == [
        ("headcount of o1, batch 1: -180.0", -180)
    ]
    assert (answer.cost_now, answer.cost_asked, answer.regret) == (200, 20, 0)
    own = answer.for_the_person()
    assert (own.verdict, own.displaced, own.rules) == (Verdict.POSSIBLE, 1, ("headcount",))


def test_why_somebody_goes_and_does_not_stay(kit: Kit) -> None:
    """If the first stays, the seat is the second's, or nobody's; one other could take it, and not cheaper."""
    problem, plan = _two(kit)
    answer = Explainer(problem, plan).ask("p1")
    assert (answer.at_least, answer.at_most) == (0, 180)
    assert (answer.able, answer.sooner) == (1, 0)
    assert answer.facts == ()


def test_what_somebody_has_is_chosen(kit: Kit) -> None:
    """Asked about what a person has, there is nothing to change."""
    problem, plan = _two(kit)
    answer = Explainer(problem, plan).ask("p1", "o1")
    assert (answer.verdict, answer.change, answer.obstacles) == (Verdict.CHOSEN, None, ())


@pytest.mark.parametrize(
    ("more", "facts"),
    [
        pytest.param({"pins": (Pin("p2", stays=True),)}, [(FactKind.PIN, "")], id="pinned to stay"),
        pytest.param({"not_available": (NotAvailable("p2", frozenset({1})),)}, [(FactKind.AVAILABLE, "1")], id="away"),
        pytest.param(
            {"pins": (Pin("p1", "o1", 1),)},
            [(FactKind.OTHERS, "o1, batch 1: 2 people instead of 0 to 1")],
            id="the seat is pinned",
        ),
        pytest.param(
            {"pins": (Pin("p1", "o2", 1),), "couples": (Couple("p1", "p2"),)},
            [(FactKind.OTHERS, "p1 and p2 are both away in batch 1")],
            id="the partner is pinned",
        ),
    ],
)
def test_what_rules_a_choice_out(kit: Kit, more: dict[str, Any], facts: list[tuple[FactKind, str]]) -> None:
    """Each fact that alone keeps a person from a seat is named; what is settled about others is not told to them."""
    openings = [kit.opening(high=1), kit.opening("o2", high=2)]
    problem = kit.problem(kit.people(2), openings, kit.policy(2), **more)
    pinned = [(pin.person, pin.opening, pin.batch) for pin in problem.pins if pin.opening and pin.batch]
    answer = Explainer(problem, kit.plan(problem, *pinned)).ask("p2", "o1", 1)
    assert answer.verdict == Verdict.NEVER
    assert [(fact.kind, fact.detail) for fact in answer.obstacles] == facts
    assert {fact.kind for fact in answer.for_the_person().obstacles} == {kind for kind, _ in facts} - {FactKind.OTHERS}


def test_all_that_would_have_to_change_is_named(kit: Kit) -> None:
    """A skill, a grade, a batch and the order of going: none of them alone would do."""
    opening = kit.opening(needs=frozenset({"wells", "accounts"}), grades=frozenset({"chief"}))
    problem = kit.problem(
        kit.people(1, skills=frozenset({"accounts"})),
        [opening],
        kit.policy(2, first=("p1",)),
        not_available=(NotAvailable("p1", frozenset({2})),),
    )
    answer = Explainer(problem, kit.plan(problem)).ask("p1", "o1", 2)
    assert answer.obstacles == (
        Fact(FactKind.SKILL, "wells"),
        Fact(FactKind.GRADE, "clerk"),
        Fact(FactKind.AVAILABLE, "2"),
        Fact(FactKind.FIRST),
    )


def test_everyone_goes(kit: Kit) -> None:
    """Where everyone goes, staying is ruled out by the policy."""
    problem = kit.problem(kit.people(1), [kit.opening()], kit.policy(1, everyone=True))
    answer = Explainer(problem, kit.plan(problem, ("p1", "o1", 1))).ask("p1")
    assert answer.obstacles == (Fact(FactKind.MUST_GO),)


def test_facts_that_would_bring_a_place_nearer(kit: Kit) -> None:
    """Near costs 20, far 3 x 5 + 9 + 10 for a skill; at 14 more, the skill or a first wish brings it nearer.

    At no prices the skill leaves 4 of them; a first wish takes 15 off, and the place becomes the cheapest.
    """
    openings = [kit.opening("near"), kit.opening("far", "c1", prefers=frozenset({"wells"}))]
    problem = kit.problem(kit.people(1), openings, kit.policy(1))
    answer = Explainer(problem, kit.plan(problem, ("p1", "near", 1))).ask("p1", "far", 1)
    assert answer.regret == 14
    assert answer.facts == (Fact(FactKind.WISH, "1", 0.0), Fact(FactKind.SKILL, "wells", 4.0))
    assert [fact.enough for fact in answer.facts] == [True, False]
    assert (answer.at_most, answer.cost_asked - answer.cost_now) == (14, 14)
    # a third wish takes 9 off already, and leaves 5
    wished = replace(problem, preferences=(Preference("p1", "c1", 3),))
    answer = Explainer(wished, kit.plan(wished, ("p1", "near", 1))).ask("p1", "far", 1)
    assert (answer.regret, answer.facts) == (5, (Fact(FactKind.WISH, "1", 0.0), Fact(FactKind.SKILL, "wells", 0.0)))


def test_a_leader_who_is_asked_for(kit: Kit) -> None:
    """A price for leaders speaks for whoever leads, and would for others if they led."""
    people = [kit.person("p1", grade="chief"), kit.person("p2")]
    problem = kit.problem(people, [kit.opening(low=1)], kit.policy(1, lead_rank=3))
    plan = kit.plan(problem, ("p1", "o1", 1))
    plan = replace(plan, certificate=replace(plan.certificate, prices=(Price("leader", ("o1",), 1, 300.0),)))
    explainer = Explainer(problem, plan)
    assert explainer.ask("p1").for_the_person().needs == ()  # worth high x 1 - 1 = 0 in a seat for one
    answer = explainer.ask("p2", "o1", 1)
    assert answer.regret == 120  # 20 + 300 instead of 200
    assert answer.facts == (Fact(FactKind.WISH, "1", 105.0), Fact(FactKind.LEADER, "", 0.0))[::-1]


def test_the_batch_that_suits_best_is_looked_for(kit: Kit) -> None:
    """Without a batch it is the one in which the person may go, and what they have if they are there."""
    problem = kit.problem(
        kit.people(2), [kit.opening()], kit.policy(3), not_available=(NotAvailable("p1", frozenset({1})),)
    )
    explainer = Explainer(problem, kit.plan(problem, ("p2", "o1", 3)))
    asked = explainer.ask("p1", "o1").asked
    assert asked is not None
    assert asked.batch == 2
    assert explainer.ask("p2", "o1").verdict == Verdict.CHOSEN


def test_a_place_and_nothing_at_all_may_be_asked_about(kit: Kit) -> None:
    """At a place it is the opening that suits best, there or below; somebody who stays asks for the best anywhere."""
    openings = [kit.opening("o1"), kit.opening("o2", "s2", hardship=3), kit.opening("o3", "t2")]
    problem = kit.problem(kit.people(2, turns_served=1), openings, kit.policy(1))
    explainer = Explainer(problem, kit.plan(problem, ("p2", "o1", 1)))
    found = [explainer.ask("p1", place="t2"), explainer.ask("p1", place="s2"), explainer.ask("p1")]
    assert [one.asked.opening for one in found if one.asked] == ["o3", "o2", "o1"]
    assert explainer.ask("p2").asked is None


def test_questions_that_mean_nothing(kit: Kit) -> None:
    """A stranger, and an opening that starts nobody then."""
    problem, plan = _two(kit)
    explainer = Explainer(problem, plan)
    with pytest.raises(Refused, match="not on the roster"):
        explainer.ask("ghost")
    with pytest.raises(Refused, match="in batch 2"):
        explainer.ask("p1", "o1", 2)
    for opening, place in (("o9", ""), ("", "t2"), ("", "t9")):
        with pytest.raises(Refused, match="starts nobody"):
            explainer.ask("p1", opening, place=place)
