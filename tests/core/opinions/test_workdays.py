from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.opinions.workdays import WEEKDAYS, Due, Span, Term, WorkCalendar, china, due, with_own_days

MONDAY = date(1957, 12, 2)
ONE = timedelta(days=1)


def test_terms_in_days_months_and_working_days() -> None:
    """From Monday 2 December 1957: 7 days end on Monday the 9th, 3 months on a Sunday and so on Monday 3 March."""
    assert due(MONDAY, Term(7)) == Due(date(1957, 12, 9))
    assert due(MONDAY, Term(3, Span.MONTHS)) == Due(date(1958, 3, 3))
    assert due(MONDAY, Term(5, Span.WORKING_DAYS)) == Due(date(1957, 12, 9))
    assert due(date(1957, 12, 6), Term(1, Span.WORKING_DAYS)) == Due(date(1957, 12, 9))
    assert due(date(1957, 11, 30), Term(3, Span.MONTHS)) == Due(date(1958, 2, 28))


def test_chinese_holidays_and_the_days_worked_for_them() -> None:
    """National Day 2026: 1 to 7 October are off, Sunday 20 September and Saturday 10 October are worked.

    By the notice of the State Council; so are the nine days of the Spring Festival from 15 February, with the Saturdays
    before and after.
    """
    days = [date(2026, 9, 30) + number * ONE for number in range(12)]
    assert [day.day for day in days if china().works_on(day)] == [30, 8, 9, 10]
    assert china().works_on(date(2026, 9, 20))
    assert due(date(2026, 9, 30), Term(3, Span.WORKING_DAYS), china()) == Due(date(2026, 10, 10))
    assert due(date(2026, 2, 12), Term(7), china()) == Due(date(2026, 2, 24))
    assert china().count(date(2026, 2, 9), date(2026, 3, 1)) == 5 + 1 + 4 + 1


def test_years_that_nobody_has_announced_yet_are_said_to_be_unknown() -> None:
    """A day after the data is counted by weekends, and says that it may move; before and within, it says nothing."""
    last = china().known_to
    assert last == date(last.year, 12, 31)
    beyond = due(last, Term(2, Span.MONTHS), china())
    assert beyond.caution == (
        f"China: holidays are known from 2004-01-01 to {last}; outside only weekends are counted, "
        f"so {beyond.on} may still move."
    )
    assert due(last - 30 * ONE, Term(7), china()).caution == ""
    assert due(last - 3 * ONE, Term(9, Span.WORKING_DAYS), china()).caution != ""
    assert due(date(1957, 12, 2), Term(7), china()).caution != ""


def test_an_organisation_adds_its_own_days() -> None:
    """Its own go before the calendar's: a founding day off, a make-up Saturday that is off after all, one worked."""
    own = with_own_days(china(), off=[date(2026, 10, 9), date(2026, 10, 10)], worked=[date(2026, 10, 11)])
    assert due(date(2026, 10, 8), Term(1, Span.WORKING_DAYS), own) == Due(date(2026, 10, 11))


@given(st.dates(date(2010, 1, 1), date(2025, 6, 30)), st.integers(1, 40))
@settings(max_examples=40)
def test_working_days_are_counted_one_by_one(begins: date, count: int) -> None:
    """The day found is worked, and so many working days lie after the first day up to it."""
    last = china().after(begins, count)
    assert china().works_on(last)
    assert china().count(begins + ONE, last) == count


def test_a_calendar_that_makes_no_sense_is_bad_input() -> None:
    """No day is both off and worked, no calendar ends before it begins, somebody works on some day, a term is 1."""
    day = frozenset({MONDAY})
    with pytest.raises(BadInput) as caught:
        WorkCalendar("x", MONDAY, MONDAY + ONE, day, day, frozenset(range(7)))
    assert [fault.column for fault in caught.value.faults] == ["made_up", "known_to", "weekend"]
    with pytest.raises(BadInput, match="1 or more, got 0"):
        Term(0)
    assert WEEKDAYS.statement(date.min, date.max) == ""
