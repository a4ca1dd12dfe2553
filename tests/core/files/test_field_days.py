"""Days in the field as one table: the same from every format, and every fault with its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from tests.extras import needs

needs("pyarrow")

from grassrota.files import field_days  # noqa: E402
from grassrota.files.field_days import FieldDays, read_field_days  # noqa: E402
from grassrota.files.tables import write_table  # noqa: E402

ROWS = st.lists(st.tuples(st.sampled_from(["p1", " p1", "p2", "老王"]), st.dates(date(1957, 1, 1), date(1958, 1, 9))))


def entries(found: FieldDays) -> list[tuple[str, date]]:
    return [(found.people[key], day) for key, day in zip(found.keys, found.days.tolist(), strict=True)]


def stored(path: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    import pyarrow
    from pyarrow.parquet import write_table as write

    write(pyarrow.table(columns), path)
    return path


@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_every_format_has_the_same_days(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, date]]) -> None:
    """CSV, a workbook, and Parquet with days as such or as words; the blanks around an id belong to nobody."""
    folder = tmp_path_factory.mktemp("days")
    people, days = [who for who, _ in rows], [day for _, day in rows]
    plain = folder / "a.csv"
    write_table(plain, ("day", "person", "place"), ((day, who, "x, y") for who, day in rows))
    files = [
        plain,
        stored(folder / "b.parquet", {"person": people, "day": days}),
        stored(folder / "c.parquet", {"kind": days, "day": [day.isoformat() for day in days], "person": list(people)}),
    ]
    expected = [(who.strip(), day) for who, day in rows]
    for path in files:
        found = read_field_days(path)
        assert entries(found) == expected
        assert found.last == max(days, default=None)
        assert len(set(found.people)) == len(found.people)


def test_staff_who_were_never_there_are_there_all_the_same(tmp_path: Path) -> None:
    """Everybody has a unit, whoever was in the field a key, and all of them are rows of a snapshot."""
    write_table(tmp_path / "d.csv", ("person", "day"), [("p2", date(1957, 12, 9)), ("p2", date(1957, 12, 9))])
    found = read_field_days(tmp_path / "d.csv", {"p1": "mill", "p2": "yard", "p3": "mill"})
    assert dict(zip(found.people, found.homes, strict=True)) == {"p1": "mill", "p2": "yard", "p3": "mill"}
    assert entries(found) == [("p2", date(1957, 12, 9))] * 2, "a day counts once where it is counted, not here"
    (staff,) = found.tables()["staff"]
    assert list(staff[1]) == list(found.homes)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_every_fault_has_its_row_and_column(tmp_path: Path, kind: str) -> None:
    """A day that does not exist, one with a clock, nobody, and somebody who is not on the staff; blank lines count."""
    people = ["p1", "p1", "", "p9", "p1"]
    days = ["1957-12-09", "1957-02-29", "1957-12-10", "1957-12-10", "1957-12-11T08:30"]
    path = tmp_path / f"d.{kind}"
    if kind == "csv":
        lines = [f"{who},{day}" for who, day in zip(people, days, strict=True)]
        path.write_text("\n".join(["person,day", *lines]), encoding="utf-8")
    else:
        stored(path, {"person": [who or None for who in people], "day": days})
    with pytest.raises(BadInput) as caught:
        read_field_days(path, {"p1": "mill"})
    assert [(fault.file, fault.row, fault.column, fault.got) for fault in caught.value.faults] == [
        (path.name, 3, "day", "1957-02-29"),
        (path.name, 4, "person", "nothing"),
        (path.name, 5, "person", "p9"),
        (path.name, 6, "day", "1957-12-11T08:30"),
    ]
    if kind == "csv":
        path.write_text("person,day\n\n,\np1,never\n", encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            read_field_days(path)
        assert [fault.row for fault in caught.value.faults] == [4]


def test_coordinates_and_what_is_no_table_are_refused(tmp_path: Path) -> None:
    """As in the folder of postings: a column of whereabouts is refused with the reason, a missing one is named."""
    for name, words in (("gps", "no coordinates"), ("mood", "")):
        path = stored(tmp_path / f"{name}.parquet", {"person": ["p1"], "day": ["1957-12-09"], name: ["x"]})
        with pytest.raises(BadInput) as caught:
            read_field_days(path)
        assert [(fault.row, fault.column) for fault in caught.value.faults] == [(1, name)]
        assert words in caught.value.faults[0].fix
    short = tmp_path / "short.csv"
    short.write_text("person\np1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="the column day"):
        read_field_days(short)
    (tmp_path / "no.parquet").write_text("no table", encoding="utf-8")
    with pytest.raises(BadInput, match="a Parquet file"):
        read_field_days(tmp_path / "no.parquet")


def test_of_thousands_of_faults_the_first_are_named_and_the_others_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven rows are wrong, of which three may be named: then it says that there are four more."""
    monkeypatch.setattr(field_days, "MOST", 3)
    path = stored(tmp_path / "d.parquet", {"person": ["p1"] * 7, "day": ["never"] * 7})
    with pytest.raises(BadInput) as caught:
        read_field_days(path)
    assert [(fault.row, fault.got) for fault in caught.value.faults] == [
        *((row, "never") for row in (2, 3, 4)),
        (0, "4 more"),
    ]
