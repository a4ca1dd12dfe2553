"""What a key of a TOML file may hold: each kind turns what was read into a value, or says what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from grassrota.files.columns import LAST_DAY, CellError

Value = TypeVar("Value")
Kind = Callable[[Any], Value]
"""Turns what the file says into a value, or raises ``CellError`` with what was expected."""


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
    match value:
        case str() if re.fullmatch(r"[0-9]{1,18}/[1-9][0-9]{0,17}", value):
            found = Fraction(value)
        case Decimal() if value == 0 or (value.is_finite() and abs(value.adjusted()) < 30):
            found = Fraction(value)
        case int() if not isinstance(value, bool):
            found = Fraction(value)
        case _:
            found = Fraction(-1)
    if not 0 <= found <= 1:
        raise CellError('a share from 0 to 1, such as 0.85 or "1/3"')
    return found


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
