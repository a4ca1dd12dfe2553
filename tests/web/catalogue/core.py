"""What the core says in English, as shapes with named gaps, for the catalogue.

The core knows no languages: it states a sentence where the rule is. Here these sentences are read off its source, so
that each is found in the catalogue, and ``access/spoken.py`` can put the reader's words in its place.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from grassrota.files.words import in_chinese, reason_in_chinese

INSPECTION = tuple(f"inspection/{name}.py" for name in ("cycle", "design", "finding", "round"))
"""What of the inspections is refused on a page; their verdicts are told in both languages where they are made."""

SOURCES = ("org.py", "turns.py", "forms.py", "staff.py", "posting", "opinions", "rota", *INSPECTION)
"""Where the core says something that reaches a page; what ``files`` says it tells in Chinese itself."""

BILINGUAL = {"verify_receipt.py"}
"""Programs for a terminal that are handed out by themselves, and say everything in both languages."""

TO_ENGINES = {"spread.py"}
"""What speaks SQL, and to nobody."""

STEPS = ("draft_list", "draft list", "concerns_answered", "concerns answered", "publication", "briefing", "departure")
SPOKEN = ("depart", "arrive", "return", "close", "approve", "publish", "start", "Inspection", *STEPS)
"""Single words that fill gaps of sentences, besides the values of enumerations."""

KEYWORDS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext", "pgettext_lazy", "ngettext_lazy"}
GAP = re.compile(r"\{(\w+)\}")

FAULTS = {"Refused", "Fault", "unless", "add", "append", "record_verified"}
"""Calls of the web face whose texts are said as the core says its own."""

WORKING = {"tasks.py", "worker.py"}
"""Files all texts of which are read by whoever asked for the work; logs aside."""


def core_sentences(root: Path) -> Iterator[tuple[str, str]]:
    """Every file of the core that speaks to people, and a shape or a word in it."""
    for source in SOURCES:
        path = root / "grassrota" / source
        found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        for file in (file for file in found if file.name not in BILINGUAL | TO_ENGINES):
            tree = ast.parse(file.read_text())
            name = str(file.relative_to(root))
            texts = (shape for shape in shapes(tree) if " " in shape.strip() and not _told_elsewhere(shape))
            yield from ((name, shape) for shape in texts)
            yield from ((name, word) for word in _enumerated(tree))
    yield from (("", word) for word in SPOKEN)


def web_sentences(root: Path) -> Iterator[tuple[str, str]]:
    """The same for refusals, faults and long work of the web face; what its commands say is read in a terminal."""
    for file in sorted((root / "grassrota_web").rglob("*.py")):
        if not {"commands", "migrations"} & set(file.parts):
            tree = ast.parse(file.read_text())
            yield from ((str(file.relative_to(root)), word) for word in _enumerated(tree))
            said = [tree] if file.name in WORKING else _said(tree)
            found = [shape for node in said for shape in shapes(node)]
            for shape in found:
                if " " in shape.strip() and not _told_elsewhere(shape):
                    yield str(file.relative_to(root)), shape


def shapes(node: ast.AST) -> Iterator[str]:
    """Every text below a node as ``There is no unit '{unit_id}'``, without docstrings and what gettext sees to."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call) and (ast.unparse(node.func) in KEYWORDS or ast.unparse(node.func).startswith("log.")):
        return
    parts = _parts(node)
    text = _named(parts)
    if re.search("[A-Za-z]{2}", GAP.sub("", text)):
        yield text
    within = [part for part, _ in parts if not isinstance(part, str)] if parts else ast.iter_child_nodes(node)
    for child in within:
        yield from shapes(child)


def _parts(node: ast.AST) -> list[tuple[str | ast.expr, bool]]:
    """A text as literals and the expressions in its gaps, each with whether it is quoted; empty if it is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return [(text, False)]
        case ast.FormattedValue(value=value, conversion=conversion):
            return [(value, conversion == ord("r"))]
        case ast.JoinedStr(values=values):
            return [part for value in values for part in _parts(value)]
        case ast.BinOp(left=left, op=ast.Add(), right=right) if _parts(left) or _parts(right):
            return [part for side in (left, right) for part in _parts(side) or [(side, False)]]
    return []


def _named(parts: list[tuple[str | ast.expr, bool]]) -> str:
    names: dict[str, str] = {}
    text = ""
    for part, quoted in parts:
        if isinstance(part, str):
            text += part
            continue
        wanted, source = _name(part), ast.unparse(part)
        name = next((name for name, of in names.items() if of == source), None)
        if name is None:
            name = wanted if wanted not in names else f"{wanted}_{len(names)}"
            names[name] = source
        text += f"'{{{name}}}'" if quoted else f"{{{name}}}"
    return text


def _name(value: ast.expr) -> str:
    """A gap's name for translators: ``posting.person`` is ``posting_person``, ``', '.join(missing)`` is ``missing``."""
    match value:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return name
        case ast.Attribute(value=of, attr=name):
            return f"{_name(of)}_{name}"
        case ast.Call(args=[*_, last]):
            return _name(last.value if isinstance(last, ast.Starred) else last)
        case ast.Call(func=of) | ast.Subscript(value=of) | ast.GeneratorExp(elt=of) | ast.BoolOp(values=[of, *_]):
            return _name(of)
        case ast.BinOp(left=of) | ast.IfExp(body=of):
            return _name(of)
    return "words"


def _enumerated(tree: ast.Module) -> Iterator[str]:
    """Values of the enumerations: a gap may hold one."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and {"StrEnum", "models.TextChoices"} & {
            ast.unparse(base) for base in node.bases
        }:
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                    yield str(line.value.value)


def _said(tree: ast.Module) -> Iterator[ast.AST]:
    """What refusals and faults are made of: their arguments, and what the names among these were set to."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef | ast.Module):
            continue
        inside = [node for child in scope.body for node in ast.walk(child)]
        calls = [node for node in inside if isinstance(node, ast.Call) and _called(node) in FAULTS]
        given = [arg for call in calls for arg in (*call.args, *(one.value for one in call.keywords))]
        if isinstance(scope, ast.FunctionDef):
            yield from given
        names = {arg.id for arg in given if isinstance(arg, ast.Name)}
        for node in inside if isinstance(scope, ast.FunctionDef) else scope.body:
            if isinstance(node, ast.Assign) and {ast.unparse(target) for target in node.targets} & names:
                yield node.value


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def _told_elsewhere(shape: str) -> bool:
    """True if ``files`` tells all of it in Chinese, its gaps aside."""
    plain = GAP.sub("0", shape)
    return any(
        told != plain and not re.search("[A-Za-z]{3}", told) for told in (in_chinese(plain), reason_in_chinese(plain))
    )
