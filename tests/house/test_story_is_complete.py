"""Every assertion and guard of the five reports has one test that tells it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

STORY = Path(__file__).parents[1] / "story"
NAME = re.compile(r"test_(\d{3})_(g?\d+)_[a-z0-9_]+")
CHINESE = re.compile("[一-鿿]{2}")

TOLD = {
    "test_000_shanxi.py": "01 02 04 05 07 08 09 10 11 G1",
    "test_001_continued.py": "01 02 04 05 06 07 08 09 11 13 14 G1 G2",
    "test_002_central.py": "01 02 03 04 05 06 07 08 09 10 11 12 13 G1 G2 G3 G4",
    "test_003_zhejiang.py": "01 02 03 04 05 06 07 09 10 11 G1 G2",
    "test_004_shanghai.py": "01 03 04 05 06 07 08 11 12 G1",
}
"""What each file tells: the numbers of its report's assertions and guards; those left out do not exist."""


def _tests(path: Path) -> list[ast.FunctionDef]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [node for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def _id(test: ast.FunctionDef) -> str:
    named = NAME.fullmatch(test.name)
    assert named, f"{test.name} does not say which assertion it tells"
    return f"{named[1]}-{named[2].upper()}"


def test_every_assertion_and_guard_is_told_once() -> None:
    """Each of the 52 assertions and 10 guards of the five reports has exactly one test, in the file of its report."""
    expected = [f"{name[5:8]}-{number}" for name, numbers in TOLD.items() for number in numbers.split()]
    assert (sum("G" not in one for one in expected), sum("G" in one for one in expected)) == (52, 10)
    files = sorted(STORY.glob("test_*.py"))
    assert [path.name for path in files] == list(TOLD)
    told = [_id(test) for path in files for test in _tests(path)]
    assert Counter(told) == Counter(expected)
    assert all(_id(test)[:3] == path.name[5:8] for path in files for test in _tests(path))


def test_every_telling_names_its_source() -> None:
    """Every docstring begins with the id of the assertion and holds the Chinese words that it rests on."""
    for path in STORY.glob("test_*.py"):
        for test in _tests(path):
            told = ast.get_docstring(test) or ""
            assert told.startswith(f"{_id(test)}: ")
            assert CHINESE.search(told), f"{test.name} quotes nothing"


def test_no_telling_is_passed_over() -> None:
    """None is skipped, expected to fail, or hidden in a class."""
    for path in STORY.glob("test_*.py"):
        module = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(node, ast.ClassDef) for node in ast.walk(module))
        assert not any(
            isinstance(node, ast.Attribute) and node.attr in ("skip", "skipif", "xfail") for node in ast.walk(module)
        )
        assert all(any(isinstance(node, ast.Assert) for node in ast.walk(test)) for test in _tests(path))
