"""Reading the statement format: TOML in, a ``StatementSet`` out. ``docs/reference/statements.md`` describes it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.figures.flag import Flag
from grassrota.figures.growth import Growth
from grassrota.figures.statements import (
    Ask,
    Band,
    Count,
    Group,
    Grown,
    Order,
    Parts,
    Share,
    Sizes,
    Stage,
    Statement,
    StatementSet,
)
from grassrota.figures.wording import DEFAULT_ABOUT_POINTS
from grassrota.files.toml_fields import Fields, Places

CONSISTENT = "consistent"
LARGEST_FILE = 4_000_000  # bytes
_GROWTH = re.compile(r"([+-]?\d{1,9}(?:\.\d{1,9})?) ?%")


def read_statements(path: Path) -> StatementSet:
    """Reads a statement file.

    Raises:
        BadInput: With every fault found, each with file, line and key; also if the file is missing, empty or wrongly
            encoded.
    """
    if not path.is_file():
        raise BadInput([Fault("", "a statement file", "nothing", "Check the name.", file=path.name)])
    return parse_statements(path.read_bytes(), path.name)


def parse_statements(content: bytes, file: str) -> StatementSet:
    """The statements in the content of a file called ``file``.

    Raises:
        BadInput: With every fault found.
    """
    text = _decoded(content, file)
    document = _document(text, file)
    places = Places.of(text)
    faults: list[Fault] = []
    top = Fields(document, file, places, faults)
    title, source = top.text("title"), top.text("source")
    points = top.number("about_points", DEFAULT_ABOUT_POINTS)
    expected = _expected(top)
    statements: list[Statement] = []
    origins: list[int] = []
    for index, fields in enumerate(top.tables("statement", points)):
        made = _statements(fields)
        statements += made
        origins += [index] * len(made)
    asks = [ask for fields in top.tables("ask", points) if (ask := _ask(fields)) is not None]
    top.refuse_unknown()
    if faults:
        raise BadInput(faults)
    try:
        return StatementSet(title, source, tuple(statements), tuple(asks), expected)
    except BadInput as bad:
        raise BadInput(_placed(fault, origins, file, places) for fault in bad.faults) from None


def _decoded(content: bytes, file: str) -> str:
    if len(content) > LARGEST_FILE:
        raise BadInput([Fault("", f"at most {LARGEST_FILE:,} bytes", f"{len(content):,}", file=file)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        got = f"bytes that are not, from byte {error.start}"
        raise BadInput([Fault("", "text in UTF-8", got, "Save the file as UTF-8.", file=file)]) from None
    if not text.strip():
        raise BadInput([Fault("", "a title, a source and statements", "an empty file", file=file)])
    return text


def _document(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        line = re.search(r"at line (\d+)", str(error))
        row = int(line[1]) if line else 0
        raise BadInput([Fault("", "TOML", str(error), "Put wordings in quotes.", file, row)]) from None
    except RecursionError:
        raise BadInput([Fault("", "TOML", "tables nested too deeply", file=file)]) from None


def _placed(fault: Fault, origins: list[int], file: str, places: Places) -> Fault:
    """A fault of the set as a whole, put where the statement or question stands in the file."""
    table, _, key = fault.column.partition(".")
    if not fault.row:
        return fault.at(file, 0)
    index = origins[fault.row - 1] if table == "statement" else fault.row - 1
    path = f"{table}[{index + 1}]{'.' + key if key else ''}"
    return Fault(path, fault.expected, fault.got, fault.fix, file, places.line(table, index, key))


def _expected(top: Fields) -> tuple[str, ...] | None:
    if "expected" not in top:
        return None
    flags = top.names("expected")
    if flags == (CONSISTENT,):
        return ()
    for flag in flags:
        if flag not in list(Flag):
            top.fault("expected", f"{CONSISTENT!r}, or flags such as ['clash']", flag)
    return flags


def _statements(fields: Fields) -> tuple[Statement, ...]:
    """The statements one table says; none if it has faults."""
    kind = fields.choice("kind", tuple(_KINDS))
    if kind is None:
        return ()
    return fields.make(_KINDS[kind]) or ()


def _count(fields: Fields) -> tuple[Statement, ...]:
    whole_number = fields.flag("whole_number", True)
    return (Count(fields.text("id"), fields.text("quantity"), fields.wording("value"), whole_number),)


def _share(fields: Fields) -> tuple[Statement, ...]:
    return (Share(fields.text("id"), fields.names("part"), fields.text("whole"), fields.wording("rate")),)


def _parts(fields: Fields) -> tuple[Statement, ...]:
    return (Parts(fields.text("id"), fields.text("total"), fields.names("parts"), fields.flag("open_list", False)),)


def _breakdown(fields: Fields) -> tuple[Statement, ...]:
    """A total with its parts, their counts and their shares, as tables in bulletins show them."""
    name, total = fields.text("id"), fields.text("total")
    found: list[Statement] = []
    if "count" in fields:
        found.append(Count(f"{name}.{total}", total, fields.wording("count")))
    parts = []
    for row in fields.tables("parts", fields.about_points):
        part = row.text("quantity")
        parts.append(part)
        if "count" in row:
            found.append(Count(f"{name}.{part}", part, row.wording("count")))
        if "share" in row:
            found.append(Share(f"{name}.{part}.share", (part,), total, row.wording("share")))
        row.refuse_unknown()
    return (*found, Parts(name, total, tuple(parts), fields.flag("open_list", False)))


def _order(fields: Fields) -> tuple[Statement, ...]:
    return (Order(fields.text("id"), fields.text("larger"), fields.text("smaller"), fields.flag("strict", True)),)


def _group(fields: Fields) -> tuple[Statement, ...]:
    sizes = Sizes(fields.choice("sizes", tuple(Sizes)) or Sizes.FREE)
    rest = fields.wording("rest_rate") if "rest_rate" in fields else None
    return (Group(fields.text("id"), fields.text("whole"), fields.text("part"), sizes, rest),)


def _band(fields: Fields) -> tuple[Statement, ...]:
    units = fields.wording("units") if "units" in fields else None
    rate = fields.wording("rate") if "rate" in fields else None
    return (Band(fields.text("id"), fields.text("group"), fields.text("band"), units, rate),)


def _stage(fields: Fields) -> tuple[Statement, ...]:
    return (Stage(fields.text("id"), fields.text("of"), fields.wording("share"), fields.text("word")),)


def _grown(fields: Fields) -> tuple[Statement, ...]:
    growth = None
    if "growth" in fields:
        match = _GROWTH.fullmatch(fields.text("growth"))
        growth = Fraction(match[1]) / 100 if match else None
        if match is None:
            fields.fault("growth", "a rate such as '58 %'", fields.text("growth"))
    level = fields.wording("level")
    claim = Growth(level.interval, fields.days("days"), growth, fields.days("base_days"), level.is_share)
    return (Grown(fields.text("id"), claim),)


_KINDS: dict[str, Callable[[Fields], tuple[Statement, ...]]] = {
    "count": _count,
    "share": _share,
    "parts": _parts,
    "breakdown": _breakdown,
    "order": _order,
    "group": _group,
    "band": _band,
    "stage": _stage,
    "growth": _grown,
}


def _ask(fields: Fields) -> Ask | None:
    def make(fields: Fields) -> Ask:
        claim = fields.wording("claim") if "claim" in fields else None
        whole = fields.text("whole") if "whole" in fields else ""
        return Ask(fields.text("id"), fields.names("part"), whole, claim)

    return fields.make(make)
