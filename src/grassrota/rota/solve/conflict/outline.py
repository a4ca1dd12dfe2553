"""Members as one programme over classes of people and classes of slots whom these members do not tell apart.

The fewer members, the fewer classes. It has a solution by whole numbers exactly if people and slots one by one have
one; of members that count in sum it says less (docs/algorithms/conflict.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from grassrota.rota.frame import KINDS, Bools, Floats, Ints
from grassrota.rota.rows import weights_of
from grassrota.rota.rules import experience, headcount, leader
from grassrota.rota.solve.conflict.ground import Bars, Ground
from grassrota.rota.solve.conflict.member import Member
from grassrota.rota.solve.conflict.programme import Answer, Programme, Solved

LEADING = {leader.RULE: weights_of(leader=1.0), experience.RULE: weights_of(experienced=1.0)}
"""Where a least headcount asks for somebody, these rules ask for at least one of a quality."""

TOLERANCE = 1e-6


class _Line(NamedTuple):
    """A row of the programme: rows of the model added up, of which member, its weights by kind, and its ends."""

    member: int
    rows: tuple[int, ...]
    weights: Floats
    low: float
    high: float


@dataclass(frozen=True)
class Outline:
    """What some members ask for together, if nothing else is asked.

    Attributes:
        ground: Where things are.
        members: Those in force.
        loose: One more, which may give way: at 1 for each unit of its rows, or each person whom it bars.
        elastic: True if all rows may give way, at 1 a unit.
    """

    ground: Ground
    members: Sequence[Member]
    loose: Member | None = None
    elastic: bool = False

    def solve(self, integer: bool, seconds: float) -> Solved:
        """Whether all can be met, by whole numbers or by parts, and how far what may give way must do so."""
        return self._programme.solve(integer, seconds)

    def priced(self, seconds: float) -> list[Member]:
        """Of members that clash by parts, those that a proof needs: rows with a price, and all without rows.

        Empty if they do not clash, or that is not known. Rows of members must be able to give way (``elastic``).
        """
        solved = self.solve(False, seconds)
        if solved.answer is not Answer.YES or solved.cost < TOLERANCE:
            return []
        lines = [line for line, dual in zip(self._lines, solved.duals, strict=False) if abs(dual) > TOLERANCE]
        used = {line.member for line in lines}
        # that somebody must lead rests on the least headcount of the same slots
        led = {
            self._first_slot(row) for line in lines if self.members[line.member].rule in LEADING for row in line.rows
        }
        return [
            member
            for number, member in enumerate(self.members)
            if number in used
            or not member.rows
            or (_fills(member) and any(self._first_slot(row) in led for row in member.rows))
        ]

    @cached_property
    def _all(self) -> list[Member]:
        return [*self.members, *([self.loose] if self.loose else [])]

    @cached_property
    def _lines(self) -> list[_Line]:
        """Rows about slots, then rows about people away."""
        cut = len(self.ground.model.slot_rows)
        both: tuple[list[_Line], list[_Line]] = ([], [])
        for number, member in enumerate(self._all):
            if member.rows:
                both[member.rows[0] >= cut].extend(self._of(number, member))
        return [*both[0], *both[1]]

    def _of(self, number: int, member: Member) -> Iterator[_Line]:
        model = self.ground.model
        ends = model.low if member.low else model.high
        leads, about_slots = LEADING.get(member.rule), member.rows[0] < len(model.slot_rows)
        if leads is not None:
            asked = tuple(row for row in member.rows if self._first_slot(row) in self._filled)
            for rows in ([asked] if asked else []) if member.summed else [(row,) for row in asked]:
                yield _Line(number, rows, leads, float(len(rows)), np.inf)
        if leads is None or not member.summed:
            for rows in [member.rows] if member.summed else [(row,) for row in member.rows]:
                end = float(sum(ends[row] for row in rows))
                weights = model.slot_rows[rows[0]].weights if about_slots else np.zeros(0)
                yield _Line(number, rows, weights, *((end, np.inf) if member.low else (-np.inf, end)))

    @cached_property
    def _filled(self) -> set[int]:
        """Slots in which a least headcount in force asks for somebody."""
        rows = (row for member in self.members if _fills(member) for row in member.rows)
        return {self._first_slot(row) for row in rows if self.ground.model.low[row] > 0}

    def _first_slot(self, row: int) -> int:
        return int(self.ground.model.slot_rows[row].slots[0])

    @cached_property
    def _bars(self) -> tuple[Bars, Bars]:
        """What is barred, and what is if one member may give way: people and slots of one class are alike in both."""
        return self.ground.bars(self._all), self.ground.bars(self.members)

    @cached_property
    def _weights(self) -> sparse.csr_array:
        """Of people in each line about people away, shape (lines, P)."""
        model, cut, batches = self.ground.model, len(self.ground.model.slot_rows), self.ground.frame.batches
        lines = self._lines[self._about_slots :]
        line = np.repeat(np.arange(len(lines)), [len(one.rows) for one in lines])
        place = np.array([row - cut for one in lines for row in one.rows], dtype=np.int64)
        each = len(model.each_batch) * batches
        source = np.where(place < each, place // batches, place - each + len(model.each_batch))
        shape = len(lines), self.ground.by_person.shape[0]
        chosen = sparse.csr_array((np.ones(len(line)), (line, source)), shape=shape)
        return sparse.csr_array(chosen @ self.ground.by_person)

    @cached_property
    def _about_slots(self) -> int:
        cut = len(self.ground.model.slot_rows)
        return sum(1 for line in self._lines if line.rows[0] < cut)

    @cached_property
    def _kinds(self) -> tuple[Bools, Ints]:
        """Kinds of people that lines about slots tell apart, shape (T, 4), and the kind of each person, shape (P,)."""
        used = np.any([line.weights != 0 for line in self._lines[: self._about_slots]], axis=0)
        kinds = (self.ground.frame.kinds * np.broadcast_to(used, len(KINDS))) > 0
        return _distinct(kinds)

    @cached_property
    def _people(self) -> tuple[Ints, Ints]:
        """One person of each class of people, shape (G,), and how many it has, shape (G,)."""
        ground, both = self.ground, self._bars
        asked = np.unique(ground.fits[1][both[0].openings])
        sums = np.random.default_rng(0).random((self._weights.shape[0], 2))
        key = np.concatenate(
            [
                self._kinds[1][:, None],
                ground.fits[0][:, asked],
                *(part for bars in both for part in (ground.absent & bars.hindered[:, None], bars.only[:, None])),
                *(bars.must[:, None] for bars in both),
                # two random sums tell weights apart; equal ones are added in the same order
                self._weights.T @ sums,
            ],
            axis=1,
            dtype=np.float64,
        )
        # again two random sums: should rounding tell equal people apart, there is a class more and nothing is wrong
        sums = key @ np.random.default_rng(2).random((key.shape[1], 2))
        _, one, count = np.unique(sums[:, 0] + 1j * sums[:, 1], return_index=True, return_counts=True)
        return one.astype(np.int64), count.astype(np.int64)

    @cached_property
    def _ways(self) -> tuple[Ints, Ints]:
        """One slot of each class that people tell apart, shape (K,), and the class of each slot, shape (S,)."""
        frame, both = self.ground.frame, self._bars
        kinds = [np.where(bars.openings, self.ground.fits[1], -1)[frame.opening_of] for bars in both]
        sets = [part for bars in both for part in bars.sets]
        key = np.stack([*kinds, frame.first_batch, frame.last_batch, *sets], axis=1)
        _, one, of = np.unique(key, axis=0, return_index=True, return_inverse=True)
        return one.astype(np.int64), of.reshape(-1).astype(np.int64)

    @cached_property
    def _spots(self) -> tuple[Ints, sparse.csc_array]:
        """One slot of each class that nothing tells apart, shape (Z,), and which lines count it, shape (lines, Z)."""
        model = self.ground.model
        lines = self._lines[: self._about_slots]
        line = np.repeat(np.arange(len(lines)), [len(one.rows) for one in lines])
        row = np.array([row for one in lines for row in one.rows], dtype=np.int64)
        shape = len(lines), len(model.slot_rows)
        counted = sparse.csc_array(sparse.csr_array((np.ones(len(line)), (line, row)), shape=shape) @ model.by_slot)
        sums = np.random.default_rng(1).random((len(lines), 2))
        _, one = np.unique(
            np.concatenate([self._ways[1][:, None], counted.T @ sums], axis=1), axis=0, return_index=True
        )
        return one.astype(np.int64), sparse.csc_array(counted[:, one])

    def _allowed(self, bars: Bars) -> Bools:
        """True where a class of people may take a class of slots, shape (G, K)."""
        frame, ground = self.ground.frame, self.ground
        people, slots = self._people[0], self._ways[0]
        opening = frame.opening_of[slots]
        fit = ground.fits[0][people][:, ground.fits[1][opening]] | ~bars.openings[opening]
        absent = (ground.absent & bars.hindered[:, None])[people].astype(np.float64)
        away = absent @ frame.active[:, slots] > 0
        return np.asarray(fit & ~away & bars.sets[bars.only[people]][:, slots])

    @cached_property
    def _programme(self) -> Programme:
        """Columns: each class of people in each class of slots, then staying, then each kind of people in each spot."""
        people, size = self._people
        spots, counted = self._spots
        strict, loose = self._bars
        allowed = self._allowed(loose)
        group, way = np.nonzero(allowed)
        kinds, kind_of = self._kinds
        seats = np.arange(len(kinds) * len(spots))
        kind, spot = seats // max(1, len(spots)), seats % max(1, len(spots))
        going, staying, sitting = len(group), len(people), len(seats)
        ways = len(self._ways[0])

        once = _ones(group, len(people)), sparse.eye_array(staying), _none(staying, sitting)
        meet = kind_of[people[group]] * ways + way, kind * ways + self._ways[1][spots[spot]]
        link = _ones(meet[0], len(kinds) * ways), _none(len(kinds) * ways, staying), -_ones(meet[1], len(kinds) * ways)
        upper = counted[:, spot].tocoo()
        weights = np.array([line.weights for line in self._lines[: self._about_slots]]).reshape(-1, kinds.shape[1])
        data = upper.data * (weights @ kinds.T.astype(np.float64))[upper.row, kind[upper.col]]
        seated = sparse.csc_array((data, (upper.row, upper.col)), shape=(self._about_slots, sitting))
        slot_part = _none(self._about_slots, going), _none(self._about_slots, staying), seated
        away_part = self._away(group, way), _none(len(self._lines) - self._about_slots, staying + sitting)

        matrix = sparse.vstack([sparse.hstack(part) for part in (slot_part, away_part, once, link)])
        low = np.array([line.low for line in self._lines] + size.tolist() + [0.0] * (len(kinds) * ways))
        high = np.array([line.high for line in self._lines] + size.tolist() + [0.0] * (len(kinds) * ways))
        may, must = ~loose.must[people], strict.must[people]
        cost = np.concatenate([~self._allowed(strict)[group, way], may & must, np.zeros(sitting)]).astype(np.float64)
        most = np.concatenate([np.full(going, np.inf), np.where(may, np.inf, 0.0), np.full(sitting, np.inf)])
        soft = self._soft
        slack = sparse.csc_array(
            (np.where(np.isfinite(low[soft]), 1.0, -1.0), (soft, np.arange(len(soft)))), shape=(len(low), len(soft))
        )
        return Programme(
            sparse.csc_array(sparse.hstack([matrix, slack])),
            low,
            high,
            np.concatenate([most, np.full(len(soft), np.inf)]),
            np.concatenate([cost, np.ones(len(soft))]),
            len(most),
        )

    @cached_property
    def _soft(self) -> Ints:
        """Lines that may give way."""
        return np.array(
            [place for place, line in enumerate(self._lines) if self.elastic or line.member == len(self.members)],
            dtype=np.int64,
        )

    def _away(self, group: Ints, way: Ints) -> sparse.csc_array:
        """What each column adds to each line about people away."""
        frame, lines = self.ground.frame, self._lines[self._about_slots :]
        batch = np.array([_batch(self.ground, line.rows[0]) for line in lines], dtype=np.int64)
        entries = sparse.csc_array(self._weights)[:, self._people[0]][:, group].tocoo()
        active = frame.active[:, self._ways[0]][:, way[entries.col]]
        which = batch[entries.row]
        times = np.where(which < 0, active.sum(axis=0), active[which, np.arange(len(which))])
        found = sparse.csc_array((entries.data * times, (entries.row, entries.col)), shape=(len(lines), len(group)))
        found.eliminate_zeros()
        return found


def _fills(member: Member) -> bool:
    return member.rule == headcount.RULE and member.low


def _batch(ground: Ground, row: int) -> int:
    """The batch of a row, -1 for all."""
    batch = ground.model.row(row)[1]
    return -1 if batch is None else batch


def _distinct(rows: NDArray[np.bool_]) -> tuple[Bools, Ints]:
    found, of = np.unique(rows, axis=0, return_inverse=True)
    return found, of.reshape(-1).astype(np.int64)


def _ones(rows: Ints, count: int) -> sparse.csc_array:
    """A 1 in each column, in these rows."""
    return sparse.csc_array((np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(count, len(rows)))


def _none(rows: int, columns: int) -> sparse.csc_array:
    return sparse.csc_array((rows, columns))
