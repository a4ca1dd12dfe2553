"""Lists with Chinese headers and words, which read as their English ones do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.files.columns import Column
from grassrota.files.header import plain
from grassrota.files.lists import LISTS, KeptList
from grassrota.files.parse import Choice
from grassrota.files.problem import read_problem
from grassrota.org import Level, Unit, UnitKind
from grassrota.rota.problem import RotaProblem
from grassrota.staff import Exemption, ExemptionReason, NotAvailable, Person

CHINESE = {
    "units": """编号,名称,层级,类别,上级单位,下属未列全,负责人,东向公里,北向公里
county,Boxing,县,机关,,,,,
hq,County office,区,机关,county,否,p1；p2,,
c1,First commune,公社,地方,county,是,,3,-4
c2,Second commune,乡,地方,county,,,,
""",
    "people": """工号,姓名,单位,职务级别,本单位工龄,基层年数,上次返回日期,编余,技能,家庭所在地
p1,Wang,hq,chief,12,3,1957年3月31日,否,wells;maps,c1
p2,李,hq,clerk,1,,,是,,
p3,Zhao,hq,clerk,,,,,,
p4,Qian,hq,clerk,,,,,,
""",
    "openings": """编号,地点,地点类型,任务,最少人数,最多人数,批次,连续批数,必备技能,可派级别
o1,c1,农村,劳动,1,2,,,wells,
o2,c2,山区,基层工作,0,1,2,1,,clerk；chief
""",
    "preferences": "人员编号,地点,顺序\np2,c2,1\n",
    "couples": "一方编号,另一方编号\np1,p2\n",
    "absences": "人员编号,种类,原因,批次,密封件号\np3,本轮不派,,1,\np4,免派,有病,,x7\n",
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_chinese_lists(folder: Path, problem: RotaProblem, encoding: str) -> None:
    """The six lists in Chinese, saved by a spreadsheet, are the same problem as in English."""
    for name, content in CHINESE.items():
        (folder / f"{name}.csv").write_bytes(content.replace("\n", "\r\n").encode(encoding))
    found = read_problem(folder)
    assert (found.people, found.openings, found.couples) == (problem.people, problem.openings, problem.couples)
    assert (found.tree.units, found.preferences) == (problem.tree.units, problem.preferences)
    assert found.exemptions == (Exemption("p4", ExemptionReason.HEALTH, "x7"),)
    assert found.not_available == (NotAvailable("p3", frozenset({1})),)


def test_headers_as_people_write_them(tmp_path: Path) -> None:
    """Capitals, blanks, aliases and both languages in one header name the same columns."""
    (tmp_path / "t.csv").write_text("Staff ID,姓名,home-unit, Grade ,Tenure Years\n007,Wang,hq,chief,3\n", "utf-8")
    assert LISTS["people"].scan(tmp_path / "t.csv").values == (Person("007", "Wang", "hq", "chief", 3),)


def test_faults_speak_as_the_file_does(tmp_path: Path) -> None:
    """The column of a fault is called what the header calls it, be it a cell, a value or a missing column."""
    (tmp_path / "t.csv").write_text("工号,姓名,单位,本单位工龄,薪水\np1,Wang,hq,many,9\n", "utf-8")
    faults = LISTS["people"].scan(tmp_path / "t.csv").faults
    assert [(fault.row, fault.column, fault.expected[:8]) for fault in faults] == [
        (1, "薪水", "one of 上"),
        (1, "职务级别", "the colu"),
    ]
    (tmp_path / "t.csv").write_text("编号,名称,层级,类别,东向公里,北向公里\nc,C,县,地方,3,\nd,D,村,地方,,\n", "utf-8")
    rows = LISTS["units"].scan(tmp_path / "t.csv")
    assert [(fault.row, fault.column) for fault in rows.faults] == [(2, "北向公里"), (3, "层级")]
    assert rows.refused[3]["id"] == "d"


def test_a_column_in_two_languages(tmp_path: Path) -> None:
    """A column that is there under two of its names is there twice."""
    (tmp_path / "t.csv").write_text("id,编号,name,level,kind\na,a,A,county,organ\n", "utf-8")
    (fault,) = LISTS["units"].scan(tmp_path / "t.csv").faults
    assert (fault.row, fault.column, fault.expected) == (1, "编号", "each column once")


def test_repeated_ids_in_a_chinese_file(tmp_path: Path) -> None:
    """What is found after the rows were read is told with the header's words as well."""
    (tmp_path / "t.csv").write_text("编号,名称,层级,类别\na,A,县,机关\na,B,县,机关\n", "utf-8")
    rows = LISTS["units"].scan(tmp_path / "t.csv")
    assert rows.values[0] == Unit("a", "A", Level.COUNTY, UnitKind.ORGAN)
    assert [fault.column for fault in rows.repeated(lambda unit: unit.id, "id", "each unit")] == ["编号"]


@pytest.mark.parametrize(
    ("written", "right"),
    [("1957-12-09", True), ("1957/12/9", True), ("1957年12月9日", True), ("1957-12-9", False), ("12/9/1957", False)],
)
def test_days(tmp_path: Path, written: str, right: bool) -> None:
    """Days are understood where year, month and day cannot be mistaken for one another."""
    (tmp_path / "t.csv").write_text(f"编号,姓名,单位,级别,上次返回\np1,Wang,hq,chief,{written}\n", "utf-8")
    rows = LISTS["people"].scan(tmp_path / "t.csv")
    assert [person.last_returned for person in rows.values] == ([date(1957, 12, 9)] if right else [])


@pytest.mark.parametrize("kept", LISTS.values(), ids=list(LISTS))
def test_every_column_has_its_words(kept: KeptList) -> None:
    """Each column of a kept list has a Chinese name and is explained in both languages; no name means two columns."""
    assert all(column.chinese and all(column.about) for column in kept.columns)
    names = [plain(name) for column in kept.columns for name in column.names]
    assert len(set(names)) == len(names)
    assert all(column.chinese not in other.aliases for column in kept.columns for other in kept.columns)


def _choices() -> list[tuple[Column, Choice]]:
    columns = [column for kept in LISTS.values() for column in kept.columns]
    return [(column, column.parse) for column in columns if isinstance(column.parse, Choice)]


@pytest.mark.parametrize(("column", "choice"), _choices(), ids=lambda one: getattr(one, "name", ""))
def test_every_word_has_a_chinese_one(column: Column, choice: Choice) -> None:
    """Each Chinese word of a choice means one English word, and every English word has one."""
    said = [(word, name) for word in choice.values for name in choice.chinese[word]]
    assert len({name for _, name in said}) == len(said) >= len(choice.values)
    assert all(column.value(name) == choice.values[word] for word, name in said)


def test_no_such_word(tmp_path: Path) -> None:
    """A word of another list is refused."""
    (tmp_path / "t.csv").write_text("编号,名称,层级,类别\na,A,农村,机关\n", "utf-8")
    with pytest.raises(BadInput, match="expected one of centre, province"):
        raise BadInput(LISTS["units"].scan(tmp_path / "t.csv").faults)
