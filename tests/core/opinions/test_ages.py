from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from grassrota.errors import BadInput
from grassrota.opinions.ages import Band, Waiting, ages
from grassrota.opinions.case import Case
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim
from grassrota.opinions.leaders import opened_before_leadership
from grassrota.opinions.merging import merge

TODAY = date(1958, 3, 1)
ONE = timedelta(days=1)


def _case(case_id: str, days: int, *more_opinions: str, **more: Any) -> Case:
    """A case opened so many days ago."""
    return Case(case_id, (f"{case_id}-o", *more_opinions), "hq", TODAY - days * ONE, **more)


def _waiting(case_id: str, days: int, due_in: int, opinions: int = 1) -> Waiting:
    return Waiting(case_id, TODAY - days * ONE, days, opinions, TODAY + due_in * ONE, due_in <= 0)


def test_old_cases_are_shown_by_age_and_go_higher() -> None:
    """With bands from 30 and 90 days: 29 and 30, 89 and 90 days differ, and after 60 days a case goes higher."""
    cases = [_case("a", 29), _case("b", 30), _case("c", 89), _case("d", 90, "d2"), _case("e", 400), _case("f", -1)]
    assert ages(cases, TODAY, limits=(30, 90), escalate_after=60) == (
        Band(0, 30, (_waiting("a", 29, 31),)),
        Band(30, 90, (_waiting("c", 89, -29), _waiting("b", 30, 30))),
        Band(90, None, (_waiting("e", 400, -340), _waiting("d", 90, -30, 2))),
    )
    assert [band.opinions for band in ages(cases, TODAY, limits=(30, 90))] == [1, 2, 3]


def test_a_case_goes_higher_on_its_day() -> None:
    """Opened 89 days ago it is due tomorrow, opened 90 days ago it is due today."""
    found = {one.case: one.due for band in ages([_case("a", 89), _case("b", 90)], TODAY) for one in band.cases}
    assert found == {"a": False, "b": True}


def test_a_refuted_fix_makes_a_problem_no_younger() -> None:
    """Claimed fixed it waits no more; refuted it is as old as it ever was."""
    fix = UnitClaim(TODAY - 10 * ONE, ClosingReason.FIXED, "done")
    case = _case("a", 100, investigated_on=fix.on, claims=(fix,), answers=(RaiserAnswer(TODAY, "a-o", Answer.PARTLY),))
    assert sum(band.opinions for band in ages([case], TODAY - ONE)) == 0
    assert [band.cases for band in ages([case], TODAY)] == [(), (), (_waiting("a", 100, -10),), ()]


def test_each_part_of_a_merged_case_is_as_old_as_it_is() -> None:
    """Cases of 10 and 200 days do not become two of 200 by merging."""
    cases = [_case("a", 10), _case("b", 200)]
    assert ages([merge(cases, "m")], TODAY) == ages(cases, TODAY)


@pytest.mark.parametrize(
    ("limits", "escalate_after", "columns"),
    [
        ((0, 30), 90, ["limits"]),
        ((30, 30), 90, ["limits"]),
        ((-1,), 90, ["limits"]),
        ((), 0, ["escalate_after"]),
        ((0,), 0, ["limits", "escalate_after"]),
    ],
)
def test_bands_have_an_order(limits: tuple[int, ...], escalate_after: int, columns: list[str]) -> None:
    """Each band begins after the one before it, and nothing goes higher before it is opened."""
    with pytest.raises(BadInput) as caught:
        ages([], TODAY, limits, escalate_after)
    assert [fault.column for fault in caught.value.faults] == columns


def test_without_limits_there_is_one_band() -> None:
    """Everything that waits is in it."""
    assert ages([_case("a", 3)], TODAY, limits=()) == (Band(0, None, (_waiting("a", 3, 87),)),)


def test_leaders_begin_with_themselves() -> None:
    """Cases on other levels that were opened before the leaders' first are named; the same day is early enough."""
    own, later_own = _case("own", 9, on_leadership=True), _case("own2", 0, on_leadership=True)
    same_day, early = _case("same", 9), _case("early", 10)
    assert opened_before_leadership([own, later_own, same_day]) == ()
    assert opened_before_leadership([early, own, later_own, same_day]) == (early,)
    assert opened_before_leadership([early, same_day]) == ()
    assert opened_before_leadership([merge([early, own], "m")]) == (early,)
