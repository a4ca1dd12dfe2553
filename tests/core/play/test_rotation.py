from __future__ import annotations

import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Fault
from grassrota.inspection.gate import Gates
from grassrota.play.rotation import DrawSettings, FieldDaySettings, Rotation, read_rotation
from grassrota.turns import Recurrence

from .conftest import Faults

SMALL = """title = "Ours"
source = "nowhere"
published = 1959-06-10
as_of = 1959-05-31
until = 1959-06-01
"""
LARGE = (
    SMALL
    + """seed = 7
assumed = ["names"]
deadline = 1959-07-01
quota_year = 1959
as_planned = true
[[leaving]]
batch = 1
counts = [2, 0, 1]
[gates]
under_way = 0.6
complete = 0.8
[field_day]
rule = "FREQ=WEEKLY;BYDAY=TH"
grades = ["secretary"]
[inspection]
chance = "dice"
outcome = "4 1"
secret = "ours"
tolerance = "1/5"
grace = 0.03
"""
)


def read(folder: Path, text: str) -> Rotation:
    (folder / "rotation.toml").write_text(text, encoding="utf-8")
    return read_rotation(folder)


def test_the_least_a_rotation_says(tmp_path: Path) -> None:
    """Title, source, the day of the bulletin, one day to count and the last day played are enough."""
    day = date(1959, 5, 31)
    assert read(tmp_path, SMALL) == Rotation("Ours", "nowhere", date(1959, 6, 10), (day,), date(1959, 6, 1))


def test_everything_a_rotation_may_say(tmp_path: Path) -> None:
    """Each key arrives as its value; shares are exact."""
    assert read(tmp_path, LARGE) == Rotation(
        "Ours",
        "nowhere",
        date(1959, 6, 10),
        (date(1959, 5, 31),),
        date(1959, 6, 1),
        7,
        ("names",),
        True,
        {1: (2, 0, 1)},
        Gates(Fraction(3, 5), Fraction(4, 5)),
        date(1959, 7, 1),
        DrawSettings("dice", "4 1", "ours", Fraction(1, 5), Fraction(3, 100)),
        FieldDaySettings(Recurrence("FREQ=WEEKLY;BYDAY=TH"), ("secretary",)),
        1959,
    )


def test_a_grace_of_nothing_is_nothing(tmp_path: Path) -> None:
    """An honest unit may be allowed no wrong case at all: 0 is not the usual 2 %."""
    found = read(tmp_path, LARGE.replace("grace = 0.03", "grace = 0"))
    assert found.inspection is not None
    assert found.inspection.grace == 0


@pytest.mark.parametrize(
    ("right", "wrong", "row", "column"),
    [
        ("as_of = 1959-05-31", "as_of = []", 4, "as_of"),
        ("as_of = 1959-05-31", "as_of = [1959-05-31, 1959-05-30]", 4, "as_of"),
        ("as_of = 1959-05-31", "as_of = [1959-05-31, 1959-05-31]", 4, "as_of"),
        ("published = 1959-06-10", "published = 1959-05-30", 4, "as_of"),
        ("until = 1959-06-01", "until = 1959-05-30", 4, "as_of"),
        ("until = 1959-06-01", "until = 1959-06-31", 5, "until"),
        ("seed = 7", "seed = -1", 6, "seed"),
        ("quota_year = 1959", "quota_year = 59", 9, "quota_year"),
        ("batch = 1", "batch = 0", 12, "leaving[1].batch"),
        ("counts = [2, 0, 1]", "counts = [2, -1]", 13, "leaving[1].counts"),
        ("counts = [2, 0, 1]", "counts = [2]\n[[leaving]]\nbatch = 1\ncounts = [3]", 15, "leaving[2].batch"),
        ("under_way = 0.6", "under_way = 0", 14, "gates.under_way, complete"),
        ("complete = 0.8", "complete = 0.5", 14, "gates.under_way, complete"),
        ("complete = 0.8", "complete = 1.5", 16, "gates.complete"),
        ("FREQ=WEEKLY", "FREQ=SOMETIMES", 17, "field_day.recurrence"),
        ('grades = ["secretary"]', "", 17, "field_day.grades"),
        ("[field_day]", "[[field_day]]", 17, "field_day"),
        ("tolerance =", "tolerances =", 24, "inspection.tolerances"),
        ('tolerance = "1/5"', "tolerance = 0", 24, "inspection.tolerance"),
        ("grace = 0.03", "grace = 1", 25, "inspection.grace"),
        ('chance = "dice"', 'chance = ""', 21, "inspection.chance"),
        ('assumed = ["names"]', 'assumed = "names"', 7, "assumed"),
        ("as_planned = true", 'as_planned = "yes"', 10, "as_planned"),
        ("seed = 7", "sead = 7", 6, "sead"),
    ],
)
def test_one_fault(tmp_path: Path, faults: Faults, right: str, wrong: str, row: int, column: str) -> None:
    """One thing wrong is a fault of its line and key."""
    assert right in LARGE
    found = faults(lambda: read(tmp_path, LARGE.replace(right, wrong)))
    assert ("rotation.toml", row, column) in [(fault.file, fault.row, fault.column) for fault in found]


def test_every_fault_at_once(tmp_path: Path, faults: Faults) -> None:
    """What is missing, misspelt or out of range in any table is told together."""
    spoilt = LARGE
    for right, wrong in (
        ('title = "Ours"\n', ""),
        ("seed = 7", "seed = 0.5"),
        ("batch = 1", 'batch = "one"'),
        ("complete = 0.8", "complete = 2"),
        ("FREQ=WEEKLY", "FREQ=HOURLY"),
        ('secret = "ours"\n', ""),
    ):
        assert right in spoilt
        spoilt = spoilt.replace(right, wrong)
    found = {fault.column for fault in faults(lambda: read(tmp_path, spoilt))}
    expected = {"title", "seed", "leaving[1].batch", "gates.complete", "field_day.recurrence", "inspection.secret"}
    assert found == expected


@settings(max_examples=150)
@given(st.data())
def test_whatever_stands_in_it(data: st.DataObject) -> None:
    """Any bytes, and any right file with something odd in it, give a rotation or faults that name the file."""
    content = LARGE.encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        odd = data.draw(st.sampled_from([b"", b"0", b"-", b"[", b"9" * 30, b"1e9", b"\xff", b"=", b'"', b"nan", b"\n"]))
        content = content[:start] + odd + content[start + data.draw(st.integers(0, 12)) :]
    content = data.draw(st.just(content) | st.binary(max_size=60))
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "rotation.toml").write_bytes(content)
        told = [Fault("", "no fault", "", file="rotation.toml")]
        try:
            read_rotation(Path(scratch))
        except BadInput as error:
            told = list(error.faults)
    assert told
    assert all(fault.file == "rotation.toml" and fault.expected for fault in told)
