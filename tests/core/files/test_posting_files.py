from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.files.postings import read_postings
from grassrota.files.replay import replay
from grassrota.forms import Role
from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.steps import BatchRecord, Posting, PostingState
from grassrota.rota.problem import RotaProblem
from grassrota.turns import Turn

Spoil = Callable[[Path, str, str], None]
Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]

PLANNED = Posting(
    "p1", "hq", "o1", 1, "turn40", Role.FIELD_WORK, Turn(date(1957, 12, 9), date(1958, 1, 17)), returns_to="hq"
)
WAITING = Posting(
    "p2", "hq", "o2", 2, "turn40", Role.FIELD_WORK, Turn(date(1958, 2, 9), date(1958, 3, 10)), returns_to="hq"
)


def test_every_table(postings_folder: Path, problem: RotaProblem) -> None:
    """Each table of the folder becomes the values of its rows."""
    found = read_postings(postings_folder, problem)
    published, opened, briefed = date(1957, 12, 2), date(1957, 12, 1), date(1957, 12, 8)
    assert found.records.values == (BatchRecord(1, published, opened, briefed),)
    assert [concern.answered_on for concern in found.concerns.values] == [date(1957, 12, 5)]
    assert [(row.step, row.on.day) for row in found.steps.values][:2] == [("listed", 2), ("departed", 9)]
    assert [report.task for report in found.reports.values] == ["plan_test", "findings", "opinions"]
    assert found.field_days.values == (FieldDay("p1", date(1957, 12, 12), FieldDayKind.LABOUR, "First commune"),)
    assert found.signups.values == ("p2", "p3")


def test_an_empty_folder(tmp_path: Path, problem: RotaProblem, places: Places) -> None:
    """At first nothing has happened, and no table is there; a folder that is missing is another matter."""
    assert read_postings(tmp_path, problem).steps.values == ()
    assert places(lambda: read_postings(tmp_path / "x", problem)) == [(str(tmp_path / "x"), 0, "")]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "place"),
    [
        ("batches.csv", "\n1,", "\n3,", ("batches.csv", 2, "batch")),
        ("batches.csv", "1957-12-08\n", "1957-12-08\n\n1,,,\n", ("batches.csv", 4, "batch")),
        ("batches.csv", "1957-12-08", "yes", ("batches.csv", 2, "briefing_on")),
        ("concerns.csv", "p1", "p9", ("concerns.csv", 2, "person")),
        ("concerns.csv", "x9\n", "x9\nk1,p2,question,1957-12-03,,,\n", ("concerns.csv", 3, "id")),
        ("concerns.csv", "difficulty", "attitude", ("concerns.csv", 2, "kind")),
        ("concerns.csv", "difficulty", "hardship", ("concerns.csv", 2, "outcome")),
        ("concerns.csv", "1957-12-05", "1957-12-01", ("concerns.csv", 2, "answered_on")),
        ("concerns.csv", "sealed_ref", "Comments", ("concerns.csv", 1, "Comments")),
        ("steps.csv", "p1,listed", "p9,listed", ("steps.csv", 2, "person")),
        ("steps.csv", "p1,listed", "p1,praised", ("steps.csv", 2, "step")),
        ("steps.csv", "1958-01-20\n", "1958-01-20\np1,listed,1957-12-03\n", ("steps.csv", 7, "step")),
        ("reports.csv", ",,holds", ",,", ("reports.csv", 2, "verdict")),
        ("reports.csv", "problem,,hq", "problem,,bureau", ("reports.csv", 3, "owner")),
        ("reports.csv", "opinions,1958", "thoughts,1958", ("reports.csv", 4, "task")),
        ("field_days.csv", "p1", "p9", ("field_days.csv", 2, "person")),
        ("field_days.csv", "kind,place", "kind,GPS", ("field_days.csv", 1, "GPS")),
        ("signups.csv", "p3", "p2", ("signups.csv", 3, "person")),
    ],
)
def test_one_fault(
    postings_folder: Path,
    problem: RotaProblem,
    spoil: Spoil,
    places: Places,
    file: str,
    right: str,
    wrong: str,
    place: tuple[str, int, str],
) -> None:
    """One thing wrong in a table is one fault, in the row and column where it stands."""
    spoil(postings_folder / file, right, wrong)
    assert place in places(lambda: read_postings(postings_folder, problem))


@pytest.mark.parametrize("name", ["latitude", "Check-in", "start time", "时间"])
def test_no_whereabouts(postings_folder: Path, problem: RotaProblem, spoil: Spoil, name: str) -> None:
    """A column for coordinates or a clock time of a field day is refused with the reason, however it is written."""
    spoil(
        postings_folder / "field_days.csv",
        "kind,place\np1,1957-12-12,labour,",
        f"kind,place,{name}\np1,1957-12-12,labour,x,",
    )
    with pytest.raises(BadInput, match="no coordinates and no clock time are kept") as caught:
        read_postings(postings_folder, problem)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(1, name)]


def test_replay(postings_folder: Path, problem: RotaProblem) -> None:
    """A log in which everything was done in time closes the posting and leaves the other one planned."""
    closed, waiting = replay((PLANNED, WAITING), read_postings(postings_folder, problem))
    assert closed.state == PostingState.CLOSED
    assert (closed.departed_on, closed.returned_on) == (date(1957, 12, 9), date(1958, 1, 18))
    assert waiting == WAITING


def test_rows_in_any_order(postings_folder: Path, problem: RotaProblem) -> None:
    """The order of rows does not matter, not even on one day: the days and the order of steps do."""
    header, *lines = (postings_folder / "steps.csv").read_text().replace("12-10", "12-09").splitlines()
    (postings_folder / "steps.csv").write_text("\n".join([header, *reversed(lines)]))
    closed, _ = replay((PLANNED, WAITING), read_postings(postings_folder, problem))
    assert closed.state == PostingState.CLOSED


@pytest.mark.parametrize(
    ("file", "right", "wrong", "row", "words"),
    [
        ("batches.csv", "1957-12-08", "", 3, "the batch was not briefed by 1957-12-09"),
        ("batches.csv", "1957-12-02", "1957-12-10", 3, "the list was not published by 1957-12-09"),
        ("concerns.csv", "1957-12-05,answered", ",", 3, "the difficulty k1 raised on 1957-12-03 is not answered"),
        ("steps.csv", "p1,departed", "p2,departed", 3, "p2's posting is planned; to depart it must be listed"),
        ("reports.csv", "p1,opinions", "p2,opinions", 6, "no report on opinions"),
    ],
)
def test_refused_steps(
    postings_folder: Path, problem: RotaProblem, spoil: Spoil, file: str, right: str, wrong: str, row: int, words: str
) -> None:
    """A step that the rules refuse is a fault of its row, in the words of the refusal."""
    spoil(postings_folder / file, right, wrong)
    with pytest.raises(BadInput) as caught:
        replay((PLANNED, WAITING), read_postings(postings_folder, problem))
    first = caught.value.faults[0]
    assert (first.file, first.row, first.column) == ("steps.csv", row, "step")
    assert words in first.got


def test_all_refusals_at_once(postings_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places) -> None:
    """A departure that is refused hides neither the missing reports at the end nor somebody without a posting."""
    spoil(postings_folder / "batches.csv", "1957-12-08", "")
    (postings_folder / "reports.csv").unlink()
    spoil(postings_folder / "steps.csv", "1958-01-20\n", "1958-01-20\n\np3,listed,1957-12-02\n")
    found = read_postings(postings_folder, problem)
    assert places(lambda: replay((PLANNED, WAITING), found)) == [
        ("steps.csv", 3, "step"),
        ("steps.csv", 6, "step"),
        ("steps.csv", 8, "person"),
    ]


MOVED = replace(PLANNED, returns_to="")
"""The first posting as a transfer, from which nobody returns."""


def test_who_is_released_goes_nowhere(postings_folder: Path, problem: RotaProblem, spoil: Spoil) -> None:
    """Listed and then taken off before the departure, whoever asked for it; released from the plan as well."""
    (postings_folder / "steps.csv").write_text("person,step,on\np1,listed,1957-12-02\np1,released,1957-12-05\n")
    spoil(postings_folder / "steps.csv", "12-05\n", "12-05\np2,released,1957-12-01\n")
    first, second = replay((PLANNED, WAITING), read_postings(postings_folder, problem))
    assert (first.state, first.released_on, first.listed_on) == (
        PostingState.RELEASED,
        date(1957, 12, 5),
        date(1957, 12, 2),
    )
    assert (second.state, second.released_on, second.listed_on) == (PostingState.RELEASED, date(1957, 12, 1), None)


def test_a_release_comes_after_the_list_of_its_day(postings_folder: Path, problem: RotaProblem) -> None:
    """On one day a list is published before anybody is taken off it, whatever the order of rows."""
    (postings_folder / "steps.csv").write_text("person,step,on\np1,released,1957-12-02\np1,listed,1957-12-02\n")
    first, _ = replay((PLANNED, WAITING), read_postings(postings_folder, problem))
    assert first.listed_on == first.released_on == date(1957, 12, 2)


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ("p1,released,1957-12-05\np1,departed,1957-12-09\n", [4]),
        ("p1,departed,1957-12-09\np1,released,1957-12-10\n", [4]),
        ("p1,released,1957-12-05\np1,departed,1957-12-09\np1,arrived,1957-12-10\n", [4, 5]),
    ],
)
def test_a_release_ends_a_posting_before_its_departure(
    postings_folder: Path, problem: RotaProblem, places: Places, rows: str, refused: list[int]
) -> None:
    """After a release every step is refused in its row; after a departure there is no release."""
    (postings_folder / "steps.csv").write_text(f"person,step,on\np1,listed,1957-12-02\n{rows}")
    found = read_postings(postings_folder, problem)
    assert places(lambda: replay((PLANNED, WAITING), found)) == [("steps.csv", row, "step") for row in refused]


def test_a_transfer_is_closed_after_the_arrival(postings_folder: Path, problem: RotaProblem, spoil: Spoil) -> None:
    """Nobody comes back from it: with its three reports it is closed from the arrival on."""
    spoil(postings_folder / "steps.csv", "p1,returned,1958-01-18\n", "")
    (closed,) = replay((MOVED,), read_postings(postings_folder, problem))
    assert (closed.state, closed.returned_on, closed.closed_on) == (PostingState.CLOSED, None, date(1958, 1, 20))


def test_a_transfer_has_no_return(postings_folder: Path, problem: RotaProblem, places: Places) -> None:
    """The row of the return is refused, and it alone: the closing after it stands."""
    found = read_postings(postings_folder, problem)
    assert places(lambda: replay((MOVED,), found)) == [("steps.csv", 5, "step")]


def test_a_posting_with_a_return_is_not_closed_before_it(
    postings_folder: Path, problem: RotaProblem, spoil: Spoil, places: Places
) -> None:
    """What closes a transfer is refused for a turn."""
    spoil(postings_folder / "steps.csv", "p1,returned,1958-01-18\n", "")
    found = read_postings(postings_folder, problem)
    assert places(lambda: replay((PLANNED,), found)) == [("steps.csv", 5, "step")]


def _postponed(folder: Path, until: str, outcome: str = "postponed") -> None:
    (folder / "concerns.csv").write_text(
        f"id,person,kind,raised_on,answered_on,outcome,until\nk1,p1,hardship,1957-12-03,1957-12-05,{outcome},{until}\n"
    )


def test_a_postponed_departure_waits_for_its_day(postings_folder: Path, problem: RotaProblem) -> None:
    """Postponed to 9 December the departure of that day stands; postponed to the 10th it is refused in its row."""
    _postponed(postings_folder, "1957-12-09")
    assert replay((PLANNED,), read_postings(postings_folder, problem))[0].state == PostingState.CLOSED
    _postponed(postings_folder, "1957-12-10")
    with pytest.raises(BadInput, match=r"the hardship k1.*postpones the departure to 1957-12-10") as caught:
        replay((PLANNED,), read_postings(postings_folder, problem))
    assert [(fault.file, fault.row) for fault in caught.value.faults] == [("steps.csv", 3)]


@pytest.mark.parametrize(
    ("until", "outcome", "columns"),
    [
        ("", "postponed", {"until"}),
        ("1957-12-20", "resolved", {"until"}),
        ("1957-12-05", "postponed", {"until"}),  # the day of the answer itself
        ("soon", "postponed", {"until"}),
        ("", "answered", {"outcome"}),  # is not enough for a hardship
    ],
)
def test_until_belongs_to_a_postponement(
    postings_folder: Path, problem: RotaProblem, places: Places, until: str, outcome: str, columns: set[str]
) -> None:
    """A day to wait for is given exactly if the departure is postponed, and lies after the answer."""
    _postponed(postings_folder, until, outcome)
    found = places(lambda: read_postings(postings_folder, problem))
    assert {(file, row) for file, row, _ in found} == {("concerns.csv", 2)}
    assert {column for _, _, column in found} == columns
