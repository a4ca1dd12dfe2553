"""What a key of a TOML file may hold: each kind turns what was read into a value, or says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from grassrota.figures.wording import DEFAULT_ABOUT_POINTS, Wording, exactly, parse
from grassrota.files.parse import LAST_DAY, CellError

Value = TypeVar("Value")
_GROWTH = re.compile(r"([+-]?\d{1,9}(?:\.\d{1,9})?) ?%")
Kind = Callable[[Any], Value]
"""Turns what the file says into a value, or raises ``CellError`` with what was expected, or ``BadInput``."""


def string(value: Any) -> str:
    """Text with something in it."""
    if isinstance(value, str) and value.strip():
        return value
    raise CellError("text in quotes")


def truth(value: Any) -> bool:
    """``true`` or ``false``."""
    if isinstance(value, bool):
        return value
    raise CellError("true or false")


def day(value: Any) -> date:
    """A date without a time."""
    if isinstance(value, date) and not isinstance(value, datetime) and value <= LAST_DAY:
        return value
    raise CellError(f"a date that exists, as 1957-12-09 without quotes, up to {LAST_DAY}")


def share(value: Any) -> Fraction:
    """A number from 0 to 1, kept exactly: a decimal such as 0.85, or a fraction in quotes such as "1/3"."""
    in_quotes = isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}/[1-9][0-9]{0,17}", value)
    found = Fraction(value) if in_quotes else _exact(value)
    if found is None or not 0 <= found <= 1:
        raise CellError('a share from 0 to 1, such as 0.85 or "1/3"')
    return found


def number(low: int, high: int) -> Kind[Fraction]:
    """A number in a range, kept exactly."""

    def kind(value: Any) -> Fraction:
        found = _exact(value)
        if found is None or not low <= found <= high:
            raise CellError(f"a number from {low} to {high}")
        return found

    return kind


def whole(low: int, high: int = 10**9) -> Kind[int]:
    """A whole number in a range."""

    def kind(value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise CellError(f"a whole number from {low} to {high}")

    return kind


def one_of(words: type[StrEnum]) -> Kind[Any]:
    """A word of an enumeration."""

    def kind(value: Any) -> StrEnum:
        try:
            return words(value)
        except (ValueError, TypeError):
            raise CellError(f"one of {', '.join(words)}") from None

    return kind


def named(values: Mapping[str, Value]) -> Kind[Value]:
    """The name of one of several values."""

    def kind(value: Any) -> Value:
        if isinstance(value, str) and value in values:
            return values[value]
        raise CellError(f"one of {', '.join(values)}")

    return kind


def wording(about_points: Fraction = DEFAULT_ABOUT_POINTS) -> Kind[Wording]:
    """A qualified number in quotes, or a whole number as it stands; "about" is so wide for shares."""

    def kind(value: Any) -> Wording:
        if isinstance(value, str):
            return parse(value, about_points=about_points)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**15:
            return exactly(value)
        raise CellError("a wording in quotes, such as '62.1 %', or a whole number")

    return kind


def growth(value: Any) -> Fraction:
    """A rate of growth with its sign of percent, as a fraction."""
    match = _GROWTH.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise CellError("a rate such as '58 %'")
    return Fraction(match[1]) / 100


def one_or_more(kind: Kind[Value]) -> Kind[tuple[Value, ...]]:
    """One of something as it stands, or a list of at least one."""

    def parse_all(value: Any) -> tuple[Value, ...]:
        try:
            found = tuple(kind(part) for part in (value if isinstance(value, list) else [value]))
        except CellError as error:
            raise CellError(f"{error}, or a list, each being such") from None
        if not found:
            raise CellError("at least one in the list")
        return found

    return parse_all


def listing(kind: Kind[Value]) -> Kind[tuple[Value, ...]]:
    """A list of something."""

    def parse(value: Any) -> tuple[Value, ...]:
        if not isinstance(value, list):
            raise CellError("a list in brackets")
        try:
            return tuple(kind(part) for part in value)
        except CellError as error:
            raise CellError(f"a list, each being {error}") from None

    return parse


def table(value: Any) -> Mapping[str, Any]:
    """A table with keys of its own."""
    if isinstance(value, dict):
        return value
    raise CellError("a table with keys of its own")


def _exact(value: Any) -> Fraction | None:
    """A number exactly as written; None for anything else, and for a decimal far out of every range."""
    match value:
        case Decimal() if value == 0 or (value.is_finite() and abs(value.adjusted()) < 30):
            return Fraction(value)
        case int() if not isinstance(value, bool):
            return Fraction(value)
    return None
