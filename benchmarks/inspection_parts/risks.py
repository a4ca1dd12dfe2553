"""Random designs: how much of both risks they use, and how near to the least visits they are."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

import numpy as np

from benchmarks.inspection_parts.questions import FIVE
from benchmarks.machine import described
from grassrota.inspection.design import Hypotheses
from grassrota.inspection.sequential.design import SequentialDesign
from grassrota.inspection.sequential.plan import sequential


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--designs", type=int, default=500)


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    yield f"# {options.designs} random designs"
    yield ""
    yield f"{described('numpy', 'scipy')}. Seed {options.seed}."
    yield "5,000 to 10 million cases, 30 to 100 % claimed, tolerance 5 to 25 points, grace 1 to 4 %, risks 1 to 10 %."
    yield from _random_designs(options.designs, options.seed)


def random_question(chance: np.random.Generator) -> Hypotheses:
    """Claims of 30 to 100 % of 5,000 to 10 million cases, tolerance 5 to 25 points, grace 1 to 4 %, risks 1 to 10 %."""
    while True:
        population = int(chance.choice([5_000, 20_000, 10**6, 10**7]))
        rate, wide = Fraction(int(chance.integers(30, 101)), 100), Fraction(int(chance.integers(5, 26)), 100)
        slight = Fraction(int(chance.integers(1, 5)), 100)
        false_at, honest_at = floor(population - population / rate * wide), ceil(population * (1 - slight))
        if 0 <= false_at < honest_at:
            risks = [Fraction(int(chance.choice([1, 2, 5, 10])), 100) for _ in range(2)]
            return Hypotheses(population, false_at, honest_at, *risks)


def _random_designs(count: int, seed: int) -> Iterator[str]:
    chance = np.random.default_rng(seed)
    designs = [sequential(random_question(chance)) for _ in range(count)]
    used = [_used(design) for design in designs]
    spendable = [(one, design) for one, design in zip(used, designs, strict=True) if not _is_one_failure(design)]
    yield ""
    yield from ("| what | target | measured |", "|---|---|---|")
    yield f"| greatest part of a risk used | at most 100 % | {max(map(max, used)):.4%} |"
    few = len(designs) - len(spendable)
    yield f"| designs where one failure refutes, so that beta cannot be used without refuting for nothing | | {few} |"
    yield f"| least part used in the other {len(spendable)} | 95 % | {min(min(one) for one, _ in spendable):.2%} |"
    yield f"| greatest certified gap | 1 % | {max(design.gap for design in designs):.3%} |"
    longest = max(design.longest / design.fixed_size for design in designs)
    yield f"| longest inspection, of the fixed size | 150 % | {longest:.0%} |"
    yield f"| designs that draw lots | | {sum(design.draws_lots for design in designs)} |"
    halves = [design for design in designs if design.hypotheses.alpha == design.hypotheses.beta == FIVE]
    for name, place, target in (("honest", 2, "55 %"), ("midway", 1, "75 %"), ("false", 0, "55 %")):
        shares = sorted(_mean_share(design, place) for design in halves)
        told = f"{shares[len(shares) // 2]:.0%}, {shares[-1]:.0%}"
        yield f"| mean visits of the fixed size, {name}, both risks 5 %: median, greatest | {target} | {told} |"


def _used(design: SequentialDesign) -> tuple[float, float]:
    asked = design.hypotheses
    return design.confirm_risk / float(asked.alpha), design.refute_risk / float(asked.beta)


def _is_one_failure(design: SequentialDesign) -> bool:
    """Whether a single failure refutes whenever it comes."""
    return all(least <= 1 for least in design.boundaries.refute)


def _mean_share(design: SequentialDesign, place: int) -> float:
    asked = design.hypotheses
    truth = (asked.false_at, (asked.false_at + asked.honest_at) // 2, asked.honest_at)[place]
    return design.operating([truth])[0].mean_visits / design.fixed_size
