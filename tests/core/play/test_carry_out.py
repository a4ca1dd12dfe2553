from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from grassrota.files.columns import Rows
from grassrota.files.postings import PostingFiles, Step, StepTaken, read_postings
from grassrota.play import Played
from grassrota.play.carry_out import PLAYED, as_planned, leaving_on, steps_taken, unrecorded, up_to
from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.steps import Posting, PostingState
from grassrota.rota.plan import postings
from grassrota.rota.policy import Policy
from grassrota.rota.problem import RotaProblem
from grassrota.turns import Batch, Turn

from .conftest import BOXING, LEADER, Faults

YEAR_END = date(1959, 12, 31)
DAY_ONE = (Step.LISTED, date(1959, 2, 12))


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
    """What is recorded: lists, discussions, briefings and three concerns, but no step and no report."""
    return replace(read_postings(BOXING / "postings", problem), reports=Rows("reports", (), ()))


def recorded(found: PostingFiles, *steps: tuple[str, Step, date]) -> PostingFiles:
    """The files with a table of steps."""
    rows = tuple(StepTaken(*step) for step in steps)
    return replace(found, steps=Rows("steps.csv", rows, tuple(range(2, len(rows) + 2))))


def filed(found: PostingFiles, *reports: tuple[str, Task, str]) -> PostingFiles:
    """The files with these reports of 1959 and no others."""
    rows = tuple(
        TaskReport(
            *(person, task, date.fromisoformat(f"1959-{day}"), "Commune A", "Two teams share a water wheel."),
            FindingKind.PROBLEM if task == Task.FINDINGS else None,
            PlanVerdict.HOLDS if task == Task.PLAN_TEST else None,
            *(("boxing-committee", date(1959, 12, 20)) if task != Task.OPINIONS else ()),
        )
        for person, task, day in reports
    )
    return replace(found, reports=Rows("reports.csv", rows, tuple(range(2, len(rows) + 2))))


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


def test_every_step_as_planned(planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """On the list on its day, gone and there on the first day, back the day after the last; nobody is closed."""
    after = {posting.person: posting for posting in steps_taken(planned, as_planned(planned, found, YEAR_END))}
    leader = after[LEADER]
    assert (leader.listed_on, leader.departed_on, leader.arrived_on, leader.returned_on) == (
        date(1959, 2, 12),
        date(1959, 3, 1),
        date(1959, 3, 1),
        date(1959, 4, 20),
    )
    assert {posting.state for posting in after.values()} == {PostingState.RETURNED}


def test_reports_are_never_made_up(planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """What is taken as planned are steps; a report is there only if somebody filed it."""
    assert as_planned(planned, found, YEAR_END).reports.values == ()


DUE = (Task.PLAN_TEST, Task.FINDINGS, Task.OPINIONS)


@pytest.mark.parametrize(
    ("days", "closed"),
    [
        (("04-20", "04-20", "04-20"), date(1959, 4, 21)),  # the day after the return
        (("04-20", "04-25", "04-22"), date(1959, 4, 25)),  # with the last of the three
        (("04-10", "04-12", "04-15"), date(1959, 4, 21)),  # reports from the field
        (("04-20", "04-20"), None),  # the third is missing
        (("03-01", "03-01", "03-01"), date(1959, 4, 21)),
        (("02-28", "04-20", "04-20"), None),  # before the departure: a report on an earlier turn
    ],
)
def test_a_posting_is_closed_when_its_reports_are_there(
    planned: tuple[Posting, ...], found: PostingFiles, days: tuple[str, ...], closed: date | None
) -> None:
    """The leader, back on 20 April, is closed once all three reports are filed, and nobody else is."""
    files = filed(found, *((LEADER, task, day) for task, day in zip(DUE, days, strict=False)))
    after = {posting.person: posting for posting in steps_taken(planned, as_planned(planned, files, YEAR_END))}
    assert after.pop(LEADER).closed_on == closed
    assert {posting.state for posting in after.values()} == {PostingState.RETURNED}


def test_reports_of_somebody_else_close_nothing(planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """Two reports of one person and the third of another: both postings stay open."""
    files = filed(found, (LEADER, DUE[0], "04-20"), (LEADER, DUE[1], "04-20"), ("b02", DUE[2], "04-20"))
    assert {row.step for row in as_planned(planned, files, YEAR_END).steps.values} == set(Step) - {
        *(Step.CLOSED, Step.RELEASED),
    }


def test_a_second_report_on_a_task_does_not_hold_up_the_closing(
    planned: tuple[Posting, ...], found: PostingFiles
) -> None:
    """All three by 22 April, and the findings again in May, in a row above: closed on 22 April."""
    files = filed(found, (LEADER, Task.FINDINGS, "05-30"), *((LEADER, task, "04-22") for task in DUE))
    after = steps_taken(planned, as_planned(planned, files, YEAR_END))
    assert [posting.closed_on for posting in after if posting.person == LEADER] == [date(1959, 4, 22)]


def test_the_day_of_closing_may_be_after_the_last_day(planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """With the last report on 25 April a posting is back on the 24th and closed on the 25th."""
    files = filed(found, *((LEADER, task, day) for task, day in zip(DUE, ("04-20", "04-25", "04-22"), strict=True)))
    for last, state in ((24, PostingState.RETURNED), (25, PostingState.CLOSED)):
        after = steps_taken(planned, as_planned(planned, files, date(1959, 4, last)))
        assert [posting.state for posting in after if posting.person == LEADER] == [state]


def test_who_is_unrecorded(planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """Without steps all 16 are, and whoever has one row is not; reports alone are no step."""
    reported = filed(found, *((LEADER, task, "04-20") for task in DUE))
    assert unrecorded(planned, reported) == planned
    left = unrecorded(planned, recorded(reported, (LEADER, *DAY_ONE)))
    assert left == tuple(posting for posting in planned if posting.person != LEADER)


def test_a_transfer_is_closed_without_a_return(planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """Who is transferred has no step of return, and is closed all the same."""
    (moved,) = (replace(posting, returns_to="") for posting in planned if posting.person == LEADER)
    files = filed(found, *((LEADER, task, "04-20") for task in DUE))
    (after,) = steps_taken([moved], as_planned([moved], files, YEAR_END))
    assert (after.state, after.returned_on, after.closed_on) == (PostingState.CLOSED, None, date(1959, 4, 21))


def test_a_recorded_step_wins(planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """Whoever has one row is not completed: listed, and nothing else; the other 15 are back."""
    files = as_planned(planned, recorded(found, (LEADER, Step.LISTED, date(1959, 2, 12))), YEAR_END)
    after = steps_taken(planned, files)
    assert [posting.person for posting in after if posting.state == PostingState.LISTED] == [LEADER]
    assert sum(posting.state == PostingState.RETURNED for posting in after) == 15
    assert LEADER not in {posting.person for posting in unrecorded(planned, recorded(found, (LEADER, *DAY_ONE)))}


def test_no_step_after_the_last_day(planned: tuple[Posting, ...], found: PostingFiles) -> None:
    """Played until 19 April nobody is back; a day later the first batch is; the others are only listed."""
    for last, state in ((19, PostingState.ARRIVED), (20, PostingState.RETURNED)):
        after = steps_taken(planned, as_planned(planned, found, date(1959, 4, last)))
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
    planned: tuple[Posting, ...], found: PostingFiles, faults: Faults
) -> None:
    """With no briefing recorded every departure is refused; the one in the file has its row, the others none."""
    files = replace(found, records=Rows("batches.csv", (), ()))
    own = recorded(files, (LEADER, Step.LISTED, date(1959, 2, 12)), (LEADER, Step.DEPARTED, date(1959, 3, 1)))
    told = faults(lambda: steps_taken(planned, as_planned(planned, own, date(1959, 3, 1))))
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
    as_planned((), read_postings(folder / "postings", problem), YEAR_END)
    assert sorted(path.name for path in (folder / "postings").iterdir()) == before
