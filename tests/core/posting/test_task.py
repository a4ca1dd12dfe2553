from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Purpose
from grassrota.posting.task import PostingTask, TaskState, confirm, count_tasks, help_given, report, send_back

SET, REPORTED, CONFIRMED = date(1957, 12, 10), date(1958, 1, 10), date(1958, 1, 14)


def _task(number: str = "t1", **more: Any) -> PostingTask:
    given: dict[str, Any] = {"purpose": Purpose.HELP_HOST, "priority": "a winter clinic", "set_on": SET}
    return PostingTask(number, "p1", 1, "Baiquan", "a duty roster for the clinic", **given | more)


def test_the_host_confirms_a_named_output() -> None:
    """Reported is not confirmed: only the word of the host's own place makes it so."""
    reported = report(_task(), "p1", REPORTED)
    confirmed = confirm(reported, "Baiquan", CONFIRMED)
    assert [confirmed.state_on(day) for day in (SET, REPORTED, CONFIRMED)] == list(TaskState)
    with pytest.raises(Refused) as refused:
        confirm(reported, "Suidong", CONFIRMED)
    assert refused.value.code == "not_the_host"


def test_a_host_looks_at_what_is_reported() -> None:
    """What is not reported is not confirmed, what is confirmed is not confirmed again or sent back."""
    for task in (_task(), confirm(report(_task(), "p1", REPORTED), "Baiquan", CONFIRMED)):
        with pytest.raises(Refused) as refused:
            confirm(task, "Baiquan", CONFIRMED)
        with pytest.raises(Refused) as back:
            send_back(task, "Baiquan")
        assert refused.value.code == back.value.code == "nothing_to_confirm"


def test_what_the_host_does_not_find_is_open_again() -> None:
    """Sent back it is as it was before the report, and can be reported anew."""
    assert send_back(report(_task(), "p1", REPORTED), "Baiquan") == _task()


def test_one_reports_ones_own_task_once() -> None:
    """Another person's report, and a second one, are refused."""
    with pytest.raises(Refused) as other:
        report(_task(), "p2", REPORTED)
    with pytest.raises(Refused) as twice:
        report(report(_task(), "p1", REPORTED), "p1", CONFIRMED)
    assert (other.value.code, twice.value.code) == ("not_ones_own", "task_reported")


def test_help_with_the_priority_of_the_host_can_be_set_and_counted() -> None:
    """Of three such tasks one is confirmed, one reported, one set; a learning task is counted apart."""
    reported = report(_task("t2"), "p1", REPORTED)
    learns = _task("t4", purpose=Purpose.LEARN, priority="")
    tasks = [_task(), reported, confirm(report(_task("t3"), "p1", REPORTED), "Baiquan", CONFIRMED), learns]
    assert count_tasks(tasks, CONFIRMED) == {
        Purpose.HELP_HOST: {TaskState.SET: 1, TaskState.REPORTED: 1, TaskState.CONFIRMED: 1},
        Purpose.LEARN: {TaskState.SET: 1, TaskState.REPORTED: 0, TaskState.CONFIRMED: 0},
    }
    assert count_tasks(tasks, REPORTED)[Purpose.HELP_HOST][TaskState.REPORTED] == 2
    assert count_tasks(tasks, date(1957, 12, 9)) == {}


def test_help_is_told_by_batch_and_place() -> None:
    """Two tasks at Baiquan in batch 1, one of them confirmed, are one line; another place and batch are their own."""
    confirmed = confirm(report(_task("t2"), "p1", REPORTED), "Baiquan", CONFIRMED)
    other = PostingTask("t3", "p2", 2, "Suidong", "seed", Purpose.HELP_HOST, SET, "spring sowing")
    found = help_given([other, _task(), confirmed, _task("t4", purpose=Purpose.LEARN, priority="")], CONFIRMED)
    assert [(one.batch, one.place, one.priorities, [one.counts[state] for state in TaskState]) for one in found] == [
        (1, "Baiquan", ("a winter clinic",), [1, 0, 1]),
        (2, "Suidong", ("spring sowing",), [1, 0, 0]),
    ]
    assert help_given([other, confirmed], SET - timedelta(days=1)) == ()


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        ({"priority": ""}, ["priority"]),
        ({"purpose": Purpose.LEARN}, ["priority"]),
        ({"purpose": Purpose.RESTRUCTURE, "priority": ""}, ["purpose"]),
        ({"reported_on": date(1957, 12, 1)}, ["reported_on"]),
        ({"confirmed_on": CONFIRMED}, ["reported_on"]),
        ({"reported_on": CONFIRMED, "confirmed_on": REPORTED}, ["confirmed_on"]),
    ],
)
def test_a_task_that_cannot_be_is_bad_input(wrong: dict[str, Any], columns: list[str]) -> None:
    """Help names the host's priority and nothing else does; nobody restructures; days are in their order."""
    with pytest.raises(BadInput) as caught:
        _task(**wrong)
    assert [fault.column for fault in caught.value.faults] == columns


def test_a_task_without_an_output_is_none() -> None:
    """Every gap is told at once."""
    with pytest.raises(BadInput) as caught:
        PostingTask("", "", 0, "", " ", Purpose.LEARN, SET)
    assert [fault.column for fault in caught.value.faults] == ["id", "person", "place", "batch", "output"]
