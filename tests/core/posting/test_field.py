from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.posting.field import (
    FieldDay,
    FieldDayKind,
    FindingKind,
    PlanVerdict,
    QuotaStatus,
    Task,
    TaskReport,
    falling_short,
    quota_status,
)
from grassrota.turns import Recurrence, Turn

NEAR_1959 = st.dates(date(1958, 11, 1), date(1960, 2, 29))
TURNS = st.lists(
    st.builds(lambda first, days: Turn(first, first + timedelta(days=days)), NEAR_1959, st.integers(0, 90)), max_size=4
)
DAY_LISTS = st.lists(st.tuples(st.sampled_from(["p1", "p2"]), NEAR_1959), max_size=6)
FILED = date(1958, 1, 20)
PLAIN: dict[str, Any] = {"person": "p1", "filed_on": FILED, "place": "Baiquan", "text": ""}


def _labour(person: str, day: date) -> FieldDay:
    return FieldDay(person, day, FieldDayKind.LABOUR, "Baiquan")


@pytest.mark.parametrize(
    ("person", "place", "columns"), [("", "Baiquan", ["person"]), ("p1", " ", ["place"]), ("", "", ["person", "place"])]
)
def test_a_field_day_has_a_person_and_a_place(person: str, place: str, columns: list[str]) -> None:
    """A log entry says who and where; both gaps are reported at once."""
    with pytest.raises(BadInput) as caught:
        FieldDay(person, date(1957, 11, 28), FieldDayKind.LIAISE, place)
    assert [fault.column for fault in caught.value.faults] == columns


def test_a_field_day_has_no_coordinates_and_no_clock_time() -> None:
    """Who, which day, what kind and the name of the place are all there is; a moment is refused, and not repeated."""
    assert {field.name for field in fields(FieldDay)} == {"person", "day", "kind", "place"}
    with pytest.raises(BadInput) as caught:
        _labour("p1", datetime(1957, 11, 28, 8, 15))  # noqa: DTZ001
    assert [fault.column for fault in caught.value.faults] == ["day"]
    assert "08:15" not in str(caught.value)


def test_a_field_day_is_spent_in_one_of_three_ways() -> None:
    """Go to the field, liaise with people, take part in labour: there is no fourth kind."""
    assert [kind.value for kind in FieldDayKind] == ["go_to_field", "liaise", "labour"]


@pytest.mark.parametrize(
    ("report", "columns"),
    [
        ({"task": Task.FINDINGS, "owner": "hq", "due_on": FILED}, ["finding"]),
        ({"task": Task.OPINIONS, "finding": FindingKind.CAPACITY}, ["finding"]),
        ({"task": Task.PLAN_TEST, "owner": "hq", "due_on": FILED}, ["verdict"]),
        ({"task": Task.OPINIONS, "verdict": PlanVerdict.HOLDS}, ["verdict"]),
        ({"task": Task.OPINIONS, "owner": "hq"}, ["due_on"]),
        ({"task": Task.OPINIONS, "due_on": FILED}, ["due_on"]),
        ({"task": Task.PLAN_TEST, "verdict": PlanVerdict.HOLDS}, ["owner"]),
        ({"task": Task.FINDINGS, "finding": FindingKind.PROBLEM}, ["owner"]),
        ({"task": Task.LIVING_CONDITIONS, "place": ""}, ["place"]),
        ({"task": Task.OPINIONS, "person": ""}, ["person"]),
        (
            {"task": Task.PLAN_TEST, "finding": FindingKind.PROBLEM, "due_on": FILED, "place": ""},
            ["finding", "verdict", "due_on", "owner", "place"],
        ),
    ],
)
def test_a_report_that_lacks_something_is_bad_input(report: dict[str, Any], columns: list[str]) -> None:
    """A finding has its kind, a plan test its verdict, and both an owner at headquarters and a day to answer."""
    with pytest.raises(BadInput) as caught:
        TaskReport(**PLAIN | report)
    assert [fault.column for fault in caught.value.faults] == columns


def test_what_a_plan_test_and_a_finding_can_say() -> None:
    """Holds, does not hold, cannot tell; capacity, good practice, problem; and people's thinking is no task."""
    assert [verdict.value for verdict in PlanVerdict] == ["holds", "does_not_hold", "cannot_tell"]
    assert [kind.value for kind in FindingKind] == ["capacity", "good_practice", "problem"]
    assert [task.value for task in Task] == ["plan_test", "findings", "opinions", "living_conditions"]


def test_a_report_with_everything_is_accepted() -> None:
    """A verdict from a named place on a day goes to the owner of the plan item."""
    report = TaskReport(
        "p1", Task.PLAN_TEST, FILED, "Baiquan", "", verdict=PlanVerdict.DOES_NOT_HOLD, owner="hq", due_on=FILED
    )
    assert report.owner == "hq"


@given(TURNS, DAY_LISTS, st.dates(date(1958, 6, 1), date(1960, 6, 1)), st.integers(0, 400))
@example([Turn(date(1958, 12, 20), date(1959, 1, 10))], [], date(1958, 12, 25), 50)
@example([], [], date(1960, 1, 1), 0)
def test_the_quota_agrees_with_counting_days(
    turns: list[Turn], singles: list[tuple[str, date]], as_of: date, quota: int
) -> None:
    """Done, planned and left are counted day by day through 1959, before, in and after it; a day counts once."""
    entries = [_labour(person, day) for person, day in singles]
    status = quota_status("p1", 1959, quota, as_of, turns, entries)
    year = [date(1959, 1, 1) + timedelta(days=number) for number in range(365)]
    own = {day for person, day in singles if person == "p1"}
    away = [day for day in year if day in own or any(turn.first <= day <= turn.last for turn in turns)]
    done = sum(day <= as_of for day in away)
    left = sum(day > as_of for day in year)
    assert (status.done, status.planned, status.days_left) == (done, len(away) - done, left)
    assert status.shortfall == max(0, quota - len(away))
    assert status.reachable == (done + left >= quota)
    assert (status.person, status.as_of, status.quota) == ("p1", as_of, quota)


def test_a_leap_year_has_a_day_more() -> None:
    """1960 has 366 days, of which 366 - 60 come after 29 February."""
    assert quota_status("p1", 1960, 50, date(1959, 12, 31), []).days_left == 366
    assert quota_status("p1", 1960, 50, date(1960, 2, 29), []).days_left == 306


def test_boxing_asks_for_fifty_days_a_year() -> None:
    """Sixteen leaders with 50 days each make 800 person-days; stints of 20, 20 and 10 days meet the quota exactly."""
    stints = [
        Turn(date(1959, 3, 1), date(1959, 3, 20)),
        Turn(date(1959, 6, 1), date(1959, 6, 20)),
        Turn(date(1959, 10, 1), date(1959, 10, 10)),
    ]
    statuses = [quota_status(f"leader{n}", 1959, 50, date(1959, 12, 31), stints) for n in range(16)]
    assert sum(status.done for status in statuses) == 800
    assert all(status.shortfall == 0 and status.reachable for status in statuses)


def test_the_shortfall_shows_before_the_year_ends() -> None:
    """With 20 days done and 10 planned by the end of June, 20 are missing while 184 days are left."""
    turns = [Turn(date(1959, 3, 1), date(1959, 3, 20)), Turn(date(1959, 9, 1), date(1959, 9, 10))]
    status = quota_status("p1", 1959, 50, date(1959, 6, 30), turns)
    assert (status.done, status.planned, status.shortfall, status.days_left) == (20, 10, 20, 184)
    assert status.reachable


@pytest.mark.parametrize(("missed", "short"), [(0, 0), (2, 0), (3, 1)])
def test_three_missed_thursdays_put_a_leader_under_fifty(missed: int, short: int) -> None:
    """The 52 Thursdays of 1958 are worth 52 days: two may be missed, not three."""
    thursdays = Recurrence("FREQ=WEEKLY;BYDAY=TH").days(date(1958, 1, 1), date(1958, 12, 31))
    entries = [_labour("p1", day) for day in thursdays[missed:]]
    assert quota_status("p1", 1958, 50, date(1958, 12, 31), [], entries).shortfall == short


def test_a_quota_can_be_out_of_reach() -> None:
    """On 12 November 49 days of the year are left, so nobody who has none reaches 50; the day before 50 were left."""
    assert quota_status("p1", 1959, 50, date(1959, 11, 11), []).reachable
    assert not quota_status("p1", 1959, 50, date(1959, 11, 12), []).reachable


def test_a_quota_that_was_met_stays_met_when_the_year_is_over() -> None:
    """In the next year no day is left, and what was done still counts."""
    status = quota_status("p1", 1959, 50, date(1960, 3, 1), [Turn(date(1959, 3, 1), date(1959, 4, 19))])
    assert (status.done, status.days_left, status.shortfall, status.reachable) == (50, 0, 0, True)


@pytest.mark.parametrize(
    ("done", "planned", "left", "verdict"),
    [(50, 0, 0, "met"), (20, 30, 40, "on_course"), (20, 29, 30, "short"), (20, 29, 29, "out_of_reach")],
)
def test_a_verdict_is_one_of_four(done: int, planned: int, left: int, verdict: str) -> None:
    """Of 50 days: all done; planned; not planned, and just possible; and a day too few left."""
    assert QuotaStatus("p1", date(1959, 6, 1), done, 50, planned, left).verdict == verdict


@pytest.mark.parametrize("field", ["done", "quota", "planned", "days_left"])
def test_days_are_never_fewer_than_none(field: str) -> None:
    """A negative number of days is bad input, as is nobody's quota."""
    days = {"done": 0, "quota": 50, "planned": 0, "days_left": 365} | {field: -1}
    with pytest.raises(BadInput) as caught:
        QuotaStatus("", date(1959, 1, 1), **days)
    assert [fault.column for fault in caught.value.faults] == ["person", field]


def test_the_greatest_shortfall_comes_first() -> None:
    """Those who will miss the quota are named by what they lack, then by id; who meets it is not named."""
    day = date(1959, 12, 1)
    statuses = [
        QuotaStatus("b", day, 40, 50, 0, 30),
        QuotaStatus("met", day, 40, 50, 10, 30),
        QuotaStatus("a", day, 30, 50, 10, 30),
        QuotaStatus("worst", day, 0, 50, 5, 30),
    ]
    assert [status.person for status in falling_short(statuses)] == ["worst", "a", "b"]
