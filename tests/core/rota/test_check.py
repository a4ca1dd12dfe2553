"""A good plan, and every way to spoil it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from grassrota.rota.check import Violation, check, objective
from grassrota.rota.plan import Assignment, LeftOut, LeftOutReason
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.solve import solve
from grassrota.staff import Couple, Exemption, ExemptionReason, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit

Going = dict[str, tuple[str, int]]

GOOD: Going = {
    "tao": ("o1", 1),
    "a1": ("o1", 1),
    "qin": ("o2", 1),
    "b1": ("o2", 1),
    "wei": ("o1", 2),
    "a2": ("o1", 2),
    "lin": ("o2", 2),
    "b2": ("o2", 2),
}


def _problem(kit: Kit) -> RotaProblem:
    """19 people, 2 communes, 2 batches, with every rule but "everyone"."""
    people = [
        kit.person("tao", grade="chief", field_years=5),
        kit.person("wei", grade="deputy", field_years=3),
        kit.person("dan", grade="deputy"),
        *(kit.person(f"a{number}") for number in range(1, 7)),
        *(kit.person(f"s{number}", surplus=True) for number in (1, 2)),
        kit.person("qin", "u2", "chief", field_years=4),
        kit.person("lin", "u2", "deputy", field_years=2),
        *(kit.person(f"b{number}", "u2") for number in range(1, 5)),
        kit.person("old", "u2"),
        kit.person("busy", "u2"),
    ]
    openings = [
        kit.opening("o1", "t1", low=2, high=3),
        kit.opening("o2", "t2", low=2, high=3),
        kit.opening("well", "t1", batches=frozenset({1}), needs=frozenset({"wells"})),
        kit.opening("chair", "s2", batches=frozenset({2}), grades=frozenset({"chief"})),
    ]
    policy = kit.policy(
        2,
        coverage_over=Fraction(2, 5),
        home_absence=Fraction(3, 10),
        grade_absence=Fraction(1, 2),
        lead_rank=2,
        experienced_years=2,
        cover_rank=2,
        dumping_tolerance=Fraction(1, 10),
        first=("tao",),
    )
    return kit.problem(
        people,
        openings,
        policy,
        exemptions=(Exemption("old", ExemptionReason.AGE),),
        not_available=(NotAvailable("busy"), NotAvailable("a2", frozenset({1}))),
        couples=(Couple("a1", "a3"),),
        preferences=(Preference("a1", "t1", 1),),
    )


@pytest.fixture(scope="module")
def problem(kit: Kit) -> RotaProblem:
    return _problem(kit)


def _entries(going: Going) -> list[tuple[str, str, int]]:
    return [(who, opening, batch) for who, (opening, batch) in going.items()]


def test_a_good_plan_is_good(kit: Kit, problem: RotaProblem) -> None:
    """Neither the plan made by hand nor the solver's breaks a rule, and the solver's costs no more."""
    by_hand, solved = kit.plan(problem, *_entries(GOOD)), solve(problem)
    assert check(problem, by_hand) == check(problem, solved) == ()
    assert solved.certificate.bound <= solved.certificate.objective <= by_hand.certificate.objective


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        pytest.param("fit", {"a4": ("well", 1)}, id="sent without the skill"),
        pytest.param("fit", {"a4": ("chair", 2)}, id="sent with the wrong grade"),
        pytest.param("availability", {"a2": ("o1", 1)}, id="sent while not available"),
        pytest.param("headcount", {"a4": ("o1", 1), "a5": ("o1", 1)}, id="one too many"),
        pytest.param("headcount", {"b1": None}, id="one too few"),
        pytest.param("leaders_first", {"tao": ("o1", 2), "wei": ("o1", 1)}, id="batches swapped"),
        pytest.param("leaders_first", {"tao": None, "dan": ("o1", 1)}, id="the first stays"),
        pytest.param("leader", {"wei": None, "a4": ("o1", 2)}, id="leader replaced by a clerk"),
        pytest.param("experience", {"wei": None, "dan": ("o1", 2)}, id="leader replaced by a newcomer"),
        pytest.param("cover", {"wei": ("o2", 2), "a4": ("o1", 2)}, id="leader moved to the next commune"),
        pytest.param(
            "absence", {"b2": None, **{f"a{n}": ("o2", 2) for n in (4, 5)}, "a6": ("o1", 2)}, id="unit emptied"
        ),
        pytest.param("absence", {"dan": ("o2", 2)}, id="both deputies of a unit away"),
        pytest.param("dumping", {"a2": None, "s1": ("o1", 2), "s2": ("o2", 2)}, id="surplus people sent"),
        pytest.param("couples", {"a3": ("o1", 1)}, id="couple together"),
        pytest.param("coverage", {"b2": None}, id="fewer than promised"),
    ],
)
def test_an_assignment_that_breaks_a_rule(
    kit: Kit, problem: RotaProblem, rule: str, changes: dict[str, tuple[str, int] | None]
) -> None:
    """The fault is found under the rule it breaks, though the plan's own figures agree with it."""
    going = {who: way for who, way in (GOOD | changes).items() if way is not None}
    found = kit.broken(problem, *_entries(going))
    assert rule in found
    assert not {"left_out", "certificate"} & set(found)


def test_who_must_go_and_stays(kit: Kit) -> None:
    """Where everyone goes, one who could and does not is named."""
    problem = kit.problem(kit.people(2), [kit.opening(high=2)], kit.policy(everyone=True))
    assert check(problem, kit.plan(problem, ("p1", "o1", 1))) == (
        Violation("everyone", "p2 is neither in a batch nor exempt nor unavailable"),
    )


@pytest.mark.parametrize(
    ("rule", "entry"),
    [
        pytest.param("eligible", Assignment("nobody", "o1", 1), id="a stranger goes"),
        pytest.param("eligible", Assignment("old", "o1", 1), id="an exempt person goes"),
        pytest.param("eligible", Assignment("busy", "o1", 2), id="an unavailable person goes"),
        pytest.param("slot", Assignment("a4", "well", 2), id="a batch in which nobody starts"),
        pytest.param("slot", Assignment("a4", "o1", 3), id="a batch that is not there"),
        pytest.param("slot", Assignment("a4", "o9", 1), id="an opening that is not there"),
    ],
)
def test_an_assignment_that_means_nothing(kit: Kit, problem: RotaProblem, rule: str, entry: Assignment) -> None:
    """Strangers and slots that do not exist are found before anything is counted."""
    plan = kit.plan(problem, *_entries(GOOD))
    out = tuple(other for other in plan.left_out if other.person != entry.person)
    found = check(problem, replace(plan, assignments=(*plan.assignments, entry), left_out=out))
    assert [violation.rule for violation in found] == [rule]


@pytest.mark.parametrize(
    ("person", "reason", "words"),
    [
        pytest.param("a4", None, "neither goes nor is given a reason", id="no reason"),
        pytest.param("a4", LeftOutReason.NOT_AVAILABLE, "wrong reason", id="said to be unavailable"),
        pytest.param("old", LeftOutReason.NOT_NEEDED, "wrong reason", id="an exempt person said to be not needed"),
        pytest.param("busy", LeftOutReason.ANOTHER_ROUND, "wrong reason", id="an unavailable person put off"),
        pytest.param("ghost", LeftOutReason.NOT_NEEDED, "not on the roster", id="a stranger left out"),
    ],
)
def test_a_wrong_word_about_those_left_out(
    kit: Kit, problem: RotaProblem, person: str, reason: LeftOutReason | None, words: str
) -> None:
    """Everyone who stays has a reason, and it is the right one."""
    plan = kit.plan(problem, *_entries(GOOD))
    others = tuple(entry for entry in plan.left_out if entry.person != person)
    said = () if reason is None else (LeftOut(person, reason),)
    (found,) = check(problem, replace(plan, left_out=(*others, *said)))
    assert found.rule == "left_out"
    assert words in found.words


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"objective": 1}, id="cheaper than it is"),
        pytest.param({"bound": 1e9}, id="bound above the cost"),
        pytest.param({"bound": float("nan")}, id="bound that is no number"),
        pytest.param({"problem_sha256": "0" * 64}, id="made for another problem"),
        pytest.param({"violations": 1}, id="owns up to a violation"),
    ],
)
def test_a_wrong_certificate(kit: Kit, problem: RotaProblem, wrong: dict[str, Any]) -> None:
    """What a plan says of itself is worked out again."""
    found = check(problem, kit.plan(problem, *_entries(GOOD), **wrong))
    assert [violation.rule for violation in found] == ["certificate"]


def test_a_plan_for_the_day_before(kit: Kit, problem: RotaProblem) -> None:
    """If the policy has changed since, the plan is no longer proven, though nobody would have to move."""
    plan = kit.plan(problem, *_entries(GOOD))
    changed = replace(problem, policy=replace(problem.policy, title="Spring 1958"))
    assert [str(violation) for violation in check(changed, plan)] == [
        "certificate: the plan was made for another problem"
    ]


def test_the_cost_of_a_plan_is_that_of_its_people(kit: Kit) -> None:
    """One goes for 15 for a place not listed and 5 for 50 km, one stays for 200; the exempt third costs nothing."""
    exempt = (Exemption("p3", ExemptionReason.AGE),)
    problem = kit.problem(kit.people(3), [kit.opening()], exemptions=exempt)
    assert objective(problem, kit.plan(problem, ("p1", "o1", 1))) == 220
