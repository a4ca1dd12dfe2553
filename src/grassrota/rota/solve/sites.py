"""The places that people are sent to, and which of them are planned together in one block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from grassrota.rota.frame import Floats, Frame, Ints


@dataclass(frozen=True)
class Sites:
    """N sites: places to be covered, and openings' own places where nothing is to be covered.

    Rows about slots, leaders and cover speak of one site each; only rows about home units reach across.
    """

    frame: Frame

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Ids of the units, shape (N,)."""
        return tuple(sorted(set(self._of_opening)))

    @cached_property
    def of_slot(self) -> Ints:
        """The site of each slot, shape (S,)."""
        index = {name: place for place, name in enumerate(self.names)}
        return np.array([index[name] for name in self._of_opening], dtype=np.int64)[self.frame.opening_of]

    @cached_property
    def seats(self) -> Floats:
        """How many people a site takes in all batches, shape (N,)."""
        high = np.array([opening.high for opening in self.frame.problem.openings], dtype=np.float64)
        seats = np.bincount(self.of_slot, high[self.frame.opening_of], minlength=len(self.names))
        return seats.astype(np.float64)

    @cached_property
    def _of_opening(self) -> list[str]:
        problem = self.frame.problem
        places = ((opening, problem.covered_place(opening)) for opening in problem.openings)
        return [opening.place if place is None else place.id for opening, place in places]

    def near(self, people: float) -> list[Ints]:
        """Blocks of neighbouring sites for at most about so many people, each split where it is longest."""
        where = np.array([self.frame.problem.position(name) or (0, 0) for name in self.names], dtype=np.float64)
        return _split(np.arange(len(self.names)), where.reshape(-1, 2), self.seats, people)

    def akin(self, pull: sparse.csr_array, people: float, random: np.random.Generator) -> list[Ints]:
        """Blocks of sites between which people would like to move, for at most about so many people each.

        Args:
            pull: How much is to be gained by moves from one site to another, shape (N, N).
            people: How many people a block may have.
            random: Shakes the pull, so that blocks differ from pass to pass.
        """
        both = sparse.csr_array(pull + pull.T)
        both.data *= random.exponential(size=len(both.data))
        free, blocks = np.ones(len(self.names), dtype=np.bool_), []
        total = np.asarray(both.sum(axis=1)).reshape(-1)
        for first in np.argsort(-total, kind="stable").tolist():
            if not free[first]:
                continue
            block, seats, wish = [first], self.seats[first], np.zeros(len(free))
            free[first] = False
            last = first
            while seats < people:
                row = slice(both.indptr[last], both.indptr[last + 1])
                wish[both.indices[row]] += both.data[row]
                last = int(np.argmax(np.where(free, wish, -1.0)))
                if not free[last] or wish[last] <= 0 or seats + self.seats[last] > 1.2 * people:
                    break
                free[last] = False
                block.append(last)
                seats += self.seats[last]
            blocks.append(np.array(block))
        return _merged(blocks, self.seats, people)


def _split(sites: Ints, where: Floats, seats: Floats, people: float) -> list[Ints]:
    if len(sites) <= 1 or seats[sites].sum() <= people:
        return [sites]
    axis = int(np.argmax(np.ptp(where[sites], axis=0)))
    ordered = sites[np.argsort(where[sites, axis], kind="stable")]
    half = np.cumsum(seats[ordered])
    cut = int(np.clip(np.searchsorted(half, half[-1] / 2), 1, len(ordered) - 1))
    return [*_split(ordered[:cut], where, seats, people), *_split(ordered[cut:], where, seats, people)]


def _merged(blocks: list[Ints], seats: Floats, people: float) -> list[Ints]:
    """Small blocks put together, so that none is much smaller than it may be."""
    found: list[Ints] = []
    rest: list[Ints] = []
    for block in blocks:
        if seats[block].sum() >= people / 2:
            found.append(block)
            continue
        rest.append(block)
        if sum(seats[one].sum() for one in rest) >= people / 2:
            found.append(np.concatenate(rest))
            rest = []
    return found + ([np.concatenate(rest)] if rest else [])
