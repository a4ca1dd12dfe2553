from __future__ import annotations

import csv
import json
from html import unescape
from pathlib import Path

import pytest

from grassrota.files.plan import read_plan
from grassrota.play import Played, play
from grassrota.play.write import bulletin_json, write_played

from .conftest import LEADER, Edit


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_plan_reads_back(boxing: Played, tmp_path: Path) -> None:
    """What was written is the plan that was played."""
    write_played(boxing, tmp_path)
    assert boxing.carried is not None
    assert read_plan(tmp_path / "plan", boxing.carried.problem).assignments == boxing.carried.plan.assignments


def test_the_postings_tell_each_step(boxing: Played, tmp_path: Path) -> None:
    """The leader's row has the planned days and the five steps."""
    write_played(boxing, tmp_path)
    (row,) = (row for row in table(tmp_path / "postings.csv") if row["person"] == LEADER)
    assert row["state"] == "closed"
    days = ("first_day", "last_day", "listed_on", "departed_on", "arrived_on", "returned_on", "closed_on")
    assert [row[name] for name in days] == [
        *("1959-03-01", "1959-04-19", "1959-02-12"),
        *("1959-03-01", "1959-03-01", "1959-04-20", "1959-11-20"),
    ]


def test_a_verdict_has_its_question_and_its_counts(boxing: Played, tmp_path: Path) -> None:
    """27 of 30 claimed with a tolerance of a fifth: false at 21 or fewer; all ten visited are fixed, so 22 at least."""
    write_played(boxing, tmp_path)
    (row,) = table(tmp_path / "verdicts.csv")
    expected = {
        "unit": "boxing",
        "as_of": "1959-10-31",
        "received": "30",
        "claimed": "27",
        "listed": "27",
        "outcome": "confirmed",
        "at_least": "22",
        "at_most": "27",
        "visited": "10",
        "longest": "10",
        "fixed": "10",
        "not_fixed": "0",
        "unlisted": "0",
        "silent": "0",
        "false_at": "21",
        # grace 2 %: ceil(27 x 0.98) = 27
        "honest_at": "27",
        "alpha": "1/20",
        "beta": "1/20",
    }
    assert {name: row[name] for name in expected} == expected
    assert len(row["list_hash"]) == 64


def test_without_problem_and_inspection_only_the_bulletin_is_written(folder: Path, tmp_path: Path) -> None:
    """Three forms of it, and nothing of a plan or a verdict."""
    text = (folder / "rotation.toml").read_text(encoding="utf-8")
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "rotation.toml").write_text(text, encoding="utf-8")
    write_played(play(bare), tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *("bulletin.html", "bulletin.json", "bulletin.txt"),
    ]


REPORTED = """
[[figure]]
id = "welcome"
label = "Farmers who were content"
unit = "person"
scope = "Boxing"
scope_kind = "county"
as_of = 1959-02-05
status = "reported"
source = "a paper"
counted_by = "a reporter"
flags = ["unquantified"]
use = "praise"
evidence = "a quotation"

[[figure]]
id = "share"
label = "Leaders below"
wording = "over 62.1 %"
unit = "person"
scope = "Boxing"
scope_kind = "county"
as_of = 1960-01-04
status = "reported"
source = "a paper"
counted_by = "the county"
evidence = "a quotation"
coverage = { reporting = 3, units = 4 }
"""


@pytest.fixture
def reported(folder: Path, edit: Edit) -> Played:
    """The rotation with two figures of others: one without a number, one as a share of nobody knows how many."""
    (folder / "reported.toml").unlink(missing_ok=True)
    edit("reported.toml", "", REPORTED)
    return play(folder)


def test_the_bulletin_as_data(reported: Played) -> None:
    """Ends of intervals are numbers or null, refused lines have their code, and the whole is plain JSON."""
    data = json.loads(json.dumps(bulletin_json(reported.bulletin)))
    (share,) = (line for line in data["lines"] if line["id"] == "share")
    assert (share["numerator"]["lower"], share["numerator"]["lower_open"]) == (62.1, True)
    assert share["denominator"] == {
        "lower": 100,
        "upper": 100,
        "lower_open": False,
        "upper_open": False,
        "words": "100",
    }
    assert share["coverage"] == {"reporting": 3, "units": 4}
    assert share["flags"] == ["no_denominator", "partial", "unchecked"]
    assert share["words"].endswith("as of 1960-01-04 (1 day old); 3 of 4 reporting units; counted by the county")
    assert [line["code"] for line in data["refused"] if line["label"] == "Farmers who were content"] == [
        "unquantified",
        "praise_without_survey",
    ]
    assert "welcome" not in {line["id"] for line in data["lines"]}
    assert data["assumed"] == list(reported.bulletin.assumed)
    assert data["assumed"][-1].startswith("the steps of 16 of 16 people")


def test_the_three_forms_say_the_same(reported: Played, tmp_path: Path) -> None:
    """Every line of the data stands in the text, and every label on the page."""
    write_played(reported, tmp_path)
    text = (tmp_path / "bulletin.txt").read_text(encoding="utf-8")
    page = unescape((tmp_path / "bulletin.html").read_text(encoding="utf-8"))
    data = json.loads((tmp_path / "bulletin.json").read_text(encoding="utf-8"))
    assert data == bulletin_json(reported.bulletin)
    assert all(line["words"] in text for line in data["lines"])
    assert all(line["label"] in page for line in data["lines"])
    assert data["assumed"]
    assert all(f"assumed: {sentence}\n" in text for sentence in data["assumed"])
    assert all(sentence in page for sentence in data["assumed"])


def test_playing_and_writing_again_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """But for the seconds that the solver took, which the certificate tells."""
    for name in ("first", "second"):
        write_played(play(folder), tmp_path / name)
    written = {
        name: {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file() and path.name != "certificate.json"
        }
        for name in ("first", "second")
    }
    assert len(written["first"]) == 9
    assert written["first"] == written["second"]
