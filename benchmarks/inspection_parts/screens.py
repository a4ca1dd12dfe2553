"""Screens on panels of units: how often an honest panel is flagged at all, and how often a bent one is."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import numpy as np
from scipy.special import betaincinv

from benchmarks.machine import described
from grassrota.figures.screens.completeness import Receipts
from grassrota.figures.screens.panel import Levels, screened
from grassrota.figures.screens.reports import Reported, Screen
from grassrota.opinions.case import Case
from grassrota.opinions.entries import ClosingReason, UnitClaim

GATES = (Fraction(1, 2), Fraction(7, 10))
FIRST = date(2026, 1, 5)
SHAPES: dict[str, tuple[float, float]] = {"spread out": (4, 2), "near the upper gate": (20, 8), "mostly high": (20, 4)}
"""Beta distributions of true rates."""
SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in ("a", "e", "i", "o", "u", "ai", "ou")]
"""Of which replies are made: each says something of its own."""
WRITING = 1
"""Units whose replies are made."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--panels", type=int, default=400)


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    chance = np.random.default_rng(options.seed)
    levels = ", ".join(f"{name} {float(level):.1%}" for name, level in asdict(Levels()).items())
    yield f"# Screens on panels of {options.units} units"
    yield ""
    yield described("numpy", "scipy")
    yield ""
    yield f"Levels: {levels}."
    yield "Honest panels have rates of three shapes, weekly counts that crowd more than chance, closures in bursts, and"
    yield f"complete lists but for 1 % on their way. {options.panels} panels a row, a quarter of that for bent"
    yield "ones; with 95 % intervals."
    yield ""
    yield "| panel | flagged at all | by which screens |"
    yield "|---|---|---|"
    for shape in SHAPES:
        yield _row(
            f"honest, {shape}", [_flags(_panel(options.units, shape, chance), chance) for _ in range(options.panels)]
        )
    for name, bend in BENT.items():
        panels = (_panel(options.units, "spread out", chance) for _ in range(max(options.panels // 4, 1)))
        yield _row(name, [_flags([bend(unit, chance) for unit in panel], chance) for panel in panels])


def _row(name: str, found: list[set[Screen]]) -> str:
    panels = len(found)
    share = sum(map(bool, found)) / panels
    low, high = (float(betaincinv(*shape)) for shape in _ends(sum(map(bool, found)), panels))
    counts = Counter(screen for each in found for screen in each)
    which = ", ".join(f"{screen} {count / panels:.1%}" for screen, count in counts.most_common())
    return f"| {name} | {share:.1%} ({low:.1%} to {high:.1%}) | {which or '-'} |"


def _ends(hits: int, tries: int) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Arguments of the two ends of the interval (Jeffreys)."""
    return (hits + 0.5, tries - hits + 0.5, 0.025), (hits + 0.5, tries - hits + 0.5, 0.975)


def _panel(count: int, shape: str, chance: np.random.Generator) -> list[Reported]:
    received = np.maximum(chance.lognormal(np.log(235), 0.8, count).astype(int), 10)
    fixed = chance.binomial(received, chance.beta(*SHAPES[shape], count))
    weekly = [tuple(map(int, chance.negative_binomial(4, 4 / (4 + mean), 12))) for mean in fixed / 12 + 0.01]
    return [
        Reported(f"u{i:03}", int(k), int(n), None, weeks)
        for i, (k, n, weeks) in enumerate(zip(fixed, received, weekly, strict=True))
    ]


def _flags(units: list[Reported], chance: np.random.Generator) -> set[Screen]:
    receipts = []
    for unit in units[:20]:
        on_their_way = unit.received // 100
        drawn = chance.choice(unit.received, min(20, unit.received), replace=False)
        receipts.append(
            (
                Receipts(unit.unit, unit.received, tuple(map(str, drawn))),
                {str(i) for i in range(on_their_way, unit.received)},
            )
        )
    return {sign.screen for sign in screened(units, GATES, receipts, _cases(chance))}


def _cases(chance: np.random.Generator) -> list[Case]:
    """What some honest units closed in twelve weeks: in bursts, each case with words of its own."""
    cases: list[Case] = []
    for unit in range(WRITING):
        for day in (day for day in range(84) if day % 7 < 5):
            for _ in range(chance.negative_binomial(1, 1 / 3)):
                number, on = len(cases), FIRST + timedelta(days=day)
                words = "We mended " + " ".join("".join(chance.choice(SYLLABLES, 3)) for _ in range(6))
                claims = (UnitClaim(on, ClosingReason.FIXED, words),)
                owner = f"u{unit:03}"
                cases.append(Case(f"c{number:05}", (f"o{number}",), owner, FIRST, investigated_on=FIRST, claims=claims))
    return cases


def _lifted(unit: Reported, chance: np.random.Generator) -> Reported:
    """A quarter of the near-misses of the upper gate report that they passed it."""
    need = ceil(GATES[1] * unit.received)
    if need - 0.05 * unit.received <= unit.fixed < need and chance.random() < 0.25:
        return Reported(unit.unit, need, unit.received, None, unit.series)
    return unit


def _rounded(unit: Reported, chance: np.random.Generator) -> Reported:
    """One unit in seven reports a whole percent."""
    if chance.random() < 1 / 7:
        return Reported(unit.unit, round(round(100 * unit.fixed / unit.received) * unit.received / 100), unit.received)
    return unit


def _repeated(unit: Reported, chance: np.random.Generator) -> Reported:
    """Every fiftieth unit reports its first week again and again."""
    if chance.random() < 0.02:
        return Reported(unit.unit, unit.fixed, unit.received, None, unit.series[:1] * 12)
    return unit


BENT: dict[str, Callable[[Reported, np.random.Generator], Reported]] = {
    "a quarter of near-misses lifted": _lifted,
    "one rate in seven made a whole percent": _rounded,
    "two units in a hundred repeat themselves": _repeated,
}
