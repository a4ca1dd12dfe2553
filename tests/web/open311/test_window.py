"""Which days somebody asks for: each request is in exactly one of two spans that follow each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota_web.open311.window import Days, read_window

TODAY = date(2026, 5, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({}, Days(date(2026, 1, 31), TODAY)),
        ({"start_date": "2026-01-01T00:00:00Z"}, Days(date(2026, 1, 1), date(2026, 4, 1))),
        ({"end_date": "2026-04-01T00:00:00Z"}, Days(date(2026, 1, 1), date(2026, 4, 1))),
        # midnight of one day at eight hours east is 16:00 of the day before
        (
            {"start_date": "2026-01-02T00:00:00+08:00", "end_date": "2026-01-03T23:59:59+08:00"},
            Days(date(2026, 1, 2), date(2026, 1, 3)),
        ),
        # a plus sign that was sent as it is arrives as a space
        ({"start_date": "2026-01-02T00:00:01 00:00", "end_date": ""}, Days(date(2026, 1, 3), date(2026, 4, 3))),
    ],
)
def test_days_of_a_window(given: dict[str, str], days: Days) -> None:
    """90 days from the side that is given, the latest ones without any, and bounds that count."""
    assert read_window(given, TODAY).filed == days


@settings(max_examples=40)
@given(st.integers(0, 86399), st.integers(-12, 14))
def test_a_day_is_in_one_of_two_spans_that_follow_each_other(second: int, hours: int) -> None:
    """Whatever the hour and the zone at which one ends and the next begins a microsecond later."""
    zone = timezone(timedelta(hours=hours))
    edge = datetime(2026, 3, 10, tzinfo=zone) + timedelta(seconds=second)
    start, end = edge - 5 * DAY, edge + 5 * DAY
    one = read_window({"start_date": start.isoformat(), "end_date": edge.isoformat()}, TODAY).filed
    after = edge + timedelta(microseconds=1)
    two = read_window({"start_date": after.isoformat(), "end_date": end.isoformat()}, TODAY).filed
    assert one.last is not None
    assert two.first == one.last + DAY
    assert one.last == edge.astimezone(UTC).date()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"start_date": "2026-01-01"}, "start_date"),
        ({"start_date": "2026-01-01T00:00:00"}, "start_date"),
        ({"end_date": "yesterday"}, "end_date"),
        ({"start_date": "2026-02-30T00:00:00Z"}, "start_date"),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}, "end_date"),
        ({"status": "done"}, "status"),
        ({"page": "0"}, "page"),
        ({"page": "²"}, "page"),
        ({"page_size": "1001"}, "page_size"),
    ],
)
def test_what_cannot_be_asked_for_is_named(given: dict[str, str], named: str) -> None:
    """A day without its zone, more than 90 days, another status, a page that is none."""
    with pytest.raises(BadInput) as found:
        read_window(given, TODAY)
    assert [fault.column for fault in found.value.faults] == [named]


def test_all_faults_are_told_at_once() -> None:
    """Three fields, three faults."""
    with pytest.raises(BadInput) as found:
        read_window({"start_date": "x", "status": "y", "page": "z"}, TODAY)
    assert len(found.value.faults) == 3
