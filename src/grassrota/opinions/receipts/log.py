"""The log of receipts: once a day, when the day is over, everything filed on it is appended in random order."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from grassrota import merkle
from grassrota.canonical import canonical
from grassrota.errors import Refused
from grassrota.opinions.receipts.commitment import Commitment

WIDTH = 16
"""Bytes by which a place in the order is drawn."""


@dataclass(frozen=True, slots=True)
class Head:
    """The log at the end of a day, as the office signs and publishes it: whoever notes it can tell any later change.

    Attributes:
        day: The day that was appended last.
        size: Leaves in all, 0 or more.
        root: Root of the tree over them, 32 bytes.
    """

    day: date
    size: int
    root: bytes

    @property
    def to_sign(self) -> bytes:
        """The bytes that the office signs."""
        said = {"day": self.day.isoformat(), "grassrota": "head 1", "root": self.root.hex(), "size": self.size}
        return canonical(said)


@dataclass(frozen=True, slots=True)
class Log:
    """What is needed to append: the last head, and the peaks of the tree, at most one for each bit of the size.

    Attributes:
        head: None before the first day.
        peaks: As in ``grassrota.merkle``.
    """

    head: Head | None = None
    peaks: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """Leaves in all."""
        return self.head.size if self.head else 0


@dataclass(frozen=True, slots=True)
class Appended:
    """A day that was appended.

    Attributes:
        log: The log with it.
        commitments: What was appended, in the order of the log; the first stands at the size of the log before.
        leaves: Their leaves.
    """

    log: Log
    commitments: tuple[Commitment, ...]
    leaves: tuple[bytes, ...]


def append_day(log: Log, day: date, waiting: Iterable[Commitment], chance: Random | None = None) -> Appended:
    """Appends everything filed on a day in random order, and closes the day; a day without any is closed as well.

    Args:
        log: The log, whose last day is earlier.
        day: A day that is over: what is filed on it afterwards could not be appended any more.
        waiting: Its commitments, in any order.
        chance: The system's own, so that the order cannot be worked out, unless a test needs a seed.

    Raises:
        Refused: ``day_closed`` if the day or a later one was appended, ``another_day`` if a commitment names one,
            ``committed_twice`` if one is there twice.
    """
    drawn = list(waiting)
    if log.head and day <= log.head.day:
        raise Refused("day_closed", f"The log is closed up to {log.head.day}; {day} cannot be appended.", day=day)
    other = sorted({commitment.day for commitment in drawn} - {day})
    if other:
        raise Refused("another_day", f"What was filed on {other[0]} cannot be appended to {day}.", day=other[0])
    if len({commitment.digest for commitment in drawn}) < len(drawn):
        raise Refused("committed_twice", f"Two of the opinions of {day} have the same commitment.", day=day)
    drawn = _in_random_order(drawn) if chance is None else chance.sample(drawn, len(drawn))
    leaves = tuple(commitment.leaf for commitment in drawn)
    peaks = merkle.with_leaves(log.peaks, log.size, leaves)
    head = Head(day, log.size + len(drawn), merkle.root(peaks))
    return Appended(Log(head, peaks), tuple(drawn), leaves)


def _in_random_order(commitments: Sequence[Commitment]) -> list[Commitment]:
    """Sorted by numbers drawn for all at once, so long that no two are the same: every order is as likely."""
    drawn = secrets.token_bytes(WIDTH * len(commitments))
    numbers = [drawn[start : start + WIDTH] for start in range(0, len(drawn), WIDTH)]
    return [commitments[place] for place in sorted(range(len(commitments)), key=numbers.__getitem__)]
