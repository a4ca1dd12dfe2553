from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.posting.attendance import Attendance, ExcuseReason, FieldDayExcuse, attendance
from grassrota.posting.field import FieldDay, FieldDayKind

THURSDAY = date(1957, 11, 28)
ONE = timedelta(days=1)
PEOPLE = ["p1", "p2", "p3", "p4", "p5"]


def _day(person: str, day: date = THURSDAY, kind: FieldDayKind = FieldDayKind.LABOUR) -> FieldDay:
    return FieldDay(person, day, kind, "Baiquan")


def test_attendance_is_so_many_of_so_many() -> None:
    """Two of four in scope came, one was excused; a second entry counts once, and a guest is listed, not counted."""
    days = [_day("p2"), _day("p1"), _day("p1", kind=FieldDayKind.LIAISE), _day("p3", THURSDAY + ONE), _day("guest")]
    excuses = [
        FieldDayExcuse("p3", THURSDAY, ExcuseReason.OTHER_DUTY, THURSDAY + ONE),
        FieldDayExcuse("p1", THURSDAY, ExcuseReason.NOT_AVAILABLE),
        FieldDayExcuse("p4", THURSDAY + 7 * ONE, ExcuseReason.NOT_AVAILABLE),
        FieldDayExcuse("guest2", THURSDAY, ExcuseReason.NOT_AVAILABLE),
    ]
    found = attendance(days, THURSDAY, ["p1", "p2", "p3", "p4"], excuses)
    assert found == Attendance(THURSDAY, ("p1", "p2"), ("p3",), 4, ("guest",))


def test_shanghai_counts_four_hundred_of_how_many() -> None:
    """400-odd who came are no attendance until it is known of how many: here 412 of 520."""
    scope = [f"p{number}" for number in range(520)]
    found = attendance([_day(person) for person in scope[:412]], THURSDAY, scope)
    assert (len(found.attended), found.in_scope, found.excused, found.outside) == (412, 520, (), ())


@given(st.lists(st.sampled_from(PEOPLE)), st.sets(st.sampled_from(PEOPLE)), st.lists(st.sampled_from(PEOPLE)))
def test_nobody_is_counted_twice(came: list[str], scope: set[str], excused: list[str]) -> None:
    """Those who came are attended or outside; attended and excused are different people, and all in scope."""
    excuses = [FieldDayExcuse(person, THURSDAY, ExcuseReason.OTHER_DUTY) for person in excused]
    found = attendance([_day(person) for person in came], THURSDAY, scope, excuses)
    assert sorted((*found.attended, *found.outside)) == sorted(set(came))
    assert not set(found.attended) & set(found.excused)
    assert {*found.attended, *found.excused} <= scope
    assert len(found.attended) + len(found.excused) <= found.in_scope == len(scope)


def test_a_day_is_swapped_for_another() -> None:
    """The day that stands in is not the day missed; who is excused has an id."""
    with pytest.raises(BadInput) as caught:
        FieldDayExcuse("", THURSDAY, ExcuseReason.OTHER_DUTY, THURSDAY)
    assert [fault.column for fault in caught.value.faults] == ["person", "swapped_to"]


def test_an_excuse_tells_nothing_of_health_or_family() -> None:
    """There are two reasons, and what is private is one undivided word."""
    assert [reason.value for reason in ExcuseReason] == ["other_duty", "not_available"]
