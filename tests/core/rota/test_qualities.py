from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from grassrota.rota.qualities import band, covers, fits, is_experienced, is_leader
from grassrota.staff import Grade, GradeScale

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_who_fits(kit: Kit) -> None:
    """All skills asked for, and one of the grades if any are named."""
    person = kit.person("p1", skills=frozenset({"wells"}))
    problem = kit.problem([person], [kit.opening()])
    assert fits(problem, person, kit.opening(needs=frozenset({"wells"}), grades=frozenset({"clerk", "chief"})))
    assert not fits(problem, person, kit.opening(needs=frozenset({"wells", "accounts"})))
    assert not fits(problem, person, kit.opening(grades=frozenset({"chief"})))


def test_who_leads_covers_and_is_experienced(kit: Kit) -> None:
    """At the least rank or years one counts, just below one does not."""
    clerk, deputy = kit.person("p1", field_years=2), kit.person("wei", grade="deputy", field_years=3)
    problem = kit.problem([clerk, deputy], [], kit.policy(lead_rank=2, cover_rank=2, experienced_years=3))
    for counts in (is_leader, covers, is_experienced):
        assert not counts(problem, clerk)
        assert counts(problem, deputy)


def test_nobody_is_experienced_where_nobody_asks(kit: Kit) -> None:
    """Without a number of years the word means nothing."""
    person = kit.person("p1", field_years=40)
    assert not is_experienced(kit.problem([person], []), person)


@pytest.mark.parametrize(
    ("grade", "tenure", "surplus", "name"),
    [
        ("clerk", 4, False, "junior, under 5 years"),
        ("deputy", 5, False, "junior, 5 years or more"),
        ("chief", 4, False, "senior, under 5 years"),
        ("chief", 5, False, "senior, 5 years or more"),
        ("chief", 5, True, "surplus"),
    ],
)
def test_bands_come_from_grade_tenure_and_the_surplus_flag(
    kit: Kit, grade: str, tenure: int, surplus: bool, name: str
) -> None:
    """Of ranks 1, 2, 3 the upper half is above 2; surplus staff are one band whatever their grade."""
    person = kit.person("p1", grade=grade, tenure_years=tenure, surplus=surplus)
    assert band(kit.problem([person], []), person) == name


def test_key_staff_and_skills_make_no_band(kit: Kit) -> None:
    """Nothing that tells how good somebody is moves them into another band."""
    plain = kit.person("p1")
    good = kit.person("p2", key_staff=True, skills=frozenset({"wells"}), field_years=9, turns_served=3)
    problem = kit.problem([plain, good], [])
    assert band(problem, plain) == band(problem, good)


def test_a_scale_of_one_grade_has_no_seniors(kit: Kit) -> None:
    """Nobody stands above the middle of one rank."""
    scale = GradeScale("flat", date(1957, 1, 1), (Grade("clerk", 1),))
    person = kit.person("p1")
    assert band(kit.problem([person], [], kit.policy(scale=scale)), person) == "junior, under 5 years"
