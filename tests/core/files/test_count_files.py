from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from grassrota.files.counts import UnitCount, read_counts

Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]
COUNTS = """unit,opinions,reported_fixed,really_fixed,silent
u1,100,80,0.97,1/50
u2,7,0,,
u3,0,0,1,0
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "counts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_units_with_their_counts(tmp_path: Path) -> None:
    """Shares are exact; where none are given everything reported is really fixed, and nobody is silent."""
    assert read_counts(written(tmp_path, COUNTS)) == {
        "u1": UnitCount("u1", 100, 80, Fraction(97, 100), Fraction(1, 50)),
        "u2": UnitCount("u2", 7, 0, Fraction(1), Fraction(0)),
        "u3": UnitCount("u3", 0, 0, Fraction(1), Fraction(0)),
    }


def test_the_made_up_columns_may_be_missing(tmp_path: Path) -> None:
    """A unit's own counts are enough."""
    text = "unit,opinions,reported_fixed\nu1,100,100\n"
    assert read_counts(written(tmp_path, text)) == {"u1": UnitCount("u1", 100, 100)}


@pytest.mark.parametrize(
    ("right", "wrong", "row", "column"),
    [
        ("u2,7", "u1,7", 3, "unit"),
        ("u2,7", "u 2,7", 3, "unit"),
        ("u2,7", ",7", 3, "unit"),
        ("100,80", "100,101", 2, "reported_fixed"),
        ("100,80", "100,-1", 2, "reported_fixed"),
        ("100,80", "-1,0", 2, "opinions"),
        ("100,80", "100.5,80", 2, "opinions"),
        ("100,80", "100,", 2, "reported_fixed"),
        ("100,80", "2000000000,80", 2, "opinions"),
        ("0.97", "1.01", 2, "really_fixed"),
        ("0.97", "-0.01", 2, "really_fixed"),
        ("0.97", "97%", 2, "really_fixed"),
        ("0.97", "nan", 2, "really_fixed"),
        ("0.97", "inf", 2, "really_fixed"),
        ("0.97", "0." + "9" * 30, 2, "really_fixed"),
        ("1/50", "1/0", 2, "silent"),
        ("silent", "quiet", 1, "quiet"),
        ("reported_fixed,", "fixed,", 1, "reported_fixed"),
    ],
)
def test_one_fault(tmp_path: Path, places: Places, right: str, wrong: str, row: int, column: str) -> None:
    """One thing wrong is a fault of its row and column."""
    assert right in COUNTS
    path = written(tmp_path, COUNTS.replace(right, wrong, 1))
    assert ("counts.csv", row, column) in places(lambda: read_counts(path))


def test_every_fault_at_once(tmp_path: Path, places: Places) -> None:
    """Each row with something wrong is told."""
    path = written(tmp_path, "unit,opinions,reported_fixed,silent\nu1,1,2,\n,x,0,\nu3,1,1,2\n")
    assert places(lambda: read_counts(path)) == [
        ("counts.csv", 2, "reported_fixed"),
        ("counts.csv", 3, "opinions"),
        ("counts.csv", 3, "unit"),
        ("counts.csv", 4, "silent"),
    ]


@pytest.mark.parametrize("text", ["", "unit,opinions,reported_fixed\n"])
def test_nothing_to_inspect(tmp_path: Path, places: Places, text: str) -> None:
    """A file without a unit is a fault of the file, as is none at all."""
    assert places(lambda: read_counts(written(tmp_path, text))) == [("counts.csv", 0, "")]
    assert places(lambda: read_counts(tmp_path / "missing.csv")) == [("missing.csv", 0, "")]
