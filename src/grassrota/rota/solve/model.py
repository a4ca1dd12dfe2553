"""All rules of a problem assembled into sparse arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from grassrota.rota.frame import KINDS, Bools, Floats, Frame, Ints
from grassrota.rota.rows import BatchRow, ColumnRule, Row, SlotRow, StayRule
from grassrota.rota.rules import COLUMN_RULES, ROW_RULES, STAY_RULES


@dataclass(frozen=True)
class Model:
    """Rows of a frame: first all slot rows, then all batch rows; R in all.

    Prices y have shape (R,): positive pulls the sum up to ``low``, negative pushes it down to ``high``.
    """

    frame: Frame
    slot_rows: tuple[SlotRow, ...]
    batch_rows: tuple[BatchRow, ...]
    column_rules: Mapping[str, ColumnRule] = field(default_factory=lambda: COLUMN_RULES)
    stay_rules: Mapping[str, StayRule] = field(default_factory=lambda: STAY_RULES)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in order."""
        return (*self.slot_rows, *self.batch_rows)

    @cached_property
    def low(self) -> Floats:
        """Lower ends, shape (R,)."""
        return np.array([row.low for row in self.rows], dtype=np.float64)

    @cached_property
    def high(self) -> Floats:
        """Upper ends, shape (R,)."""
        return np.array([row.high for row in self.rows], dtype=np.float64)

    @cached_property
    def allowed(self) -> Bools:
        """True where a person may take a slot, shape (P, S)."""
        found = np.ones((len(self.frame.people), len(self.frame.slots)), dtype=np.bool_)
        for rule in self.column_rules.values():
            found &= rule(self.frame)
        return found

    @cached_property
    def may_stay(self) -> Bools:
        """True where a person may stay, shape (P,)."""
        found = np.ones(len(self.frame.people), dtype=np.bool_)
        for rule in self.stay_rules.values():
            found &= rule(self.frame)
        return found

    @cached_property
    def types(self) -> tuple[Bools, Ints]:
        """The distinct rows of ``frame.kinds``, shape (T, 4), and the type of each person, shape (P,)."""
        if not len(self.frame.people):
            return np.zeros((0, len(KINDS)), dtype=np.bool_), np.zeros(0, dtype=np.int64)
        distinct, of_person = np.unique(self.frame.kinds, axis=0, return_inverse=True)
        return distinct, of_person.reshape(-1).astype(np.int64)

    @cached_property
    def by_slot(self) -> sparse.csr_array:
        """1 where a slot row speaks of a slot, shape (number of slot rows, S)."""
        return _sparse([(row.slots, np.ones(len(row.slots))) for row in self.slot_rows], len(self.frame.slots))

    @cached_property
    def by_type(self) -> Floats:
        """Weight of each type of person in each slot row, shape (number of slot rows, T)."""
        weights = np.array([row.weights for row in self.slot_rows]).reshape(len(self.slot_rows), len(KINDS))
        return np.asarray(weights @ self.types[0].T.astype(np.float64))

    @cached_property
    def by_person_batch(self) -> sparse.csr_array:
        """Weights of people in batches, shape (number of batch rows, P x B): person p in batch b is column p B + b."""
        every = np.arange(self.frame.batches)
        entries = [
            (
                (row.people[:, None] * len(every) + (every if row.batch is None else row.batch)).ravel(),
                np.repeat(row.weights, len(every) if row.batch is None else 1),
            )
            for row in self.batch_rows
        ]
        return _sparse(entries, len(self.frame.people) * len(every))


def assemble(frame: Frame) -> Model:
    """Asks every rule for its rows."""
    rows = [row for rule in ROW_RULES for row in rule(frame)]
    return Model(
        frame,
        tuple(row for row in rows if isinstance(row, SlotRow)),
        tuple(row for row in rows if isinstance(row, BatchRow)),
    )


def _sparse(entries: list[tuple[Ints, Floats]], width: int) -> sparse.csr_array:
    counts = np.array([len(indices) for indices, _ in entries], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)])
    indices = np.concatenate([np.zeros(0, np.int64), *(indices for indices, _ in entries)])
    data = np.concatenate([np.zeros(0), *(weights for _, weights in entries)])
    return sparse.csr_array((data, indices, starts), shape=(len(entries), width))
