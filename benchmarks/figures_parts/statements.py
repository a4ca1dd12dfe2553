"""A bulletin of 1,000 statements: how long until it is known whether all can be true, whatever its shape."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.machine import described
from grassrota.figures.consistency import check
from grassrota.figures.statements import Ask, Band, Count, Group, Order, Parts, Share, Sizes, Statement, StatementSet
from grassrota.figures.wording import exactly, parse

TABLE = 12
"""Rows of a table, each with a count and a share."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--statements", type=int, default=1000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default="", help="a word of the shapes to be measured")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    yield f"# Bulletins of {options.statements:,} statements"
    yield ""
    yield described("highspy", "numpy")
    yield ""
    yield f"`check` on statements already read, {options.times} times each; the target is 2 s."
    yield ""
    yield "| bulletin | statements | answer | statements that clash | median s | longest s |"
    yield "|---|---|---|---|---|---|"
    for name, made in SHAPES.items():
        if options.only not in name:
            continue
        chance = np.random.default_rng(options.seed)
        statements = made(options.statements, chance)
        # what is wanted of each is bounded too: twenty quantities that are spoken of
        asks = tuple(Ask(f"ask {one}", (one,)) for one in sorted(StatementSet("", "x", statements).quantities)[:20])
        whole = StatementSet(name, "a benchmark", statements, asks)
        seconds = []
        for _ in range(options.times):
            start = perf_counter()
            answer = check(whole)
            seconds.append(perf_counter() - start)
        said = "can all be true" if answer.possible else "cannot all be true"
        times = f"{median(seconds):.2f} | {max(seconds):.2f}"
        yield f"| {name} | {len(statements):,} | {said} | {len(answer.clash):,} | {times} |"


def tables(count: int, chance: np.random.Generator, wrong: int = 0) -> tuple[Statement, ...]:
    """Tables of a total, its parts and their shares as printed; one part of the last table is off by ``wrong``."""
    made: list[Statement] = []
    for number in range(count // (2 * TABLE + 2)):
        parts = [int(part) for part in chance.integers(200, 90_000, TABLE)]
        made += _table(f"t{number}", parts, wrong if number == count // (2 * TABLE + 2) - 1 else 0)
    return tuple(made)


def long_table(count: int, chance: np.random.Generator, wrong: int = 0) -> tuple[Statement, ...]:
    """One table of as many rows as there is room for."""
    return tuple(_table("t", [int(part) for part in chance.integers(200, 9_000, (count - 2) // 2)], wrong))


def wrong_total(count: int, chance: np.random.Generator) -> tuple[Statement, ...]:
    """One table of counts alone whose total is one too many: no statement of it can be spared from the clash."""
    parts = [int(part) for part in chance.integers(200, 9_000, count - 2)]
    names = [f"part {row}" for row in range(len(parts))]
    counts = [Count(name, name, exactly(part)) for name, part in zip(names, parts, strict=True)]
    return (Count("total", "total", exactly(sum(parts) + 1)), *counts, Parts("parts", "total", tuple(names)))


def ring(count: int, chance: np.random.Generator) -> tuple[Statement, ...]:
    """More of each than of the next, round in a ring: none can be spared either."""
    return tuple(Order(f"o{row}", f"q{row}", f"q{(row + 1) % count}") for row in range(count))


def groups(count: int, chance: np.random.Generator, wrong: bool = False) -> tuple[Statement, ...]:
    """Groups of units, as in report 002, each with an overall rate and two bands; in the last, bands too high."""
    made: list[Statement] = []
    for number in range(count // 6):
        name = f"g{number}"
        bent = wrong and number == count // 6 - 1
        made += [
            Count(f"{name} raised", f"{name} raised", exactly(int(chance.integers(1_000, 1_000_000)))),
            Share(f"{name} overall", (f"{name} fixed",), f"{name} raised", parse("32.1 %" if bent else "62.1 %")),
            Group(name, f"{name} raised", f"{name} fixed", Sizes.EQUAL),
            Band(f"{name} half", name, "at 80", parse("more than half"), parse("about 80 %")),
            Band(f"{name} third", name, "at 50", parse("one third"), parse("about 50 %")),
            Share(f"{name} both", (f"{name}.at 80.units", f"{name}.at 50.units"), f"{name}.units", parse("over 80 %")),
        ]
    return tuple(made)


def _table(name: str, parts: list[int], wrong: int) -> list[Statement]:
    total = sum(parts)
    names = tuple(f"{name} row {row}" for row in range(len(parts)))
    said = [exactly(part + (wrong if row == 0 else 0)) for row, part in enumerate(parts)]
    counts = [Count(row, row, value) for row, value in zip(names, said, strict=True)]
    printed = [f"{100 * part / total:.2f} %" for part in parts]
    shares = [Share(f"{row} %", (row,), name, parse(rate)) for row, rate in zip(names, printed, strict=True)]
    return [Count(name, name, exactly(total)), *counts, *shares, Parts(f"{name} parts", name, names)]


SHAPES: dict[str, Callable[[int, np.random.Generator], tuple[Statement, ...]]] = {
    "tables of 12 rows": tables,
    "the same, one count off by 1,000": lambda count, chance: tables(count, chance, 1_000),
    "one long table": long_table,
    "the same, one count off by 1": lambda count, chance: long_table(count, chance, 1),
    "counts alone, total off by 1": wrong_total,
    "orders in a ring": ring,
    "groups of units": groups,
    "the same, one rate too low": lambda count, chance: groups(count, chance, True),
}
