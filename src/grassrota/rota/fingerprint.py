"""The fingerprint of a value: of one JSON text of it, in which names stand in order and no spelling is left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from hashlib import sha256
from json import JSONEncoder
from operator import attrgetter
from typing import Any

Parts = Mapping[str, Any]


def fingerprint(value: Parts) -> str:
    """SHA-256 of a value, in hexadecimal.

    Args:
        value: Names and what they stand for: dataclasses, dicts in their fields, tuples, sets of words or numbers,
            enumerations, dates, fractions, words, numbers and None, one within the other.
    """
    spelling = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_opened)
    return sha256(spelling.encode(_in_order(value)).encode()).hexdigest()


def parts(value: object) -> Parts:
    """The fields of a dataclass, in the order of their names."""
    names, read = _reader(type(value))  # type: ignore[arg-type]  # mypy looks at the hash of its instances
    return {
        name: _in_order(item) if type(item) is dict else item for name, item in zip(names, read(value), strict=True)
    }


@cache
def _reader(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a kind's fields in order, and what reads all at once: tables have hundreds of thousands of rows."""
    names = tuple(sorted(field.name for field in fields(kind)))
    read = attrgetter(*names)
    return names, read if len(names) > 1 else lambda value: (read(value),)


def _opened(value: Any) -> Any:
    """What stands in the text for a value that JSON does not know."""
    if isinstance(value, frozenset):
        return sorted(value)
    if is_dataclass(value):
        return parts(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | Fraction):
        return str(value)
    raise TypeError(f"nothing in JSON stands for {value!r}")


def _in_order(value: Mapping[Any, Any]) -> Parts:
    """JSON would keep the order in which the names were put in."""
    return dict(sorted((str(name), item) for name, item in value.items()))
