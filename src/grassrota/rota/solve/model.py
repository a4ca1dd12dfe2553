"""All rules of a problem assembled into sparse arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from grassrota.rota.frame import KINDS, Bools, Costs, Floats, Frame, Ints
from grassrota.rota.rows import Barred, BatchRow, ColumnRule, Row, SlotRow, StayRule
from grassrota.rota.rules import COLUMN_RULES, ROW_RULES, STAY_RULES, leader


@dataclass(frozen=True)
class Model:
    """Rows of a frame, R in all: slot rows, then batch rows of each batch, then batch rows of all batches together.

    Prices y have shape (R,): positive pulls the sum up to ``low``, negative pushes it down to ``high``.
    """

    frame: Frame
    slot_rows: tuple[SlotRow, ...]
    each_batch: tuple[BatchRow, ...]
    together: tuple[BatchRow, ...]
    column_rules: Mapping[str, ColumnRule] = field(default_factory=lambda: COLUMN_RULES)
    stay_rules: Mapping[str, StayRule] = field(default_factory=lambda: STAY_RULES)

    def __len__(self) -> int:
        """R."""
        return len(self.slot_rows) + len(self.each_batch) * self.frame.batches + len(self.together)

    def row(self, place: int) -> tuple[Row, int | None]:
        """The row at a place, and the index of its batch, None for all."""
        batches = self.frame.batches
        if place < len(self.slot_rows):
            row = self.slot_rows[place]
            return row, row.batch
        place -= len(self.slot_rows)
        if place < len(self.each_batch) * batches:
            return self.each_batch[place // batches], place % batches
        return self.together[place - len(self.each_batch) * batches], None

    def label(self, place: int) -> str:
        """The row at a place in words."""
        row, batch = self.row(place)
        return row.label if isinstance(row, SlotRow) else row.label(batch)

    @cached_property
    def low(self) -> Floats:
        """Lower ends, shape (R,)."""
        return self._ends("low")

    @cached_property
    def high(self) -> Floats:
        """Upper ends, shape (R,)."""
        return self._ends("high")

    def _ends(self, end: str) -> Floats:
        parts = [[getattr(row, end) for row in rows] for rows in (self.slot_rows, self.each_batch, self.together)]
        parts[1] = np.repeat(parts[1], self.frame.batches).tolist()
        return np.array([value for part in parts for value in part], dtype=np.float64)

    @cached_property
    def unfit(self) -> Costs:
        """Above 0 where a trait rules an opening out, shape (traits, openings)."""
        found = np.zeros_like(self.frame.asks)
        for barred in self._barred:
            found += 0 if barred.unfit is None else barred.unfit
        return found

    @cached_property
    def absent(self) -> Bools:
        """True where a person cannot be away in a batch, shape (P, B)."""
        found = np.zeros((len(self.frame.everybody), self.frame.batches), dtype=np.int64)
        for barred in self._barred:
            found += 0 if barred.absent is None else barred.absent
        return np.asarray(self.frame.sums(found) > 0)

    @cached_property
    def only(self) -> Mapping[int, Ints]:
        """The slots left to some people, as far as they are named."""
        found: dict[int, Ints] = {}
        for barred in self._barred:
            for one, slots in barred.only.items():
                person = int(self.frame.party[one])
                found[person] = np.intersect1d(found[person], slots) if person in found else slots
        return found

    @cached_property
    def _barred(self) -> tuple[Barred, ...]:
        return tuple(rule(self.frame) for rule in self.column_rules.values())

    def allowed(self, people: Ints, slots: Ints | None = None) -> Bools:
        """True where some people may take a slot, or one of some slots, shape (people, slots)."""
        frame = self.frame
        every = np.arange(len(frame.slots)) if slots is None else slots
        found = np.ones((len(people), len(every)), dtype=np.bool_)
        found &= (frame.traits[people] @ self.unfit < 0.5)[:, frame.opening_of[every]]
        found &= ~(self.absent[people].astype(np.float32) @ frame.active[:, every].astype(np.float32) > 0)
        for row, person in enumerate(people.tolist() if self.only else ()):
            if person in self.only:
                found[row] &= np.isin(every, self.only[person])
        return np.asarray(found)

    @cached_property
    def may_stay(self) -> Bools:
        """True where a person may stay, shape (P,)."""
        found = np.ones(len(self.frame.everybody), dtype=np.bool_)
        for rule in self.stay_rules.values():
            found &= rule(self.frame)
        return np.asarray(self.frame.sums((~found).astype(np.int64)) == 0)

    @cached_property
    def free(self) -> Bools:
        """False for groups, which take several seats, and for people whose slots are named, shape (P,)."""
        found = np.asarray(self.frame.kinds[:, KINDS.index("seats")] == 1)
        found[list(self.only)] = False
        return found

    @cached_property
    def leads(self) -> Bools:
        """True for those who may lead, shape (P,)."""
        return np.asarray(self.frame.kinds[:, KINDS.index("leader")] > 0)

    @cached_property
    def seats(self) -> Ints:
        """How many each slot takes at most, shape (S,)."""
        return np.array([opening.high for opening in self.frame.problem.openings], dtype=np.int64)[
            self.frame.opening_of
        ]

    @cached_property
    def needed(self) -> Bools:
        """True for slots that cannot stay empty, shape (S,)."""
        return np.array([opening.low > 0 for opening in self.frame.problem.openings], dtype=np.bool_)[
            self.frame.opening_of
        ]

    @cached_property
    def led(self) -> Bools:
        """True for slot rows that ask for a leader, shape (number of slot rows,)."""
        return np.array([row.rule == leader.RULE for row in self.slot_rows], dtype=np.bool_)

    @property
    def few_leaders(self) -> bool:
        """True if not every place that asks for a leader can have one."""
        return bool(self.leads.sum() < self.led.sum())

    @cached_property
    def types(self) -> tuple[Ints, Ints]:
        """The distinct rows of ``frame.kinds``, shape (T, kinds), and the type of each person, shape (P,)."""
        if not len(self.frame.people):
            return np.zeros((0, len(KINDS)), dtype=np.int64), np.zeros(0, dtype=np.int64)
        distinct, of_person = np.unique(self.frame.kinds, axis=0, return_inverse=True)
        return distinct, of_person.reshape(-1).astype(np.int64)

    @cached_property
    def by_slot(self) -> sparse.csr_array:
        """1 where a slot row speaks of a slot, shape (number of slot rows, S)."""
        return _sparse([(row.slots, np.ones(len(row.slots))) for row in self.slot_rows], len(self.frame.slots))

    @cached_property
    def of_slots(self) -> sparse.csc_array:
        """``by_slot`` ready to be asked for some slots."""
        return sparse.csc_array(self.by_slot)

    @cached_property
    def by_type(self) -> Floats:
        """Weight of each type of person in each slot row, shape (number of slot rows, T)."""
        weights = np.array([row.weights for row in self.slot_rows]).reshape(len(self.slot_rows), len(KINDS))
        return np.asarray(weights @ self.types[0].T.astype(np.float64))

    @cached_property
    def by_person(self) -> sparse.csc_array:
        """Weights of people in the rows of each batch, then in those of all together, shape (batch rows, P)."""
        entries = [(row.people, row.weights) for row in (*self.each_batch, *self.together)]
        weights, party = _sparse(entries, len(self.frame.everybody)), self.frame.party
        if len(party) > len(self.frame.parties):
            ones = np.ones(len(party))
            weights = weights @ sparse.csr_array((ones, (np.arange(len(party)), party)))
        return sparse.csc_array(weights)

    @cached_property
    def cells(self) -> tuple[sparse.csc_array, Ints]:
        """Weights of cells, shape (batch rows, C), and each person's, shape (P,): a cell weighs alike in all rows."""
        weights = self.by_person
        # two random sums tell columns apart; entries stand in the same order, so that equal columns have equal sums
        keys = np.random.default_rng(0).random((weights.shape[0], 2))
        sums = np.stack([np.asarray(weights.T @ key) for key in keys.T], axis=1)
        if not len(sums):
            return weights, np.zeros(0, dtype=np.int64)
        _, one_of, cell = np.unique(sums, axis=0, return_index=True, return_inverse=True)
        return sparse.csc_array(weights[:, one_of]), cell.reshape(-1).astype(np.int64)


def assemble(frame: Frame) -> Model:
    """Asks every rule for its rows."""
    rows = [row for rule in ROW_RULES for row in rule(frame)]
    batch_rows = [row for row in rows if isinstance(row, BatchRow)]
    return Model(
        frame,
        tuple(row for row in rows if isinstance(row, SlotRow)),
        tuple(row for row in batch_rows if not row.together),
        tuple(row for row in batch_rows if row.together),
    )


def _sparse(entries: list[tuple[Ints, Floats]], width: int) -> sparse.csr_array:
    counts = np.array([len(indices) for indices, _ in entries], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)])
    indices = np.concatenate([np.zeros(0, np.int64), *(indices for indices, _ in entries)])
    data = np.concatenate([np.zeros(0), *(weights for _, weights in entries)])
    return sparse.csr_array((data, indices, starts), shape=(len(entries), width))
