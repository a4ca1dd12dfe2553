"""A rotation that plays in a moment, the 16 leaders of Boxing county, for tests to spoil in one way each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from grassrota.errors import BadInput, Fault
from grassrota.play import Played, play

BOXING = Path(str(files("grassrota").joinpath("scenarios"))) / "001_leaders"
LEADER = "b01"
"""Goes in the first batch, as the policy names this person first: from 1 March 1959, due back on 20 April."""

Edit = Callable[[str, str, str], None]
Faults = Callable[[Callable[[], object]], list[Fault]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rotation: four batches of four, from 1 March, 25 April, 1 July and 10 September 1959, 50 days each.

    It is counted on 31 May and 31 December, and every step that no file records is taken as planned.
    """
    return Path(shutil.copytree(BOXING, tmp_path / "rotation"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replaces a piece of a file of the rotation, once; an empty piece stands for its end."""

    def change(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8", newline="")

    return change


@pytest.fixture
def faults() -> Faults:
    """The faults for which a call is bad input."""

    def found(call: Callable[[], object]) -> list[Fault]:
        with pytest.raises(BadInput) as caught:
            call()
        return list(caught.value.faults)

    return found


@pytest.fixture(scope="session")
def boxing() -> Played:
    """The rotation played as it is."""
    return play(BOXING)
