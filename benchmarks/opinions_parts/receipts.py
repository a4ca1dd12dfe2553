"""The log of receipts: appending, proofs, and random faults, each of which must be found."""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from benchmarks.machine import described
from grassrota import merkle
from grassrota.opinions.receipts.audit import audit, audit_day
from grassrota.opinions.receipts.commitment import Commitment, commit, draw_salt
from grassrota.opinions.receipts.log import Head, Log, append_day

FIRST = date(2025, 11, 22)
DAYS = 365
TEXT = "村里的水井坏了三个月没有人来修，打了四次电话都说下周来。" * 6
FAULTS = ("dropped", "backdated", "recounted", "replaced", "doubled")
Rows = tuple[Commitment, ...]


@dataclass(frozen=True)
class Filled:
    """A log as it is published, with the tree that proofs come from."""

    heads: tuple[Head, ...]
    rows: Rows
    figures: dict[date, int]
    tree: merkle.Tree

    def before(self, number: int) -> Head | None:
        """The head before a day."""
        return self.heads[number - 1] if number else None

    def start(self, number: int) -> int:
        """Leaves before a day."""
        before = self.before(number)
        return before.size if before else 0


@dataclass(frozen=True)
class Forged:
    """What is published after something was done to one row: rows and figures."""

    rows: Rows
    figures: dict[date, int]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--leaves", type=int, default=1_040_000, help=f"opinions, spread over {DAYS} days")
    parser.add_argument("--proofs", type=int, default=10_000)
    parser.add_argument("--faults", type=int, default=1_000)
    parser.add_argument("--whole", type=int, default=5, help="faults after which the whole log is audited")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The title, a note, and the lines of the table."""
    chance = Random(options.seed)
    yield f"# The log of receipts with {options.leaves:,} leaves"
    yield ""
    yield f"{DAYS} days, one process, seed {options.seed}. {described('grassrota')}."
    yield from ("", "| what | figure |", "|---|---|")
    started = now()
    waiting = filings(options.leaves)
    yield f"| commit to texts of {len(TEXT)} characters (salt, canonical JSON, SHA-256) | {spent(started)} |"
    started = now()
    heads, rows = appended(waiting)
    yield f"| append day by day in random order (60 s wanted) | {spent(started)} |"
    started = now()
    tree = merkle.Tree(row.leaf for row in rows)
    yield f"| the subtrees that proofs come from, {len(tree) * 64 / 2**20:.0f} MiB | {spent(started)} |"
    log = Filled(heads, rows, {day: len(some) for day, some in waiting.items()}, tree)
    yield from proofs(log, options.proofs, chance)
    started = now()
    broken = audit(log.heads, log.rows, log.figures)
    yield f"| audit of the whole log as it is: {len(broken)} breaches | {spent(started)} |"
    assert not broken
    yield from faults(log, options.faults, options.whole, chance)
    yield f"| peak memory of the process | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB |"


def filings(leaves: int) -> dict[date, list[Commitment]]:
    """As many commitments as wanted, spread over the days as evenly as whole numbers go."""
    found = {}
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        own = range(leaves * number // DAYS, leaves * (number + 1) // DAYS)
        found[day] = [commit({"place": f"t{each % 4435}", "text": f"{TEXT} {each}"}, day, draw_salt()) for each in own]
    return found


def appended(waiting: dict[date, list[Commitment]]) -> tuple[tuple[Head, ...], Rows]:
    """Every day appended: heads and rows."""
    log, heads, rows = Log(), list[Head](), list[Commitment]()
    for day, commitments in waiting.items():
        done = append_day(log, day, commitments)
        log = done.log
        assert log.head
        heads.append(log.head)
        rows += done.commitments
    return tuple(heads), tuple(rows)


def proofs(log: Filled, times: int, chance: Random) -> Iterator[str]:
    """Median and 99th percentile of making and of checking proofs of random leaves and random pairs of heads."""
    size, root = log.heads[-1].size, log.heads[-1].root
    made, checked, between = [], [], []
    for index in (chance.randrange(size) for _ in range(times)):
        started = time.perf_counter()
        path = merkle.inclusion_proof(log.tree.node, index, size)
        made.append(since(started))
        started = time.perf_counter()
        assert merkle.includes(size, index, log.rows[index].leaf, path, root)
        checked.append(since(started))
        head = chance.choice(log.heads)
        started = time.perf_counter()
        path = merkle.consistency_proof(log.tree.node, head.size, size)
        between.append(since(started))
        assert merkle.extends(head.size, head.root, size, root, path)
    for words, took in (("inclusion proven", made), ("inclusion checked", checked), ("consistency proven", between)):
        cuts = statistics.quantiles(took, n=100)
        yield f"| {words}: median, 99th percentile of {times:,} | {cuts[49] * 1e6:.0f}, {cuts[98] * 1e6:.0f} µs |"


def faults(log: Filled, times: int, whole: int, chance: Random) -> Iterator[str]:
    """How many random faults an auditor finds who noted the heads and looks at the first day that differs."""
    done, found, took = Counter[str](), Counter[str](), list[float]()
    for number in range(times):
        kind = FAULTS[number % len(FAULTS)]
        place, forged = tampered(log, kind, chance)
        started = time.perf_counter()
        done[kind] += 1
        found[kind] += broken_at(log, place, forged)
        took.append(since(started))
        if number < whole:
            assert audit(log.heads, forged.rows, forged.figures), kind
    for kind in FAULTS:
        yield f"| {kind}: found of {done[kind]:,} | {found[kind]:,} |"
    yield f"| all faults: found of {times:,} | {found.total():,} |"
    yield f"| audit of one day, mean of these | {statistics.mean(took) * 1e3:.0f} ms |"
    assert found == done, "a fault was missed"


def tampered(log: Filled, kind: str, chance: Random) -> tuple[int, Forged]:
    """What is published after something was done to a random row, and the first place that is not as it was."""
    rows, figures, at = list(log.rows), dict(log.figures), chance.randrange(len(log.rows))
    row = rows[at]
    if kind == "dropped":
        del rows[at]
    elif kind == "backdated":
        # taken out of its day, and put somewhere among those of an earlier one under the name of that day
        del rows[at]
        at = chance.randrange(at + 1)
        rows.insert(at, replace(row, day=log.rows[at].day - timedelta(days=log.rows[at].day == row.day)))
    elif kind == "recounted":
        figures[row.day] += chance.choice((-1, 1))
    elif kind == "replaced":
        rows[at] = commit({"text": "Everybody is content."}, row.day, draw_salt())
    else:
        at = chance.randrange(len(rows) + 1)
        rows.insert(at, row)
        while at < len(log.rows) and rows[at] == log.rows[at]:
            at += 1
    return at, Forged(tuple(rows), figures)


def broken_at(log: Filled, place: int, forged: Forged) -> bool:
    """Whether an auditor finds something on the day of a place, by the rows published, the peaks and heads noted."""
    if place == len(log.rows):
        return bool(audit(log.heads, forged.rows, forged.figures))
    number = bisect_right([head.size for head in log.heads], place)
    head, start = log.heads[number], log.start(number)
    rows = forged.rows[start : head.size]
    broken, _peaks = audit_day(log.tree.peaks(start), log.before(number), head, rows, forged.figures[head.day])
    return bool(broken)


def now() -> tuple[float, float]:
    """Seconds on the wall, and of the processor in this process."""
    return time.perf_counter(), time.process_time()


def spent(started: tuple[float, float]) -> str:
    """Both since then; they differ by what else the machine did."""
    wall, processor = (later - earlier for later, earlier in zip(now(), started, strict=True))
    return f"{wall:.1f} s, of the processor {processor:.1f} s"


def since(started: float) -> float:
    """Seconds."""
    return time.perf_counter() - started
