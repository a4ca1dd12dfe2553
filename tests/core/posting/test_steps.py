from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.forms import STANDARD_FORMS, Form, Role
from grassrota.posting.concern import Concern, ConcernKind, ConcernOutcome
from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.host import HostChecklist
from grassrota.posting.steps import (
    BatchRecord,
    Posting,
    PostingState,
    arrive,
    close,
    come_back,
    depart,
    publish,
    release,
    return_flag,
)
from grassrota.turns import Turn

FIRST, LAST, DUE = date(1957, 12, 9), date(1958, 1, 17), date(1958, 1, 18)
ONE = timedelta(days=1)
PLANNED = Posting("p1", "home", "o1", 1, "turn40", Role.FIELD_WORK, Turn(FIRST, LAST), returns_to="home")
LISTED = replace(PLANNED, listed_on=date(1957, 12, 5))
DEPARTED = replace(LISTED, departed_on=FIRST)
ARRIVED = replace(DEPARTED, arrived_on=date(1957, 12, 10))
RETURNED = replace(ARRIVED, returned_on=DUE)
CLOSED = replace(RETURNED, closed_on=date(1958, 1, 25))
RELEASED = replace(LISTED, released_on=date(1957, 12, 8))
ALL = (PLANNED, LISTED, DEPARTED, ARRIVED, RETURNED, CLOSED, RELEASED)
TRANSFER = replace(ARRIVED, returns_to="")
STEPS = ("listed_on", "departed_on", "arrived_on", "returned_on", "closed_on")

READY = BatchRecord(1, date(1957, 12, 5), date(1957, 12, 4), FIRST)
HARDSHIP = Concern("c1", "p1", ConcernKind.HARDSHIP, date(1957, 12, 6))


def _reports(filed_on: date = date(1958, 1, 20), person: str = "p1") -> list[TaskReport]:
    return [
        TaskReport(person, Task.PLAN_TEST, filed_on, "a village", "", None, PlanVerdict.HOLDS, "hq", filed_on),
        TaskReport(person, Task.FINDINGS, filed_on, "a village", "", FindingKind.PROBLEM, None, "hq", filed_on),
        TaskReport(person, Task.OPINIONS, filed_on, "a village", ""),
    ]


VERBS: dict[PostingState, Callable[[Posting], Posting]] = {
    PostingState.PLANNED: lambda posting: publish(posting, date(1958, 2, 1)),
    PostingState.LISTED: lambda posting: depart(posting, date(1958, 2, 1), READY, ()),
    PostingState.DEPARTED: lambda posting: arrive(posting, date(1958, 2, 1)),
    PostingState.ARRIVED: lambda posting: come_back(posting, date(1958, 2, 1)),
    PostingState.RETURNED: lambda posting: close(posting, date(1958, 2, 1), _reports()),
}


def test_a_posting_goes_from_the_plan_to_the_end() -> None:
    """Listed, departed, arrived, returned, closed: each step leaves the state of its name, and the day."""
    posting = publish(PLANNED, date(1957, 12, 5))
    assert posting == LISTED
    posting = depart(posting, FIRST, READY, ())
    assert posting == DEPARTED
    posting = arrive(posting, date(1957, 12, 10))
    assert posting == ARRIVED
    posting = come_back(posting, DUE)
    assert posting == RETURNED
    assert close(posting, date(1958, 1, 25), _reports()) == CLOSED
    assert [posting.state for posting in ALL] == list(PostingState)


@pytest.mark.parametrize(("posting", "state"), list(product(ALL, VERBS)))
def test_each_step_has_one_state_before_it(posting: Posting, state: PostingState) -> None:
    """Of the 35 pairs of a state and a step, five are allowed; who was released takes none of them."""
    if posting.state == state:
        assert VERBS[state](posting).state == list(PostingState)[list(PostingState).index(state) + 1]
        return
    with pytest.raises(Refused) as caught:
        VERBS[state](posting)
    assert caught.value.code == "wrong_state"
    assert caught.value.data == {"person": "p1", "state": posting.state, "needed": (state,)}


@given(st.lists(st.none() | st.integers(0, 6), min_size=5, max_size=5))
def test_steps_are_taken_in_order_and_none_is_left_out(offsets: list[int | None]) -> None:
    """A posting exists exactly if its days are the first of the five, and none comes before the one before it."""
    days = {
        name: None if off is None else FIRST + timedelta(days=off) for name, off in zip(STEPS, offsets, strict=True)
    }
    taken = [off for off in offsets if off is not None]
    if offsets[: len(taken)] == taken and taken == sorted(taken):
        posting = replace(PLANNED, **days)  # type: ignore[arg-type]
        assert posting.state == list(PostingState)[len(taken)]
        for off in range(-1, 8):
            reached = sum(step <= off for step in taken)
            assert posting.state_on(FIRST + timedelta(days=off)) == list(PostingState)[reached]
    else:
        with pytest.raises(BadInput):
            replace(PLANNED, **days)  # type: ignore[arg-type]


def test_every_missing_and_every_misplaced_step_is_reported_at_once() -> None:
    """Two steps left out, and two days that go backwards, are four faults."""
    with pytest.raises(BadInput) as caught:
        replace(PLANNED, arrived_on=FIRST, returned_on=FIRST - ONE, closed_on=FIRST - 2 * ONE)
    columns = [fault.column for fault in caught.value.faults]
    assert columns == ["listed_on", "departed_on", "returned_on", "closed_on"]


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("discussed", [True, False])
@pytest.mark.parametrize("briefed", [True, False])
@pytest.mark.parametrize("answered", [True, False])
def test_nobody_departs_before_everything_is_done(listed: bool, discussed: bool, briefed: bool, answered: bool) -> None:
    """List, discussion, briefing and every answer come first; each that is missing is an objection of its own."""
    record = BatchRecord(1, FIRST if listed else None, FIRST if discussed else None, FIRST if briefed else None)
    concern = replace(HARDSHIP, answered_on=FIRST, outcome=ConcernOutcome.RESOLVED) if answered else HARDSHIP
    missing = [
        words
        for done, words in (
            (listed, "the list was not published by 1957-12-09"),
            (discussed, "the discussion was not opened by 1957-12-09"),
            (briefed, "the batch was not briefed by 1957-12-09"),
            (answered, "the hardship c1 raised on 1957-12-06 is not answered by 1957-12-09"),
        )
        if not done
    ]
    if not missing:
        assert depart(LISTED, FIRST, record, [concern]).state == PostingState.DEPARTED
        return
    with pytest.raises(Refused) as caught:
        depart(LISTED, FIRST, record, [concern])
    assert caught.value.code == "not_ready"
    assert caught.value.data == {"person": "p1", "on": FIRST, "objections": tuple(missing)}


def test_what_happens_after_the_departure_comes_too_late() -> None:
    """List, discussion, briefing and answers of the day after are as if they had not been."""
    late = replace(HARDSHIP, answered_on=FIRST + ONE, outcome=ConcernOutcome.RESOLVED)
    with pytest.raises(Refused) as caught:
        depart(LISTED, FIRST, BatchRecord(1, FIRST + ONE, FIRST + ONE, FIRST + ONE), [late])
    objections = caught.value.data["objections"]
    assert isinstance(objections, tuple)
    assert len(objections) == 4
    assert objections[-1] == "the hardship c1 raised on 1957-12-06 is not answered by 1957-12-09"


def test_discussion_may_open_before_or_after_the_list() -> None:
    """The reports have it both ways, so the order of the two is free."""
    early, late = date(1957, 12, 5), date(1957, 12, 7)
    for published, opened in ((early, late), (late, early)):
        assert depart(LISTED, FIRST, BatchRecord(1, published, opened, FIRST), ()) == DEPARTED


def test_each_concern_of_the_person_is_named_and_nobody_elses() -> None:
    """Two concerns are two objections; another person's, and one raised after the day, are none."""
    concerns = [
        HARDSHIP,
        Concern("c2", "p1", ConcernKind.QUESTION, date(1957, 12, 7)),
        Concern("c3", "p2", ConcernKind.QUESTION, date(1957, 12, 7)),
        Concern("c4", "p1", ConcernKind.DIFFICULTY, FIRST + ONE),
    ]
    with pytest.raises(Refused) as caught:
        depart(LISTED, FIRST, READY, concerns)
    assert caught.value.data["objections"] == (
        "the hardship c1 raised on 1957-12-06 is not answered by 1957-12-09",
        "the question c2 raised on 1957-12-07 is not answered by 1957-12-09",
    )


def test_a_postponed_departure_does_not_take_place() -> None:
    """A hardship that was answered by postponing holds the person back to its day, and the objection says so."""
    until = FIRST + 3 * ONE
    postponed = replace(HARDSHIP, answered_on=FIRST, outcome=ConcernOutcome.POSTPONED, until=until)
    for day in (FIRST, until - ONE):
        with pytest.raises(Refused, match="the hardship c1 raised on 1957-12-06 postpones the departure to 1957-12-12"):
            depart(LISTED, day, READY, [postponed])
    assert depart(LISTED, until, READY, [postponed]).departed_on == until


def test_the_briefing_of_another_batch_does_not_count() -> None:
    """What was done for batch 2 lets nobody of batch 1 leave."""
    with pytest.raises(Refused, match="the record is of batch 2 instead of 1"):
        depart(LISTED, FIRST, replace(READY, batch=2), ())


def test_a_transfer_has_no_return() -> None:
    """Who is transferred for good does not come back."""
    with pytest.raises(Refused) as caught:
        come_back(TRANSFER, DUE)
    assert (caught.value.code, caught.value.data) == ("no_return", {"person": "p1"})
    with pytest.raises(BadInput, match="nothing for a transfer, got 1958-01-18"):
        replace(TRANSFER, returned_on=DUE)


def test_a_transfer_is_closed_after_the_arrival() -> None:
    """Its reports are asked for as anybody's; who has not arrived has nothing to report."""
    closed = close(TRANSFER, date(1958, 1, 25), _reports())
    assert (closed.state, closed.returned_on) == (PostingState.CLOSED, None)
    assert closed.actual_turn(date(1958, 1, 31)) == Turn(FIRST, date(1958, 1, 31))
    with pytest.raises(Refused) as caught:
        close(TRANSFER, date(1958, 1, 25), [])
    assert caught.value.code == "reports_missing"
    with pytest.raises(Refused) as caught:
        close(replace(DEPARTED, returns_to=""), date(1958, 1, 25), _reports())
    assert caught.value.data["needed"] == (PostingState.ARRIVED,)


@pytest.mark.parametrize("posting", [PLANNED, LISTED])
def test_consent_is_revocable_before_departure(posting: Posting) -> None:
    """Who was released does not depart, whatever else is ready; the same day, before leaving, is early enough."""
    released = release(posting, FIRST)
    assert (released.state, released.state_on(FIRST - ONE)) == (PostingState.RELEASED, posting.state)
    with pytest.raises(Refused) as caught:
        depart(released, FIRST, READY, ())
    assert caught.value.code == "wrong_state"


@pytest.mark.parametrize("posting", [DEPARTED, ARRIVED, RETURNED, CLOSED, RELEASED])
def test_nobody_is_released_after_the_departure_or_twice(posting: Posting) -> None:
    """From then on there is an early return."""
    with pytest.raises(Refused) as caught:
        release(posting, date(1958, 2, 1))
    assert caught.value.code == "wrong_state"
    assert caught.value.data["needed"] == (PostingState.PLANNED, PostingState.LISTED)


def test_no_reason_is_kept_of_a_release() -> None:
    """A day is all there is: nobody can read consent, hardship or health from it."""
    assert [field.name for field in fields(Posting) if field.name.startswith("releas")] == ["released_on"]


@pytest.mark.parametrize(
    "wrong", [{"released_on": date(1957, 12, 4)}, {"released_on": FIRST, "departed_on": FIRST}], ids=["early", "gone"]
)
def test_a_release_comes_after_the_list_and_instead_of_the_departure(wrong: dict[str, Any]) -> None:
    """It is never before the listing, and never beside a departure."""
    with pytest.raises(BadInput) as caught:
        replace(LISTED, **wrong)
    assert [fault.column for fault in caught.value.faults] == ["released_on"]


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"person": ""}, "person"),
        ({"home_unit": "", "returns_to": ""}, "home_unit"),
        ({"opening": ""}, "opening"),
        ({"form": ""}, "form"),
        ({"batch": 0}, "batch"),
        ({"returns_to": "elsewhere"}, "returns_to"),
    ],
)
def test_a_posting_names_who_whence_and_where(wrong: dict[str, Any], column: str) -> None:
    """Ids are there, batches are numbered from 1, and who returns returns home."""
    with pytest.raises(BadInput) as caught:
        replace(PLANNED, **wrong)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_a_record_is_of_a_batch() -> None:
    """Batches are numbered from 1."""
    with pytest.raises(BadInput, match="1 or more, got 0"):
        BatchRecord(0)


def test_the_host_confirms_the_arrival() -> None:
    """Its word comes with the arrival or after it, and not before anybody came."""
    day = date(1957, 12, 10)
    word = HostChecklist(day, True, True, True, True, False)
    assert arrive(DEPARTED, day, word) == replace(ARRIVED, reception=word)
    assert replace(ARRIVED, reception=replace(word, confirmed_on=day + ONE)).state == PostingState.ARRIVED
    for posting in (DEPARTED, replace(ARRIVED, arrived_on=day + ONE)):
        with pytest.raises(BadInput) as caught:
            replace(posting, reception=word)
        assert [fault.column for fault in caught.value.faults] == ["reception"]


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_posting_stays_open_until_each_task_is_reported(missing: int) -> None:
    """The plan tested, capacity and problems found, opinions collected: without one of the three it stays open."""
    reports = _reports()
    left_out = reports.pop(missing)
    with pytest.raises(Refused) as caught:
        close(RETURNED, date(1958, 1, 25), reports)
    assert caught.value.code == "reports_missing"
    assert caught.value.data == {"person": "p1", "tasks": (left_out.task,)}


@pytest.mark.parametrize(
    "reports",
    [
        [],
        _reports(date(1958, 1, 26)),
        _reports(person="p2"),
        _reports(FIRST - ONE),
    ],
    ids=["none", "filed later", "another person's", "of an earlier turn"],
)
def test_reports_of_other_days_and_people_close_nothing(reports: list[TaskReport]) -> None:
    """Only what this person filed from the departure to the closing counts; all that is missing is named."""
    with pytest.raises(Refused) as caught:
        close(RETURNED, date(1958, 1, 25), reports)
    assert caught.value.data["tasks"] == (Task.FINDINGS, Task.OPINIONS, Task.PLAN_TEST)


def test_who_is_home_when_due_was_away_forty_days() -> None:
    """Who leaves on 9 December and is home on 18 January, the day due, was away 40 days, not 41."""
    turn = RETURNED.actual_turn(date(1958, 3, 1))
    assert turn == Turn(FIRST, LAST)
    assert turn is not None
    assert turn.days == 40


@pytest.mark.parametrize(
    ("posting", "as_of", "days"),
    [
        (LISTED, FIRST, None),
        (DEPARTED, FIRST - ONE, None),
        (DEPARTED, FIRST, 1),
        (ARRIVED, date(1957, 12, 18), 10),
        (RETURNED, date(1957, 12, 18), 10),
        (RETURNED, LAST, 40),
        (RETURNED, DUE, 40),
        (replace(DEPARTED, arrived_on=FIRST, returned_on=FIRST), DUE, 1),
    ],
)
def test_days_away_so_far(posting: Posting, as_of: date, days: int | None) -> None:
    """Days count from the departure to the day asked about, and stop the day before the return."""
    turn = posting.actual_turn(as_of)
    assert (turn and turn.days) == days


@pytest.mark.parametrize(
    ("returned_on", "as_of", "flag"),
    [
        (None, LAST, ""),
        (None, DUE, ""),
        (None, DUE + ONE, "overdue"),
        (DUE, DUE, ""),
        (LAST, DUE, "early"),
        (DUE + ONE, DUE + ONE, "overdue"),
        (DUE + 3 * ONE, DUE + 2 * ONE, "overdue"),
        (DUE + 3 * ONE, DUE, ""),
        (LAST, LAST - ONE, ""),
    ],
)
def test_overdue_and_early_returns_are_flagged(returned_on: date | None, as_of: date, flag: str) -> None:
    """After day 40 the return is due on 18 January; only what is known on the day asked about counts."""
    assert return_flag(replace(ARRIVED, returned_on=returned_on), as_of) == flag


def test_who_left_late_and_served_the_days_did_not_stay_too_long() -> None:
    """Five days late, the 40 days from 14 December end on 22 January: due on the 23rd, and flagged from the 24th on."""
    left = depart(LISTED, FIRST + 5 * ONE, READY, (), STANDARD_FORMS["turn40"])
    assert left.turn == Turn(date(1957, 12, 14), date(1958, 1, 22))
    there = replace(left, arrived_on=date(1957, 12, 15))
    assert [return_flag(there, date(1958, 1, day)) for day in (18, 23, 24)] == ["", "", "overdue"]
    back = {day: return_flag(replace(there, returned_on=date(1958, 1, day)), date(1958, 2, 1)) for day in (18, 23, 24)}
    assert back == {18: "early", 23: "", 24: "overdue"}


@pytest.mark.parametrize("form", [None, STANDARD_FORMS["until_harvest"]])
def test_an_end_bound_to_a_date_does_not_move(form: Form | None) -> None:
    """Who leaves late for an end that an event or a programme sets is due back as planned."""
    assert depart(LISTED, FIRST + 5 * ONE, READY, (), form).turn == LISTED.turn


@pytest.mark.parametrize(
    ("posting", "as_of"),
    [(LISTED, date(1958, 3, 1)), (TRANSFER, date(1958, 3, 1)), (DEPARTED, FIRST - ONE)],
)
def test_nothing_is_due_from_who_has_not_left_or_does_not_return(posting: Posting, as_of: date) -> None:
    """Neither a person still at home nor one transferred for good is overdue."""
    assert return_flag(posting, as_of) == ""
