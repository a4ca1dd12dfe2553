from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from inspect import signature
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.forms import STANDARD_FORMS, Role
from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.standing import field_days_by_person, standing, standing_by_unit
from grassrota.posting.steps import Posting
from grassrota.turns import Batch, Turn

LEFT, LAST, BACK = date(1957, 12, 9), date(1958, 1, 17), date(1958, 1, 18)
BATCH = Batch(1, LEFT, date(1957, 12, 14), 40)
YEAR_BATCH = Batch(1, date(1959, 3, 1), date(1959, 3, 5), 30)
ONE = timedelta(days=1)


def _posting(person: str, left: date | None = LEFT, back: date | None = None, unit: str = "home") -> Posting:
    posting = Posting(person, unit, "o1", 1, "turn40", Role.FIELD_WORK, Turn(LEFT, LAST), unit, listed_on=LEFT)
    return replace(posting, departed_on=left, arrived_on=left, returned_on=back)


def _yearly(person: str, **more: Any) -> Posting:
    turn = Turn(date(1959, 3, 1), date(1959, 3, 30))
    posting = Posting(person, "home", "o1", 1, "annual_quota", Role.FIELD_WORK, turn, "home", listed_on=turn.first)
    return replace(posting, **more)


def test_one_value_has_all_there_is_to_know_of_a_batch() -> None:
    """On 20 January, two days after all were due: one came back early, one on the day, one is out, one never left."""
    postings = [
        _posting("early", back=BACK - ONE),
        _posting("in time", back=BACK),
        _posting("still out"),
        _posting("waits", left=None),
        replace(_posting("released", left=None), released_on=LEFT),
    ]
    found = standing(postings, BATCH, date(1958, 1, 20), STANDARD_FORMS)
    assert found.departures.gone == ("early", "in time", "still out")
    assert (found.departures.waiting, found.departures.size, found.departures.late) == (("waits",), 4, ("waits",))
    assert (found.returned, found.over_stay, found.under_stay) == (("early", "in time"), ("still out",), ("early",))
    assert found.short == ()


def test_what_comes_later_is_not_known_yet() -> None:
    """On the last day of the turn nobody is overdue, and tomorrow's return is not known."""
    found = standing([_posting("p1", back=BACK)], BATCH, LAST, STANDARD_FORMS)
    assert (found.returned, found.over_stay, found.under_stay) == ((), (), ())


def test_a_unit_is_its_own_people() -> None:
    """Two units, by id: each has its part of the batch, and together they are the whole."""
    postings = [_posting("p1", unit="b"), _posting("p2", None, unit="a"), _posting("p3", unit="b")]
    parts = standing_by_unit(postings, BATCH, LEFT, STANDARD_FORMS)
    assert [(part.unit, part.departures.gone, part.departures.waiting) for part in parts] == [
        ("a", (), ("p2",)),
        ("b", ("p1", "p3"), ()),
    ]
    assert standing(postings, BATCH, LEFT, STANDARD_FORMS).departures.size == 3


def test_a_shortfall_shows_before_the_year_ends() -> None:
    """Of 50 days a year 30 are a posting in March; 8 field days make 38: in February it shows that 12 are missing."""
    days = [FieldDay("p1", date(1959, 2, day), FieldDayKind.LABOUR, "Baiquan") for day in range(1, 9)]
    (status,) = standing([_yearly("p1")], YEAR_BATCH, date(1959, 2, 10), STANDARD_FORMS, days).short
    assert (status.person, status.done, status.planned, status.shortfall) == ("p1", 8, 30, 12)
    (before,) = standing([_yearly("p1")], YEAR_BATCH, date(1959, 2, 4), STANDARD_FORMS, days).short
    assert (before.done, before.shortfall) == (4, 16)


def test_planned_days_that_were_missed_do_not_count() -> None:
    """Gone on the 11th instead of the 1st, on the 20th 10 days are done and 10 to come; for who came back, none."""
    march = date(1959, 3, 11)
    late = _yearly("p1", departed_on=march, arrived_on=march)
    early = _yearly("p2", departed_on=date(1959, 3, 1), arrived_on=march, returned_on=march)
    waits = _yearly("p3")
    short = standing([late, early, waits], YEAR_BATCH, date(1959, 3, 20), STANDARD_FORMS).short
    assert [(one.person, one.done, one.planned) for one in short] == [("p2", 10, 0), ("p3", 0, 10), ("p1", 10, 10)]


def test_who_was_released_owes_no_days() -> None:
    """Neither a shortfall nor days of the planned turn: 30 in March and 20 in autumn are 50, and 30 once released."""
    released = _yearly("p1", released_on=date(1959, 3, 1))
    assert standing([released], YEAR_BATCH, date(1959, 3, 20), STANDARD_FORMS).short == ()
    autumn = replace(_yearly("p2"), batch=2, turn=Turn(date(1959, 9, 1), date(1959, 9, 20)), listed_on=None)
    assert standing([_yearly("p2"), autumn], YEAR_BATCH, date(1959, 2, 1), STANDARD_FORMS).short == ()
    alone = [_yearly("p2"), replace(autumn, released_on=date(1959, 2, 1))]
    (status,) = standing(alone, YEAR_BATCH, date(1959, 2, 1), STANDARD_FORMS).short
    assert (status.planned, status.shortfall) == (30, 20)


def test_a_leaders_field_days_are_visible_like_anyones() -> None:
    """There is no way to leave somebody out: neither grade nor person is asked for, and a secretary stands in line."""
    days = [
        FieldDay("secretary", date(1957, 11, 28), FieldDayKind.LABOUR, "Works 2"),
        FieldDay("clerk", date(1957, 12, 5), FieldDayKind.LIAISE, "Works 1"),
        FieldDay("secretary", date(1957, 11, 21), FieldDayKind.LIAISE, "Works 2"),
        FieldDay("clerk", date(1957, 12, 12), FieldDayKind.LIAISE, "Works 1"),
    ]
    shown = field_days_by_person(days, date(1957, 12, 5))
    assert shown == {"clerk": (days[1],), "secretary": (days[2], days[0])}
    assert list(shown) == ["clerk", "secretary"]
    assert list(signature(field_days_by_person).parameters) == ["field_days", "as_of"]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60)), max_size=6), st.integers(0, 70))
def test_departed_and_waiting_are_the_batch_on_any_day(people: list[tuple[bool, int]], day: int) -> None:
    """Gone and waiting add up, who is back had gone, and over- and under-stay exclude each other."""
    postings = [
        _posting(f"p{number}", LEFT if gone else None, LEFT + (away + 1) * ONE if gone else None)
        for number, (gone, away) in enumerate(people)
    ]
    found = standing(postings, BATCH, LEFT + day * ONE, STANDARD_FORMS)
    assert found.departures.size == len(people)
    assert set(found.returned) | set(found.over_stay) | set(found.under_stay) <= set(found.departures.gone)
    assert not set(found.over_stay) & set(found.under_stay)
    assert set(found.under_stay) <= set(found.returned)
