from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from grassrota.files.visits import read_visits
from grassrota.inspection.cycle import Visit, VisitKind

Places = Callable[[Callable[[], object]], list[tuple[str, int, str]]]
VISITS = """unit,on,kind,evidence,from_raisers,representative,sampling_rule
f1,1957-11-05,survey,2,1,yes,"one in twelve, drawn by lot"
f2,1957-11-06,survey,0,0,,
f1,1957-11-20,inspection,4,2,no,
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "visits.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_visits(tmp_path: Path) -> None:
    """Surveys and inspections in the order of the file; a place may have several."""
    assert read_visits(written(tmp_path, VISITS)) == (
        Visit("f1", date(1957, 11, 5), VisitKind.SURVEY, 2, 1, True, "one in twelve, drawn by lot"),
        Visit("f2", date(1957, 11, 6), VisitKind.SURVEY),
        Visit("f1", date(1957, 11, 20), VisitKind.INSPECTION, 4, 2),
    )


def test_no_visit_yet(tmp_path: Path) -> None:
    """A header alone is no fault: nobody has been anywhere."""
    assert read_visits(written(tmp_path, VISITS.splitlines()[0])) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "row", "column"),
    [
        ('"one in twelve, drawn by lot"', "", 2, "sampling_rule"),
        ('"one in twelve, drawn by lot"', " ", 2, "sampling_rule"),
        ("0,0,,", "0,0,yes,", 3, "sampling_rule"),
        ("4,2", "4,5", 4, "from_raisers"),
        ("4,2", "4,", 4, "from_raisers"),
        ("4,2", "-4,0", 4, "evidence"),
        ("survey", "look", 2, "kind"),
        ("1957-11-05", "1957-11-31", 2, "on"),
        ("yes,", "maybe,", 2, "representative"),
        ("f2,", ",", 3, "unit"),
        ("on,kind", "day,kind", 1, "day"),
    ],
)
def test_one_fault(tmp_path: Path, places: Places, right: str, wrong: str, row: int, column: str) -> None:
    """One thing wrong is a fault of its row; a representative place without a rule is one."""
    assert right in VISITS
    path = written(tmp_path, VISITS.replace(right, wrong, 1))
    assert ("visits.csv", row, column) in places(lambda: read_visits(path))


def test_every_fault_at_once(tmp_path: Path, places: Places) -> None:
    """Each row with something wrong is told."""
    text = VISITS.replace('"one in twelve, drawn by lot"', "").replace("0,0,,", "0,1,,").replace("inspection", "look")
    assert places(lambda: read_visits(written(tmp_path, text))) == [
        ("visits.csv", 2, "sampling_rule"),
        ("visits.csv", 3, "from_raisers"),
        ("visits.csv", 4, "kind"),
    ]
