"""Which rules clash where prices prove that there is no plan: those without which they would prove nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from grassrota.rota.frame import Floats
from grassrota.rota.rules import pins
from grassrota.rota.solve.model import Model
from grassrota.rota.solve.pricing import best_each, bound, spread

TOLERANCE = 1e-6

_Rule = TypeVar("_Rule")


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules that cannot all be met: their names, and the rows and pins concerned in words."""

    rules: tuple[str, ...]
    rows: tuple[str, ...]


def clash_of(model: Model, prices: Floats) -> Clash | None:
    """What clashes by the proof that prices are; None if they prove nothing.

    Args:
        model: All rows.
        prices: Prices with the signs of a bound, within -1..1, shape (R,). They prove that there is no plan if rows
            must give way whatever it costs: if their bound, costs left aside, is above 0.
    """
    if not _proves(model, prices):
        return None
    for name in model.column_rules:
        without = replace(model, column_rules=_but(model.column_rules, name))
        model = without if _proves(without, prices) else model
    for name in model.stay_rules:
        without = replace(model, stay_rules=_but(model.stay_rules, name))
        model = without if _proves(without, prices) else model
    clash = rows_of(model, prices)
    rules = dict.fromkeys((*clash.rules, *model.column_rules, *model.stay_rules))
    return Clash(tuple(rules), (*clash.rows, *_pins_in(model, prices)))


def rows_of(model: Model, weights: Floats) -> Clash:
    """The rows of a weight other than 0, shape (R,), and their rules."""
    places = np.flatnonzero(np.abs(weights) > TOLERANCE).tolist()
    rules = dict.fromkeys(model.row(place)[0].rule for place in places)
    return Clash(tuple(rules), tuple(model.label(place) for place in places))


def _pins_in(model: Model, prices: Floats) -> tuple[str, ...]:
    """In words, the pins that the proof uses: those of people who could do with less if they were free."""
    free = replace(
        model, column_rules=_but(model.column_rules, pins.RULE), stay_rules=_but(model.stay_rules, pins.RULE)
    )
    held, loose = (best_each(m, spread(m, prices), charge=0.0) for m in (model, free))
    who = [one.id for index in np.flatnonzero(held > loose + TOLERANCE) for one in model.frame.parties[index]]
    pinned = model.frame.problem.pinned
    return tuple(str(pinned[person]) for person in who if person in pinned)


def _proves(model: Model, prices: Floats) -> bool:
    return bound(model, prices, charge=0.0) > TOLERANCE


def _but(rules: Mapping[str, _Rule], name: str) -> dict[str, _Rule]:
    return {other: rule for other, rule in rules.items() if other != name}
