"""``grassrota themes``: from a table of opinions to tables and a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grassrota.files.tables import read_table, write_table
from grassrota.files.texts import read_texts
from grassrota.synth.opinions import opinions

from .conftest import Grassrota

MADE = tuple(opinions(44, seed=2))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up opinions, of which copies are known."""
    path = tmp_path_factory.mktemp("made") / "opinions.csv"
    rows = ((one.text.id, one.text.day, one.text.place, one.text.words, one.grievance) for one in MADE)
    write_table(path, ("id", "day", "place", "text", "grievance"), rows)
    return path


def test_each_opinion_is_in_one_row_with_its_theme_and_the_copies_are_told(
    grassrota: Grassrota, table: Path, tmp_path: Path
) -> None:
    """Whatever is known to repeat another is a copy; sizes add up; no words and no place are on the page."""
    found = grassrota("themes", table, "-o", tmp_path / "out", "--no-encoder", "--json")
    assert (found.code, found.data["opinions"]) == (0, len(MADE))
    rows = [cells for _number, cells in read_table(tmp_path / "out" / "opinions.csv").rows]
    assert {cells[0] for cells in rows} == {one.text.id for one in MADE}
    exact = {one.text.id for one in MADE if one.exact}
    assert exact
    copies = {cells[0] for cells in rows if cells[2]} | {cells[2] for cells in rows}
    assert exact <= copies
    sizes = {str(theme["theme"]): theme["opinions"] for theme in found.data["themes"]}
    assert sizes == {number: sum(1 for cells in rows if cells[1] == number) for number in sizes}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert not any(one.text.words[:40] in page or one.text.place in page for one in MADE)
    assert "A theme is a guess of a machine" in page


def test_the_same_opinions_as_lines_of_json_give_the_same_files(
    grassrota: Grassrota, table: Path, tmp_path: Path
) -> None:
    """In another order, with an empty line between: the tables of themes and copies are the same bytes."""
    lines = (
        json.dumps(
            {"id": one.text.id, "raised_on": str(one.text.day), "words": one.text.words, "place": one.text.place}
        )
        for one in reversed(MADE)
    )
    (tmp_path / "o.jsonl").write_text("\n\n".join(lines), encoding="utf-8")
    for source, out in ((table, "a"), (tmp_path / "o.jsonl", "b")):
        assert grassrota("themes", source, "-o", tmp_path / out, "--no-encoder", "-q").code == 0
    for name in ("themes.csv", "copies.csv", "report.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_what_was_raised_later_is_not_known_yet(grassrota: Grassrota, table: Path, tmp_path: Path) -> None:
    """Up to the day of the twentieth there are twenty; before the first there are none, and no theme."""
    last = sorted(one.text.day for one in MADE)[19]
    found = grassrota("themes", table, "-o", tmp_path / "a", "--as-of", str(last), "--no-encoder", "--json")
    assert found.data["opinions"] == 20
    none = grassrota("themes", table, "-o", tmp_path / "b", "--as-of", "1957-01-01", "--json")
    assert (none.code, none.data["opinions"], none.data["themes"]) == (0, 0, [])


def test_a_dry_run_writes_nothing(grassrota: Grassrota, table: Path, tmp_path: Path) -> None:
    """It names what would be there."""
    found = grassrota("themes", table, "-o", tmp_path / "out", "--no-encoder", "--dry-run", "--json")
    assert [Path(path).name for path in found.data["files"]] == [
        *("copies.csv", "opinions.csv", "report.html", "themes.csv")
    ]
    assert not (tmp_path / "out").exists()


def test_every_fault_is_told_at_once_and_no_words_are_repeated(grassrota: Grassrota, tmp_path: Path) -> None:
    """A day that is none, no words, an id twice, a telephone number: four faults, and nobody's words in them."""
    path = tmp_path / "o.csv"
    rows = ("id,day,text,phone", *["a,2026-01-05,they drink,1"] * 2, "b,soon,they drink,1", "c,2026-01-05,,1")
    path.write_text("\n".join(rows), encoding="utf-8")
    found = grassrota("themes", path, "-o", tmp_path / "out", "--json")
    assert found.code == 2
    told = {(fault["row"], fault["column"]) for fault in found.data["faults"]}
    assert {(3, "id"), (4, "day"), (5, "text"), (1, "phone")} <= told
    assert "drink" not in found.out
    assert not (tmp_path / "out").exists()


def test_lines_that_are_no_objects_are_told_by_number(grassrota: Grassrota, tmp_path: Path) -> None:
    """The first line is row 1; two wrong lines are two faults, and a cell of the third is found in row 3."""
    path = tmp_path / "o.jsonl"
    path.write_text('[1]\n{"id": "a"\n', encoding="utf-8")
    found = grassrota("themes", path, "-o", tmp_path / "out", "--json")
    assert [fault["row"] for fault in found.data["faults"]] == [1, 2]
    good = '{"id": "a", "day": "2026-01-05", "text": "x"}\n'
    path.write_text(good + "\n" + good.replace("2026-01-05", "soon"), encoding="utf-8")
    found = grassrota("themes", path, "-o", tmp_path / "out", "--json")
    assert [(fault["row"], fault["column"]) for fault in found.data["faults"]] == [(3, "day")]
    path.write_text(good.replace("}", ', "more": [1]}'), encoding="utf-8")
    assert grassrota("themes", path, "-o", tmp_path / "out").code == 2


def test_a_table_without_opinions_is_bad_input(grassrota: Grassrota, tmp_path: Path) -> None:
    """There is nothing to find themes in; one opinion is enough to be read."""
    path = tmp_path / "o.csv"
    path.write_text("id,day,text\n", encoding="utf-8")
    assert "at least one opinion" in grassrota("themes", path, "-o", tmp_path / "out").err
    path.write_text("编号,日期,意见\na,2026年1月5日,食堂的饭又冷又少\n", encoding="utf-8")
    assert read_texts(path)[0].words == "食堂的饭又冷又少"
    assert grassrota("themes", path, "-o", tmp_path / "out", "--no-encoder").code == 0
