"""The one text of a cell: what a value looks like in a table, whatever the format of the file."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

BETWEEN = ";"
"""Stands between the parts of a cell that holds several words."""
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠].", re.DOTALL)
_NUMBER = re.compile(r"\s*[+-][0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?%?\s*")


NO_FORMULA = "Copy the column and paste it over itself as values."


def shortened(text: str) -> str:
    """A text as it may stand in a message."""
    return text if len(text) <= 80 else f"{text[:77]}..."


class Formula(str):
    """The cell of a workbook that holds a formula: the value that was last computed for it, and where it stands."""

    __slots__ = ("place",)
    place: str


def guarded(cell: str) -> str:
    """The cell as CSV holds it: one that a spreadsheet might run gets an apostrophe before it, as it would there."""
    return f"'{cell}" if is_formula(cell.lstrip("'")) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that ``guarded`` put before it."""
    return cell[1:] if cell[:1] == "'" and is_formula(cell.lstrip("'")) else cell


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
