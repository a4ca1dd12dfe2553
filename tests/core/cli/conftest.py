from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from grassrota.cli.program import app

SCENARIOS = Path(str(files("grassrota").joinpath("scenarios")))
BOXING = SCENARIOS / "001_leaders"
PROGRAM = [sys.executable, "-c", "from grassrota.cli import main; main()"]


@dataclass(frozen=True)
class Called:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON object on stdout."""
        return json.loads(self.out)


Grassrota = Callable[..., Called]


@pytest.fixture
def grassrota() -> Grassrota:
    """Runs a command in this process."""

    def call(*args: str | Path) -> Called:
        found = CliRunner().invoke(app, [str(arg) for arg in args], prog_name="grassrota")
        return Called(found.exit_code, found.stdout, found.stderr)

    return call


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of the program: 80 columns, and no colours asked for."""
    return {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", **(more or {})}


@pytest.fixture
def program() -> Grassrota:
    """Runs the real program, with pipes for stdout and stderr."""

    def call(*args: str | Path, **more: str) -> Called:
        command = [*PROGRAM, *map(str, args)]
        found = subprocess.run(command, capture_output=True, text=True, env=environment(more), timeout=60, check=False)
        return Called(found.returncode, found.stdout, found.stderr)

    return call


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    """A problem folder that may be changed: the 16 leaders of Boxing county."""
    return Path(shutil.copytree(BOXING / "problem", tmp_path / "problem"))


@pytest.fixture
def round_dir(tmp_path: Path) -> Path:
    """A round of inspection that may be changed: 27 of 30 opinions claimed as fixed, 10 visited, all found fixed."""
    return Path(shutil.copytree(BOXING / "inspection", tmp_path / "round"))


def replaced(path: Path, old: str, new: str) -> None:
    """Changes a file of a test."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
