from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.inspection.conflict_words import conflict_words
from grassrota.inspection.gate import (
    Conflict,
    Gates,
    Overdue,
    Progress,
    Reminder,
    Status,
    conflicts,
    missing,
    overdue_units,
    reminders,
)
from grassrota.inspection.verdict import Verified
from grassrota.inspection.words import Language

COUNTED = date(1957, 12, 15)
DEADLINE = date(1957, 12, 31)
WHOLE = Verified("central", COUNTED, 645_840, 1_040_000)


def unit(share_of_100: int) -> Verified:
    return Verified("u01", COUNTED, share_of_100, 100)


@pytest.mark.parametrize(
    ("verified", "status"),
    [
        (0, Status.CONTINUE),
        (49, Status.CONTINUE),
        (50, Status.UNDER_WAY),
        (69, Status.UNDER_WAY),
        (70, Status.COMPLETE),
    ],
)
def test_a_unit_under_the_gate_goes_on_correcting(verified: int, status: Status) -> None:
    """Under half: go on. From half: under way. Only from 70 % of what was received: complete."""
    assert Gates().status(unit(verified)) is status


def test_the_upper_end_of_the_band_is_a_setting() -> None:
    """With the gate at 80 %, 79 verified of 100 are not complete."""
    strict = Gates(complete=Fraction(8, 10))
    assert strict.status(unit(79)) is Status.UNDER_WAY
    assert strict.status(unit(80)) is Status.COMPLETE


def test_a_unit_nobody_inspected_stands_at_nothing() -> None:
    """Whatever it reports, its verified count is 0; and a unit that received nothing has shown nothing."""
    assert Gates().status(Verified("u01", COUNTED, 0, 100)) is Status.CONTINUE
    assert Verified("u02", COUNTED, 0, 0).share is None
    assert Gates().status(Verified("u02", COUNTED, 0, 0)) is Status.CONTINUE


def test_postings_wait_until_correction_is_under_way() -> None:
    """Below half the start is refused, with the reason and the one case that is lacking; from half it may go ahead."""
    with pytest.raises(Refused, match="1 fewer than the gate needs") as caught:
        Gates().may_start_postings(unit(49))
    assert caught.value.code == "correction_not_under_way"
    assert Gates().may_start_postings(unit(50)) is Status.UNDER_WAY


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.fractions(0, 1))
def test_what_is_missing_reaches_the_gate_and_one_less_does_not(fixed: int, more: int, gate: Fraction) -> None:
    """Adding the missing cases reaches the gate exactly; one fewer stays below it."""
    verified = Verified("u", COUNTED, fixed, fixed + more)
    lacking = missing(verified, gate)
    assert fixed + lacking >= gate * (fixed + more)
    if lacking:
        assert fixed + lacking - 1 < gate * (fixed + more)


def test_the_work_a_day_that_reconciles_gate_and_deadline() -> None:
    """62.1 % of 1.04 million, 16 days to 31 December: 82,160 to 70 % are 5,135 a day, 186,160 to 80 % are 11,635."""
    (to_70,) = conflicts([WHOLE], Fraction(7, 10), DEADLINE, COUNTED)
    (to_80,) = conflicts([WHOLE], Fraction(8, 10), DEADLINE, COUNTED)
    assert (to_70.missing, to_70.days, to_70.per_day) == (82_160, 16, 5_135)
    assert (to_80.missing, to_80.days, to_80.per_day) == (186_160, 16, 11_635)


def test_a_conflict_names_both_and_solves_nothing() -> None:
    """Only units under the gate are in it; on the deadline itself no work a day can help."""
    units = [unit(40), Verified("u02", COUNTED, 60, 100)]
    assert conflicts(units, Fraction(1, 2), DEADLINE, DEADLINE) == (Conflict("u01", Fraction(1, 2), DEADLINE, 10, 0),)
    assert conflicts(units, Fraction(1, 2), DEADLINE, DEADLINE)[0].per_day is None


def test_part_of_a_case_a_day_is_a_case() -> None:
    """Ten cases in three days are four a day."""
    assert Conflict("u", Fraction(1, 2), DEADLINE, 10, 3).per_day == 4


def test_units_that_did_not_start_by_the_deadline_are_listed() -> None:
    """On 31 December nobody is overdue; on 3 January who never started is 3 days late, who did on the 2nd was 2."""
    units = [
        Progress("on_time", started_on=DEADLINE),
        Progress("late", started_on=date(1958, 1, 2)),
        Progress("never"),
        Progress("announced", started_on=date(1958, 2, 1)),
    ]
    assert overdue_units(units, DEADLINE, as_of=DEADLINE) == ()
    assert overdue_units(units, DEADLINE, as_of=date(1958, 1, 3)) == (
        Overdue("late", DEADLINE, 2, date(1958, 1, 2)),
        Overdue("never", DEADLINE, 3),
        Overdue("announced", DEADLINE, 3),
    )


def test_a_unit_past_the_gate_is_reminded_to_start() -> None:
    """Passed on 1 December and not started on the 15th: a reminder after 14 days, not after 13; both dates stay."""
    passed = date(1957, 12, 1)
    units = [Progress("waiting", passed), Progress("started", passed, date(1957, 12, 10)), Progress("below")]
    assert reminders(units, as_of=date(1957, 12, 14)) == ()
    assert reminders(units, as_of=COUNTED) == (Reminder("waiting", passed, 14),)
    assert (units[1].passed_on, units[1].started_on) == (passed, date(1957, 12, 10))


def test_gates_and_figures_out_of_range_are_bad_input() -> None:
    """The complete gate lies above the other; nobody has fixed more than was received."""
    with pytest.raises(BadInput, match="under_way <= complete"):
        Gates(complete=Fraction(4, 10))
    with pytest.raises(BadInput, match="0 to 100"):
        unit(101)


def test_a_conflict_is_told_with_both_sides_and_the_work_between_them() -> None:
    """Gate, deadline, what lacks, and the work a day; without a day left, that one must move. In either language."""
    (conflict,) = conflicts([WHOLE], Fraction(7, 10), DEADLINE, COUNTED)
    told = conflict_words(conflict)
    for part in ("1957-12-31", "70.0%", "82,160", "5,135 a day over 16 days"):
        assert part in told
    zh = conflict_words(conflict, Language.CHINESE)
    for part in ("1957-12-31", "70.0%", "82,160件", "余下16天每天核实整改5,135件"):
        assert part in zh
    (late,) = conflicts([WHOLE], Fraction(7, 10), DEADLINE, DEADLINE)
    assert "no day is left" in conflict_words(late)
    assert "已没有时间" in conflict_words(late, Language.CHINESE)
