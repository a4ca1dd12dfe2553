"""What it costs that somebody goes to each opening, as compiled code adds it up."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from grassrota.rota.compiled import compiled, inner
from grassrota.rota.frame import Costs, Frame, Ints


class Tariff(NamedTuple):
    """The arrays of ``Frame`` of the same names."""

    traits: Costs
    asks: Costs
    home: Ints
    far: Costs
    first: Ints
    wished: Ints
    off: Costs


def tariff(frame: Frame, asks: Costs, charge: float = 1.0) -> Tariff:
    """What going costs.

    Args:
        frame: The arrays.
        asks: What each trait costs in each opening, shape (traits, openings).
        charge: Weight of distances and wishes.
    """
    (home, far), (first, wished, off) = frame.far, frame.wishes
    real = frame.real
    far = (charge * far).astype(real) if charge != 1.0 else far
    return Tariff(frame.traits, asks.astype(real), home, far, first, wished, (charge * off).astype(real))


class ByOpening(Tariff):
    """A tariff with what concerns one opening together in memory: ``asks`` and ``far`` turned round."""

    __slots__ = ()


def by_opening(tariff: Tariff) -> ByOpening:
    """The same with ``asks`` of shape (openings, traits), and ``far`` of shape (openings, homes)."""
    asks, far = np.ascontiguousarray(tariff.asks.T), np.ascontiguousarray(tariff.far.T)
    return ByOpening(*tariff._replace(asks=asks, far=far))


def narrowed(tariff: Tariff, openings: Ints) -> Tariff:
    """The same for some openings, given as indices, in their order."""
    place = np.full(tariff.asks.shape[1], -1)
    place[openings] = np.arange(len(openings))
    kept = place[tariff.wished] >= 0
    before = np.concatenate([[0], np.cumsum(kept)])
    return tariff._replace(
        asks=np.ascontiguousarray(tariff.asks[:, openings]),
        far=np.ascontiguousarray(tariff.far[:, openings]),
        first=before[tariff.first],
        wished=place[tariff.wished[kept]],
        off=tariff.off[kept],
    )


@inner
def cost_row(person, tariff, costs):
    """Writes what it costs that a person goes to each opening, shape (openings,)."""
    traits, asks, home, far, first, wished, off = tariff
    width = len(costs)
    for opening in range(width):
        costs[opening] = far[home[person], opening]
    for trait in range(asks.shape[0]):
        amount = traits[person, trait]
        if amount != 0:
            for opening in range(width):
                costs[opening] += amount * asks[trait, opening]
    for entry in range(first[person], first[person + 1]):
        costs[wished[entry]] += off[entry]


@compiled
def cost_of(person, opening, tariff):
    """What it costs that a person goes to an opening, by a tariff turned round (``ByOpening``)."""
    traits, asks, home, far, first, wished, off = tariff
    cost = far[opening, home[person]]
    for trait in range(asks.shape[1]):
        cost += traits[person, trait] * asks[opening, trait]
    for entry in range(first[person], first[person + 1]):
        if wished[entry] == opening:
            cost += off[entry]
    return cost
