"""A thousand units at once: visits a unit, fakes found, honest units called false; beside one test for each."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from benchmarks.machine import described
from grassrota.inspection.design import Hypotheses, Outcome
from grassrota.inspection.many import Naming, e_value
from grassrota.inspection.sequential.design import SequentialDesign
from grassrota.inspection.sequential.plan import sequential

RATE, TOLERANCE, GRACE, RISK = Fraction(97, 100), Fraction(10, 100), Fraction(2, 100), Fraction(5, 100)
RECEIVED = (60, 120, 235, 500, 1000)
"""Opinions that a unit received: the mean of the report is 235."""
FALSE_RATES = (0.6, 0.7, 0.8, 0.85)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=1_000)
    parser.add_argument("--panels", type=int, default=20)


@dataclass
class Unit:
    """One unit of a panel, visited case by case; ``fails`` says in the order of its draw which case is not fixed."""

    design: SequentialDesign
    fails: npt.NDArray[np.bool_]
    lots: npt.NDArray[np.float64]
    is_false: bool
    visited: int = 0
    failed: int = 0
    outcome: Outcome | None = None

    def visit(self) -> None:
        """The next case of its draw."""
        self.failed += int(self.fails[self.visited])
        self.visited += 1

    def decide(self) -> None:
        """Visits until the design has an answer."""
        while self.outcome is None:
            self.visit()
            self.outcome = self.design.step(self.visited, self.failed, self.lots[self.visited - 1])

    @property
    def evidence(self) -> float:
        """That it is false, where its visits stopped."""
        return e_value(self.design.hypotheses, self.visited, self.failed)


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    yield f"# {options.units:,} units at once"
    yield ""
    yield described("numpy", "scipy")
    yield ""
    yield "Each says that 97 % of 60 to 1,000 opinions are fixed; false is 10 points less, grace 2 %, both risks 5 %;"
    yield f"called false at {float(Naming(1).level):.0%}, {options.panels} panels. Fakes are truly at 60, 70, 80 or"
    yield "85 %; honest units anywhere from the grace up, or all at the grace. Targets: 36 visits a unit, 95 % of the"
    yield "fakes found, 0.5 honest units called false."
    yield ""
    yield "| fakes | honest units | visits a unit | fakes found | honest refuted one by one | honest called false |"
    yield "|---|---|---|---|---|---|"
    chance = np.random.default_rng(options.seed)
    designs = {received: sequential(_asked(received)) for received in RECEIVED}
    for share in (0.0, 0.05, 0.2):
        for worst in (False, True):
            panels = [_judged(designs, options.units, share, worst, chance) for _ in range(options.panels)]
            visits, found, refuted, slandered = np.array(panels).mean(axis=0)
            told = "-" if share == 0 else f"{found:.1%}"
            where = "all at the grace" if worst else "from the grace up"
            yield f"| {share:.0%} | {where} | {visits:.1f} | {told} | {refuted:.1f} | {slandered:.2f} |"


def _asked(received: int) -> Hypotheses:
    claimed = floor(received * RATE)
    return Hypotheses(claimed, floor(claimed - received * TOLERANCE), ceil(claimed * (1 - GRACE)), RISK, RISK)


def _judged(
    designs: dict[int, SequentialDesign], count: int, share: float, worst: bool, chance: np.random.Generator
) -> tuple[float, float, float, float]:
    """Visits a unit, share of fakes found, honest units refuted alone, and honest units called false, in one panel."""
    units = [_unit(designs, chance.random() < share, worst, chance) for _ in range(count)]
    naming = Naming(count)
    for unit in units:
        unit.decide()
    going = refuted = [unit for unit in units if unit.outcome is Outcome.REFUTED]
    while going:
        standing = sum(unit.evidence >= 1 for unit in refuted)
        going = [unit for unit in refuted if naming.goes_on(unit.evidence, standing) and unit.visited < len(unit.fails)]
        for unit in going:
            unit.visit()
    named = {int(name) for name in naming.named({str(i): unit.evidence for i, unit in enumerate(units)})}
    false = [place for place, unit in enumerate(units) if unit.is_false]
    return (
        sum(unit.visited for unit in units) / count,
        len(named.intersection(false)) / len(false) if false else 1.0,
        sum(not unit.is_false for unit in refuted),
        len(named.difference(false)),
    )


def _unit(designs: dict[int, SequentialDesign], is_false: bool, worst: bool, chance: np.random.Generator) -> Unit:
    received = int(chance.choice(RECEIVED))
    design = designs[received]
    asked = design.hypotheses
    if is_false:
        fixed = min(floor(received * chance.choice(FALSE_RATES)), asked.false_at)
    else:
        fixed = asked.honest_at if worst else int(chance.integers(asked.honest_at, asked.population + 1))
    fails = chance.permutation(asked.population) >= fixed
    return Unit(design, fails, chance.random(asked.population), is_false)
