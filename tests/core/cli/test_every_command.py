"""The house: what every command must have."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from grassrota.cli.program import app

from .conftest import Grassrota

PAGE = Path(__file__).parents[3] / "docs/reference/command-line.md"
WRITERS = {
    "demo",
    "plan",
    "compare",
    "what-if",
    "replan",
    "fairness",
    "themes",
    "inspect draw",
    "synth rota",
    "synth opinions",
}


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(commands(typer.main.get_command(app)))


def test_the_commands_of_the_contract_are_there() -> None:
    """Scripts rely on these names."""
    contract = {"demo", "plan", "check", "themes", "inspect design", "inspect draw", "inspect verdict", "figures check"}
    assert {*contract, "synth rota", "synth opinions"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(grassrota: Grassrota, name: str) -> None:
    """-h and --help say the same, with an example that begins with the command, within 80 columns."""
    found = grassrota(*name.split(), "-h")
    assert found.code == 0
    assert f"Example: grassrota {name} " in found.out
    assert grassrota(*name.split(), "--help").out == found.out
    assert max(map(len, found.out.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_common_options(name: str) -> None:
    """--json, --quiet and --verbose everywhere; --dry-run and --yes where something is written."""
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert {"--json", "--quiet", "-q", "--verbose", "-v"} <= options
    assert ({"--dry-run", "--yes"} <= options) == (name in WRITERS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    """docs/reference/command-line.md has a heading for the command that names each of its options."""
    page = PAGE.read_text(encoding="utf-8")
    heading = f"\n## `grassrota {name}"
    assert heading in page
    section = page.split(heading, 1)[1].split("\n## ", 1)[0]
    common = page.split("\n## Common options", 1)[1].split("\n## ", 1)[0]
    options = {max(parameter.opts, key=len) for parameter in COMMANDS[name].params if parameter.opts}
    options = {option for option in options if option.startswith("-")}
    assert {option for option in options if option not in section and option not in common} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_a_file_of_its_own(name: str) -> None:
    """Inspect draw is in inspect_draw.py."""
    file = inspect.getsourcefile(inspect.unwrap(COMMANDS[name].callback))
    assert Path(str(file)).stem == name.replace(" ", "_").replace("-", "_")


@pytest.mark.parametrize("group", ["", "inspect", "figures", "synth"])
def test_every_group_has_an_example(grassrota: Grassrota, group: str) -> None:
    """Also the help of a group shows what to type, and cuts no line."""
    found = grassrota(*group.split(), "--help")
    assert "Example" in found.out
    assert "..." not in found.out.replace("[ARGS]...", "")
