"""``prices.csv``: the prices that prove the bound of a certificate."""

from __future__ import annotations

import math
from collections.abc import Mapping

from grassrota.files.columns import Column
from grassrota.files.parse import CellError, text, whole
from grassrota.rota.certificate import Price


def _amount(cell: str) -> float:
    try:
        found = float(cell)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise CellError("a number such as -12.5")
    return found


PRICES = (
    Column("rule", text),
    Column("about", text, required=False),
    Column("also", text, required=False),
    Column("batch", whole(1, 10_000), required=False, default=None),
    Column("price", _amount),
)
"""A price is about nothing, an opening, a township, a unit (also a grade or a band), or a person (also another)."""


def price_cells(price: Price) -> Mapping[str, object]:
    """A price as a row."""
    about, also, *_ = (*price.about, "", "")
    return {"rule": price.rule, "about": about, "also": also, "batch": price.batch, "price": price.amount}


def price_of(rule: str, about: str, also: str, batch: int | None, price: float) -> Price:
    """A row as a price."""
    return Price(rule, tuple(word for word in (about, also) if word), batch, price)
