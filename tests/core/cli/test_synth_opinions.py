from __future__ import annotations

from pathlib import Path

from grassrota.files.tables import read_table
from grassrota.synth.opinions import opinions

from .conftest import Grassrota


def test_made_up_opinions_are_written_as_they_were_made(grassrota: Grassrota, tmp_path: Path) -> None:
    """Thirty were asked for, and thirty with their words are in the file; the same seed gives the same bytes."""
    for name in "ab":
        found = grassrota("synth", "opinions", "--count", "30", "--seed", "3", "-o", tmp_path / name, "--json")
        assert (found.code, found.data["opinions"]) == (0, 30)
    first, second = ((tmp_path / name / "opinions.csv").read_bytes() for name in "ab")
    assert first == second
    told = first.decode("utf-8")
    assert all(each.text.words in told for each in opinions(30, seed=3))
    assert len(read_table(tmp_path / "a" / "opinions.csv").rows) == 30


def test_fewer_than_none_are_bad_input(grassrota: Grassrota, tmp_path: Path) -> None:
    """The option is named, and nothing is written."""
    found = grassrota("synth", "opinions", "--count", "-1", "-o", tmp_path / "o", "--json")
    assert (found.code, found.data["faults"][0]["column"]) == (2, "count")
    assert not (tmp_path / "o").exists()
