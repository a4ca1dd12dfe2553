from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.turns import (
    Batch,
    Recurrence,
    Turn,
    check_batches,
    days_covered,
    days_in,
    last_day,
    last_departure,
    months_end,
    turns_that_fit,
)

WINDOW = (date(1957, 12, 9), date(1958, 3, 31))
THURSDAYS = Recurrence("FREQ=WEEKLY;BYDAY=TH")
DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))
LENGTHS = st.integers(1, 500)
SHORT_TURNS = st.builds(
    lambda first, days: Turn(first, first + timedelta(days=days)),
    st.dates(date(1957, 12, 1), date(1958, 3, 31)),
    st.integers(0, 60),
)


def _day_by_day(first: date, last: date) -> list[date]:
    """Every day of a window, found by walking from its first day."""
    days = []
    while first <= last:
        days.append(first)
        first += timedelta(days=1)
    return days


def test_the_programme_of_shanxi_has_113_days() -> None:
    """9 December 1957 to 31 March 1958: 23 + 31 + 28 + 31 = 113 days, both ends included."""
    assert days_in(*WINDOW) == 113


def test_two_turns_of_forty_days_fit_into_the_programme() -> None:
    """113 days hold two turns of 40 days one after the other, not three."""
    assert turns_that_fit(*WINDOW, 40) == 2


def test_the_last_departure_is_20_february() -> None:
    """From 20 February to 31 March 1958 there are 9 + 31 = 40 days."""
    assert last_departure(date(1958, 3, 31), 40) == date(1958, 2, 20)


@pytest.mark.parametrize(
    ("leaves", "last", "due"),
    [
        (date(1957, 12, 9), date(1958, 1, 17), date(1958, 1, 18)),
        (date(1957, 12, 14), date(1958, 1, 22), date(1958, 1, 23)),
    ],
)
def test_day_40_and_the_day_at_home(leaves: date, last: date, due: date) -> None:
    """A cohort leaving on 9 December is due back on 18 January, one leaving on 14 December on 23 January."""
    turn = Turn(leaves, last_day(leaves, 40))
    assert (turn.last, turn.due_back, turn.days) == (last, due, 40)


@given(DATES, LENGTHS)
def test_days_are_counted_one_by_one(first: date, days: int) -> None:
    """A turn of n days has n days on the calendar, and its last departure is its own first day."""
    last = last_day(first, days)
    assert days_in(first, last) == len(_day_by_day(first, last)) == days
    assert last_departure(last, days) == first


@given(DATES, st.integers(-40, 400), st.integers(1, 60))
def test_turns_fit_as_long_as_the_next_one_ends_in_time(first: date, span: int, days: int) -> None:
    """Sending one turn after the other until the next would end too late gives the number of turns that fit."""
    last = first + timedelta(days=span)
    start, sent = first, 0
    while start + timedelta(days=days - 1) <= last:
        start, sent = start + timedelta(days=days), sent + 1
    assert turns_that_fit(first, last, days) == sent


def test_a_window_that_ends_before_it_begins_has_no_days() -> None:
    """Nothing is counted backwards."""
    assert days_in(date(1958, 1, 2), date(1958, 1, 1)) == 0
    assert days_in(date(1958, 1, 2), date(1957, 1, 1)) == 0


@pytest.mark.parametrize(("year", "days"), [(1957, 365), (1960, 366), (1900, 365), (2000, 366), (2100, 365)])
def test_leap_years(year: int, days: int) -> None:
    """1960 and 2000 have 29 February; 1957, 1900 and 2100 have not."""
    assert days_in(date(year, 1, 1), date(year, 12, 31)) == days
    assert last_day(date(year, 2, 1), 29) == (date(year, 2, 29) if days == 366 else date(year, 3, 1))


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(1959, 3, 15), 1, date(1959, 4, 14)),
        (date(1959, 2, 5), 6, date(1959, 8, 4)),
        (date(1959, 2, 5), 12, date(1960, 2, 4)),
        (date(1959, 2, 1), 1, date(1959, 2, 28)),
        (date(1959, 1, 28), 1, date(1959, 2, 27)),
        (date(1959, 1, 29), 1, date(1959, 2, 28)),
        (date(1959, 1, 30), 1, date(1959, 2, 28)),
        (date(1959, 1, 31), 1, date(1959, 2, 28)),
        (date(1960, 1, 29), 1, date(1960, 2, 28)),
        (date(1960, 1, 30), 1, date(1960, 2, 29)),
        (date(1960, 1, 31), 1, date(1960, 2, 29)),
        (date(1960, 2, 29), 12, date(1961, 2, 28)),
        (date(1959, 3, 1), 1, date(1959, 3, 31)),
        (date(1959, 3, 31), 1, date(1959, 4, 30)),
        (date(1959, 8, 31), 6, date(1960, 2, 29)),
        (date(1959, 12, 1), 1, date(1959, 12, 31)),
    ],
)
def test_whole_months_end_the_day_before_the_same_day(first: date, months: int, last: date) -> None:
    """A month from the 15th ends on the 14th; where the day before the same day is no day, on the month's last.

    So counts the German civil code, sections 187 (2) and 188 (2) and (3), for periods whose first day counts.
    """
    assert months_end(first, months) == last


@given(DATES, st.integers(1, 24))
@example(date(1959, 1, 31), 1)
def test_months_are_never_shorter_than_the_shortest_month(first: date, months: int) -> None:
    """The end is the day before the same day, or the last day of a month that has no such day."""
    last = months_end(first, months)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    longest = monthrange(year, month + 1)[1]
    expected = date(year, month + 1, min(first.day, longest))
    assert last == (expected - timedelta(days=1) if first.day <= longest else expected)
    assert days_in(first, last) >= 28 * months


def test_a_turn_does_not_end_before_it_begins() -> None:
    """A one-day turn is the shortest there is."""
    assert Turn(date(1958, 1, 1), date(1958, 1, 1)).days == 1
    with pytest.raises(BadInput, match="on or after 1958-01-02, got 1958-01-01"):
        Turn(date(1958, 1, 2), date(1958, 1, 1))


@given(SHORT_TURNS, SHORT_TURNS)
def test_turns_overlap_when_they_share_a_day(one: Turn, other: Turn) -> None:
    """Overlap is a shared day, in whichever order one asks."""
    shared = set(_day_by_day(one.first, one.last)) & set(_day_by_day(other.first, other.last))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(st.lists(SHORT_TURNS, max_size=6))
def test_a_day_shared_by_turns_counts_once(turns: list[Turn]) -> None:
    """The days covered are the days of the union."""
    assert days_covered(turns) == len({day for turn in turns for day in _day_by_day(turn.first, turn.last)})


def test_days_are_covered_at_the_ends_of_the_calendar() -> None:
    """The first and the last day there are count like any other."""
    assert days_covered([Turn(date.min, date.min), Turn(date.min, date.min + timedelta(days=1))]) == 2
    assert days_covered([Turn(date.max, date.max), Turn(date.max, date.max)]) == 1


def test_the_first_field_day_is_a_thursday() -> None:
    """28 November 1957, the first field day of Shanghai, is a Thursday."""
    assert THURSDAYS.days(date(1957, 11, 28), date(1957, 11, 28)) == (date(1957, 11, 28),)
    assert THURSDAYS.days(date(1957, 11, 22), date(1957, 12, 4)) == (date(1957, 11, 28),)


def test_1958_has_52_thursdays() -> None:
    """1958 begins on a Wednesday, so it has 52 Thursdays, from 2 January to 25 December."""
    days = THURSDAYS.days(date(1958, 1, 1), date(1958, 12, 31))
    assert (len(days), days[0], days[-1]) == (52, date(1958, 1, 2), date(1958, 12, 25))


@given(
    st.sets(st.sampled_from(range(7)), min_size=1),
    st.dates(date(1950, 1, 1), date(1970, 1, 1)),
    st.integers(-5, 80),
    st.sets(st.dates(date(1957, 1, 1), date(1957, 3, 1)), max_size=5),
)
def test_recurrence_agrees_with_a_plain_weekday_loop(
    weekdays: set[int], first: date, span: int, off: set[date]
) -> None:
    """Weekly days are the days of the window that fall on the weekdays, less those excepted."""
    last = first + timedelta(days=span)
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    rule = "FREQ=WEEKLY;BYDAY=" + ",".join(names[day] for day in sorted(weekdays))
    looped = tuple(day for day in _day_by_day(first, last) if day.weekday() in weekdays and day not in off)
    assert Recurrence(rule, tuple(sorted(off))).days(first, last) == looped


@given(
    st.sampled_from(
        ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TH", "FREQ=MONTHLY;BYDAY=1TH,-1FR", "FREQ=MONTHLY;BYMONTHDAY=1,-1"]
    ),
    st.dates(date(1957, 1, 1), date(1958, 12, 31)),
    st.integers(0, 100),
)
def test_a_window_has_the_days_of_the_year_that_lie_in_it(rule: str, first: date, span: int) -> None:
    """Which days are field days does not depend on the window in which one asks."""
    last = first + timedelta(days=span)
    whole = Recurrence(rule).days(date(1957, 1, 1), date(1959, 12, 31))
    assert Recurrence(rule).days(first, last) == tuple(day for day in whole if first <= day <= last)


def test_excepted_days_are_left_out() -> None:
    """A holiday on a Thursday is no field day."""
    rule = Recurrence("freq=weekly;byday=th", (date(1958, 1, 9),))
    assert rule.days(date(1958, 1, 1), date(1958, 1, 20)) == (date(1958, 1, 2), date(1958, 1, 16))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Thursday",
        "FREQ=FORTNIGHTLY;BYDAY=TH",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=TH;COUNT=3",
        "FREQ=WEEKLY;BYDAY=TH;UNTIL=19580101",
        "DTSTART:19580101T000000 RRULE:FREQ=DAILY",
        "RDATE:19580101T000000",
    ],
)
def test_what_is_no_rule_is_bad_input(rule: str) -> None:
    """Anything but a rule without bounds of its own is refused when it is made, not when days are asked for."""
    with pytest.raises(BadInput, match="column recurrence: expected an RFC 5545 rule of whole days"):
        Recurrence(rule)


@pytest.mark.parametrize("rule", ["FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=TH;BYHOUR=9"])
def test_a_rule_of_hours_is_refused(rule: str) -> None:
    """Field days have no clock time; 24 hours would have counted as 24 days."""
    with pytest.raises(BadInput, match="hours"):
        Recurrence(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=YEARLY;BYMONTH=5",
        "FREQ=WEEKLY;BYDAY=TH;INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
    ],
)
def test_a_rule_that_would_change_with_the_window_is_refused(rule: str) -> None:
    """Without the day's name, or with every second week, the days would hang on where one begins to look."""
    with pytest.raises(BadInput):
        Recurrence(rule)


def test_a_batch_departs_before_the_15th_and_is_away_until_the_last_is_back() -> None:
    """The first batch leaves from 9 to 14 December 1957 for 40 days: somebody is away until 22 January."""
    batch = Batch(1, date(1957, 12, 9), date(1957, 12, 14), 40)
    assert batch.away == Turn(date(1957, 12, 9), date(1958, 1, 22))
    assert batch.turn_from(date(1957, 12, 9)) == Turn(date(1957, 12, 9), date(1958, 1, 17))


def test_every_fault_of_a_batch_is_reported_at_once() -> None:
    """Number, length and window are each checked."""
    with pytest.raises(BadInput) as caught:
        Batch(0, date(1957, 12, 14), date(1957, 12, 13), 0)
    assert [fault.column for fault in caught.value.faults] == ["number", "days", "depart_by"]


def test_the_second_batch_follows_the_first() -> None:
    """A second batch that leaves when the last of the first is back, and ends on 31 March, is in turn."""
    first = Batch(1, date(1957, 12, 9), date(1957, 12, 14), 40)
    second = Batch(2, date(1958, 1, 23), date(1958, 2, 20), 40)
    check_batches(())
    check_batches((first,))
    check_batches((first, second))
    assert second.away.last == date(1958, 3, 31)


def test_batches_out_of_turn_are_reported_together() -> None:
    """A batch that leaves while the one before is away, and a number out of turn, are both named with their row."""
    first = Batch(1, date(1957, 12, 9), date(1957, 12, 14), 40)
    early = Batch(3, date(1958, 1, 22), date(1958, 1, 30), 40)
    with pytest.raises(BadInput) as caught:
        check_batches((first, early))
    faults = [(fault.column, fault.row, fault.got) for fault in caught.value.faults]
    assert faults == [("number", 2, "3"), ("depart_from", 2, "1958-01-22")]
