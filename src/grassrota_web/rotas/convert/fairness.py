"""Years of a simulation, as a job keeps them, and as values again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from grassrota.rota.burden import Rate, Side
from grassrota.rota.fairness import Fairness, Price, Year, gathered
from grassrota.rota.part import Part

_PLAIN = ("number", "in_turn", "passed_over", "widest", "gini", "gini_of_units", "cost", "attempts")


def kept(year: Year) -> dict[str, Any]:
    """Values that JSON holds."""
    price = year.price
    return {
        **{name: getattr(year, name) for name in _PLAIN},
        "going": [year.going.count, year.going.of],
        "within_one": [year.within_one.count, year.within_one.of],
        "price": [price.fair, price.free, price.bound] if price else None,
        "rates": {
            side: {name: [rate.turns, rate.years] for name, rate in rates.items()} for side, rates in year.rates.items()
        },
    }


def fairness_of(years: Iterable[Mapping[str, Any]]) -> Fairness:
    """The years that were kept, as two courses."""
    return gathered(tuple(_year(given) for given in years))


def _year(given: Mapping[str, Any]) -> Year:
    rates = {
        Side(side): {name: Rate(*rate) for name, rate in groups.items()} for side, groups in given["rates"].items()
    }
    return Year(
        **{name: given[name] for name in _PLAIN},
        going=Part(*given["going"]),
        within_one=Part(*given["within_one"]),
        price=Price(*given["price"]) if given["price"] else None,
        rates=rates,
    )
