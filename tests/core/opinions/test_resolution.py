from __future__ import annotations

from datetime import date, timedelta

import pytest

from grassrota.opinions.case import Case, claim, withdraw
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, UnitClaim
from grassrota.opinions.merging import merge
from grassrota.opinions.resolution import Resolution, before_and_after, handed_over
from grassrota.opinions.waiting import Median

ARRIVED = date(1957, 6, 1)
NEVER = Median(None, None, None)


def _day(offset: int) -> date:
    return ARRIVED + timedelta(days=offset)


def _case(case_id: str, opened: int, fixed: int | None = None, *answers: tuple[int, Answer]) -> Case:
    """A case with days counted from the arrival."""
    claims = () if fixed is None else (UnitClaim(_day(fixed), ClosingReason.FIXED, "done"),)
    said = tuple(RaiserAnswer(_day(on), case_id, word) for on, word in answers)
    return Case(case_id, (case_id,), "hq", _day(opened), investigated_on=_day(opened), claims=claims, answers=said)


def test_days_to_the_claimed_fix_before_and_after() -> None:
    """Before: 100 and 60 days and one of 500 still open, half by 100; after: 10, 20 and 60 days, half by 20.

    The median of those fixed alone would be 80: it forgets the one that waits.
    """
    cases = [
        _case("b1", -120, -20),
        _case("b2", -50, 10),
        _case("b3", -400),
        _case("a1", 0, 10),
        _case("a2", 5, 25),
        _case("a3", 10, 70),
    ]
    compared = before_and_after(cases, ARRIVED, _day(100))
    assert (compared.before.claimed_fixed, compared.before.still_open, compared.before.half.days) == (2, 1, 100)
    assert (compared.after.claimed_fixed, compared.after.still_open, compared.after.half.days) == (3, 0, 20)
    # as it was known two weeks after the arrival: what came later is not in it
    early = before_and_after(cases, ARRIVED, _day(14))
    assert (early.before.claimed_fixed, early.before.still_open) == (2, 1)
    assert (early.after.claimed_fixed, early.after.still_open) == (1, 2)
    assert "nobody drew by lot" in compared.caution
    assert "no cause is shown" in compared.caution


def test_merged_cases_are_compared_apart() -> None:
    """One case from before and one from after stay one each, whoever handles them together."""
    compared = before_and_after([merge([_case("b", -10), _case("a", 10)], "m")], ARRIVED, _day(20))
    assert (compared.before, compared.after) == (Resolution(0, 1, NEVER), Resolution(0, 1, NEVER))


def test_the_median_of_nothing_is_unknown() -> None:
    """Where nothing was fixed there is no median, and the open cases are still counted."""
    compared = before_and_after([_case("b1", -10)], ARRIVED, ARRIVED)
    assert compared.before == Resolution(0, 1, NEVER)
    assert compared.after == Resolution(0, 0, NEVER)


def test_long_unsolved_problems_are_handed_over_oldest_first() -> None:
    """The oldest comes first, and cases of one day by their id; a case opened on the day of arrival is none of them."""
    cases = [_case("new", 0), _case("b", -10), _case("a", -10), _case("old", -900)]
    assert [case.id for case in handed_over(cases, ARRIVED)] == ["old", "a", "b"]


@pytest.mark.parametrize(
    ("case", "waits"),
    [
        (_case("fixed before", -90, -1), False),
        (_case("fixed on the day", -90, 0), True),
        (_case("fixed later", -90, 30), True),
        (_case("confirmed", -90, -30, (-10, Answer.FIXED)), False),
        (_case("refuted", -90, -30, (-10, Answer.NOT_FIXED)), True),
        (_case("refuted later", -90, -30, (10, Answer.NOT_FIXED)), False),
    ],
    ids=lambda value: value.id if isinstance(value, Case) else "",
)
def test_what_is_handed_over_is_what_was_not_fixed_on_that_day(case: Case, waits: bool) -> None:
    """Claimed fixed is not confirmed fixed: what a raiser had refuted by then waits, what came later is not known."""
    assert handed_over([case], ARRIVED) == ((case,) if waits else ())


def test_what_was_claimed_again_later_is_seen_as_it_was() -> None:
    """A case fixed after the arrival waits, though an earlier claim of a fix had been refuted."""
    claims = tuple(UnitClaim(_day(on), ClosingReason.FIXED, "done") for on in (-50, 20))
    said = (RaiserAnswer(_day(-40), "o", Answer.NOT_FIXED), RaiserAnswer(_day(21), "o", Answer.FIXED))
    case = Case("c", ("o",), "hq", _day(-90), investigated_on=_day(-60), claims=claims, answers=said)
    assert handed_over([case], ARRIVED) == (case,)


@pytest.mark.parametrize(("on", "waits"), [(-1, False), (0, True)])
def test_duplicates_and_what_was_taken_back_are_not_handed_over(on: int, waits: bool) -> None:
    """A duplicate goes on elsewhere, and nobody waits for what was withdrawn; on the day of arrival it is too late."""
    duplicate = claim(_case("d", -9), UnitClaim(_day(on), ClosingReason.DUPLICATE, duplicate_of="other"))
    withdrawn = withdraw(_case("w", -9), "w", _day(on), confirmed_by_raiser=True)
    assert handed_over([duplicate, withdrawn], ARRIVED) == ((duplicate, withdrawn) if waits else ())


def test_what_a_unit_could_not_do_is_handed_over() -> None:
    """Closed as "cannot" is not fixed; neither is a case of which one of two opinions was taken back."""
    cannot = claim(_case("c", -9), UnitClaim(_day(-5), ClosingReason.CANNOT))
    half = withdraw(Case("h", ("h", "i"), "hq", _day(-8)), "h", _day(-7), confirmed_by_raiser=True)
    assert handed_over([half, cannot], ARRIVED) == (cannot, half)
