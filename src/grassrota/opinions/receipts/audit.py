"""Whether a published log keeps what was promised: nothing dropped, added, changed or backdated, and counted rightly.

Anybody can do this, with what the office publishes and the heads noted at the time. It shares with the log the tree of
hashes and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from grassrota import merkle
from grassrota.opinions.receipts.commitment import Commitment
from grassrota.opinions.receipts.log import Head


class Breach(StrEnum):
    """How a log breaks its word."""

    REWRITTEN = "rewritten"
    """The rows do not give the root noted for the day: one was dropped, put in, replaced or moved."""
    BACKDATED = "backdated"
    """A row among those of the day names another day, or a head does not come after the one before it."""
    DOUBLED = "doubled"
    """The same commitment is there twice, so that one opinion is counted as two."""
    MISCOUNTED = "miscounted"
    """The figure published for the day, the head and the rows do not agree."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One way in which one day is wrong.

    Attributes:
        day: The day of the head.
        breach: What is wrong.
    """

    day: date
    breach: Breach


def audit_day(
    peaks: Sequence[bytes], before: Head | None, head: Head, rows: Sequence[Commitment], figure: int | None = None
) -> tuple[tuple[Broken, ...], tuple[bytes, ...]]:
    """What is wrong with one day, and the peaks after it.

    Args:
        peaks: Of the tree as it was before.
        before: The head noted for the day before it; None for the first.
        head: The head noted for the day.
        rows: The rows of the day as published, in their order.
        figure: How many opinions were published as filed that day; None if no figure was.
    """
    start, after, found = before.size if before else 0, tuple(peaks), []
    for size, row in enumerate(rows, start=start):
        after = merkle.with_leaf(after, size, row.leaf)
    if merkle.root(after) != head.root:
        found.append(Breach.REWRITTEN)
    if any(row.day != head.day for row in rows) or (before and before.day >= head.day):
        found.append(Breach.BACKDATED)
    if any(times > 1 for times in Counter(row.digest for row in rows).values()):
        found.append(Breach.DOUBLED)
    if not len(rows) == head.size - start == (len(rows) if figure is None else figure):
        found.append(Breach.MISCOUNTED)
    return tuple(Broken(head.day, breach) for breach in found), after


def audit(heads: Sequence[Head], rows: Iterable[Commitment], figures: Mapping[date, int]) -> tuple[Broken, ...]:
    """What is wrong with a log, from the first day to the last; nothing if it keeps its word.

    One thing wrong shows again in the days after it, since each root covers all rows before.

    Args:
        heads: The heads noted, in the order of their days.
        rows: All rows as published, in their order.
        figures: Opinions published as filed, by day; a day without a head must have none.
    """
    return tuple(_audited(heads, iter(rows), figures))


def _audited(heads: Sequence[Head], rows: Iterator[Commitment], figures: Mapping[date, int]) -> Iterator[Broken]:
    peaks: tuple[bytes, ...] = ()
    before: Head | None = None
    for head in heads:
        # as many as the head says; a log with fewer rows or a head that shrank is found out by the count
        block = tuple(islice(rows, max(head.size - (before.size if before else 0), 0)))
        broken, peaks = audit_day(peaks, before, head, block, figures.get(head.day))
        yield from broken
        before = head
    if before and next(rows, None) is not None:
        yield Broken(before.day, Breach.MISCOUNTED)
    for day in sorted(figures.keys() - {head.day for head in heads}):
        if figures[day]:
            yield Broken(day, Breach.MISCOUNTED)
