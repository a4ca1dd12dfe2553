"""Rules as linear rows. A row counts people in slots; what it counts must lie between ``low`` and ``high``.

Every rule of the rota is a *rank-one* row: its coefficient for person p in slot s is a weight of the person times a
weight of the slot. Two shapes are enough, and both are priced without writing out all P x S coefficients:

* ``SlotRow`` weighs people by their kind only (anyone, leader, experienced, covering), in some of the slots;
* ``BatchRow`` weighs named people, in every slot that keeps them away in one batch, or in any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from grassrota.rota.frame import KINDS, Bools, Floats, Frame, Ints

UNBOUNDED = float("inf")


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A row over some slots.

    Attributes:
        rule: Name of the rule it comes from.
        about: What it is about, as ids: with rule, batch and end they name the row in a certificate.
        batch: Index of the batch, from 0, in which people of those slots start, or are away; None for all.
        label: What it is about, in words.
        slots: Indices of the slots.
        weights: Weight of each kind of person, shape (4,).
        low, high: What the sum must keep to; at least one is finite.
    """

    rule: str
    about: tuple[str, ...]
    batch: int | None
    label: str
    slots: Ints
    weights: Floats
    low: float = -UNBOUNDED
    high: float = UNBOUNDED


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row over people away in one batch, or over all batches that they are away in.

    Attributes:
        rule: Name of the rule it comes from.
        about: What it is about, as ids: with rule, batch and end they name the row in a certificate.
        batch: Index of the batch, from 0; None for all: who is away in two batches counts twice.
        label: What it is about, in words.
        people: Indices of the people.
        weights: Their weights, of the same shape.
        low, high: What the sum must keep to; at least one is finite.
    """

    rule: str
    about: tuple[str, ...]
    batch: int | None
    label: str
    people: Ints
    weights: Floats
    low: float = -UNBOUNDED
    high: float = UNBOUNDED


Row: TypeAlias = SlotRow | BatchRow
RowRule: TypeAlias = Callable[[Frame], Iterator[Row]]
ColumnRule: TypeAlias = Callable[[Frame], Bools]
"""True where a person may take a slot, shape (P, S)."""
StayRule: TypeAlias = Callable[[Frame], Bools]
"""True where a person may stay, shape (P,)."""


def weights_of(**kinds: float) -> Floats:
    """Weights by the names of ``KINDS``; those not named weigh nothing."""
    return np.array([kinds.get(kind, 0.0) for kind in KINDS])


def places(indices: Sequence[int] | Mapping[int, object]) -> Ints:
    """Indices as an array."""
    return np.fromiter(indices, dtype=np.int64)
