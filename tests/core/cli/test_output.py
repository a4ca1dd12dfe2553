from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grassrota.cli.output import Target, undisturbed
from grassrota.errors import BadInput

from .conftest import Grassrota


def write(target: Target, *names: str) -> None:
    with target.staged() as stage:
        for name in names:
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_text("new", encoding="utf-8")


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    """A folder two levels down is made with all its files, and nothing else is left beside it."""
    write(Target(tmp_path / "a/b"), "x.csv", "c/y.csv")
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")}
    assert found == {"a", "a/b", "a/b/x.csv", "a/b/c", "a/b/c/y.csv"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_what_is_broken_off_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    """An interrupt or an error while writing leaves neither the folder nor a temporary one."""

    def broken_off() -> None:
        with Target(tmp_path / "plan").staged() as stage:
            (stage / "x.csv").write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(error):
        broken_off()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    """Somebody's notes are safe; the fix says --yes."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="--yes"):
        write(Target(tmp_path, mark="certificate.json"), "x.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_of_ours_is_written_again(tmp_path: Path) -> None:
    """With the mark in it no --yes is needed; files that are not written again stay."""
    for name in ("certificate.json", "notes.txt", "x.csv"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    write(Target(tmp_path, mark="certificate.json"), "x.csv")
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "old"


def test_with_yes_other_files_stay(tmp_path: Path) -> None:
    """--yes adds to a folder and takes nothing away."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    write(Target(tmp_path, yes=True), "x.csv")
    assert {path.name for path in tmp_path.iterdir()} == {"notes.txt", "x.csv"}


def test_a_table_beside_one_in_another_format_is_refused(tmp_path: Path) -> None:
    """people.csv beside people.xlsx would leave it open which of them counts, even with --yes."""
    (tmp_path / "people.xlsx").write_text("old", encoding="utf-8")
    with pytest.raises(BadInput, match="Move it away"):
        write(Target(tmp_path, yes=True), "people.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["people.xlsx"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Not even --yes replaces a file by a folder."""
    (tmp_path / "plan").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="got a file"):
        write(Target(tmp_path / "plan", yes=True), "x.csv")


@contextmanager
def asked_as_anybody() -> Iterator[None]:
    """Within it ``os.access`` answers as it would to anybody, since root may write anywhere."""
    if os.getuid() != 0:
        yield
        return
    os.setreuid(65534, 0)
    try:
        yield
    finally:
        os.setreuid(0, 0)


@pytest.mark.skipif(not hasattr(os, "setreuid"), reason="no os.setreuid: this system has no user ids")
def test_a_place_that_may_not_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    """The folder above is named, whoever runs this, and nothing is left in it."""
    tmp_path.chmod(0o500)
    try:
        with asked_as_anybody(), pytest.raises(BadInput, match="may be written") as caught:
            write(Target(tmp_path / "plan"), "x.csv")
    finally:
        tmp_path.chmod(0o700)
    assert [fault.file for fault in caught.value.faults] == [str(tmp_path)]
    assert list(tmp_path.iterdir()) == []


def test_a_place_below_a_file_is_refused_before_any_work(tmp_path: Path) -> None:
    """A file stands where a folder should be: it is named, and stays as it is."""
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="got a file") as caught:
        write(Target(tmp_path / "notes" / "plan", yes=True), "x.csv")
    assert [fault.file for fault in caught.value.faults] == [str(tmp_path / "notes")]
    assert (tmp_path / "notes").read_text(encoding="utf-8") == "mine"


def test_an_existing_folder_of_another_kind_stops_each_command(grassrota: Grassrota, problem: Path) -> None:
    """Planning and making up do not write into a problem folder."""
    assert grassrota("plan", problem, "-o", problem).code == 2
    assert grassrota("synth", "rota", "--people", "40", "-o", problem).code == 2
    assert grassrota("demo", "001_leaders", "--copy", problem).code == 2


def test_an_interrupt_while_files_are_moved_waits_until_all_are_there() -> None:
    """Ctrl-C in that moment is heard after it, not within it."""
    reached = []

    def move() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        move()
    assert reached == ["the end"]
