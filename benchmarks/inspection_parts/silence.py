"""Those who keep silent, the second channel that hears them, and units that are wholly invented."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from fractions import Fraction
from math import floor

import numpy as np

from benchmarks.inspection_parts.questions import FIVE, QUESTIONS, REPORTED
from benchmarks.machine import described
from grassrota.inspection import classic
from grassrota.inspection.clusters import cluster_answer
from grassrota.inspection.design import Hypotheses, Outcome
from grassrota.inspection.sequential.design import SequentialDesign
from grassrota.inspection.sequential.plan import sequential

SILENT = {
    "nobody": (0.0, 0.0),
    "a fifth, by chance": (0.2, 0.2),
    "all whose case was not fixed": (0.0, 1.0),
    "a fifth of those whose case was fixed": (0.2, 0.0),
    "half of the unfixed, a tenth of the fixed": (0.1, 0.5),
    "a remote district: a tenth of the fixed, most of the unfixed": (0.1, 0.9),
}
"""Who keeps silent, as shares of the fixed and of the unfixed cases."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=20_000, help="simulated inspections of each kind of silence")
    parser.add_argument("--clusters", type=int, default=1_000, help="simulated inspections of units")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """All tables."""
    chance = np.random.default_rng(options.seed)
    yield "# Silence, and units wholly invented"
    yield ""
    yield f"{described('numpy', 'scipy')}. Seed {options.seed}. Both risks 5 %."
    yield from _silence(options.runs, chance)
    yield from _second_channel()
    yield from _invented(options.clusters, chance)


def _silence(runs: int, chance: np.random.Generator) -> Iterator[str]:
    yield from ("", f"## Silence, {runs:,} simulated inspections of each kind", "")
    yield "The exact chance is the plan's in the world where the silent are not fixed (fixed); the interval is 99.9 %."
    yield from (
        "",
        "| silent | confirm a false claim | simulated | refute an honest one | simulated |",
        "|---|---|---|---|---|",
    )
    design = sequential(REPORTED)
    for name, shares in SILENT.items():
        cells = []
        for truth, wanted in ((REPORTED.false_at, Outcome.CONFIRMED), (REPORTED.honest_at, Outcome.REFUTED)):
            exact = _exact_with_silence(design, truth, shares, wanted)
            hits = _simulated_with_silence(design, truth, shares, wanted, runs, chance)
            low, high = _interval(hits, runs)
            cells += [f"{exact:.3%}", f"{low:.3%} to {high:.3%}{'' if low <= exact <= high else ' MISSED'}"]
        yield f"| {name} | {' | '.join(cells)} |"


def _counts(truth: int, shares: tuple[float, float]) -> tuple[int, int]:
    """How many fixed and how many unfixed cases are silent."""
    return round(truth * shares[0]), round((REPORTED.population - truth) * shares[1])


def _exact_with_silence(design: SequentialDesign, truth: int, shares: tuple[float, float], wanted: Outcome) -> float:
    fixed_silent, failed_silent = _counts(truth, shares)
    if wanted is Outcome.CONFIRMED:
        return design.operating([truth - fixed_silent])[0].confirm
    return design.operating([truth + failed_silent])[0].refute


def _simulated_with_silence(
    design: SequentialDesign,
    truth: int,
    shares: tuple[float, float],
    wanted: Outcome,
    runs: int,
    chance: np.random.Generator,
) -> int:
    """Inspections that end in the answer wanted, each followed case by case with both readings."""
    fixed_silent, failed_silent = _counts(truth, shares)
    left = np.tile(
        np.array([truth - fixed_silent, fixed_silent, REPORTED.population - truth - failed_silent, failed_silent]),
        (runs, 1),
    )
    confirm, refute = np.array(design.boundaries.confirm), np.array(design.boundaries.refute)
    worst, best = np.zeros(runs, dtype=int), np.zeros(runs, dtype=int)
    ended = np.zeros((2, runs), dtype=int)
    for n in range(1, design.longest + 1):
        kind = (chance.random(runs)[:, None] * left.sum(axis=1)[:, None] >= left.cumsum(axis=1)).sum(axis=1)
        left[np.arange(runs), kind] -= 1
        worst += kind > 0
        best += kind == 2
        for reading, failed in ((0, worst), (1, best)):
            answer = np.where(failed <= confirm[n], 1, np.where(failed >= refute[n], -1, 0))
            ended[reading] = np.where(ended[reading] == 0, answer, ended[reading])
    told = ended[0] == 1 if wanted is Outcome.CONFIRMED else ended[1] == -1
    return int(told.sum())


def _interval(hits: int, runs: int) -> tuple[float, float]:
    """The exact 99.9 % interval of a chance."""
    upper = classic.greatest_rate(runs, hits, Fraction(9995, 10_000))
    lower = 1 - classic.greatest_rate(runs, runs - hits, Fraction(9995, 10_000))
    return lower, upper


def _second_channel() -> Iterator[str]:
    """How many honest units are confirmed if a fifth keep silent, without and with a visit that resolves 90 %."""
    yield from ("", "## The second channel: a fifth are silent at first", "")
    yield "| honest unit | no second channel | 90 % resolved by a visit | ... and the design allows for 2 % silence |"
    yield "|---|---|---|---|"
    for name, asked in list(QUESTIONS.items())[1:]:
        design, allowing = sequential(asked), sequential(asked.with_errors(passed=0, failed="0.02"))
        for truth, what in ((asked.population, "all fixed"), (asked.honest_at, "just honest")):
            if what == "all fixed" and asked.honest_at < 0.9 * asked.population:
                continue
            first, second = (design.operating([floor(truth * part)])[0].confirm for part in (0.8, 0.98))
            (wide,) = allowing.operating([floor(truth * 0.98)])
            told = f"{first:.1%} | {second:.1%} | {wide.confirm:.1%}, {allowing.mean_visits:.0f} visits"
            yield f"| {name}: {what} | {told} |"


def _invented(runs: int, chance: np.random.Generator) -> Iterator[str]:
    """False claims in which whole units are invented: how often each way of deciding confirms them."""
    units, size, each = 200, 100, 10
    asked = Hypotheses(units * size, 17_000, 19_600, FIVE, FIVE)
    invented = (asked.population - asked.false_at) // size
    design = sequential(asked)
    naive = grouped = visited = 0
    for _ in range(runs):
        drawn = (chance.integers(0, units, 400) >= invented).tolist()
        naive += _follows(design, [good for good in drawn for _ in range(each)]) is Outcome.CONFIRMED
        answer, seen = _grouped(asked, [Fraction(int(good)) for good in drawn])
        grouped, visited = grouped + (answer is Outcome.CONFIRMED), visited + seen
    yield from ("", f"## Units wholly invented, {runs:,} inspections", "")
    yield f"{units} units of {size} cases, {invented} of them invented: just false. {each} cases of each unit drawn."
    yield from ("", "| how it is decided | confirmed |", "|---|---|")
    for name, hits in (("as if the cases were drawn one by one", naive), ("one share a unit, by betting", grouped)):
        low, high = _interval(hits, runs)
        yield f"| {name} | {hits / runs:.1%} (99.9 %: {low:.1%} to {high:.1%}) |"
    yield f"| units drawn on average, by betting | {visited / runs:.0f} |"


def _follows(design: SequentialDesign, fixed: list[bool]) -> Outcome | None:
    return design.follow(fixed[: design.longest], [1.0] * design.longest if design.draws_lots else ())


def _grouped(asked: Hypotheses, shares: list[Fraction]) -> tuple[Outcome | None, int]:
    """The answer, and after how many units it comes: by halving, since an answer stays once it is given."""
    answer = cluster_answer(asked, shares, shares)
    if answer is None:
        return None, len(shares)
    low, high = 0, len(shares)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if cluster_answer(asked, shares[:middle], shares[:middle]) else (middle, high)
    return answer, high
