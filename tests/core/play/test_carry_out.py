from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from grassrota.files.columns import Rows
from grassrota.files.postings import PostingFiles, Step, StepTaken, read_postings
from grassrota.play import Played
from grassrota.play.carry_out import PLAYED, as_planned, leaving_on, steps_taken, up_to
from grassrota.posting.field import Task
from grassrota.posting.steps import Posting, PostingState
from grassrota.rota.plan import postings
from grassrota.rota.policy import Policy
from grassrota.rota.problem import RotaProblem
from grassrota.turns import Batch, Turn

from .conftest import BOXING, LEADER, Faults

YEAR_END = date(1959, 12, 31)


@pytest.fixture(scope="session")
def problem(boxing: Played) -> RotaProblem:
    assert boxing.carried is not None
    return boxing.carried.problem


@pytest.fixture(scope="session")
def planned(boxing: Played) -> tuple[Posting, ...]:
    """The 16 postings as planned, in four batches of four, each batch leaving on one day."""
    assert boxing.carried is not None
    return postings(boxing.carried.problem, boxing.carried.plan)


@pytest.fixture
def found(problem: RotaProblem) -> PostingFiles:
    """What is recorded: lists, discussions, briefings and three concerns, but no step."""
    return read_postings(BOXING / "postings", problem)


def recorded(found: PostingFiles, *steps: tuple[str, Step, date]) -> PostingFiles:
    """The files with a table of steps."""
    rows = tuple(StepTaken(*step) for step in steps)
    return replace(found, steps=Rows("steps.csv", rows, tuple(range(2, len(rows) + 2))))


def in_window(problem: RotaProblem, days: int) -> RotaProblem:
    """The problem with a first batch that may leave on so many days from 1 March."""
    first, *rest = problem.policy.batches
    window = Batch(1, first.depart_from, first.depart_from + timedelta(days=days - 1), first.days)
    policy: Policy = replace(problem.policy, batches=(window, *rest))
    return replace(problem, policy=policy)


def march(found: tuple[Posting, ...]) -> list[int]:
    """Days of March on which those of the first batch leave."""
    return [posting.turn.first.day for posting in found if posting.batch == 1]


@pytest.mark.parametrize(
    ("counts", "days"),
    [
        ((), [1, 1, 1, 1]),  # as planned
        ((4,), [1, 1, 1, 1]),
        ((1, 0, 3), [1, 3, 3, 3]),
        ((1,), [1, 2, 3, 3]),  # 3 on the remaining days 2 and 3: one, then two
        ((2,), [1, 1, 2, 3]),
        ((0, 0), [3, 3, 3, 3]),
        ((1, 1, 2), [1, 2, 3, 3]),
    ],
)
def test_departures_as_they_are_known(
    problem: RotaProblem, planned: tuple[Posting, ...], counts: tuple[int, ...], days: list[int]
) -> None:
    """Of four people with three days to leave on, so many leave on each of the first days, the rest evenly after."""
    found = leaving_on(planned, in_window(problem, 3), {1: counts} if counts else {})
    assert march(found) == days
    assert all(posting.turn.days == 50 for posting in found)
    others = [posting for posting in planned if posting.batch > 1]
    assert [posting for posting in found if posting.batch > 1] == others


@pytest.mark.parametrize(
    "counts",
    [
        (5,),  # more people than the batch has
        (1, 1, 1, 1),  # more days than the window has
        (1, 1, 1),  # every day is named and one person is left
        (0, 0, 0),
    ],
)
def test_departures_that_cannot_be(
    problem: RotaProblem, planned: tuple[Posting, ...], faults: Faults, counts: tuple[int, ...]
) -> None:
    """The fault says the batch, its people and its days."""
    (fault,) = faults(lambda: leaving_on(planned, in_window(problem, 3), {1: counts}))
    assert (fault.file, fault.column) == ("rotation.toml", "leaving.batch 1")
    assert fault.expected.startswith("4 people on at most 3 days")
    assert fault.got == f"{sum(counts)} on {len(counts)}"


def test_every_batch_with_impossible_departures(
    problem: RotaProblem, planned: tuple[Posting, ...], faults: Faults
) -> None:
    """Two batches with too many people are two faults."""
    found = faults(lambda: leaving_on(planned, problem, {2: (5,), 4: (9,)}))
    assert [fault.column for fault in found] == ["leaving.batch 2", "leaving.batch 4"]


def test_every_step_as_planned(problem: RotaProblem, planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """On the list on its day, gone and there on the first day, back the day after the last, closed the next."""
    after = {posting.person: posting for posting in steps_taken(planned, as_planned(planned, found, problem, YEAR_END))}
    leader = after[LEADER]
    assert (leader.listed_on, leader.departed_on, leader.arrived_on) == (
        date(1959, 2, 12),
        date(1959, 3, 1),
        date(1959, 3, 1),
    )
    assert (leader.returned_on, leader.closed_on) == (date(1959, 4, 20), date(1959, 4, 21))
    assert {posting.state for posting in after.values()} == {PostingState.CLOSED}


def test_reports_are_made_up_only_for_who_is_back(
    problem: RotaProblem, planned: tuple[Posting, ...], found: PostingFiles
) -> None:
    """Played until 31 May, three reports for each of the four of the first batch, and none for the others."""
    reports = as_planned(planned, found, problem, date(1959, 5, 31)).reports.values
    assert len(reports) == 12
    assert {report.task for report in reports} == {Task.PLAN_TEST, Task.FINDINGS, Task.OPINIONS}
    assert {report.text for report in reports} == {PLAYED}
    assert {report.filed_on for report in reports} == {date(1959, 4, 20)}


def test_a_transfer_is_closed_without_a_return(
    problem: RotaProblem, planned: tuple[Posting, ...], found: PostingFiles
) -> None:
    """Who is transferred has no step of return, and is closed all the same."""
    (moved,) = (replace(posting, returns_to="") for posting in planned if posting.person == LEADER)
    (after,) = steps_taken([moved], as_planned([moved], found, problem, YEAR_END))
    assert (after.state, after.returned_on, after.closed_on) == (PostingState.CLOSED, None, date(1959, 4, 21))


def test_a_recorded_step_wins(problem: RotaProblem, planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """Whoever has one row is not completed: listed, and nothing else; the other 15 are closed."""
    files = as_planned(planned, recorded(found, (LEADER, Step.LISTED, date(1959, 2, 12))), problem, YEAR_END)
    after = steps_taken(planned, files)
    assert [posting.person for posting in after if posting.state == PostingState.LISTED] == [LEADER]
    assert sum(posting.state == PostingState.CLOSED for posting in after) == 15
    assert LEADER not in {report.person for report in files.reports.values}


def test_no_step_after_the_last_day(problem: RotaProblem, planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """Played until 19 April nobody is back; a day later the first batch is, and a day after that it is closed."""
    for last, state in ((19, PostingState.ARRIVED), (20, PostingState.RETURNED), (21, PostingState.CLOSED)):
        after = steps_taken(planned, as_planned(planned, found, problem, date(1959, 4, last)))
        assert {posting.state for posting in after if posting.batch == 1} == {state}
        assert {posting.state for posting in after if posting.batch > 1} == {PostingState.LISTED}


def test_no_recorded_step_after_the_last_day_either(found: PostingFiles) -> None:
    """Of three rows two are left, with the rows of the file they stand in."""
    steps = ((LEADER, Step.LISTED, 12), (LEADER, Step.DEPARTED, 28), (LEADER, Step.ARRIVED, 13))
    files = recorded(found, *((person, step, date(1959, 2, day)) for person, step, day in steps))
    left = up_to(files, date(1959, 2, 13)).steps
    assert [(row.step, number) for row, number in zip(left.values, left.numbers, strict=True)] == [
        (Step.LISTED, 2),
        (Step.ARRIVED, 4),
    ]


def test_a_made_up_step_that_is_refused_is_in_no_row(
    problem: RotaProblem, planned: tuple[Posting, ...], found: PostingFiles, faults: Faults
) -> None:
    """With no briefing recorded every departure is refused; the one in the file has its row, the others none."""
    files = replace(found, records=Rows("batches.csv", (), ()))
    own = recorded(files, (LEADER, Step.LISTED, date(1959, 2, 12)), (LEADER, Step.DEPARTED, date(1959, 3, 1)))
    told = faults(lambda: steps_taken(planned, as_planned(planned, own, problem, date(1959, 3, 1))))
    assert [(fault.file, fault.row) for fault in told] == [(PLAYED, 0)] * 3 + [("steps.csv", 3)]
    assert LEADER in told[-1].got


def test_the_turn_follows_the_departure(problem: RotaProblem, planned: tuple[Posting, ...]) -> None:
    """Who leaves on 3 March for 50 days is away until 21 April."""
    found = leaving_on(planned, in_window(problem, 3), {1: (0, 0, 4)})
    assert found[0].turn == Turn(date(1959, 3, 3), date(1959, 4, 21))


def test_nobody_to_leave(problem: RotaProblem, faults: Faults) -> None:
    """A batch without people has no departures to give: nobody on no day is right, one person is a fault."""
    assert leaving_on((), problem, {1: (0,)}) == ()
    assert len(faults(lambda: leaving_on((), problem, {1: (1,)}))) == 1


def test_the_folder_is_not_changed(folder: Path, problem: RotaProblem) -> None:
    """Completing makes no file."""
    before = sorted(path.name for path in (folder / "postings").iterdir())
    as_planned((), read_postings(folder / "postings", problem), problem, YEAR_END)
    assert sorted(path.name for path in (folder / "postings").iterdir()) == before
