from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from grassrota.errors import BadInput
from grassrota.inspection.claim import Claim
from grassrota.inspection.cycle import Visit, VisitKind
from grassrota.inspection.design import hypotheses
from grassrota.inspection.gate import Progress
from grassrota.inspection.relapse import Held, due, rechecks, relapses
from grassrota.inspection.sequential.plan import sequential
from grassrota.inspection.verdict import Verdict

PASSED = date(1957, 11, 30)
GATE = Fraction(7, 10)


def seen(unit: str, *days: date, kind: VisitKind = VisitKind.INSPECTION) -> list[Visit]:
    return [Visit(unit, day, kind) for day in days]


def test_who_passed_the_gate_is_inspected_again_after_3_and_12_months() -> None:
    """Passed on 30 November: due on 28 February, as that month has no 30th, and on 30 November of the next year."""
    early, late = rechecks([Progress("u1", PASSED), Progress("u2")], [])
    assert (early.unit, early.months, early.due_on) == ("u1", 3, date(1958, 2, 28))
    assert (late.months, late.due_on) == (12, date(1958, 11, 30))
    assert due((early, late), date(1958, 2, 27)) == ()
    assert due((early, late), date(1958, 2, 28)) == (early,)
    assert due((early, late), date(1959, 1, 1)) == (early, late)
    assert (early.days_late(date(1958, 2, 1)), early.days_late(date(1958, 3, 3))) == (0, 3)


def test_an_inspection_counts_for_one_recheck_and_only_from_its_day_on() -> None:
    """A day early is none, a survey is none; one after a year stands for the second recheck and never for the first."""
    units = [Progress("u1", PASSED)]
    (early, late) = rechecks(units, seen("u1", date(1958, 2, 27)))
    assert (early.done_on, late.done_on) == (None, None)
    (early, late) = rechecks(units, seen("u1", date(1958, 3, 5), kind=VisitKind.SURVEY) + seen("u2", date(1958, 3, 5)))
    assert early.done_on is None
    (early, late) = rechecks(units, seen("u1", date(1958, 3, 9), date(1958, 3, 5)))
    assert (early.done_on, late.done_on) == (date(1958, 3, 5), None)
    assert early.days_late(date(1960, 1, 1)) == 5
    (early, late) = rechecks(units, seen("u1", date(1958, 12, 1)))
    assert (early.done_on, late.done_on) == (None, date(1958, 12, 1))


def test_rechecks_stand_in_the_order_of_their_days() -> None:
    """Whatever the order of the units, those due first come first."""
    units = [Progress("b", PASSED), Progress("a", date(1957, 12, 31)), Progress("c", PASSED)]
    assert [(one.unit, one.due_on.isoformat()) for one in rechecks(units, [], (1, 2))] == [
        ("b", "1957-12-30"),
        ("c", "1957-12-30"),
        ("b", "1958-01-30"),
        ("c", "1958-01-30"),
        ("a", "1958-01-31"),
        ("a", "1958-02-28"),
    ]


@pytest.mark.parametrize("months", [(), (0, 3), (12, 3), (3, 3)])
def test_months_rise_from_one(months: tuple[int, ...]) -> None:
    """None, zero, falling and repeated ones are bad input."""
    with pytest.raises(BadInput):
        rechecks([], [], months)


def verdict(found: list[bool], on: date = date(1958, 3, 1)) -> Verdict:
    claim = Claim.of("u1", on, 100, map(str, range(90)))
    return Verdict.of(claim, sequential(hypotheses(claim, "0.15", "0.05"), lots=False), found)


def test_a_unit_that_slid_back_is_told_from_one_of_which_too_little_is_known() -> None:
    """All fixed: it held. All unfixed: it fell. All silent: unclear, as the bounds leave both open."""
    units = [Progress("u1", PASSED), Progress("u2", PASSED), Progress("u3")]
    all_fixed = verdict([True] * 90)
    for found, held in ((all_fixed, Held.HELD), (verdict([False] * 90), Held.FELL), (verdict([]), Held.UNCLEAR)):
        (one,) = relapses(units, {"u1": found, "u3": found}, GATE)
        assert (one.unit, one.passed_on, one.held) == ("u1", PASSED, held)
        assert one.missing == max(70 - found.at_least, 0)


def test_only_a_later_claim_says_anything_of_a_relapse() -> None:
    """The verdict by which the unit passed is no recheck."""
    assert relapses([Progress("u1", PASSED)], {"u1": verdict([True] * 90, on=PASSED)}, GATE) == ()
