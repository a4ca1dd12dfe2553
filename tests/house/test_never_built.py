"""Guards of what is never built (docs/reference/requirements.md): nothing here has a name, so nothing can keep it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.figures.bulletin import Claim, Use, bulletin
from grassrota.figures.figure import Figure, Scope, Status
from grassrota.figures.interval import Interval
from grassrota.files.cases import ANSWERS, CASES
from grassrota.files.columns import Column
from grassrota.files.inspection import FINDING_COLUMNS
from grassrota.files.opinions import CONTACT, OPINIONS, read_opinions
from grassrota.files.postings import FIELD_DAYS, REPORTS, SIGNUPS, WHEREABOUTS, Step, read_postings
from grassrota.files.problem import read_problem
from grassrota.forms import Purpose
from grassrota.opinions.case import Case, answer
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer
from grassrota.opinions.opinion import Opinion
from grassrota.org import UnitTree
from grassrota.posting.concern import Concern, ConcernKind
from grassrota.posting.field import FieldDay, FieldDayKind, Task, TaskReport
from grassrota.posting.steps import BatchRecord, Posting
from grassrota.rota import qualities
from grassrota.rota.policy import Policy
from grassrota.staff import Person

SCENARIO = Path(str(files("grassrota"))) / "scenarios" / "001_leaders"

MIND = (
    *("thought", "think", "attitude", "loyal", "ideolog", "belief", "conviction", "conscious", "awareness", "politic"),
    *("confess", "penitence", "remould", "remold", "reeducat", "temper", "testimon", "conversion", "repent", "moral"),
    *(
        "enthusias",
        "zeal",
        "apprais",
        "personality",
        "backward",
        "sentiment",
        "思想",
        "觉悟",
        "态度",
        "政治",
        "改造",
        "落后",
    ),
)
"""Beginnings of words about what somebody thinks or is worth."""
JUDGED = ("score", "league", "leaderboard", "participation", "popularity", "praised", "success", "complaint", "fewer")
"""Beginnings of words by which people or places are set against each other, or silence is called good."""
TAKEN = ("yield", "deliver", "levy", "levies", "surrender", "grain", "extraction", "tonnage", "fertili", "harvested")
"""Beginnings of words for what a host produces or hands over."""
PLACED = (
    "gps",
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "coordinates",
    "geo",
    "checkin",
    "clock",
    "biometric",
    "face",
)
"""Words for where exactly, or at what hour, somebody was."""


class Package(Protocol):
    """Every name in the package: the fixture of conftest.py."""

    dataclasses: Mapping[str, type]
    enums: Mapping[str, type[Enum]]
    columns: Mapping[str, tuple[Column, ...]]
    trees: Mapping[str, ast.Module]
    kept: Mapping[str, str]
    identifiers: Mapping[str, str]

    def identifiers_in(self, path: str) -> Iterator[str]: ...


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name: ``political_awareness`` and ``PoliticalAwareness`` have two."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return tuple(part for part in re.split(r"[^0-9a-z\u4e00-\u9fff]+", spaced.lower()) if part)


def _speaking_of(words: tuple[str, ...], names: Mapping[str, str], whole: bool = False) -> dict[str, str]:
    return {
        name: where
        for name, where in names.items()
        if any(part == word or (not whole and part.startswith(word)) for part in _parts(name) for word in words)
    }


def _names(*of: type) -> set[str]:
    return {field.name for one in of for field in fields(one)}


@pytest.mark.parametrize(
    ("name", "net"),
    [
        ("political_awareness", MIND),
        ("AttitudeScore", MIND),
        ("is_backward", MIND),
        ("思想_note", MIND),
        ("participation_count", JUDGED),
        ("grain_delivered", TAKEN),
    ],
)
def test_the_nets_hold(name: str, net: tuple[str, ...]) -> None:
    """A name as it must not be is caught, so that an empty catch means something."""
    assert _speaking_of(net, {name: "here"})


def test_the_nets_are_cast_wide(package: Package) -> None:
    """Fields, enumerations, columns, TOML keys and options are all looked at."""
    looked_at = package.kept
    assert {"tenure_years", "help_host", "by_proxy", "dumping_tolerance", "tolerance", "seed"} <= set(looked_at)
    assert len(package.dataclasses) > 80
    assert len(package.enums) > 20
    assert len(package.columns) > 15


def test_nothing_speaks_of_thought_or_attitude(package: Package) -> None:
    """R000-14, R000-21, R002-13, R002-38, R002-44, R002-45, R003-16, R004-15: no name is about a mind."""
    assert _speaking_of(MIND, {**package.kept, **package.identifiers}) == {}


def test_a_person_is_what_a_roster_needs() -> None:
    """R002-45, R003-16: these fields and no other; whoever adds one must first answer for it here."""
    assert _names(Person) == {
        *("id", "name", "unit", "grade", "tenure_years", "field_years", "turns_served", "last_returned"),
        *("previous_post", "home_post", "surplus", "key_staff", "skills", "site"),
    }


def test_a_person_has_no_style_or_label() -> None:
    """R004-15: no text about a person can be stored beside the name, the posts and the skills."""
    texts = {field.name for field in fields(Person) if field.type == "str"}
    assert texts == {"id", "name", "unit", "grade", "previous_post", "home_post", "site"}


def test_no_purpose_is_a_campaign(package: Package) -> None:
    """R000-08: help, learning, opinions, reinforcement, inspection, and restructuring, which stands alone."""
    assert {str(purpose) for purpose in Purpose} == {
        *("help_host", "learn", "collect_opinions", "reinforce_leadership", "inspect", "restructure"),
    }
    assert _speaking_of(("campaign", "drive", "movement", "mobilis"), package.kept) == {"SIGNUP_DRIVE": _evidence()} | {
        "signup_drive": _evidence()
    }


def _evidence() -> str:
    return "grassrota.posting.listing.Evidence"


def test_reports_are_about_conditions_not_people() -> None:
    """R000-14: tasks and columns of a field report are these; none is for what people think."""
    assert {str(task) for task in Task} == {"plan_test", "findings", "opinions", "living_conditions"}
    expected = {"person", "task", "filed_on", "place", "text", "finding", "verdict", "owner", "due_on"}
    assert _names(TaskReport) == expected == {column.name for column in REPORTS}


def test_coming_home_asks_for_no_self_examination() -> None:
    """R000-21: the steps of a posting are these, and closing asks for reports on the work alone."""
    assert {str(step) for step in Step} == {"listed", "released", "departed", "arrived", "returned", "closed"}
    assert "text" not in _names(Posting)


def test_a_discussion_has_no_speakers() -> None:
    """R002-38, R002-44: that it was open is a day; what a person raised is a kind, with the words sealed elsewhere."""
    assert _names(BatchRecord) == {"batch", "list_published_on", "discussion_opened_on", "briefing_on"}
    assert {str(kind) for kind in ConcernKind} == {"question", "difficulty", "hardship"}
    expected = {"id", "person", "kind", "raised_on", "answered_on", "outcome", "sealed_ref", "until"}
    assert _names(Concern) == expected


def test_nobody_is_scored(package: Package) -> None:
    """R002-44, R003-13: no score, league table or participation count, and no word for silence as a success."""
    speaking = _speaking_of(JUDGED, {**package.kept, **package.identifiers})
    assert set(speaking) <= {"success", "AXES_RESET_ON_SUCCESS"}, "names that Django and axes gave"


def test_praise_is_not_said_without_a_survey() -> None:
    """R001-18: "warmly supported" without how many were asked is refused, and with it is a share of those asked."""
    content = Figure(
        *("content", "People who are content", Interval.exactly(40), None, "person", Scope("here", "place")),
        *(date(1959, 2, 1), Status.REPORTED, "a survey", "the county"),
    )
    refused = bulletin("News", date(1959, 2, 8), [Claim(content, "survey.csv", Use.PRAISE)])
    assert ([line.code for line in refused.refused], refused.lines) == (["praise_without_survey"], ())


def test_praise_is_not_counted(package: Package) -> None:
    """R001-21: the only place for praise is what a bulletin refuses; no field, column or option holds any."""
    assert {where for name, where in package.kept.items() if "praise" in _parts(name)} == {
        "grassrota.figures.bulletin.Use"
    }


def test_no_output_hangs_on_a_posting(package: Package) -> None:
    """R001-25, R002-19, R003-18: nothing a host hands over is kept; the one quota is of field days."""
    assert _speaking_of(TAKEN, package.kept) == {}
    aims = {name: where for name, where in package.kept.items() if {"quota", "target"} & set(_parts(name))}
    assert set(aims) <= {"quota", "quota_year", "annual_quota"}


def test_a_drop_in_opinions_is_no_success(package: Package) -> None:
    """R003-13: opinions are counted as fixed, confirmed, refuted, unanswered, of those raised; none is "less"."""
    text = ast.unparse(package.trees["play/count.py"]).lower()
    assert not [word for word in ("fewer", "decrease", "decline", "dropped", "quieter") if word in text]
    assert {str(use) for use in Use} == {"level", "improvement", "praise"}


def test_only_the_raiser_withdraws() -> None:
    """R003-14: no unit can close a case as withdrawn, and the word counts only through an independent check."""
    assert "withdrawn" not in {str(reason) for reason in ClosingReason}
    case = Case("a", ("n1",), "hq", date(1957, 12, 1))
    with pytest.raises(Refused) as refused:
        answer(case, RaiserAnswer(date(1957, 12, 9), "n1", Answer.WITHDRAWN))
    assert refused.value.code == "unconfirmed_withdrawal"


def test_field_days_have_no_coordinates_and_no_clock(package: Package, tmp_path: Path) -> None:
    """R004-06: who, which day, which kind, and the name of a place; any more is refused by the reader."""
    assert _names(FieldDay) == {"person", "day", "kind", "place"} == {column.name for column in FIELD_DAYS}
    assert {str(kind) for kind in FieldDayKind} == {"go_to_field", "liaise", "labour"}
    assert _speaking_of(PLACED, package.kept, whole=True) == {}
    _write(tmp_path / "field_days.csv", [*(column.name for column in FIELD_DAYS), *WHEREABOUTS])
    with pytest.raises(BadInput) as error:
        read_postings(tmp_path, read_problem(SCENARIO / "problem"))
    assert {fault.column for fault in error.value.faults} >= set(WHEREABOUTS)


def test_no_value_about_people_has_a_moment(package: Package) -> None:
    """Design section 6: a day is the finest time there is, since a moment betrays its raiser."""
    moments = {
        f"{where}.{field.name}"
        for where, value in package.dataclasses.items()
        for field in fields(value)
        if "datetime" in str(field.type) or str(field.type) in ("time", "time | None")
    }
    # an act of staff has a moment in the journal; what may be anonymous has no row there
    assert moments == {"grassrota_web.journal.entry.Change.recorded_at"}
    with pytest.raises(BadInput):
        FieldDay("p1", datetime(1957, 12, 9, 8, 30), FieldDayKind.LABOUR, "here")  # noqa: DTZ001


def test_no_reader_of_opinions_takes_a_contact(tmp_path: Path) -> None:
    """R002-19: opinions, cases, answers and findings have no contact column; those with a name are refused."""
    for table in (OPINIONS, CASES, ANSWERS, FINDING_COLUMNS):
        assert not {column.name for column in table} & set(CONTACT)
    _write(tmp_path / "opinions.csv", [*(column.name for column in OPINIONS), *CONTACT])
    with pytest.raises(BadInput) as error:
        read_opinions(tmp_path, UnitTree(()))
    assert {fault.column for fault in error.value.faults} >= set(CONTACT)


def test_no_schema_names_a_raiser(package: Package) -> None:
    """R002-19: an opinion has an opaque token; elsewhere the word stands for a count, a side of a team, or a source."""
    assert _names(Opinion) & {"name", "phone", "email", "address", "account", "sequence", "file", "ip"} == set()
    about = {name for name in package.kept if any(part.startswith("raiser") for part in _parts(name))}
    assert about <= {
        *("raiser", "RAISER", "RAISER_SIDE", "raiser_side", "from_raiser", "from_raisers", "raisers_bounds"),
    }


def test_nothing_is_ranked_by_sign_ups(package: Package) -> None:
    """R002-16, R004-12: a sign-up is a person's id and nothing else; neither planner, figures nor pages know of it."""
    assert [column.name for column in SIGNUPS] == ["person"]
    knows = {path for path in package.trees for word in package.identifiers_in(path) if "signups" in _parts(word)}
    assert {path.partition("/")[0] for path in knows} <= {"files", "posting"}


def test_bands_know_no_appraisal() -> None:
    """R002-10: burden-dumping is judged by grade, tenure and the surplus flag, not by how good one is."""
    tree = ast.parse(inspect.getsource(qualities.band))
    read = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "person"
    }
    assert read == {"surplus", "tenure_years"}
    assert "appraisal" not in _names(Person, Policy)


def _write(path: Path, header: list[str]) -> None:
    path.write_text(",".join(header) + "\n" + ",".join("x" for _ in header) + "\n", "utf-8")
