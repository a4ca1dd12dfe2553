"""When a bulletin is due by itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.figures.issue.periods import Every, due, period_end


@pytest.mark.parametrize(
    ("every", "end"),
    [(Every.WEEK, date(2024, 2, 11)), (Every.MONTH, date(2024, 2, 29)), (Every.QUARTER, date(2024, 3, 31))],
)
def test_periods_end_with_the_calendar(every: Every, end: date) -> None:
    """By hand: 6 February 2024 was a Tuesday in a leap year."""
    assert period_end(every, date(2024, 2, 6)) == end
    assert period_end(every, end) == end


def test_what_is_due_and_what_is_not_yet() -> None:
    """By hand: set in mid-November, three days after the end of each month, looked at in January and March."""
    ask = (Every.MONTH, date(2025, 11, 15), 3)
    assert list(due(*ask, date(2026, 1, 2))) == [date(2025, 11, 30)]
    assert list(due(*ask, date(2026, 1, 3))) == [date(2025, 11, 30), date(2025, 12, 31)]
    assert len(list(due(*ask, date(2026, 3, 3)))) == 4


@given(st.sampled_from(Every), st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60), st.integers(0, 900))
def test_every_day_is_in_one_period(every: Every, since: date, after_days: int, later: int) -> None:
    """Ends follow each other without a gap, each is the end of the day after the one before, and none is early."""
    today = since + timedelta(days=later)
    ends = list(due(every, since, after_days, today))
    assert all(period_end(every, one + timedelta(days=1)) == two for one, two in pairwise(ends))
    assert all(end + timedelta(days=after_days) <= today for end in ends)
    assert ends == [] or ends[0] >= since
