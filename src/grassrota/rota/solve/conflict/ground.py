"""What every outline of a problem looks up: rows by what they are about, and what rules on single choices bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from grassrota.rota.frame import Bools, Frame, Ints
from grassrota.rota.rules import STAY_RULES, availability, everyone, fit, leaders_first, pins
from grassrota.rota.solve.conflict.member import Member
from grassrota.rota.solve.model import Model


@dataclass(frozen=True)
class Bars:
    """What some rules on single choices bar together.

    Attributes:
        openings: Openings that ask who fits them, shape (O,).
        hindered: People who are not away when they are not available, shape (P,).
        only: Number of the set of slots that is left to each person, shape (P,); 0 for all of them.
        sets: These sets, shape (sets, S).
        must: People who must go, shape (P,).
    """

    openings: Bools
    hindered: Bools
    only: Ints
    sets: Bools
    must: Bools


@dataclass(frozen=True)
class Ground:
    """A model, and where things are in it."""

    model: Model

    @property
    def frame(self) -> Frame:
        """The arrays of the problem."""
        return self.model.frame

    @cached_property
    def person(self) -> dict[str, int]:
        """Index of each eligible person by id."""
        return {person.id: index for index, person in enumerate(self.frame.people)}

    @cached_property
    def opening(self) -> dict[str, int]:
        """Index of each opening by id."""
        return {opening.id: index for index, opening in enumerate(self.frame.problem.openings)}

    def asked(self, row: int, low: bool) -> Member:
        """One end of a row of the model."""
        entry, _ = self.model.row(row)
        return Member(entry.rule, entry.about, (row,), low)

    def parts(self, member: Member) -> tuple[Member, ...]:
        """What a member stands for one by one; itself where it is everyone of a unit, of whom any will do."""
        if member.rows:
            return tuple(self.asked(row, member.low) for row in member.rows)
        return (member,) if member.rule == everyone.RULE else tuple(Member(member.rule, (one,)) for one in member.about)

    @cached_property
    def absent(self) -> Bools:
        """True where a person is not available in a batch, shape (P, B)."""
        return np.asarray(availability.barred(self.frame).absent) > 0

    @cached_property
    def fits(self) -> tuple[Bools, Ints]:
        """True where people fit openings that ask alike, shape (P, kinds of openings), and the kind of each, (O,)."""
        asked, kind = np.unique(self.frame.needs.T, axis=0, return_inverse=True)
        return np.asarray(self.frame.traits @ asked.T < 0.5), kind.reshape(-1).astype(np.int64)

    @cached_property
    def demanding(self) -> Bools:
        """Openings that somebody does not fit, shape (O,)."""
        fits, kind = self.fits
        return np.logical_not(np.asarray(fits.all(axis=0)))[kind]

    @cached_property
    def by_person(self) -> sparse.csr_array:
        """Weights of people in rows about people away, shape (batch rows, P)."""
        return sparse.csr_array(self.model.by_person)

    @cached_property
    def _only(self) -> dict[str, dict[int, Ints]]:
        rules = {pins.RULE: pins.barred, leaders_first.RULE: leaders_first.barred}
        return {name: dict(rule(self.frame).only) for name, rule in rules.items()}

    @cached_property
    def _must(self) -> dict[str, Bools]:
        return {name: np.logical_not(may_stay(self.frame)) for name, may_stay in STAY_RULES.items()}

    def bars(self, members: Iterable[Member]) -> Bars:
        """What the members on single choices bar."""
        heads, width = len(self.frame.people), len(self.frame.slots)
        openings = np.zeros(len(self.frame.problem.openings), dtype=np.bool_)
        hindered, must = np.zeros(heads, dtype=np.bool_), np.zeros(heads, dtype=np.bool_)
        left: dict[int, Bools] = {}
        for member in members:
            if member.rows:
                continue
            if member.rule == fit.RULE:
                openings[[self.opening[one] for one in member.about]] = True
                continue
            people = [self.person[one] for one in member.about]
            if member.rule == availability.RULE:
                hindered[people] = True
                continue
            must[people] |= self._must[member.rule][people]
            for index in people if member.rule in self._only else ():
                allowed = np.zeros(width, dtype=np.bool_)
                allowed[self._only[member.rule][index]] = True
                left[index] = left[index] & allowed if index in left else allowed
        sets = {(every := np.ones(width, dtype=np.bool_)).tobytes(): every}
        only = np.zeros(heads, dtype=np.int64)
        for index, allowed in left.items():
            sets.setdefault(allowed.tobytes(), allowed)
            only[index] = list(sets).index(allowed.tobytes())
        return Bars(openings, hindered, only, np.array(list(sets.values())).reshape(len(sets), width), must)
