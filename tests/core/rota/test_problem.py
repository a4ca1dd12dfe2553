from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.forms import STANDARD_FORMS
from grassrota.org import Level, Unit, UnitKind, UnitTree
from grassrota.rota.problem import Preference, RotaProblem, Slot
from grassrota.staff import Couple, Exemption, ExemptionReason, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


def test_every_fault_is_reported_at_once(kit: Kit) -> None:
    """Each cross-reference that leads nowhere is a fault with its table, row and column, all in one report."""
    people = [
        kit.person("p1", site="mars"),
        kit.person("p1", unit="u9"),
        kit.person("p3", grade="minister"),
        kit.person("p4"),
        kit.person("p5"),
    ]
    openings = [
        kit.opening("o1", place="nowhere"),
        kit.opening("o1", grades=frozenset({"minister", "clerk"})),
        kit.opening("o3", batches=frozenset({1, 3})),
        kit.opening("o4", length=3),
    ]
    with pytest.raises(BadInput) as caught:
        kit.problem(
            people,
            openings,
            kit.policy(2, first=("p4", "ghost", "p5")),
            exemptions=(Exemption("ghost", ExemptionReason.AGE), Exemption("p4", ExemptionReason.AGE)),
            not_available=(NotAvailable("ghost"), NotAvailable("p5", frozenset({1, 7}))),
            couples=(Couple("p1", "ghost"), Couple("ghost", "p1")),
            preferences=(
                Preference("ghost", "t1", 1),
                Preference("p1", "nowhere", 1),
                Preference("p1", "t1", 2),
                Preference("p1", "t1", 3),
            ),
        )
    found = sorted((fault.file, fault.row, fault.column) for fault in caught.value.faults)
    assert found == [
        ("couples", 2, "second"),
        ("couples", 3, "first"),
        ("exemptions", 2, "person"),
        ("not_available", 2, "person"),
        ("not_available", 3, "batches"),
        ("openings", 2, "place"),
        ("openings", 3, "grades"),
        ("openings", 3, "id"),
        ("openings", 4, "batches"),
        ("openings", 5, "length"),
        ("people", 2, "site"),
        ("people", 3, "id"),
        ("people", 3, "unit"),
        ("people", 4, "grade"),
        ("policy", 0, "first"),
        ("policy", 0, "first"),
        ("policy", 0, "first"),
        ("preferences", 2, "person"),
        ("preferences", 3, "place"),
        ("preferences", 5, "place"),
    ]


def test_a_fault_says_what_was_expected_and_what_there_was(kit: Kit) -> None:
    """A strange grade names the scale; a repeated id names the first row."""
    with pytest.raises(BadInput) as caught:
        kit.problem([kit.person("p1"), kit.person("p1", grade="minister")], [])
    assert caught.value.message == (
        "people, row 3, column id: expected each once, got p1 again (first in row 2)\n"
        "people, row 3, column grade: expected a grade of scale 1957, got minister"
    )


def test_the_named_first_are_there_in_batch_1(kit: Kit) -> None:
    """Who is exempt or away in batch 1 cannot be told to go first; who is away in batch 2 can."""
    people, openings, policy = kit.people(1), [kit.opening()], kit.policy(2, first=("p1",))
    for hindered in (NotAvailable("p1"), NotAvailable("p1", frozenset({1}))):
        with pytest.raises(BadInput, match="available in batch 1"):
            kit.problem(people, openings, policy, not_available=(hindered,))
    later = (NotAvailable("p1", frozenset({2})),)
    assert kit.problem(people, openings, policy, not_available=later).eligible == people


def test_a_wish_has_a_rank_from_1() -> None:
    """There is no zeroth choice."""
    with pytest.raises(BadInput, match="1 or more"):
        Preference("p1", "t1", 0)


def test_who_may_go(kit: Kit) -> None:
    """Exempt people and those away in every batch may not; away in one of two batches, or named twice, adds up."""
    problem = kit.problem(
        kit.people(6),
        [kit.opening()],
        exemptions=(Exemption("p1", ExemptionReason.HEALTH),),
        not_available=(
            NotAvailable("p2"),
            NotAvailable("p3", frozenset({1})),
            NotAvailable("p4", frozenset({1, 2})),
            NotAvailable("p5", frozenset({1})),
            NotAvailable("p5", frozenset({2})),
        ),
    )
    assert problem.unavailable == {
        "p2": {1, 2},
        "p3": {1},
        "p4": {1, 2},
        "p5": {1, 2},
    }
    assert [person.id for person in problem.eligible] == ["p3", "p6"]
    assert problem.staff_count == {"u1": 6}


def test_slots_by_hand(kit: Kit) -> None:
    """Of three batches a two-batch posting can start in 1 and 2; an opening keeps to the batches it names."""
    openings = [
        kit.opening("all"),
        kit.opening("long", length=2),
        kit.opening("named", batches=frozenset({3, 1})),
        kit.opening("late", length=2, batches=frozenset({2, 3})),
    ]
    assert kit.problem(kit.people(1), openings, kit.policy(3)).slots == (
        Slot("all", 1, (1,)),
        Slot("all", 2, (2,)),
        Slot("all", 3, (3,)),
        Slot("long", 1, (1, 2)),
        Slot("long", 2, (2, 3)),
        Slot("named", 1, (1,)),
        Slot("named", 3, (3,)),
        Slot("late", 2, (2, 3)),
    )


def test_views_by_hand(kit: Kit) -> None:
    """Staff by unit, wishes by person and place, ranks by grade, and the place that a works belongs to."""
    people = [*kit.people(2), kit.person("tao", unit="u2", grade="chief")]
    wishes = (Preference("p1", "t1", 2), Preference("p1", "t2", 1), Preference("tao", "t1", 1))
    openings = [kit.opening("o1", "s2"), kit.opening("o2", "c1")]
    problem = kit.problem(people, openings, preferences=wishes)
    assert problem.staff_count == {"u1": 2, "u2": 1}
    assert problem.wishes == {"p1": {"t1": 2, "t2": 1}, "tao": {"t1": 1}}
    assert [problem.rank(person) for person in people] == [1, 1, 3]
    assert [problem.covered_place(opening) for opening in openings] == [kit.tree["t2"], None]
    assert problem.opening["o2"] == openings[1]


def _rich(kit: Kit) -> RotaProblem:
    """A problem in which every field of every value has something in it."""
    people = [
        kit.person("p1", last_returned=date(1956, 1, 1), skills=frozenset({"wells"}), site="t1"),
        kit.person("p2", unit="u2", grade="chief", surplus=True),
        kit.person("p3", key_staff=True, previous_post="teller", home_post="bookkeeper"),
    ]
    opening = kit.opening(
        high=2,
        batches=frozenset({1}),
        needs=frozenset({"wells"}),
        prefers=frozenset({"accounts"}),
        grades=frozenset({"clerk"}),
    )
    policy = kit.policy(
        2,
        coverage_over=Fraction(1, 3),
        dumping_tolerance=Fraction(1, 10),
        events={"harvest": date(1958, 11, 15)},
        exceptions={2: "spring sowing"},
        experienced_years=3,
    )
    return kit.problem(
        people,
        [opening, kit.opening("o2", "t2")],
        policy,
        exemptions=(Exemption("p3", ExemptionReason.AGE, "x1"),),
        not_available=(NotAvailable("p2", frozenset({2})),),
        couples=(Couple("p1", "p2"),),
        preferences=(Preference("p1", "t2", 1),),
    )


def _changed(value: Any) -> Iterator[Any]:
    """The value with one thing in it changed, in every place where something can be."""
    match value:
        case None:
            yield from ()
        case Enum():
            yield from (member for member in type(value) if member != value)
        case bool():
            yield not value
        case int():
            yield value + 1
        case str():
            yield value + "x"
        case Fraction():
            yield value / 2
        case date():
            yield value + timedelta(days=1)
        case frozenset():
            yield from (value - {item} for item in sorted(value))
        case tuple():
            yield from ((*value[:at], *value[at + 1 :]) for at in range(len(value)))
            for at, item in enumerate(value):
                yield from ((*value[:at], new, *value[at + 1 :]) for new in _changed(item))
        case Mapping():
            for key, item in value.items():
                yield from ({**value, key: new} for new in _changed(item))
        case _ if is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                for new in _changed(getattr(value, field.name)):
                    try:
                        yield replace(value, **{field.name: new})
                    except BadInput:
                        continue  # such a value cannot exist


def test_the_fingerprint_tells_any_two_problems_apart(kit: Kit) -> None:
    """Whichever single value changes, in whichever table, the fingerprint is another."""
    problem = _rich(kit)
    changed = list(_changed(problem))
    assert len(changed) > 200
    alike: dict[str, RotaProblem] = {problem.sha256: problem}
    for other in changed:
        assert other != problem
        assert alike.setdefault(other.sha256, other) == other


def test_the_order_of_tables_is_part_of_the_fingerprint(kit: Kit) -> None:
    """The same people in another order are another problem: plans follow the order of the roster."""
    problem = _rich(kit)
    assert replace(problem, people=problem.people[::-1]).sha256 != problem.sha256


@settings(max_examples=30)
@given(st.data())
def test_equal_problems_have_equal_fingerprints(problems: Problems, data: st.DataObject) -> None:
    """A copy has the same fingerprint, of 64 hexadecimal digits."""
    problem = data.draw(problems())
    assert replace(problem).sha256 == problem.sha256
    assert len(problem.sha256) == 64
    int(problem.sha256, 16)


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    """Python orders sets differently in each process; the fingerprint of a made-up problem does not."""
    words = "from grassrota.synth.rota import rota, size_of; print(rota(size_of(40), 5).sha256)"
    prints = {
        subprocess.run(
            [sys.executable, "-c", words],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(prints) == 1


def test_cover_may_be_asked_at_another_level(kit: Kit) -> None:
    """Where counties are covered, the commune's county is the place."""
    problem = kit.problem(kit.people(1), [kit.opening()], kit.policy(cover_level=Level.COUNTY))
    assert problem.covered_place(problem.openings[0]) == kit.tree["c1"]


def test_a_stay_over_several_batches_keeps_to_the_form(kit: Kit) -> None:
    """Two batches from 9 December to 11 March are 93 days, no 40-day turn; a recorded exception allows them."""
    policy = kit.policy(2, form=STANDARD_FORMS["turn40"])
    with pytest.raises(BadInput) as raised:
        kit.problem(kit.people(1), [kit.opening("o1"), kit.opening("o2", length=2)], policy)
    (fault,) = raised.value.faults
    assert (fault.file, fault.row, fault.column, fault.got) == ("openings", 3, "length", "93 days instead of 40")
    excused = kit.policy(2, form=STANDARD_FORMS["turn40"], exceptions={1: "the river freezes"})
    assert len(kit.problem(kit.people(1), [kit.opening("o2", length=2)], excused).slots) == 1


def test_a_place_without_a_position_stands_where_the_unit_above_stands(kit: Kit) -> None:
    """A village takes its township's position, so that withholding one makes nothing look near."""
    tree = UnitTree(
        (
            Unit("hq", "Headquarters", Level.PROVINCE, UnitKind.ORGAN),
            Unit("t", "Township", Level.TOWNSHIP, UnitKind.PLACE, "hq", position=(30, 40)),
            Unit("v", "Village", Level.SITE, UnitKind.PLACE, "t"),
        )
    )
    problem = RotaProblem(tree, (), (kit.opening("o1", place="v"),), kit.policy())
    assert (problem.position("v"), problem.position("hq")) == ((30, 40), None)
