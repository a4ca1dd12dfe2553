"""Each figure of the bulletin, of a handful of rows, as it is counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from grassrota.figures.figure import Figure, Status
from grassrota.figures.flag import Flag
from grassrota.figures.words import words
from grassrota.play import play

from .conftest import LEADER, Edit

OPINIONS = {
    "opinions.csv": """id,raised_on,place,addressed,text,channel
o1,1959-03-01,commune-1,commune-1,No rope at the well.,field
o2,1959-03-01,commune-1,commune-1,The canteen is late.,field
o3,1959-04-01,commune-2,commune-2,The roof leaks.,paper
o4,1959-04-01,commune-2,commune-2,No lamp at the ford.,paper
o5,1959-06-01,commune-3,commune-3,The mill stands still.,meeting
""",
    "cases.csv": """id,opinions,owner,opened_on,posted_handlers,local_handlers,investigated_on
a,o1;o2,commune-1,1959-03-02,,l1,1959-03-03
b,o3,commune-2,1959-04-02,,l2,1959-04-03
c,o4,commune-2,1959-04-02,,l2,1959-04-03
d,o5,commune-3,1959-06-02,,l3,1959-06-03
""",
    "claims.csv": """case,on,reason,action
a,1959-05-01,fixed,A new rope; the canteen opens earlier.
b,1959-06-10,fixed,Thatched anew.
d,1959-06-10,fixed,A new belt.
""",
    "answers.csv": """case,opinion,on,answer
a,o1,1959-05-10,fixed
a,o2,1959-05-11,not_fixed
b,o3,1959-06-20,fixed
""",
}


def counted(folder: Path, *names: str) -> dict[str, tuple[str, str, Status]]:
    """Figures of a played rotation by id: numerator, denominator and status."""
    found: dict[str, Figure] = {line.figure.id: line.figure for line in play(folder).bulletin.lines}
    return {
        figure_id: (
            words(figure.numerator) if figure.numerator else "",
            words(figure.denominator) if figure.denominator else "",
            figure.status,
        )
        for figure_id, figure in found.items()
        if figure_id.split("@")[0] in names
    }


def test_people(folder: Path) -> None:
    """Batches leave on 1 March, 25 April, 1 July and 10 September for 50 days: by 31 May two have left, one is back."""
    assert counted(folder, "planned", "listed", "departed", "returned") == {
        "planned@1959-05-31": ("16", "16", Status.PLANNED),
        "listed@1959-05-31": ("16", "16", Status.LISTED),
        "departed@1959-05-31": ("8", "16", Status.DEPARTED),
        "returned@1959-05-31": ("4", "16", Status.REPORTED),
        "listed@1959-12-31": ("16", "16", Status.LISTED),
        "departed@1959-12-31": ("16", "16", Status.DEPARTED),
        "returned@1959-12-31": ("16", "16", Status.REPORTED),
    }


@pytest.mark.parametrize(
    ("day", "listed", "departed", "returned"),
    [
        ("1959-02-11", "0", "0", "0"),
        ("1959-02-12", "16", "0", "0"),  # the list is published
        ("1959-03-01", "16", "4", "0"),
        ("1959-04-19", "16", "4", "0"),  # the last of the 50 days
        ("1959-04-20", "16", "4", "4"),
    ],
)
def test_a_step_counts_from_its_day(
    folder: Path, edit: Edit, day: str, listed: str, departed: str, returned: str
) -> None:
    """On its day a step has been taken, the day before it has not."""
    edit("rotation.toml", "[1959-05-31, 1959-12-31]", day)
    found = counted(folder, "listed", "departed", "returned")
    assert [numerator for numerator, _, _ in found.values()] == [listed, departed, returned]


def test_what_was_taken_as_planned_is_flagged(folder: Path, edit: Edit) -> None:
    """Of those gone by 10 April three were assumed to be; the one who is back is recorded, and on 1 March nobody is."""
    steps = ("listed,1959-02-12", "departed,1959-03-02", "arrived,1959-03-02", "returned,1959-04-10")
    edit("postings/steps.csv", "", "person,step,on\n" + "".join(f"{LEADER},{step}\n" for step in steps))
    edit("rotation.toml", "[1959-05-31, 1959-12-31]", "[1959-03-01, 1959-04-10, 1959-04-20]")
    assert flagged(folder) == {
        *("listed@1959-03-01", "listed@1959-04-10", "listed@1959-04-20"),
        *("departed@1959-03-01", "departed@1959-04-10", "departed@1959-04-20"),
        "returned@1959-04-20",
    }
    edit("rotation.toml", "as_planned = true", "as_planned = false")
    assert flagged(folder) == set()


def flagged(folder: Path) -> set[str]:
    """Ids of the figures that say that something was taken as planned."""
    return {line.figure.id for line in play(folder).bulletin.lines if Flag.AS_PLANNED in line.flags}


def test_a_late_and_an_early_person(folder: Path, edit: Edit) -> None:
    """The leader leaves a day late and comes back early: told by what is recorded, not by the plan."""
    steps = ("listed,1959-02-12", "departed,1959-03-02", "arrived,1959-03-02", "returned,1959-04-10")
    rows = "\n".join(f"{LEADER},{step}" for step in steps)
    edit("postings/steps.csv", "", f"person,step,on\n{rows}\n")
    edit("rotation.toml", "[1959-05-31, 1959-12-31]", "[1959-03-01, 1959-04-10]")
    found = {key: value[0] for key, value in counted(folder, "departed", "returned").items()}
    assert found == {
        "departed@1959-03-01": "3",
        "returned@1959-03-01": "0",
        "departed@1959-04-10": "4",
        "returned@1959-04-10": "1",
    }


def test_opinions(folder: Path) -> None:
    """Of four opinions taken up by 31 May two are claimed fixed, one confirmed, one refuted.

    Of five by 31 December four are claimed, of which two are confirmed, one is refuted and one unanswered.
    """
    for name, text in OPINIONS.items():
        (folder / "opinions" / name).write_text(text, encoding="utf-8")
    for name in ("opinions/taskforces.csv", "inspection/inspection.toml"):
        (folder / name).unlink()
    assert counted(folder, "claimed_fixed", "confirmed", "refuted", "unanswered") == {
        "claimed_fixed@1959-05-31": ("2", "4", Status.REPORTED),
        "confirmed@1959-05-31": ("1", "4", Status.CONFIRMED),
        "refuted@1959-05-31": ("1", "4", Status.REFUTED),
        "unanswered@1959-05-31": ("0", "4", Status.UNKNOWN),
        "claimed_fixed@1959-12-31": ("4", "5", Status.REPORTED),
        "confirmed@1959-12-31": ("2", "5", Status.CONFIRMED),
        "refuted@1959-12-31": ("1", "5", Status.REFUTED),
        "unanswered@1959-12-31": ("1", "5", Status.UNKNOWN),
    }


def test_an_opinion_that_nobody_took_up_still_counts(folder: Path) -> None:
    """Leaving the unfixed case c out makes no unit look better: four claimed of five raised, as before."""
    for name, text in OPINIONS.items():
        kept = [line for line in text.splitlines() if not (name == "cases.csv" and line.startswith("c,"))]
        (folder / "opinions" / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    for name in ("opinions/taskforces.csv", "inspection/inspection.toml"):
        (folder / name).unlink()
    assert counted(folder, "claimed_fixed")["claimed_fixed@1959-12-31"] == ("4", "5", Status.REPORTED)


def test_no_opinion_yet(folder: Path, edit: Edit) -> None:
    """Nothing of nothing is unknown: on a day before the first opinion nothing is said of opinions."""
    edit("rotation.toml", "[1959-05-31, 1959-12-31]", "1959-01-01")
    assert counted(folder, "claimed_fixed", "confirmed", "refuted", "unanswered") == {}


def test_an_inspection_beside_what_is_reported(folder: Path) -> None:
    """30 received, 27 reported as fixed; all ten visited were fixed.

    With 22 of 27 fixed all ten of a sample are with a chance of C(22,10) / C(27,10) = 7.7 %, with 21 of 4.2 %: at the
    risk of 5 % at least 22 are, and nothing is against all 27.
    """
    assert counted(folder, "reported_fixed", "verified_fixed") == {
        "reported_fixed@1959-10-31": ("27", "30", Status.REPORTED),
        "verified_fixed@1959-10-31": ("22 to 27", "30", Status.CONFIRMED),
    }
    (line,) = (line for line in play(folder).bulletin.lines if line.figure.id.startswith("verified_fixed"))
    assert "(units: 1 confirmed;" in line.figure.label
    assert line.flags == ()


FIELD_DAYS = """person,day,kind,place
b11,1959-05-14,labour,Commune A
b12,1959-05-14,labour,Commune A
b11,1959-05-21,labour,Commune A
b11,1959-05-21,liaise,Commune A
b01,1959-05-21,labour,Commune A
b13,1959-06-04,labour,Commune A
"""
RULE = '\n[field_day]\nrule = "FREQ=WEEKLY;BYDAY=TH"\ngrades = ["deputy_head", "county_head"]\n'


@pytest.mark.parametrize(
    ("day", "label", "attended"),
    [
        ("1959-05-20", "Thursday, 14 May 1959", "2"),
        ("1959-05-21", "Thursday, 21 May 1959", "1"),  # b11 twice is one; b01 is in the committee, and not in scope
        ("1959-05-31", "Thursday, 28 May 1959", "0"),  # nobody came
        ("1959-06-04", "Thursday, 04 June 1959", "1"),
    ],
)
def test_the_last_field_day(folder: Path, edit: Edit, day: str, label: str, attended: str) -> None:
    """So many of the six people of the two grades in scope were in the field on the last Thursday by the day."""
    edit("rotation.toml", "[1959-05-31, 1959-12-31]", day)
    edit("rotation.toml", "", RULE)
    edit("postings/field_days.csv", "", FIELD_DAYS)
    assert counted(folder, "field_day") == {f"field_day@{day}": (attended, "6", Status.REPORTED)}
    labels = [line.figure.label for line in play(folder).bulletin.lines]
    assert f"People in the field on {label}" in labels


def test_a_title_means_its_grade(folder: Path, edit: Edit) -> None:
    """Somebody entered with a title, or a rule that names one, is in scope all the same."""
    edit("rotation.toml", "", RULE.replace("deputy_head", "副县长"))
    edit("problem/people.csv", "boxing-government,county_head", "boxing-government,县长")
    edit("postings/field_days.csv", "", FIELD_DAYS)
    assert counted(folder, "field_day")["field_day@1959-05-31"] == ("0", "6", Status.REPORTED)


def test_a_field_day_nobody_has_noted(folder: Path, edit: Edit) -> None:
    """Before the first row of field days nothing is known, and nothing is said."""
    edit("rotation.toml", "[1959-05-31, 1959-12-31]", "1959-05-13")
    edit("rotation.toml", "", RULE)
    edit("postings/field_days.csv", "", FIELD_DAYS)
    assert counted(folder, "field_day") == {}


def test_every_figure_says_where_it_comes_from(folder: Path) -> None:
    """Our own figures are counted by us, from rows that are named, for the rotation as a whole."""
    lines = [line for line in play(folder).bulletin.lines if "@" in line.figure.id]
    assert {line.evidence for line in lines} == {
        "plan/postings.csv",
        "postings.csv",
        "opinions/cases.csv",
        "verdicts.csv",
    }
    assert {line.figure.counted_by for line in lines} == {"Grassrota, from the rows"}
    assert {(line.figure.scope.name, line.figure.scope.kind) for line in lines} == {
        ("Boxing county: leaders as commune members, 1959", "rotation")
    }
    assert all(line.figure.is_exact for line in lines if not line.figure.id.startswith("verified_fixed"))
