"""Reading the statement format: TOML or a table in, a ``StatementSet`` out; ``docs/reference/statements.md``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.figures.flag import Flag
from grassrota.figures.growth import LONGEST_DAYS, Growth
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
from grassrota.figures.wording import DEFAULT_ABOUT_POINTS, Wording
from grassrota.files.kinds import Kind, growth, named, number, one_of, one_or_more, string, truth, whole, wording
from grassrota.files.parse import CellError
from grassrota.files.statement_table import statements_of
from grassrota.files.tables import SUFFIXES, read_bytes, read_table, text_of
from grassrota.files.toml import Section, parse_toml

CONSISTENT = "consistent"
LARGEST_FILE = 4_000_000  # bytes
_Read = Callable[[Section], tuple[Statement, ...]]


def read_statements(path: Path) -> StatementSet:
    """Reads a statement file: TOML, or a table whose suffix tells its format; a table is titled as its file is called.

    Raises:
        BadInput: With every fault found, each with file, line and key; also if the file is missing, empty, too large
            or wrongly encoded.
    """
    if path.suffix.lower() in SUFFIXES:
        return statements_of(read_table(path), path.stem, path.name)
    return parse_statements(read_bytes(path), path.name)


def parse_statements(content: bytes, file: str) -> StatementSet:
    """The statements in the content of a file called ``file``; raises as ``read_statements`` does."""
    if len(content) > LARGEST_FILE:
        raise BadInput([Fault("", f"at most {LARGEST_FILE:,} bytes", f"{len(content):,}", file=file)])
    top = parse_toml(text_of(content, file), file)
    given: dict[str, Any] = {key: top.take(key, string) for key in ("title", "source")}
    points = top.maybe("about_points", number(0, 100))
    said = wording(DEFAULT_ABOUT_POINTS if points is None else points)
    given["expected"] = top.maybe("expected", _flags)
    kinds = _kinds(said)
    statements: list[Statement] = []
    origins: list[int] = []
    for origin, section in enumerate(top.sections("statement"), start=1):
        read = section.take("kind", named(kinds))
        found = read(section) if read else ()
        statements += found
        origins += [origin] * len(found)
    needed, optional = {"id": string, "part": one_or_more(string)}, {"whole": string, "claim": said}
    asks = [section.record(Ask, needed, optional) for section in top.sections("ask")]
    top.finish()
    top.raise_if_any()
    given |= {"statements": tuple(statements), "asks": tuple(asks)}
    made = top.made(lambda: StatementSet(**given), partial(_place, origins))
    if made is None:
        raise BadInput(top.faults)
    return made


def _place(origins: list[int], fault: Fault) -> str:
    """The path of the key at which a fault of the set as a whole stands in the file."""
    table, dot, key = fault.column.partition(".")
    place = origins[fault.row - 1] if fault.row and table == "statement" else fault.row
    return f"{table}[{place}]{dot}{key}" if place else fault.column


def _flags(value: Any) -> tuple[str, ...]:
    if value in (CONSISTENT, [CONSISTENT]):
        return ()
    try:
        return one_or_more(one_of(Flag))(value)
    except CellError:
        raise CellError(f"{CONSISTENT!r}, or flags such as ['clash']") from None


def _kinds(said: Kind[Wording]) -> Mapping[str, _Read]:
    """How the table of each kind of statement is read, with wordings as ``said``."""
    names, days = one_or_more(string), whole(1, LONGEST_DAYS)
    band, units_or_rate = partial(Band, units=None, rate=None), {"units": said, "rate": said}
    periods = {"growth": growth, "days": days, "base_days": days}
    return {
        "count": _one(Count, {"quantity": string, "value": said}, {"whole_number": truth}),
        "share": _one(Share, {"part": names, "whole": string, "rate": said}),
        "parts": _one(Parts, {"total": string, "parts": names}, {"open_list": truth}),
        "breakdown": partial(_breakdown, said),
        "order": _one(Order, {"larger": string, "smaller": string}, {"strict": truth}),
        "group": _one(Group, {"whole": string, "part": string, "sizes": one_of(Sizes)}, {"rest_rate": said}),
        "band": _one(band, {"group": string, "band": string}, units_or_rate),
        "stage": _one(Stage, {"of": string, "share": said, "word": string}),
        "growth": _one(_grown, {"level": said}, periods),
    }


def _one(
    make: Callable[..., Statement], needed: Mapping[str, Kind[Any]], optional: Mapping[str, Kind[Any]] | None = None
) -> _Read:
    """How a table that says one statement is read; none is had if the table has faults."""

    def read(section: Section) -> tuple[Statement, ...]:
        made = section.record(make, {"id": string, **needed}, optional or {})
        return () if made is None else (made,)

    return read


def _grown(level: Wording, **given: Any) -> Grown:
    return Grown(given.pop("id"), Growth(level.interval, is_share=level.is_share, **given))


def _breakdown(said: Kind[Wording], section: Section) -> tuple[Statement, ...]:
    """A total with its parts, their counts and their shares, as tables in bulletins show them."""
    before = len(section.faults)
    name, total = section.take("id", string) or "", section.take("total", string) or ""
    open_list = section.maybe("open_list", truth) or False
    head = (section, total, section.maybe("count", said), None)
    rows = [
        (row, row.take("quantity", string) or "", row.maybe("count", said), row.maybe("share", said))
        for row in section.sections("parts")
    ]
    right = len(section.faults) == before
    for row, *_ in (head, *rows):
        row.finish()
    if not right:
        return ()
    made: list[Statement | None] = []
    for row, part, count, share in (head, *rows):
        if count is not None:
            made.append(row.made(partial(Count, f"{name}.{part}", part, count), lambda _: "count"))
        if share is not None:
            make = partial(Share, f"{name}.{part}.share", (part,), total, share)
            made.append(row.made(make, lambda fault: "share" if fault.column == "rate" else "quantity"))
    parts = tuple(part for _, part, *_ in rows)
    made.append(section.made(partial(Parts, name, total, parts, open_list)))
    return tuple(statement for statement in made if statement is not None)
