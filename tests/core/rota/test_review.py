"""Dumping and shielding, unit by unit, before a list is published."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.rota.check import check
from grassrota.rota.part import Part
from grassrota.rota.problem import RotaProblem
from grassrota.rota.review import RULED, Finding, Side, Trait, review
from grassrota.staff import Person

if TYPE_CHECKING:
    from tests.core.rota.conftest import Assigned, Kit, Problems


def _unit(kit: Kit, marked: dict[str, Any], tolerance: Fraction | None = Fraction(1, 10)) -> RotaProblem:
    """Twenty of u1: ten with marks (m0 to m9) and ten plain clerks (n0 to n9)."""
    people: list[Person] = [
        *(kit.person(f"m{number}", **marked) for number in range(10)),
        *(kit.person(f"n{number}") for number in range(10)),
    ]
    return kit.problem(people, [kit.opening("o1", high=20)], kit.policy(1, dumping_tolerance=tolerance))


def _found(kit: Kit, problem: RotaProblem, marked: int, plain: int) -> list[Finding]:
    ways = [*(f"m{number}" for number in range(marked)), *(f"n{number}" for number in range(plain))]
    return list(review(problem, kit.plan(problem, *((who, "o1", 1) for who in ways))))


@pytest.mark.parametrize(("marked", "side"), [(5, None), (8, Side.DUMPING), (7, None), (3, None), (2, Side.SHIELDING)])
def test_surplus_people_go_about_as_often_as_others(kit: Kit, marked: int, side: Side | None) -> None:
    """Half of a unit is surplus, ten go: five would be fair, and 1 + 10/10 more or fewer are let pass."""
    found = _found(kit, _unit(kit, {"surplus": True}), marked, 10 - marked)
    surplus = [one for one in found if one.trait is Trait.SURPLUS]
    if side is None:
        assert found == []
    else:
        assert surplus == [
            Finding(
                *("u1", 1, Trait.SURPLUS, "surplus", side, Part(marked, 10), Part(10, 20)),
                low=3,
                high=7,
                blocking=True,
            )
        ]


def test_key_staff_are_not_kept_out_of_harms_way(kit: Kit) -> None:
    """Two of ten where five would be fair is shielding and blocks; eight of ten is only shown."""
    problem = _unit(kit, {"key_staff": True})
    (shielded,), (sent,) = (_found(kit, problem, count, 10 - count) for count in (2, 8))
    assert (shielded.trait, shielded.side, shielded.blocking) == (Trait.KEY_STAFF, Side.SHIELDING, True)
    assert (sent.trait, sent.side, sent.blocking) == (Trait.KEY_STAFF, Side.DUMPING, False)


@pytest.mark.parametrize(
    ("marked", "trait", "band"),
    [({"tenure_years": 9}, Trait.TENURE, "5 years or more"), ({"grade": "chief"}, Trait.GRADE, "chief")],
)
def test_long_service_and_grades(kit: Kit, marked: dict[str, Any], trait: Trait, band: str) -> None:
    """Nine of ten from one half of a unit is found by tenure or grade, and blocks by the two together."""
    found = _found(kit, _unit(kit, marked), 9, 1)
    assert (trait, band, Side.DUMPING, False) in [(one.trait, one.band, one.side, one.blocking) for one in found]
    assert {one.side for one in found if one.blocking} == {Side.DUMPING, Side.SHIELDING}
    assert {one.trait for one in found if one.blocking} == {Trait.GRADE_AND_TENURE}


def test_without_the_rule_nothing_blocks(kit: Kit) -> None:
    """A policy that allows every mix still sees what it allows."""
    (found,) = [one for one in _found(kit, _unit(kit, {"surplus": True}, None), 10, 0) if one.trait is Trait.SURPLUS]
    assert (found.side, found.blocking) == (Side.DUMPING, False)


@settings(max_examples=100)
@given(st.data())
def test_review_and_rule_agree(kit: Kit, problems: Problems, assigned: Assigned, data: st.DataObject) -> None:
    """Of the bands of the rule, just those block that the checker finds broken, at the same unit and batch."""
    problem = data.draw(problems())
    plan = kit.plan(problem, *data.draw(assigned(problem)))
    found = {
        f"{one.unit}, {'all batches' if one.batch is None else f'batch {one.batch}'}: {one.band}"
        for one in review(problem, plan)
        if one.trait in RULED and one.blocking
    }
    assert found == {one.about for one in check(problem, plan) if one.rule == "dumping"}
