"""A small log as an office publishes it: five days, one of them empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from random import Random

from grassrota import merkle
from grassrota.opinions.receipts.commitment import Commitment, commit
from grassrota.opinions.receipts.log import Head, Log, append_day

FIRST = date(2026, 11, 16)
COUNTS = (3, 1, 0, 4, 5)


@dataclass(frozen=True)
class Published:
    """Heads, rows in the order of the log, and figures by day."""

    heads: tuple[Head, ...]
    rows: tuple[Commitment, ...]
    figures: dict[date, int]

    @property
    def tree(self) -> merkle.Tree:
        """The tree over all rows."""
        return merkle.Tree(row.leaf for row in self.rows)


def commitment(number: int, day: date) -> Commitment:
    """The commitment to a numbered text."""
    return commit({"text": f"opinion {number}"}, day, sha256(f"salt {number}".encode()).digest())


def published(seed: int = 1) -> Published:
    """A log that keeps its word."""
    log, heads, rows, figures = Log(), list[Head](), list[Commitment](), dict[date, int]()
    for number, count in enumerate(COUNTS):
        day = FIRST + timedelta(days=number)
        appended = append_day(log, day, [commitment(len(rows) + each, day) for each in range(count)], Random(seed))
        log = appended.log
        assert log.head
        heads.append(log.head)
        rows += appended.commitments
        figures[day] = count
    return Published(tuple(heads), tuple(rows), figures)


def headed(rows: tuple[Commitment, ...], heads: tuple[Head, ...], grown: dict[date, int]) -> tuple[Head, ...]:
    """The heads that a forger would publish: new roots over other rows, each day larger by what is given."""
    tree, found, more = merkle.Tree(row.leaf for row in rows), [], 0
    for head in heads:
        more += grown.get(head.day, 0)
        found.append(Head(head.day, head.size + more, merkle.root(tree.peaks(head.size + more))))
    return tuple(found)
