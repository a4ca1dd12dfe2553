"""Prices of rows as a certificate names them, for those who know nothing of rows."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from grassrota.rota.certificate import Price
from grassrota.rota.frame import Floats
from grassrota.rota.solve.model import Model

DIGITS = 6
"""Prices are rounded: any prices prove something, and these prove as much within a millionth of each row."""


def named(model: Model, y: Floats) -> tuple[Price, ...]:
    """The prices other than 0, in the order of the rows.

    Args:
        model: All rows.
        y: Their prices with the signs of a bound, shape (R,). Rows that say the same share one name and add up.
    """
    found: dict[tuple[str, tuple[str, ...], int | None, bool], float] = defaultdict(float)
    for place in np.flatnonzero(y).tolist():
        (row, batch), amount = model.row(place), float(y[place])
        found[row.rule, row.about, None if batch is None else batch + 1, amount > 0] += amount
    prices = (Price(*name[:3], round(amount, DIGITS)) for name, amount in found.items())
    return tuple(price for price in prices if price.amount)
