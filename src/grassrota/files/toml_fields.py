"""The fields of one TOML table, read with their faults collected and their lines known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar

from grassrota.errors import BadInput, Fault
from grassrota.figures.wording import Wording, exactly, parse

Made = TypeVar("Made")
_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")


@dataclass(frozen=True, slots=True)
class Places:
    """Where keys stand in a TOML file: line by table name, place of the table among its like, and key."""

    lines: Mapping[tuple[str, int, str], int]

    @classmethod
    def of(cls, text: str) -> Places:
        """Finds the lines of keys at the top and in ``[[tables]]``; other layouts have line 0."""
        lines: dict[tuple[str, int, str], int] = {}
        seen: dict[str, int] = {}
        table, index = "", 0
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = header[1]
                index = seen[table] = seen.get(table, -1) + 1
                lines[table, index, ""] = number
            elif key := _KEY.match(line):
                lines.setdefault((table, index, key[1]), number)
        return cls(lines)

    def line(self, table: str, index: int, key: str) -> int:
        """The line of a key, else of its table, else 0."""
        return self.lines.get((table, index, key), self.lines.get((table, index, ""), 0))


@dataclass(slots=True)
class Fields:
    """One table while it is being read. Every reading method notes a fault and goes on with a stand-in.

    Attributes:
        table: What TOML gave.
        file: The file's name.
        places: Where keys stand in it.
        faults: Where faults are collected, shared by all tables of the file.
        path: How the table is called in faults, such as ``statement[3]``; empty at the top.
        at: The name and place of the ``[[table]]`` it is in, for its line.
        about_points: How wide "about" is for shares, in percentage points.
    """

    table: Mapping[str, Any]
    file: str
    places: Places
    faults: list[Fault]
    path: str = ""
    at: tuple[str, int, str] = ("", 0, "")
    about_points: Fraction = Fraction(0)
    used: set[str] = field(default_factory=set)

    def __contains__(self, key: str) -> bool:
        return key in self.table

    def fault(self, key: str, expected: str, got: object, fix: str = "") -> None:
        """Notes a fault of one key."""
        table, index, within = self.at
        column = f"{self.path}.{key}" if self.path and key else self.path or key
        line = self.places.line(table, index, within or key)
        self.faults.append(Fault(column, expected, _shown(got), fix, self.file, line))

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._value(key)
        if isinstance(value, str) and value.strip():
            return value
        if value is not None:
            self.fault(key, "a text in quotes", value)
        return "?"

    def wording(self, key: str) -> Wording:
        """A qualified number in quotes, or a whole number as it stands."""
        value = self._value(key)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**15:
            return exactly(value)
        if isinstance(value, str):
            try:
                return parse(value, about_points=self.about_points)
            except BadInput as bad:
                for fault in bad.faults:
                    self.fault(key, fault.expected, value, fault.fix)
        elif value is not None:
            self.fault(key, "a wording in quotes, such as '62.1 %', or a whole number", value)
        return exactly(0)

    def names(self, key: str) -> tuple[str, ...]:
        """One text, or a list of them."""
        value = self._value(key)
        listed = value if isinstance(value, list) else [value]
        if listed and all(isinstance(name, str) and name for name in listed):
            return tuple(listed)
        if value is not None:
            self.fault(key, "a text in quotes, or a list of such texts", value)
        return ("?",)

    def choice(self, key: str, choices: tuple[str, ...]) -> str | None:
        """One of a few words; None with a fault for anything else."""
        value = self._value(key)
        if isinstance(value, str) and value in choices:
            return value
        if value is not None:
            self.fault(key, f"one of {', '.join(choices)}", value)
        return None

    def flag(self, key: str, default: bool) -> bool:
        """``true`` or ``false``."""
        value = self._value(key, required=False)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(key, "true or false", value)
        return default

    def number(self, key: str, default: Fraction) -> Fraction:
        """A number from 0 to 100."""
        value = self._value(key, required=False)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100:
            return Fraction(str(value))
        self.fault(key, "a number from 0 to 100", value)
        return default

    def days(self, key: str) -> int | None:
        """A number of days; None if it is not given."""
        value = self._value(key, required=False)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.fault(key, "a whole number of days", value)
        return None

    def tables(self, key: str, about_points: Fraction) -> Iterator[Fields]:
        """The tables of a list; none if the key is missing."""
        value = self._value(key, required=False)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
            self.fault(key, f"tables, each under [[{key}]]", value)
            return
        for index, table in enumerate(value):
            path = f"{self.path}.{key}[{index + 1}]" if self.path else f"{key}[{index + 1}]"
            at = (key, index, "") if not self.path else (*self.at[:2], key)
            yield Fields(table, self.file, self.places, self.faults, path, at, about_points)

    def make(self, maker: Callable[[Fields], Made]) -> Made | None:
        """What ``maker`` makes of the table; None if anything in it was wrong, every fault being noted."""
        before = len(self.faults)
        made: Made | None = None
        try:
            made = maker(self)
        except BadInput as bad:
            if len(self.faults) == before:
                for fault in bad.faults:
                    self.fault(fault.column, fault.expected, fault.got, fault.fix)
        self.refuse_unknown()
        return made if len(self.faults) == before else None

    def refuse_unknown(self) -> None:
        """Notes every key that nobody read."""
        for key in self.table:
            if key not in self.used:
                self.fault(key, f"one of {', '.join(sorted(self.used))}", "an unknown key", "Check the spelling.")

    def _value(self, key: str, *, required: bool = True) -> Any:
        self.used.add(key)
        value = self.table.get(key)
        if value is None and required:
            self.fault(key, "a value", "nothing")
        return value


def _shown(got: object) -> str:
    text = str(got) or "an empty text"
    return text if len(text) <= 80 else text[:77] + "..."
