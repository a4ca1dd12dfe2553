"""The table of requirements names every rule of the reports once, and names nothing that is not there."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES_OF_REPORT = {"000": 21, "001": 25, "002": 50, "003": 18, "004": 15}
KNOWN_TITLES = {
    "The web application: rosters, rotas, postings",
    "Opinions: raised safely, followed to the end, small ones seen as a big one",
    "Inspection: is it really fixed?",
    "Figures people can trust: roll-ups, dashboards, bulletins",
    "A rota for 140,000 people, with proof",
}
TAGS = {"build": 92, "translate": 22, "never": 15}
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@dataclass(frozen=True)
class Rule:
    """One row of the table."""

    id: str
    words: str
    tag: str
    proof: str

    @property
    def tests(self) -> list[tuple[str, str]]:
        return TEST.findall(self.proof)

    @property
    def owed(self) -> list[str]:
        return re.findall(r'owed: "([^"]+)"', self.proof)


@cache
def _table() -> tuple[Rule, ...]:
    lines = (ROOT / "docs" / "reference" / "requirements.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| R")]
    return tuple(Rule(*row) for row in cells)


@cache
def _tests_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_rule_is_there_once() -> None:
    """R000-01 to R004-15: 21, 25, 50, 18 and 15 rules, 129 in all, in order."""
    expected = [f"R{report}-{n:02}" for report, count in RULES_OF_REPORT.items() for n in range(1, count + 1)]
    assert len(expected) == 129
    assert [rule.id for rule in _table()] == expected


def test_every_rule_has_a_tag() -> None:
    """92 rules are to be built, 22 translated, and 15 never built."""
    assert {tag: sum(rule.tag == tag for rule in _table()) for tag in TAGS} == TAGS


def test_every_test_named_is_there() -> None:
    """A test that was renamed leaves the rule without proof."""
    missing = [
        f"{rule.id}: {path}::{name}"
        for rule in _table()
        for path, name in rule.tests
        if not (ROOT / path).is_file() or name not in _tests_in(path)
    ]
    assert missing == []


def test_every_rule_is_shown_or_owed() -> None:
    """One of the two: what is owed names an issue by its exact title, what is shown names its tests."""
    wrong = [rule.id for rule in _table() if bool(rule.tests) == bool(rule.owed)]
    assert wrong == []
    assert {title for rule in _table() for title in rule.owed} <= KNOWN_TITLES
    assert all(rule.words for rule in _table())


def test_what_is_never_built_is_guarded() -> None:
    """Each has a guard among the house tests, and the guard's docstring names the rule."""
    guards = ast.parse((ROOT / "tests" / "house" / "test_never_built.py").read_text("utf-8"))
    says = {node.name: ast.get_docstring(node) or "" for node in ast.walk(guards) if isinstance(node, ast.FunctionDef)}
    for rule in _table():
        if rule.tag == "never":
            assert rule.proof.startswith("guard: "), rule.id
            for path, name in rule.tests:
                assert path == "tests/house/test_never_built.py", rule.id
                assert rule.id in says[name], f"{name} does not say that it guards {rule.id}"
