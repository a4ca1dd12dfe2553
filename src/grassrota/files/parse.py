"""What one cell may say: from its text to a value, or to a sentence about what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from grassrota.files.cells import BETWEEN, is_formula

LAST_DAY = date(2999, 12, 31)
"""The last day that files may name: whatever is counted from it on is still a date."""
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{4})[/年]([0-9]{1,2})[/月]([0-9]{1,2})日?")
_BETWEEN = re.compile(f"[{BETWEEN}；]")
_SEPARATOR = re.compile("[ ,;，；]")


class CellError(ValueError):
    """A cell is not what its column asks for; the text says what was expected."""


Parse = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words, in English or in Chinese, whatever the case of its letters.

    Attributes:
        values: What each English word means, in the order in which they are offered.
        chinese: The Chinese words for each English one, the usual one first; none if they have not been agreed on.
        expected: What a message says.
    """

    values: Mapping[str, Any]
    chinese: Mapping[str, tuple[str, ...]]
    expected: str

    def __call__(self, cell: str) -> Any:
        """The meaning of a word."""
        for word, value in self.values.items():
            if cell.casefold() == word or cell in self.chinese.get(word, ()):
                return value
        raise CellError(self.expected)

    def usual(self, word: str) -> str:
        """The usual Chinese word for an English one; itself if there is none."""
        return self.chinese.get(word, (word,))[0]


@dataclass(frozen=True, slots=True)
class Several:
    """Several of something in one cell, with semicolons between.

    Attributes:
        parse: What each part must be.
        gather: Makes a tuple or a set of them.
    """

    parse: Parse
    gather: Callable[[tuple[Any, ...]], Any]

    def __call__(self, cell: str) -> Any:
        """The parts that say anything."""
        return self.gather(tuple(self.parse(part.strip()) for part in _BETWEEN.split(cell) if part.strip()))


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``low`` to ``high``."""

    low: int
    high: int

    def __call__(self, cell: str) -> int:
        """The number."""
        try:
            number = int(cell) if cell.isascii() and len(cell) <= 20 and "_" not in cell else None
        except ValueError:
            number = None
        if number is None or not self.low <= number <= self.high:
            raise CellError(f"a whole number from {self.low} to {self.high}")
        return number


def text(cell: str) -> str:
    """Any text that no spreadsheet would run."""
    if is_formula(cell):
        raise CellError("text that does not begin like a formula, with =, +, - or @")
    return cell


def original(cell: str) -> str:
    """Any text at all, for columns that keep what somebody wrote as it was written."""
    return cell


def identifier(cell: str) -> str:
    """A stable id: no spaces, commas or control characters."""
    if not cell.isprintable() or _SEPARATOR.search(cell):
        raise CellError("an id without spaces, commas and semicolons")
    return text(cell)


def whole(low: int, high: int = 10**9) -> Whole:
    """A whole number in a range."""
    return Whole(low, high)


def day(cell: str) -> date:
    """A date as 1957-12-09; year, month and day as 1957/12/9 and 1957年12月9日 are understood too."""
    found = None
    if match := _DAY.fullmatch(cell):
        try:
            found = date(*(int(part) for part in match.groups() if part))
        except ValueError:
            found = None
    if found is None or found > LAST_DAY:
        raise CellError(f"a date that exists, as 1957-12-09, up to {LAST_DAY}")
    return found


yes_or_no = Choice({"yes": True, "no": False}, {"yes": ("是",), "no": ("否",)}, "yes or no")
"""A flag."""


def one_of(enumeration: type[StrEnum], chinese: str = "") -> Choice:
    """A word of an enumeration.

    Args:
        enumeration: The words.
        chinese: What its words are called, in its order, with spaces between and a slash before another name.
    """
    called = chinese.split()
    usual = {word.value: tuple(names.split("/")) for word, names in zip(enumeration, called, strict=bool(called))}
    return Choice({word.value: word for word in enumeration}, usual, f"one of {', '.join(enumeration)}")


def several(parse: Parse) -> Several:
    """Several of something, with semicolons between, as a tuple."""
    return Several(parse, tuple)


def a_set(parse: Parse) -> Several:
    """Several of something, with semicolons between, as a set."""
    return Several(parse, frozenset)
