"""Case by case: the plan that decides with the fewest visits on average, both risks exact, and proof of how few.

The finite-population form of the plan of Kiefer and Weiss (1957); Novikov, Novikov and Farkhshatov (2022) have the form
without end. ``docs/algorithms/inspection.md`` has the mathematics.
"""

from __future__ import annotations

from math import floor
from pathlib import Path

import numpy as np

from grassrota.inspection.design import FixedSizeDesign, Hypotheses, fixed_size
from grassrota.inspection.sequential import kept
from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.inspection.sequential.design import SequentialDesign
from grassrota.inspection.sequential.induction import Weights
from grassrota.inspection.sequential.prices import Search
from grassrota.inspection.sequential.worlds import Numbers, middle_of

THIRDS: Weights = (1 / 3, 1 / 3, 1 / 3)

LONGEST = 1.5
"""No inspection needs more visits than so many times the fixed size."""

USUAL_PRICE = 0.16
"""Prices begin at this part of the fixed size over each risk; they end near it where both risks are five percent."""

LARGE, WIDER = 1_000, 8**0.5
"""From this fixed size on, prices begin with those of a question whose hypotheses are so many times further apart."""

ROOM, STEPS = 0.7, 20
"""How near to certainty the coarser one may go, and by how many cases its hypotheses must differ."""

LOOSE, UNUSED = 0.01, 0.95
"""Without lots a plan is good enough if it is so near to the bound and uses this part of both risks."""


def sequential(
    asked: Hypotheses, weights: Weights = THIRDS, lots: bool = True, folder: Path | None = None
) -> SequentialDesign:
    """The plan with the fewest visits on average that keeps both risks.

    Args:
        asked: The question.
        weights: Of the mean visits at ``false_at``, in the middle and at ``honest_at``; they sum to 1.
        lots: Whether a lot may decide on one more visit in two or so states, where a small design would otherwise
            leave more than five percent of a risk unused, or need more than one percent more visits than the least.
        folder: Where designs are kept; one found there is not searched for again. None to keep none.
    """
    found = kept.read(folder, asked, weights, lots) if folder else None
    if found is not None:
        return SequentialDesign(asked, **found)
    smallest = fixed_size(asked)
    search = _searched(asked, smallest, weights)
    is_better = lots and search.mixed is not None and not search.is_good(LOOSE, UNUSED)
    plan = search.mixed if is_better else search.best
    assert plan is not None, "the fixed-size design keeps both risks"
    design = SequentialDesign(
        asked, plan.boundaries, smallest.n, weights, plan.confirm_risk, plan.refute_risk, plan.visits, search.bound
    )
    if folder:
        kept.write(folder, design, lots)
    return design


def curtailed(design: FixedSizeDesign) -> Boundaries:
    """The fixed-size design, stopped as soon as its answer is sure: the same risks with fewer visits."""
    needed = design.n - design.allowed
    visits = range(design.n + 1)
    return Boundaries(tuple(max(n - needed, -1) for n in visits), tuple(design.allowed + 1 for _ in visits))


def horizon(asked: Hypotheses, smallest: int) -> int:
    """Visits after which every plan has stopped: so many that the false or the honest claim is impossible, or fewer.

    Args:
        asked: The question.
        smallest: The size of its smallest fixed-size design.
    """
    return min(floor(LONGEST * smallest), asked.false_at + asked.population - asked.honest_at + 1)


def _searched(asked: Hypotheses, smallest: FixedSizeDesign, weights: Weights) -> Search:
    search = Search(asked, horizon(asked, smallest.n), weights)
    search.run(_first_prices(asked, smallest.n, weights), curtailed(smallest))
    return search


def _first_prices(asked: Hypotheses, smallest: int, weights: Weights) -> Numbers:
    """Prices to begin with: for a large question those of a coarser one, since prices scale with visits."""
    coarse = _coarser(asked) if smallest >= LARGE else None
    if coarse is None:
        return USUAL_PRICE * smallest / np.array([float(asked.alpha), float(asked.beta)])
    size = fixed_size(coarse)
    return _searched(coarse, size, weights).prices * smallest / size.n


def _coarser(asked: Hypotheses) -> Hypotheses | None:
    """The question with hypotheses further apart about the same middle; None if there is no room for it.

    The population is as many times smaller as the sample will be.
    """
    middle, half = middle_of(asked) / asked.population, (asked.honest_at - asked.false_at) / asked.population / 2
    wider = min(WIDER, ROOM * min(middle, 1 - middle) / half)
    if wider < WIDER / 2 or asked.honest_at - asked.false_at < STEPS * wider:
        return None
    population = round(asked.population / wider**2)
    false_at, honest_at = (round(population * (middle + sign * half * wider)) for sign in (-1, 1))
    return Hypotheses(population, false_at, honest_at, asked.alpha, asked.beta)
