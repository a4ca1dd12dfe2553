"""Opinions of several kinds in a small tree from day to day, and who works out what was not published of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from grassrota.figures.release.together import OPINIONS
from grassrota.org import Level, Unit, UnitKind, UnitTree
from tests.core.figures.release.attacker import Published, equations, questions, solved

Cases = NDArray[np.int64]
CENTRE = Unit("c", "c", Level.CENTRE, UnitKind.PLACE)
STATES = {
    "open or closed": ("raised",),
    "yes": ("raised", "reported_fixed", "confirmed"),
    "no": ("raised", "reported_fixed", "refuted"),
    "silent": ("raised", "reported_fixed", "unasked"),
    "asked": ("raised", "reported_fixed"),
}
"""What an opinion counts as, by where it stands; whether its raiser was told is another matter."""
KINDS = [{*told, *figures} for told in ((), ("acknowledged",)) for figures in STATES.values()]


def small_tree(seed: int) -> UnitTree:
    """Three levels, at most ten units."""
    random = np.random.default_rng(seed)
    provinces = [
        Unit(f"p{n}", f"p{n}", Level.PROVINCE, UnitKind.PLACE, parent="c") for n in range(random.integers(1, 4))
    ]
    counties = [
        Unit(f"{above.id}k{n}", above.id, Level.COUNTY, UnitKind.PLACE, parent=above.id)
        for above in provinces
        for n in range(random.integers(0, 3))
    ]
    return UnitTree((CENTRE, *provinces, *counties))


def happened(seed: int, tree: UnitTree, days: int = 4) -> Cases:
    """Cases by unit, kind and day that are raised, go on and are re-routed, mostly few at a time."""
    random = np.random.default_rng(seed)
    now = np.zeros((len(tree.units), len(KINDS)), dtype=np.int64)
    found = []
    for _day in range(days):
        now = now + random.choice([0, 0, 0, 0, 1, 2, 4, 6, 8], size=now.shape)
        gone = random.binomial(now, random.choice([0, 0.3, 1], size=now.shape, p=[0.8, 0.15, 0.05]))
        now = now - gone
        for unit, many in enumerate(gone.sum(axis=1)):
            to = unit if random.random() < 0.7 else random.integers(len(tree.units))
            now[to, random.integers(len(KINDS))] += many
        found.append(now)
    return np.stack(found, axis=-1)


def totals_of(tree: UnitTree, cases: Cases) -> Mapping[str, Mapping[str, int]]:
    """The true totals of a day by figure and unit; ``cases`` are those of the day."""
    order = list(tree.by_id)
    below = {unit: [order.index(each.id) for each in tree.subtree(unit)] for unit in order}
    columns = {part.figure: [part.figure in kind for kind in KINDS] for part in OPINIONS}
    return {
        figure: {unit: int(cases[rows][:, which].sum()) for unit, rows in below.items()}
        for figure, which in columns.items()
    }


def learned(tree: UnitTree, cases: Cases, published: Mapping[str, Published]) -> list[str]:
    """What the solver finds out; the unknowns are the cases of each unit, kind and day."""
    units, kinds, days = cases.shape

    def spread(cells: Cases, figure: str, *, rest: bool = False) -> Cases:
        which = np.array([(figure in kind) != rest for kind in KINDS])
        found: Cases = (cells[:, None, :] * which[None, :, None]).reshape(units * kinds, days)
        return found

    known = [
        (spread(cells, figure), total)
        for figure, rows in published.items()
        for cells, total in equations(tree, (units, days), rows)
    ]
    ask = []
    for figure, rows in published.items():
        for name, cells in questions(tree, days, rows, False):
            ask.append((f"{figure}, {name}", spread(cells, figure)))
            if (cells >= 0).all():
                ask.append((f"not {figure}, {name}", spread(cells, figure, rest=True)))
    return solved(cases.reshape(units * kinds, days), known, False, ask)
