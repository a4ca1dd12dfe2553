from __future__ import annotations

from datetime import date, timedelta

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.opinions.taskforce import TaskForce, check_task_force

NAMED = date(1957, 12, 9)
FORCE = TaskForce("cold canteens", "hq", ("c1", "c2"), ("p1", "p2"), NAMED)


@pytest.mark.parametrize(
    ("problem", "cases", "members", "columns"),
    [
        (" ", ("c1", "c2"), ("p1",), ["problem"]),
        ("cold canteens", ("c1",), ("p1",), ["cases"]),
        ("cold canteens", ("c1", "c1"), ("p1",), ["cases"]),
        ("cold canteens", ("c1", "c2"), (), ["members"]),
        ("cold canteens", ("c1", "c2", ""), ("p1", ""), ["cases", "members"]),
        ("", (), (), ["problem", "cases", "members"]),
    ],
)
def test_a_big_problem_is_a_pile_of_small_ones_with_named_people(
    problem: str, cases: tuple[str, ...], members: tuple[str, ...], columns: list[str]
) -> None:
    """It says what it is, has at least two different small cases behind it, and names its people."""
    with pytest.raises(BadInput) as caught:
        TaskForce(problem, "hq", cases, members, NAMED)
    assert [fault.column for fault in caught.value.faults] == columns


def test_a_big_problem_has_an_owner() -> None:
    """Somebody answers for it."""
    with pytest.raises(BadInput, match="the id of an organ, got nothing"):
        TaskForce("cold canteens", "", ("c1", "c2"), ("p1",), NAMED)


def test_the_task_force_is_named_when_people_leave() -> None:
    """It is set up at the same time as the postings: on the day of the first departure, not after."""
    check_task_force(FORCE, NAMED, ())
    with pytest.raises(Refused) as caught:
        check_task_force(FORCE, NAMED - timedelta(days=1), ())
    assert caught.value.code == "task_force_late"
    assert caught.value.data == {"problem": "cold canteens", "objections": (caught.value.message,)}


def test_its_members_stay_behind() -> None:
    """Whoever works on a big problem is not in the departing batch."""
    check_task_force(FORCE, NAMED, {"p3"})
    with pytest.raises(Refused) as caught:
        check_task_force(FORCE, NAMED, {"p3", "p2", "p1"})
    assert caught.value.code == "task_force_departs"
    assert caught.value.data["problem"] == "cold canteens"
    assert caught.value.data["members"] == ("p1", "p2")


def test_every_objection_to_a_task_force_is_named_at_once() -> None:
    """Late and leaving are two objections; the code is that of the first."""
    with pytest.raises(Refused) as caught:
        check_task_force(FORCE, NAMED - timedelta(days=1), {"p1"})
    assert caught.value.code == "task_force_late"
    assert caught.value.data == {
        "problem": "cold canteens",
        "members": ("p1",),
        "objections": (
            "The task force on 'cold canteens' was named on 1957-12-09, after departure on 1957-12-08.",
            "Members of the task force on 'cold canteens' are in the departing batch: p1.",
        ),
    }
