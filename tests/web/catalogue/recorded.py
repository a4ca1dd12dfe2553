"""What the journal and the list of long work tell: what verbs do, what jobs are called, and the names of fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grassrota.files.lists import LISTS

JOURNAL = "journal"
"""Context of the names of things and fields, as the journal keeps them: ``withdrawn_on``."""


def recorded(root: Path) -> Iterator[tuple[str, str, str]]:
    """File, context and word."""
    for file in sorted((root / "grassrota_web").rglob("*.py")):
        if "migrations" not in file.parts:
            tree = ast.parse(file.read_text())
            name = str(file.relative_to(root))
            yield from ((name, "", words) for words in (*_verbs(tree), *_titles(tree)))
            yield from ((name, JOURNAL, word) for word in _names(tree))
    for kept in LISTS.values():
        yield from (("", JOURNAL, column.name) for column in kept.columns)


def _verbs(tree: ast.Module) -> Iterator[str]:
    """The first line of each verb's docstring."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and "verb" in {_called(mark) for mark in node.decorator_list}:
            yield (ast.get_docstring(node) or "").partition("\n")[0]


def _titles(tree: ast.Module) -> Iterator[str]:
    """What jobs are called where they are asked for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in ("ask", "_ask"):
            yield from (word for word in _constants(node.args) if " " in word)


def _names(tree: ast.Module) -> Iterator[str]:
    """Kinds of things and names of fields, where something is noted; names of what a job ends with."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    notes = [call for call in calls if _called(call) == "note"]
    for call in notes:
        yield from _constants(call.args[:1])
    if notes:
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                yield from _constants([key for key in node.keys if key is not None])
            elif isinstance(node, ast.ClassDef):
                yield from (ast.unparse(line.target) for line in node.body if isinstance(line, ast.AnnAssign))
    for call in calls:
        if _called(call) == "ending":
            yield from (word.arg for word in call.keywords if word.arg and word.arg != "said")


def _constants(nodes: list[ast.expr]) -> Iterator[str]:
    yield from (str(node.value) for node in nodes if isinstance(node, ast.Constant) and node.value)


def _called(node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    return ""
