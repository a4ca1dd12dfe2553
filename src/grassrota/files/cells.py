"""The one text of a cell: what a value looks like in a table, whatever the format of the file."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

BETWEEN = ";"
"""Stands between the parts of a cell that holds several words."""
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠].", re.DOTALL)
_NUMBER = re.compile(r"\s*[+-][0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?%?\s*")


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet that opens a CSV file might run the cell: it begins with =, +, - or @, and is no number."""
    return bool(_FORMULA.match(cell)) and not _NUMBER.fullmatch(cell)


def cell_text(value: object) -> str:
    """The text of a value as a cell: ``yes``/``no``, dates as 1957-12-09, several words with semicolons between."""
    match value:
        case str():
            return str(value)
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case Decimal() if value.is_finite() and value == value.to_integral_value():
            return str(int(value)) if abs(value) < Decimal(10) ** 30 else str(value)
        case datetime() if not (value.hour or value.minute or value.second or value.microsecond):
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case frozenset():
            return BETWEEN.join(cell_text(part) for part in sorted(value))
        case tuple() | list():
            return BETWEEN.join(cell_text(part) for part in value)
        case bytes():
            return value.decode("utf-8")
        case _:
            return str(value)
