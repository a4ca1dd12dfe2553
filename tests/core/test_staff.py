from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.staff import Couple, Exemption, ExemptionReason, Grade, GradeScale, NotAvailable, Person

SCALE = GradeScale(
    "1957",
    date(1957, 1, 1),
    (
        Grade("county_chief", 3, ("county head", "县长")),
        Grade("district_chief", 2, ("district head", "district_chief")),
        Grade("other", 1),
    ),
)


def test_a_title_means_one_grade() -> None:
    """A code and each of its titles lead to the same grade, in either language."""
    assert SCALE.grade("县长") == SCALE.grade("county head") == SCALE.grade("county_chief")
    assert SCALE.grade("district_chief").rank == 2
    assert "district head" in SCALE
    assert "minister" not in SCALE


def test_an_unknown_title_is_refused_with_the_version() -> None:
    """Figures by grade carry the version of the scale, so the refusal names it."""
    with pytest.raises(Refused) as caught:
        SCALE.grade("minister")
    assert (caught.value.code, caught.value.data) == ("unknown_grade", {"grade": "minister", "version": "1957"})


def test_every_fault_of_a_scale_is_reported_at_once() -> None:
    """No rank is below 1, and no word means two grades, or no person could be in one band only."""
    with pytest.raises(BadInput) as caught:
        GradeScale("bad", date(1957, 1, 1), (Grade("a", 0, ("head",)), Grade("b", 1, ("head", "a")), Grade("a", 1)))
    faults = [(fault.column, fault.row, fault.got) for fault in caught.value.faults]
    assert faults == [("rank", 1, "0"), ("titles", 2, "head"), ("titles", 2, "a"), ("titles", 3, "a")]


def test_a_scale_has_a_grade() -> None:
    """A scale without grades says nothing."""
    with pytest.raises(BadInput, match="at least one grade"):
        GradeScale("empty", date(1957, 1, 1), ())


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"id": ""}, "id"),
        ({"unit": ""}, "unit"),
        ({"grade": ""}, "grade"),
        ({"tenure_years": -1}, "tenure_years"),
        ({"tenure_years": 71}, "tenure_years"),
        ({"field_years": -1}, "field_years"),
        ({"field_years": 71}, "field_years"),
        ({"turns_served": -1}, "turns_served"),
    ],
)
def test_a_person_that_cannot_be_is_bad_input(wrong: dict[str, Any], column: str) -> None:
    """A person has an id, a home unit and a grade, and years that a working life can have."""
    with pytest.raises(BadInput) as caught:
        Person(**{"id": "p1", "name": "P", "unit": "u1", "grade": "other"} | wrong)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_every_fault_of_a_person_is_reported_at_once() -> None:
    """A row with six faults is told six times, in one report."""
    with pytest.raises(BadInput) as caught:
        Person("", "", "", "", tenure_years=-1, field_years=99, turns_served=-1)
    assert len(caught.value.faults) == 6


@pytest.mark.parametrize("years", [0, 70])
def test_the_ends_of_a_working_life(years: int) -> None:
    """0 and 70 years are still possible."""
    person = Person("p1", "P", "u1", "other", tenure_years=years, field_years=years)
    assert person.tenure_years == person.field_years == years


def test_an_exemption_is_for_age_or_health() -> None:
    """Boxing exempts the old and the ill; any other reason fails, and no detail is kept."""
    assert [reason.value for reason in ExemptionReason] == ["age", "health"]
    assert {field.name for field in fields(Exemption)} == {"person", "reason", "sealed_ref"}


def test_why_somebody_is_not_available_is_not_kept() -> None:
    """Consent withheld, hardship and deferral are one undivided state: there is no field to tell them apart."""
    assert {field.name for field in fields(NotAvailable)} == {"person", "batches"}
    assert NotAvailable("p1").batches == frozenset()


def test_nothing_about_thought_or_attitude_is_kept_of_a_person() -> None:
    """A person is grade, tenure, turns and skills; appraisal, attitude and sign-up have no field."""
    assert {field.name for field in fields(Person)} == {
        *("id", "name", "unit", "grade", "tenure_years", "field_years", "turns_served", "last_returned"),
        *("previous_post", "home_post", "surplus", "key_staff", "skills", "site"),
    }


def test_a_couple_is_two_people() -> None:
    """Nobody is a couple alone."""
    assert Couple("p1", "p2").second == "p2"
    with pytest.raises(BadInput, match="another person, got p1"):
        Couple("p1", "p1")
