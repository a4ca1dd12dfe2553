"""Rules as linear rows. A row counts people in slots; what it counts must lie between ``low`` and ``high``.

Every rule of the rota is a *rank-one* row: its coefficient for person p in slot s is a weight of the person times a
weight of the slot. Two shapes are enough, and both are priced without writing out all P x S coefficients:

* ``SlotRow`` weighs people by their kind only (anyone, leader, seats, ...), in some of the slots;
* ``BatchRow`` weighs named people, in every slot that keeps them away in one batch, or in any.

Rules on single choices make no row; they say what is ``Barred``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from grassrota.rota.frame import KINDS, Bools, Costs, Floats, Frame, Ints

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
        weights: Weight of each kind of person, shape (kinds,).
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
    """A row over people away, once for each batch; or, if ``together``, one over all the batches they are away in.

    Attributes:
        rule: Name of the rule it comes from.
        about: What it is about, as ids: with rule, batch and end they name the row in a certificate.
        where: What it is about, in words.
        asks: What it asks for, in words.
        people: Indices of the people in ``Frame.everybody``.
        weights: Their weights, of the same shape.
        low, high: What the sum must keep to; at least one is finite.
        together: True for one row over all batches: who is away in two batches counts twice.
    """

    rule: str
    about: tuple[str, ...]
    where: str
    asks: str
    people: Ints
    weights: Floats
    low: float = -UNBOUNDED
    high: float = UNBOUNDED
    together: bool = False

    def label(self, batch: int | None) -> str:
        """The row of one batch, counted from 0, in words; None stands for all."""
        return f"{self.where}, {'all batches' if batch is None else f'batch {batch + 1}'}: {self.asks}"


Row: TypeAlias = SlotRow | BatchRow
RowRule: TypeAlias = Callable[[Frame], Iterator[Row]]


@dataclass(frozen=True)
class Barred:
    """What a rule on single choices rules out; the rest is allowed.

    People are those of ``Frame.everybody``, M in all.

    Attributes:
        unfit: What each of ``Frame.traits`` rules out of the openings, shape (traits, openings); None for nothing.
        absent: True where a person cannot be away in a batch, shape (M, B); None if it says nothing of batches.
        only: The slots left to some people, by the person's index.
    """

    unfit: Costs | None = None
    absent: Bools | None = None
    only: Mapping[int, Ints] = field(default_factory=dict)


ColumnRule: TypeAlias = Callable[[Frame], Barred]
StayRule: TypeAlias = Callable[[Frame], Bools]
"""True where a person may stay, shape (M,)."""


def weights_of(**kinds: float) -> Floats:
    """Weights by the names of ``KINDS``; those not named weigh nothing."""
    return np.array([kinds.get(kind, 0.0) for kind in KINDS])


def places(indices: Sequence[int] | Mapping[int, object]) -> Ints:
    """Indices as an array."""
    return np.fromiter(indices, dtype=np.int64)
