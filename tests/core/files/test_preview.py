from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.files.columns import write_rows
from grassrota.files.lists import LISTS, KeptList
from grassrota.files.preview import Apply, FieldChange, Preview, preview
from grassrota.org import Level, Unit, UnitKind
from grassrota.staff import Exemption, ExemptionReason, NotAvailable, Person

PEOPLE = LISTS["people"]
WANG = Person("p1", "Wang", "hq", "chief", 12, skills=frozenset({"wells"}))
LI = Person("p2", "Li", "hq", "clerk", last_returned=date(1957, 3, 31))
ZHAO = Person("p3", "Zhao", "hq", "clerk")
STORED = (WANG, LI, ZHAO)


def _preview(
    tmp_path: Path, content: str, stored: tuple[object, ...] = STORED, kept: KeptList = PEOPLE
) -> Preview[Any]:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    return preview(kept, kept.scan(tmp_path / "t.csv"), stored)


def test_preview(tmp_path: Path) -> None:
    """A dry run tells new, changed, unchanged, faulty and missing apart, and each change before and after."""
    found = _preview(
        tmp_path,
        "编号,姓名,单位,职务级别,本单位工龄\np1,Wang,hq,chief,13\np2,Li,hq,clerk,\np8,Sun,hq,clerk,2\np9,Wu,hq,,2\n",
    )
    assert [(entry.row, entry.value) for entry in found.new] == [(4, Person("p8", "Sun", "hq", "clerk", 2))]
    (change,) = found.changed
    assert (change.row, change.key) == (2, ("p1",))
    assert change.changes == (FieldChange("tenure_years", 12, 13),)
    assert [entry.value for entry in found.unchanged] == [LI]
    assert [(fault.row, fault.column) for fault in found.faulty] == [(5, "职务级别")]
    assert found.missing_from_file == (("p3",),)


def test_a_column_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    """What a file has no column for stays as it is stored, while an empty cell in a column empties the field."""
    found = _preview(tmp_path, "id,name,unit,grade\np1,Wang Min,hq,chief\n")
    assert found.to_apply(Apply.ALL_OR_NOTHING) == (replace(WANG, name="Wang Min"),)
    found = _preview(tmp_path, "id,name,unit,grade,skills\np1,Wang,hq,chief,\n")
    assert found.changed[0].changes == (FieldChange("skills", frozenset({"wells"}), frozenset()),)
    assert found.to_apply(Apply.GOOD_ROWS) == (replace(WANG, skills=frozenset()),)


def test_what_is_applied(tmp_path: Path) -> None:
    """With a faulty row, all or nothing is nothing with its reasons, and the good rows are the others."""
    found = _preview(
        tmp_path, "id,name,unit,grade\np8,Sun,hq,clerk\np9,Wu,hq,\np1,Wang Min,hq,chief\np3,Zhao,hq,clerk\n"
    )
    with pytest.raises(BadInput, match="row 3, column grade: expected something"):
        found.to_apply(Apply.ALL_OR_NOTHING)
    assert [person.id for person in found.to_apply(Apply.GOOD_ROWS)] == ["p8", "p1"]


@pytest.mark.parametrize("content", ["id,name,unit\np1,Wang,hq\n", "id,name,unit,grade\np1,Wang,hq,\n", ""])
def test_no_good_row(tmp_path: Path, content: str) -> None:
    """Where nothing could be read, taking the good rows is refused as well, and nobody is said to be missing."""
    found = _preview(tmp_path, content, (WANG,))
    assert found.missing_from_file == ()
    with pytest.raises(BadInput):
        found.to_apply(Apply.GOOD_ROWS)


def test_rows_about_the_same_person(tmp_path: Path) -> None:
    """Of rows that speak of one person none is taken, and each names the others."""
    found = _preview(tmp_path, "id,name,unit,grade\np1,Wang,hq,chief\np2,Li,hq,clerk\np1,Wang,hq,clerk\n")
    assert [(fault.row, fault.column, fault.got, fault.fix) for fault in found.faulty] == [
        (2, "id", "p1", "Rows 4 have it."),
        (4, "id", "p1", "Rows 2 have it."),
    ]
    assert (found.new, found.changed, found.missing_from_file) == ((), (), (("p3",),))


def test_a_row_without_a_key(tmp_path: Path) -> None:
    """While some row does not tell whom it is about, nobody is said to be missing."""
    for row in (",Sun,hq,clerk", "a b,Sun,hq,clerk", "p3"):
        found = _preview(tmp_path, f"id,name,unit,grade\np1,Wang,hq,chief\n{row}\n")
        assert (len(found.faulty), found.missing_from_file) == (1, ())


def test_values_that_no_longer_fit(tmp_path: Path) -> None:
    """Where a change contradicts what stays stored, the row is faulty: here half a position is taken away."""
    unit = Unit("c1", "First", Level.TOWNSHIP, UnitKind.PLACE, position=(3, 4))
    content = "id,name,level,kind,east_km,north_km\nc1,First,township,place,5,6\n"
    moved = _preview(tmp_path, content, (unit,), LISTS["units"])
    assert moved.to_apply(Apply.ALL_OR_NOTHING) == (replace(unit, position=(5, 6)),)
    (fault,) = _preview(
        tmp_path, "id,name,level,kind,east_km\nc1,First,township,place,\n", (unit,), LISTS["units"]
    ).faulty
    assert (fault.row, fault.column, fault.expected) == (2, "east_km", "both east_km and north_km, or neither")


def test_absences(tmp_path: Path) -> None:
    """Exemptions and absences of one list are compared each with its like."""
    absent = NotAvailable("p3", frozenset({1}))
    kept = LISTS["absences"]
    found = _preview(tmp_path, "person,kind,reason\np3,not_available,\np4,exempt,age\n", (absent,), kept)
    assert [entry.value for entry in found.unchanged] == [absent]
    assert [entry.value for entry in found.new] == [Exemption("p4", ExemptionReason.AGE)]


def test_private_keys_are_not_repeated(tmp_path: Path) -> None:
    """Two rows that say the same of one person are told by their rows and the person, not by what they say."""
    content = "person,kind,reason\np4,exempt,age\np4,exempt,health\n"
    found = _preview(tmp_path, content, (), LISTS["absences"])
    assert [(fault.column, fault.got) for fault in found.faulty] == [("person", "p4"), ("person", "p4")]


WORDS = st.text(st.sampled_from("abc王"), min_size=1, max_size=3)
PERSONS = st.builds(Person, st.sampled_from(["a", "b", "c", "d"]), WORDS, WORDS, WORDS, st.integers(0, 70))


@settings(max_examples=25)
@given(*[st.lists(PERSONS, unique_by=lambda person: person.id)] * 2)
def test_a_list_taken_is_stored(
    tmp_path_factory: pytest.TempPathFactory, sent: list[Person], stored: list[Person]
) -> None:
    """Whatever is sent and stored, each sent row is in one group, and once taken the list changes nothing more."""
    path = tmp_path_factory.mktemp("preview") / "t.csv"
    write_rows(path, PEOPLE.columns, sent)
    rows = PEOPLE.scan(path)
    found = preview(PEOPLE, rows, stored)
    assert len(found.new) + len(found.changed) + len(found.unchanged) == len(sent)
    assert {key for (key,) in found.missing_from_file} == {person.id for person in stored} - {row.id for row in sent}
    after = {person.id: person for person in stored}
    after |= {person.id: person for person in found.to_apply(Apply.ALL_OR_NOTHING)}
    assert preview(PEOPLE, rows, after.values()).to_apply(Apply.ALL_OR_NOTHING) == ()
    assert all(after[person.id] == person for person in sent)
