"""Every command shown in the tutorial and the how-to guides is typed, and answers as shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted([*DOCS.glob("tutorial/*.md"), *DOCS.glob("how-to/*.md")])
BLOCK = re.compile(r"^```(console|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_typed_answers_as_shown(page: Path, tmp_path: Path) -> None:
    """After each command come the lines shown, and no others where no three dots stand for some."""
    for kind, text in BLOCK.findall(page.read_text("utf-8")):
        if kind == "toml":
            name = text.partition("\n")[0].removeprefix("# ")
            (tmp_path / name).write_text(text, "utf-8")
            continue
        for command, shown in _typed(text):
            answer = _run(command, tmp_path)
            assert re.fullmatch(_pattern(shown), answer), f"{page.name}: {command}\n{answer}"


def _typed(block: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def _pattern(shown: str) -> str:
    """Three dots on a line of their own are any lines, within a line any text."""
    blocks = re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)
    return r"(?:.*\n)*".join(".*".join(re.escape(part) for part in block.split("...")) for block in blocks)


def _run(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode()


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path) -> None:
    """Each line of the excerpt is printed by the command above it, in order; dots stand for the rest of a line."""
    text = (DOCS.parent / "README.md").read_text("utf-8")
    command = re.findall(r"`bin/(demo [^`]+)`", text)[0]
    (excerpt,) = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    answer = _run(f"grassrota {command} --quiet", tmp_path)
    shown = [".*".join(re.escape(part) for part in line.split("...")) for line in excerpt.splitlines() if line]
    assert re.search("^" + r"$(?:.*\n)*?^".join(shown) + "$", answer, re.MULTILINE), answer
