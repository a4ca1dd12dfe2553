"""Costs and fitness of one person in every opening, or of everybody in one: a row or a column of all pairs.

Of 140,000 people and 5,000 openings a question needs a few rows and columns, and nobody ever needs all pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from grassrota.rota.frame import Bools, Floats, Frame, Ints


class Pairs:
    """What ``cost.going_cost`` and ``qualities.fits`` say; P people and O openings by their indices."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.problem = frame, frame.problem
        openings, self.costs = self.problem.openings, self.problem.policy.costs
        self.skills = sorted(frozenset[str]().union(*(one.needs | one.prefers for one in openings)))
        shape = len(self.skills), len(openings)
        prefers = [[skill in one.prefers for one in openings] for skill in self.skills]
        self.prefers: Floats = self.costs.missing_skill * np.array(prefers, dtype=np.float64).reshape(shape)
        """What it costs to lack each skill in each opening, shape (skills, O)."""
        self.needs = np.array([[skill in one.needs for one in openings] for skill in self.skills], dtype=np.float64)
        self.needs = self.needs.reshape(shape)
        ranks = [self.problem.policy.direction_rank(one.sector) for one in openings]
        unlisted = self.costs.preference * self.costs.unlisted
        self.base: Floats = self.costs.direction * np.array(ranks, dtype=np.float64) + unlisted
        self.hardship: Floats = self.costs.hardship * np.array([one.hardship for one in openings], dtype=np.float64)

    def row(self, person: int) -> Floats:
        """Cost of a person in every opening, shape (O,)."""
        found = self.lacks[person] @ self.prefers + self.base + self.turns[person] * self.hardship
        found += self._far(self.homes[person], self.places)
        for place, rank in self.problem.wishes.get(self.frame.people[person].id, {}).items():
            found[self.at.get(place, [])] += self.wish(rank)
        return np.asarray(found)

    def column(self, opening: int) -> Floats:
        """Cost of everybody in an opening, shape (P,)."""
        found = self.lacks @ self.prefers[:, opening] + self.base[opening] + self.turns * self.hardship[opening]
        found += self._far(self.homes, self.places[opening])
        for person, rank in self._wishers.get(self.problem.openings[opening].place, {}).items():
            found[person] += self.wish(rank)
        return np.asarray(found)

    def fits_row(self, person: int) -> Bools:
        """True where a person has the skills and a grade that an opening asks for, shape (O,)."""
        return np.asarray((self.lacks[person] @ self.needs < 0.5) & self.takes[self.grade[person]])

    def fits_column(self, opening: int) -> Bools:
        """True for those who have the skills and a grade that an opening asks for, shape (P,)."""
        return np.asarray((self.lacks @ self.needs[:, opening] < 0.5) & self.takes[self.grade, opening])

    def wish(self, rank: int) -> int:
        """What it changes that a person gave a place a rank, beside not listing it."""
        return self.costs.preference * (rank - 1 - self.costs.unlisted)

    def _far(self, homes: Floats, places: Floats) -> Floats:
        """What whole tens of kilometres cost; nothing where a position is not known."""
        apart = homes - places
        tens = np.sqrt(apart[..., 0] ** 2 + apart[..., 1] ** 2) // 10
        return np.asarray(self.costs.distance * np.nan_to_num(tens, nan=0.0))

    @cached_property
    def at(self) -> Mapping[str, list[int]]:
        """The openings at each place."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, opening in enumerate(self.problem.openings):
            found[opening.place].append(number)
        return found

    @cached_property
    def lacks(self) -> Floats:
        """Which of the skills each person lacks, shape (P, skills)."""
        rows = [[skill not in person.skills for skill in self.skills] for person in self.frame.people]
        return np.array(rows, dtype=np.float64).reshape(self._heads, len(self.skills))

    @cached_property
    def turns(self) -> Floats:
        """Turns served, shape (P,)."""
        return np.array([person.turns_served for person in self.frame.people], dtype=np.float64)

    @cached_property
    def grade(self) -> Ints:
        """Each person's grade, as a row of ``takes``, shape (P,)."""
        index = {name: place for place, name in enumerate(self._grades)}
        return np.array([index[person.grade] for person in self.frame.people], dtype=np.int64)

    @cached_property
    def takes(self) -> Bools:
        """True where an opening takes a grade, shape (grades, O)."""
        rows = [[not one.grades or grade in one.grades for one in self.problem.openings] for grade in self._grades]
        return np.array(rows, dtype=np.bool_).reshape(len(self._grades), len(self.problem.openings))

    @cached_property
    def homes(self) -> Floats:
        """Where each person's family is, shape (P, 2); not a number if unknown."""
        return self._positions([person.site or person.unit for person in self.frame.people])

    @cached_property
    def places(self) -> Floats:
        """Where each opening is, shape (O, 2)."""
        return self._positions([opening.place for opening in self.problem.openings])

    @cached_property
    def _heads(self) -> int:
        return len(self.frame.people)

    @cached_property
    def _grades(self) -> tuple[str, ...]:
        return tuple(sorted({person.grade for person in self.frame.people}))

    @cached_property
    def _wishers(self) -> dict[str, dict[int, int]]:
        """Who wishes for each place, with the rank."""
        found: dict[str, dict[int, int]] = defaultdict(dict)
        for index, person in enumerate(self.frame.people):
            for place, rank in self.problem.wishes.get(person.id, {}).items():
                found[place][index] = rank
        return found

    def _positions(self, units: list[str]) -> Floats:
        known = {unit: self.problem.position(unit) or (np.nan, np.nan) for unit in set(units)}
        return np.array([known[unit] for unit in units], dtype=np.float64).reshape(len(units), 2)
