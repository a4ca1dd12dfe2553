from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from grassrota.errors import BadInput
from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.field_log import LogCounts, LogEntry, count_log

DAY = date(1957, 11, 28)


def _day(person: str = "p1", place: str = "Works 2", day: date = DAY) -> FieldDay:
    return FieldDay(person, day, FieldDayKind.LIAISE, place)


def test_a_log_holds_a_count_and_a_place() -> None:
    """No field for a name, a feeling or an impression."""
    assert {field.name for field in fields(LogEntry)} == {"field_day", "contacts"}
    assert fields(LogEntry)[1].type == "int"


def test_contacts_and_places_are_counted() -> None:
    """Two people on one day, one of them at two places: 2 days, 3 + 4 + 5 = 12 contacts, 2 places."""
    log = [LogEntry(_day(), 3), LogEntry(_day(place="Works 1"), 4), LogEntry(_day("p2"), 5)]
    assert count_log(log) == LogCounts(2, 12, ("Works 1", "Works 2"))
    assert count_log([]) == LogCounts(0, 0, ())


def test_a_count_is_no_less_than_nothing() -> None:
    """Bad input is told."""
    with pytest.raises(BadInput):
        LogEntry(_day(), -1)
