"""Somebody who collects everything that was published and works out what was not.

The solver knows which figures never fall, that counts are whole and not negative, and which units there are.
The guesser knows the rule itself: of all histories there can be, those that would have been published alike are left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from grassrota.figures.release.publish import released
from grassrota.figures.release.shown import Releases
from grassrota.org import UnitTree

LEAST = 5
FIRST = date(1957, 1, 1)
Published = tuple[tuple[str, int, int], ...]
"""Unit, day and total."""
Cells = NDArray[np.int64]
"""A row a unit, a column a day: what is the unit's own, or which of it is asked for, and with which sign."""
Rule = Callable[["History"], Published]


@dataclass(frozen=True)
class History:
    """What happened: each unit's own count, without those below it, on each day."""

    tree: UnitTree
    own: Cells

    def totals(self, day: int) -> dict[str, int]:
        """The true totals of a day."""
        return {unit: int(self.own[rows(self.tree, unit), day].sum()) for unit in self.tree.by_id}


def rows(tree: UnitTree, unit: str) -> list[int]:
    """The rows of a unit and of all below it."""
    order = list(tree.by_id)
    return [order.index(each.id) for each in tree.subtree(unit)]


def our_rule(begin: Releases) -> Rule:
    """What is published day by day, beginning with nothing."""

    def rule(history: History) -> Published:
        releases = begin
        for day in range(history.own.shape[1]):
            releases = released(history.tree, releases, history.totals(day), FIRST + timedelta(day))
        return rows_of(releases)

    return rule


def rows_of(releases: Releases) -> Published:
    """All that was published of a figure."""
    every = ((unit, each) for unit, found in releases.by_unit.items() for each in found)
    return tuple(sorted((unit, (each.day - FIRST).days, each.total) for unit, each in every))


def questions(tree: UnitTree, days: int, published: Published, grows: bool) -> Iterator[tuple[str, Cells]]:
    """Units, what is their own, and what is left of them without those below that show something: counts and changes.

    Where figures fall, the change of several units together, 9 more here and 6 fewer there, is no number of cases.
    """
    order = list(tree.by_id)
    groups: dict[tuple[int, ...], str] = {}
    several: set[str] = set()
    for unit in order:
        shown = [child.id for child in tree.children(unit) if any(child.id == of for of, _, _ in published)]
        groups.setdefault(tuple(rows(tree, unit)), unit)
        groups.setdefault((order.index(unit),), f"{unit}'s own")
        for number in range(1, len(shown) + 1):
            for without in combinations(shown, number) if number in (1, len(shown)) else ():
                taken = {row for child in without for row in rows(tree, child)}
                left = tuple(row for row in rows(tree, unit) if row not in taken)
                name = f"{unit} without {', '.join(without)}"
                groups.setdefault(left, name)
                if number < len(shown):
                    several.add(name)
    for group, name in groups.items():
        for day in range(days):
            cells = np.zeros((len(order), days), dtype=np.int64)
            cells[list(group), day] = 1
            yield f"{name} on day {day}", cells
            for earlier in range(day) if grows or name not in several else ():
                change = cells.copy()
                change[list(group), earlier] = -1
                yield f"{name} from day {earlier} to {day}", change


def equations(tree: UnitTree, shape: tuple[int, int], published: Published) -> list[tuple[Cells, int]]:
    """What was published, as sums of cells."""
    found = []
    for unit, day, total in published:
        cells = np.zeros(shape, dtype=np.int64)
        cells[rows(tree, unit), day] = 1
        found.append((cells, total))
    return found


def solved(own: Cells, known: Sequence[tuple[Cells, int]], grows: bool, ask: Iterable[tuple[str, Cells]]) -> list[str]:
    """What the solver finds out: the questions whose answer is few, and is known to be."""
    days = own.shape[1]
    # of a figure that grows the unknowns are the changes of each day
    sums = np.triu(np.ones((days, days))) if grows else np.eye(days)
    lines = np.array([(cells @ sums.T).ravel() for cells, _ in known]).reshape(len(known), own.size)
    totals = np.array([total for _, total in known], dtype=float)
    constraints = [LinearConstraint(lines, totals, totals)] if known else []
    found = []
    for name, cells in ask:
        truth = int((own * cells).sum())
        if not 0 < abs(truth) < LEAST:
            continue
        objective = np.sign(truth) * (cells @ sums.T).ravel()
        if _best(-objective, constraints) > -LEAST and _best(objective, constraints) >= 1:
            found.append(f"{name}: {truth}")
    return found


def _best(objective: NDArray[np.float64], known: Sequence[LinearConstraint]) -> float:
    """The least that the objective can be, in whole numbers; -inf if there is no end to it."""
    done = milp(objective, integrality=np.ones(len(objective)), bounds=Bounds(0, 100_000), constraints=known)
    assert done.status == 0, done.message
    return float(round(done.fun))


def guessed(histories: Iterable[History], rule: Rule, grows: bool, within: int) -> list[str]:
    """What the guesser finds out: questions whose answer is few in every history that would be published alike.

    Args:
        histories: All there can be, up to some number of cases.
        rule: How they are published.
        grows: Whether none of them falls.
        within: Where the top shows more than this, histories of more cases than these might be published alike.
    """
    alike: dict[Published, list[History]] = defaultdict(list)
    for history in histories:
        alike[rule(history)].append(history)
    found = []
    for published, those in alike.items():
        if max((total for *_, total in published), default=0) > within:
            continue
        every = np.array([history.own.ravel() for history in those])
        tree, days = those[0].tree, those[0].own.shape[1]
        for name, cells in questions(tree, days, published, grows):
            answers = np.unique(every @ cells.ravel())
            if any(((few > 0) & (few < LEAST)).all() for few in (answers, -answers)):
                found.append(f"{published}: {name} is {answers}")
    return found
