"""``grassrota explain``: one person's line of a plan, in words and for programs, to the organiser and to the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Grassrota


@pytest.fixture
def plan(grassrota: Grassrota, problem: Path, tmp_path: Path) -> Path:
    """A plan of the problem: 16 leaders, four openings with four seats, four batches, and everyone goes."""
    folder = tmp_path / "plan"
    assert grassrota("plan", problem, "-o", folder, "-q").code == 0
    return folder


def _somebody(plan: Path) -> tuple[str, str, str]:
    """Person, opening and batch of somebody in batch 2."""
    head, *rows = (line.split(",") for line in (plan / "postings.csv").read_text(encoding="utf-8").splitlines())
    cells = next(found for found in (dict(zip(head, row, strict=True)) for row in rows) if found["batch"] == "2")
    return cells["person"], cells["opening"], cells["batch"]


def test_where_everyone_goes_nobody_stays(grassrota: Grassrota, problem: Path, plan: Path) -> None:
    """Asked about nothing else: staying is ruled out by the policy, and the exit code says no."""
    person, opening, batch = _somebody(plan)
    found = grassrota("explain", problem, plan, person, "--json")
    assert (found.code, found.data["verdict"], found.data["asked"]) == (1, "never", None)
    assert found.data["now"] == {"opening": opening, "batch": int(batch)}
    assert [one["kind"] for one in found.data["obstacles"]] == ["must_go"]
    told = grassrota("explain", problem, plan, person).out
    assert "No plan can do that. It would take, all together:\n  if not everyone had to go" in told


def test_another_batch_takes_somebody_who_makes_room(grassrota: Grassrota, problem: Path, plan: Path) -> None:
    """Seats are full, so that somebody else moves: named to the organiser, a count to the person."""
    person, opening, batch = _somebody(plan)
    asked = (problem, plan, person, "--opening", opening, "--batch", str(int(batch) + 1))
    found = grassrota("explain", *asked, "--json")
    assert found.code == 0
    assert found.data["at_least"] <= found.data["at_most"]
    assert found.data["moves"][0]["person"] == person
    assert found.data["displaced"] == len(found.data["moves"]) - 1 >= 1
    moved = {move["person"] for move in found.data["moves"]} - {person}
    told, own = grassrota("explain", *asked).out, grassrota("explain", *asked, "--own").out
    assert all(one in told and one not in own for one in moved)
    assert "more than this one" not in own
    kept = grassrota("explain", *asked, "--own", "--json").data
    assert set(kept) == {"person", "now", "asked", "verdict", "obstacles", "displaced", "rules", "needs", "facts"}


def test_a_place_is_asked_about(grassrota: Grassrota, problem: Path, plan: Path) -> None:
    """The place one goes to: there is nothing to explain but why."""
    person, opening, _batch = _somebody(plan)
    rows = (problem / "openings.csv").read_text(encoding="utf-8").splitlines()
    place = next(row.split(",")[1] for row in rows if row.startswith(f"{opening},"))
    found = grassrota("explain", problem, plan, person, "--place", place, "--json")
    assert (found.code, found.data["verdict"], found.data["moves"]) == (0, "chosen", [])


def test_questions_that_mean_nothing(grassrota: Grassrota, problem: Path, plan: Path) -> None:
    """A stranger and an opening that is not there are refused with a reason."""
    person, *_ = _somebody(plan)
    found = grassrota("explain", problem, plan, "nobody", "--json")
    assert (found.code, found.data["error"]) == (1, "not_eligible")
    found = grassrota("explain", problem, plan, person, "--opening", "nowhere", "--json")
    assert (found.code, found.data["error"]) == (1, "no_such_slot")
