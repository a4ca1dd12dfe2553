from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from grassrota.files.register import read_register
from grassrota.forms import Role
from grassrota.org import Level, Sector
from grassrota.posting.register import Registered
from grassrota.staff import Grade, GradeScale

Spoil = Callable[[Path, str, str], None]
Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]
SCALE = GradeScale("1957", date(1957, 1, 1), (Grade("clerk", 1, ("办事员",)), Grade("chief", 2)))
FILES = {
    "units.csv": """id,name,level,kind,parent
z,Zhejiang,province,organ,
j,Jiashan,county,organ,z
""",
    "register.csv": """person,unit,grade,role,sector
r1,j,clerk,field_work,rural
r2,j,办事员,productive_work,upland
r3,z,chief,inspection,plant
""",
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of three people from two units."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_register(register: Path) -> None:
    """The units come as a tree, the people in the order of the file; a title of the scale is a grade."""
    tree, entries = read_register(register, SCALE)
    assert tree["j"].level is Level.COUNTY
    assert [unit.id for unit in tree.subtree("z")] == ["z", "j"]
    assert entries == (
        Registered("r1", "j", "clerk", Role.FIELD_WORK, Sector.RURAL),
        Registered("r2", "j", "办事员", Role.PRODUCTIVE_WORK, Sector.UPLAND),
        Registered("r3", "z", "chief", Role.INSPECTION, Sector.PLANT),
    )


@pytest.mark.parametrize(
    ("file", "right", "wrong", "place"),
    [
        ("register.csv", "r2,j", "r2,h", ("register.csv", 3, "unit")),
        ("register.csv", "r2,j", "r2,", ("register.csv", 3, "unit")),
        ("register.csv", "r2,j", "r1,j", ("register.csv", 3, "person")),
        ("register.csv", "r2,j", ",j", ("register.csv", 3, "person")),
        ("register.csv", "chief", "king", ("register.csv", 4, "grade")),
        ("register.csv", "inspection", "holiday", ("register.csv", 4, "role")),
        ("register.csv", "plant", "moon", ("register.csv", 4, "sector")),
        ("register.csv", "sector\n", "field\n", ("register.csv", 1, "sector")),
        ("register.csv", "r1,j,clerk,field_work,rural", "r1,j,clerk", ("register.csv", 2, "")),
        ("units.csv", "county,", "kreis,", ("units.csv", 3, "level")),
        ("units.csv", "organ,z", "organ,y", ("units.csv", 3, "parent")),
        ("units.csv", "organ,z\n", "organ,z\nj,Jiashan,county,organ,z\n", ("units.csv", 4, "id")),
    ],
)
def test_one_fault(
    register: Path, spoil: Spoil, places: Places, file: str, right: str, wrong: str, place: tuple[str, int, str]
) -> None:
    """One thing wrong is a fault of its file, row and column."""
    spoil(register / file, right, wrong)
    assert place in places(lambda: read_register(register, SCALE))


def test_every_fault_at_once(register: Path, spoil: Spoil, places: Places) -> None:
    """An unknown unit, a person registered twice and an unknown grade are told together."""
    for right, wrong in (("r1,j", "r1,h"), ("r2,j", "r1,j"), ("chief", "king")):
        spoil(register / "register.csv", right, wrong)
    assert places(lambda: read_register(register, SCALE)) == [
        ("register.csv", 2, "unit"),
        ("register.csv", 3, "person"),
        ("register.csv", 4, "grade"),
    ]


def test_units_that_were_not_read_blame_nobody(register: Path, spoil: Spoil, places: Places) -> None:
    """With a broken row of units it is not said of people that their unit is unknown; their grades still are."""
    spoil(register / "units.csv", "county,", "kreis,")
    spoil(register / "register.csv", "chief", "king")
    found = places(lambda: read_register(register, SCALE))
    assert found == [("register.csv", 4, "grade"), ("units.csv", 3, "level")]


@pytest.mark.parametrize("name", ["units", "register"])
def test_a_missing_table(register: Path, places: Places, name: str) -> None:
    """The table is named."""
    (register / f"{name}.csv").unlink()
    assert (f"{name}.csv", 0, "") in places(lambda: read_register(register, SCALE))
