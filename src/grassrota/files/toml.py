"""TOML files with types: each key is taken once, and every fault is collected with its dotted path and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from grassrota.errors import BadInput, Fault, Refused
from grassrota.files.kinds import Kind, listing, table
from grassrota.files.parse import CellError
from grassrota.files.tables import read_text

Value = TypeVar("Value")
_LONE_DATE = re.compile(r"""^([^=#"']+=\s*)([0-9]{1,4}-[0-9]{1,2}-[0-9]{1,4}[^\s#"']*)(\s*(?:#.*)?)$""")


@dataclass(slots=True)
class Section:
    """One table of a TOML file. What is wrong in it, and in those below it, gathers in ``faults``.

    Attributes:
        values: What the file says.
        path: Dotted path of this table; empty at the top. The first of several tables is ``batches[1]``.
        file: The file's name.
        lines: Line numbers of keys by path, as far as they were found.
        faults: Shared by all tables of the file.
    """

    values: Mapping[str, Any]
    path: str
    file: str
    lines: Mapping[str, int]
    faults: list[Fault]
    taken: set[str] = field(default_factory=set)

    def take(self, key: str, kind: Kind[Value]) -> Value | None:
        """The value of a key that must be there; None, with a fault noted, if it is missing or wrong."""
        if key not in self.values:
            self.taken.add(key)
            self.fault(key, "this key", "nothing")
            return None
        return self.maybe(key, kind)

    def maybe(self, key: str, kind: Kind[Value]) -> Value | None:
        """The value of a key that may be missing; None if it is, or if it is wrong, which is noted."""
        self.taken.add(key)
        if key not in self.values:
            return None
        try:
            return self.made(lambda: kind(self.values[key]), lambda _: key)
        except CellError as error:
            self.fault(key, str(error), shown(self.values[key]))
            return None

    def section(self, key: str) -> Section:
        """The table below a key; an empty one if there is none."""
        found = self.maybe(key, table)
        return Section(found or {}, self._below(key), self.file, self.lines, self.faults)

    def sections(self, key: str) -> tuple[Section, ...]:
        """The tables of an array below a key, written as ``[[key]]``; none if there is none."""
        found = self.maybe(key, listing(table)) or ()
        path = self._below(key)
        return tuple(
            Section(values, f"{path}[{number}]", self.file, self.lines, self.faults)
            for number, values in enumerate(found, start=1)
        )

    def finish(self) -> None:
        """Notes a fault for each key that nobody has taken: call it when all known ones were."""
        known = ", ".join(sorted(self.taken)) or "no key"
        for key in self.values:
            if key not in self.taken:
                self.fault(key, f"one of {known}", key)

    def fault(self, key: str, expected: str, got: str, fix: str = "") -> None:
        """Notes a fault about a key of this table; without a key, about the table."""
        path = self._below(key) if key else self.path
        self.faults.append(Fault(path, expected, got, fix, file=self.file, row=line_of(self.lines, path)))

    def record(
        self, make: Callable[..., Value], needed: Mapping[str, Kind[Any]], optional: Mapping[str, Kind[Any]]
    ) -> Value | None:
        """What ``make`` makes of the keys of this table and no others; None, with faults noted, if any is wrong."""
        before = len(self.faults)
        given = {key: self.take(key, kind) for key, kind in needed.items()}
        given |= {key: found for key, kind in optional.items() if (found := self.maybe(key, kind)) is not None}
        made = self.made(lambda: make(**given)) if len(self.faults) == before else None
        self.finish()
        return made

    def made(self, make: Callable[[], Value], key: Callable[[Fault], str] = lambda fault: fault.column) -> Value | None:
        """What ``make`` makes; None, with each fault noted at its ``key`` here, if it refuses."""
        try:
            return make()
        except BadInput as error:
            for fault in error.faults:
                self.fault(key(fault), fault.expected, fault.got, fault.fix)
        except Refused as refused:
            self.fault("", "what the rules allow", refused.message)
        return None

    def raise_if_any(self) -> None:
        """Raises ``BadInput`` with every fault of the file."""
        if self.faults:
            raise BadInput(self.faults)

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def read_toml(path: Path) -> Section:
    """Reads a TOML file; decimal numbers are kept exactly as ``Decimal``.

    Raises:
        BadInput: If it is missing, empty, not UTF-8, or not TOML.
    """
    return parse_toml(read_text(path), path.name)


def parse_toml(text: str, file: str) -> Section:
    """Reads the text of a TOML file.

    A date that does not exist is left for the kind ``day`` to refuse, so that it hides nothing else.

    Raises:
        BadInput: If it is not TOML.
    """
    while True:
        try:
            values = tomllib.loads(text, parse_float=_decimal)
        except (ValueError, RecursionError) as error:
            quoted = _with_bad_date_quoted(text, str(error))
            if quoted is None:
                place = re.search(r"at line (\d+)", str(error))
                row = int(place[1]) if place else 0
                got = "tables nested too deeply" if isinstance(error, RecursionError) else str(error)
                raise BadInput([Fault("", "well-formed TOML", got, file=file, row=row)]) from None
            text = quoted
        else:
            return Section(values, "", file, _lines(text), [])


def line_of(lines: Mapping[str, int], path: str) -> int:
    """The line of a path, else that of the nearest table above it, else 0."""
    while path:
        if path in lines:
            return lines[path]
        path = re.sub(r"(^|\.)[^.\[]*$|\[\d+\]$", "", path)
    return 0


def shown(value: Any) -> str:
    """A value of a TOML file as it may stand in a message: short, and much as it was written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        text = str(value) if isinstance(value, str | date | Decimal) else repr(value)
    except ValueError:  # Python writes out no whole number of over 4,300 digits, though it reads one in hexadecimal
        return "a number of thousands of digits"
    return text if 0 < len(text) <= 80 else f"{text[:77]}..." if text else "an empty text"


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _with_bad_date_quoted(text: str, error: str) -> str | None:
    """The text with the date that broke its line in quotes; None if no date did."""
    place = re.search(r"\(at line (\d+)", error)
    lines = text.split("\n")
    if not place or int(place[1]) > len(lines):
        return None
    number = int(place[1]) - 1
    quoted = _LONE_DATE.sub(r'\1"\2"\3', lines[number])
    if quoted == lines[number]:
        return None
    lines[number] = quoted
    return "\n".join(lines)


def _lines(text: str) -> dict[str, int]:
    """Line numbers of tables and keys by dotted path, found without parsing: good enough for messages."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    above = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if header := re.match(r"\s*\[\[\s*([^\[\]]+?)\s*\]\]", line):
            name = header[1]
            counts[name] = counts.get(name, 0) + 1
            above = f"{name}[{counts[name]}]"
            found.setdefault(name, number)
            found.setdefault(above, number)
        elif header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            above = header[1]
            found.setdefault(above, number)
        elif key := re.match(r"""\s*["']?([^\s="'#]+)["']?\s*=""", line):
            found.setdefault(f"{above}.{key[1]}" if above else key[1], number)
    return found
