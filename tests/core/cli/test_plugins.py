from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .conftest import Grassrota

PACKAGE = {
    "plug_well.py": 'def wave(name: str) -> None:\n    """Wave."""\n    print("hello", name)\n',
    "plug_app.py": "import typer\napp = typer.Typer()\n@app.command()\ndef shout() -> int:\n    return 1\n",
    "plug_bad.py": "import no_such_module\n",
    "plug_odd.py": "thing = 3\n",
    "plug-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: plug\nVersion: 1\n",
    "plug-1.dist-info/entry_points.txt": (
        "[grassrota.commands]\nwave = plug_well:wave\nshout = plug_app:app\nbroken = plug_bad:x\nodd = plug_odd:thing\n"
        "plan = plug_bad:x\nfigures.guess = plug_well:wave\nfigures.check = plug_bad:x\n"
    ),
}


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package on the path with commands of its own, two of them broken."""
    for name, text in PACKAGE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in PACKAGE:
        monkeypatch.delitem(sys.modules, Path(name).stem, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))


def test_commands_of_other_packages_join(grassrota: Grassrota) -> None:
    """A function and a typer app of another package are commands; what they return is the exit code."""
    found = grassrota("wave", "world")
    assert (found.code, found.out) == (0, "hello world\n")
    assert grassrota("shout").code == 1


def test_a_command_joins_one_of_our_groups(grassrota: Grassrota) -> None:
    """``figures.guess`` is ``grassrota figures guess`` and nothing else; ``figures check`` stays ours."""
    assert grassrota("figures", "guess", "world").out == "hello world\n"
    assert "guess" in grassrota("figures", "--help").out
    assert "guess" not in grassrota("--help").out
    assert grassrota("guess", "world").code == 2
    assert "FILE" in grassrota("figures", "check", "--help").out


def test_help_lists_them_without_loading_them(grassrota: Grassrota) -> None:
    """The help names the package, and even a broken one does no harm."""
    found = grassrota("--help")
    assert found.code == 0
    assert "A command of the package plug." in found.out
    assert not {"plug_well", "plug_app"} & set(sys.modules)


@pytest.mark.parametrize(("name", "got"), [("broken", "no_such_module"), ("odd", "int")])
def test_a_broken_one_is_named(grassrota: Grassrota, name: str, got: str) -> None:
    """Calling it is bad input that names the package and the reason; other commands work."""
    found = grassrota(name, "--json")
    assert found.code == 2
    assert got in found.data["faults"][0]["got"]
    assert "plug" in found.data["faults"][0]["expected"]
    assert grassrota("demo", "--list").code == 0


def test_none_takes_the_name_of_one_of_ours(grassrota: Grassrota) -> None:
    """Plan stays ours."""
    assert "PROBLEM_DIR" in grassrota("plan", "--help").out
