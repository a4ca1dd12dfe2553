"""The house is in order: names, sizes, docstrings, links, and nothing of anybody's machine in the repository."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from grassrota.play.rotation import read_rotation

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "grassrota"
MODULES = sorted(path for path in (ROOT / "src").rglob("*.py") if path.parent.name != "migrations")
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc", "tools", "shared", "managers", "manager"}
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])
SCENARIOS = sorted((SOURCE / "scenarios").glob("*/rotation.toml"))
SCRIPTS = sorted(path for path in (ROOT / "bin").iterdir() if path.is_file())
MACHINE = re.compile(
    r"(?<![\w.~/-])/(?:home|work|root|Users|opt/venv|mnt|workspace)/[\w.-]+"  # a place on somebody's disk
    r"|file://|(?:pypi|registry|proxy|mirror|index|artifactory|nexus)[\w.-]*\.(?:org|com|net|io|dev|internal|local)\b"
    r"|--(?:extra-)?index-url|\b(?:10|192\.168)\.\d+\.\d+\.\d+",
    re.IGNORECASE,
)
TEXTS = {".py", ".md", ".toml", ".txt", ".csv", ".json", ".html", ".css", ".ini", ".cfg", ".yml", ".yaml", ".sh", ""}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@cache
def _tracked() -> tuple[str, ...]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("missing: git, or a checkout of it; what is tracked cannot be told")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(name for name in listed.split("\0") if name and (ROOT / name).is_file())


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _public(node: ast.Module | ast.ClassDef, where: str) -> Iterator[tuple[str, ast.AST]]:
    """Public functions and classes, with public methods of public classes; overloads and nested functions are not."""
    for child in node.body:
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or child.name.startswith("_"):
            continue
        if child.name == "Meta" or any("room.does(" in ast.unparse(said) for said in child.decorator_list):
            continue  # Django's own word, and an operation that does what its verb says
        yield f"{where}:{child.name}", child
        protocol = isinstance(child, ast.ClassDef) and any(ast.unparse(base) == "Protocol" for base in child.bases)
        if isinstance(child, ast.ClassDef) and not protocol:
            yield from _public(child, f"{where}:{child.name}")


def test_every_module_function_and_class_says_what_it_is() -> None:
    """Each module, public class, function and method has a docstring."""
    silent = []
    for path in MODULES:
        where = path.relative_to(ROOT).as_posix()
        silent += [where] if not ast.get_docstring(_tree(path)) else []
        for name, node in _public(_tree(path), where):
            assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            silent += [name] if not ast.get_docstring(node) else []
    assert silent == []


def test_every_test_says_the_fact_it_proves() -> None:
    """A test without a docstring proves something that nobody can look up."""
    silent = [
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_file_is_too_long() -> None:
    """Above 500 lines a file holds more than one idea."""
    places = [*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    assert [path.name for path in places if len(path.read_text("utf-8").splitlines()) > 500] == []


def test_no_room_is_called_vaguely() -> None:
    """A file is one idea with one name: no utils, helpers, common or base."""
    names = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names & VAGUE == set()


def test_every_folder_of_code_is_a_package_or_data() -> None:
    """A folder with modules has an ``__init__`` that says what the room is for."""
    rooms = {path.parent for path in MODULES}
    assert [room.name for room in rooms if not (room / "__init__.py").is_file()] == []


def test_requirements_name_no_address() -> None:
    """Pinned packages have hashes and no URL or host, so that any mirror will do."""
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text("utf-8")
        assert "--hash=sha256:" in text, path.name
        assert not re.search(r"://|@ |--find-links|--index|--trusted-host|^-e ", text, re.MULTILINE), path.name


def test_nothing_tells_of_a_machine() -> None:
    """No tracked file has an absolute path of somebody's disk, or the address of a registry or a private host."""
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = []
    for name in _tracked():
        if name == here or Path(name).suffix not in TEXTS:
            continue
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), start=1):
            found += [f"{name}:{number}: {match[0]}" for match in MACHINE.finditer(line)]
    assert found == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see /home/somebody/project", True),
        ("index-url = https://pypi.example.com/simple", True),
        ("pip install --index-url x", True),
        ("GRASSROTA_PYTHON=/path/to/python3.11", False),
        ("tests/work/home", False),
        ("a home unit and its work/life", False),
    ],
)
def test_the_net_for_machines_holds(line: str, found: bool) -> None:
    """Paths of a disk and addresses of registries are caught, plain words are not."""
    assert bool(MACHINE.search(line)) == found


def test_decisions_are_numbered_without_gaps() -> None:
    """Each has a date, a context, a decision and consequences, on at most 60 lines, and is in the index."""
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    for number, path in enumerate(decisions, start=1):
        text = path.read_text("utf-8")
        assert text.startswith(f"# {number}. "), path.name
        assert re.search(r"^20\d\d-\d\d-\d\d$", text, re.MULTILINE), path.name
        for heading in ("## Context", "## Decision", "## Consequences"):
            assert heading in text, f"{path.name}: {heading}"
        assert len(text.splitlines()) <= 60, path.name
        assert f"decisions/{path.name}" in index, path.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link within the repository names a file or folder that is there, and a heading that is in it."""
    broken = []
    prose = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in LINK.findall(prose):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, heading = link.partition("#")
        place = page.parent / name if name else page
        if not place.exists() or (heading and heading not in _headings(place)):
            broken.append(link)
    assert broken == []


def _headings(page: Path) -> set[str]:
    lines = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-") for line in lines}


def test_every_page_can_be_reached() -> None:
    """Every page of the documentation is linked from its index."""
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")} - {"index.md"}
    assert pages - set(LINK.findall(index)) - {link.partition("#")[0] for link in LINK.findall(index)} == set()


@pytest.mark.parametrize("settings", SCENARIOS, ids=lambda path: path.parent.name)
def test_scenarios_say_what_was_assumed(settings: Path) -> None:
    """A packaged rotation reads, and names what its source does not say."""
    rotation = read_rotation(settings.parent)
    assert rotation.assumed
    assert rotation.source


def test_the_readme_names_every_scenario() -> None:
    """The table of the systems is complete."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [path.parent.name for path in SCENARIOS if f"`{path.parent.name}`" not in readme] == []
    assert len(readme.splitlines()) < 120


def test_there_is_a_licence() -> None:
    """The licence of the package is that of the file."""
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_are_plain_shell(script: Path) -> None:
    """Commands can be run and are POSIX sh, by the shell that Debian calls sh; what is sourced says so."""
    first = script.read_text("utf-8").splitlines()[0]
    if "Sourced by" in first:
        assert script.suffix == ".sh"
    else:
        assert first == "#!/bin/sh"
        assert os.access(script, os.X_OK)
    shell = shutil.which("dash") or shutil.which("sh")
    if shell is None:
        pytest.skip("missing: sh")
    checked = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_commits_can_be_followed() -> None:
    """CONTRIBUTING tells where things are, and each place it names is there."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:src|tests|docs|bin)/[\w./]+)`", text)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
