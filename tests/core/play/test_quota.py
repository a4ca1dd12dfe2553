from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from grassrota.forms import Role
from grassrota.play.quota import shortfalls
from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.steps import Posting
from grassrota.turns import Turn

SPRING, SUMMER, YEAR_END = date(1959, 3, 20), date(1959, 5, 31), date(1959, 12, 31)
PLANNED = Posting("p1", "hq", "o1", 1, "annual_quota", Role.FIELD_WORK, Turn(date(1959, 3, 1), date(1959, 4, 19)), "hq")
LATER = replace(PLANNED, turn=Turn(date(1959, 9, 10), date(1959, 10, 29)))


def gone(posting: Posting, departed: date, returned: date | None = None, closed: date | None = None) -> Posting:
    """The posting after its steps, listed and arrived on the day of departure."""
    return replace(
        posting,
        listed_on=departed,
        departed_on=departed,
        arrived_on=departed,
        returned_on=returned,
        closed_on=closed,
    )


def short(posting: Posting, *days: date, field_days: tuple[FieldDay, ...] = ()) -> list[tuple[date, int, int]]:
    """For each day on which the person is short: days done, and days missing of 50."""
    found = shortfalls([posting], field_days, 1959, 50, days)
    return [(status.as_of, status.done, status.shortfall) for status in found]


def test_a_turn_as_planned_meets_the_quota() -> None:
    """50 days from 1 March: before, meanwhile and after nobody is short."""
    back = gone(PLANNED, date(1959, 3, 1), date(1959, 4, 20))
    assert short(back, date(1959, 2, 1), SPRING, SUMMER, YEAR_END) == []


@pytest.mark.parametrize("closed", [None, date(1959, 4, 11)])
def test_an_early_return_is_seen_before_the_year_ends(closed: date | None) -> None:
    """Back on 10 April instead of 20 April: 40 days done and 10 short, told on 31 May as on 31 December."""
    early = gone(PLANNED, date(1959, 3, 1), date(1959, 4, 10), closed)
    assert short(early, SUMMER, YEAR_END) == [(SUMMER, 40, 10), (YEAR_END, 40, 10)]


def test_an_early_return_is_not_seen_before_it_happens() -> None:
    """On 31 May nobody knew that a turn of September would end after 20 days: the day tells what was known on it."""
    early = gone(LATER, date(1959, 9, 10), date(1959, 9, 30))
    assert short(early, SUMMER, YEAR_END) == [(YEAR_END, 20, 30)]


def test_who_was_released_is_short_of_everything() -> None:
    """From the day of the release on, the planned turn counts for nothing."""
    released = replace(LATER, listed_on=date(1959, 2, 12), released_on=date(1959, 5, 1))
    assert short(released, SPRING, SUMMER, YEAR_END) == [(SUMMER, 0, 50), (YEAR_END, 0, 50)]


def test_who_never_departed_was_not_away() -> None:
    """Missing evidence counts against it: a planned turn that nobody began is no day in the field.

    On 20 March, with no departure known, only the 30 days from 21 March to 19 April may still come.
    """
    assert short(PLANNED, date(1959, 2, 28), SPRING, SUMMER) == [(SPRING, 0, 20), (SUMMER, 0, 50)]


def test_a_late_departure_is_short_unless_the_return_is_as_late() -> None:
    """Gone from 11 March: the planned turn gives 40 days until 19 April; 10 days longer away make up for it."""
    late = gone(PLANNED, date(1959, 3, 11))
    assert short(late, SPRING) == [(SPRING, 10, 10)]
    assert short(gone(PLANNED, date(1959, 3, 11), date(1959, 4, 30)), SPRING, SUMMER) == [(SPRING, 10, 10)]


def test_single_field_days_count_from_the_day_they_are_known() -> None:
    """Ten days in June fill the gap of an early return, but not yet on 31 May; other people's fill none."""
    early = gone(PLANNED, date(1959, 3, 1), date(1959, 4, 10))
    june = tuple(
        FieldDay("p1", date(1959, 6, 1) + timedelta(days=day), FieldDayKind.LABOUR, "Commune A") for day in range(10)
    )
    assert short(early, SUMMER, YEAR_END, field_days=june) == [(SUMMER, 40, 10)]
    others = tuple(replace(entry, person="p2") for entry in june)
    assert short(early, YEAR_END, field_days=others) == [(YEAR_END, 40, 10)]


def test_a_turn_over_the_end_of_the_year_counts_in_each_by_its_days() -> None:
    """From 12 December 20 of 50 days lie in the year: 30 short."""
    winter = gone(replace(PLANNED, turn=Turn(date(1959, 12, 12), date(1960, 1, 30))), date(1959, 12, 12))
    assert short(winter, YEAR_END) == [(YEAR_END, 20, 30)]


def test_the_greatest_shortfall_of_a_day_comes_first() -> None:
    """Days in their order; on each the one with most days missing, then by id."""
    early = [
        replace(gone(PLANNED, date(1959, 3, 1), date(1959, 4, day)), person=person)
        for person, day in (("a", 15), ("c", 5), ("b", 5))
    ]
    found = shortfalls(early, (), 1959, 50, [SUMMER, YEAR_END])
    assert [(status.as_of, status.person) for status in found] == [
        *((SUMMER, person) for person in "bca"),
        *((YEAR_END, person) for person in "bca"),
    ]
