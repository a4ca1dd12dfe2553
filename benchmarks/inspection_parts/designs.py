"""The sequential design beside fixed size, LQAS, Wald's test and ALPHA: visits, and the time it takes to design."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.inspection_parts import peers
from benchmarks.inspection_parts.questions import FIVE, QUESTIONS, REPORTED
from benchmarks.machine import described
from grassrota.inspection import classic
from grassrota.inspection.design import Hypotheses, fixed_size
from grassrota.inspection.sequential.plan import sequential
from grassrota.inspection.sequential.walk import walk

WORLDS = (("honest", (0.0, 0.0, 1.0)), ("midway", (0.0, 1.0, 0.0)), ("false", (1.0, 0.0, 0.0)))


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=10_000, help="simulated inspections by ALPHA")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """Both tables."""
    yield "# Visits that a sequential design takes"
    yield ""
    yield f"{described('numpy', 'scipy')}. Seed {options.seed}. Risks 5 % unless said otherwise, weights a third each."
    yield from _beside_others(options.runs, np.random.default_rng(options.seed))
    yield from _speed()


def _beside_others(runs: int, chance: np.random.Generator) -> Iterator[str]:
    yield from ("", "## Visits on average, and in 95 of 100 inspections", "")
    yield f"Fixed size, Wald and ours exactly; ALPHA in {runs:,} simulated inspections, stopped at four fixed sizes."
    yield "`least`: no plan at these risks takes fewer visits in that world (the certificate with all weight on it)."
    yield ""
    yield "| question | truth | fixed | Wald | ALPHA | ours | of fixed | least | 95 %: ALPHA | ours | of ALPHA's |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for name, asked in QUESTIONS.items():
        yield from _one_question(name, asked, runs, chance)
    yield from _lqas()


def _one_question(name: str, asked: Hypotheses, runs: int, chance: np.random.Generator) -> Iterator[str]:
    fixed, design = fixed_size(asked), sequential(asked)
    truths = (asked.honest_at, (asked.false_at + asked.honest_at) // 2, asked.false_at)
    wald = walk(peers.wald(asked, fixed), asked.population, truths).mean_visits
    for truth, by_wald, (world, weights) in zip(truths, wald, WORLDS, strict=True):
        visits = peers.alpha_visits(asked, truth, runs, 4 * fixed.n, chance)
        ours, most = design.operating([truth])[0], peers.share_within(visits, 0.95)
        yield (
            f"| {name} | {world} | {fixed.n} | {by_wald:.0f} | {visits.mean():.0f} | {ours.mean_visits:.1f} "
            f"| {ours.mean_visits / fixed.n:.0%} | {sequential(asked, weights).bound:.1f} "
            f"| {most} | {ours.usual_most} | {ours.usual_most / most:.0%} |"
        )
    if asked.honest_at > 0.9 * asked.population:
        (ours,) = design.operating([asked.population])
        shown = f"{ours.mean_visits:.1f} | {ours.mean_visits / fixed.n:.0%}"
        yield f"| {name} | all fixed | {fixed.n} | | | {shown} | | | {ours.usual_most} | |"
    yield f"| {name} | mean of three | {fixed.n} | | | **{design.mean_visits:.1f}** | | {design.bound:.1f} | | | |"


def _lqas() -> Iterator[str]:
    """What a fixed LQAS rule would do with the claim of the report."""
    rule = 16
    good, bad = (Fraction(truth, REPORTED.population) for truth in (REPORTED.honest_at, REPORTED.false_at))
    passes = classic.acceptance(19, 19 - rule, 1 - bad)
    fails = 1 - classic.acceptance(19, 19 - rule, 1 - good)
    yield ""
    yield (
        f"LQAS, n = 19, passing at {rule} (its rule for 95 %), on the claim of 62.1 % at five points: it confirms the "
        f"false claim with {passes:.0%} and refutes the honest one with {fails:.1%}: too few visits for the question."
    )


def _speed() -> Iterator[str]:
    yield from ("", "## Time to a design", "", "| question | rows | cold | kept |", "|---|---|---|---|")
    asked = {
        "62.1 % of 1.04 million, claimed cases": REPORTED,
        "N = 10 million, 95 from 98 %": Hypotheses(10**7, 95 * 10**5, 98 * 10**5, FIVE, FIVE),
        "N = 10 million, 50 from 55 %": Hypotheses(10**7, 5 * 10**6, 55 * 10**5, FIVE, FIVE),
        "N = 10 million, 50 from 55 %, risks 1 %": Hypotheses(10**7, 5 * 10**6, 55 * 10**5, FIVE / 5, FIVE / 5),
        "N = 10 million, 95 from 96 % (5 points, grace 4 %)": Hypotheses(10**7, 95 * 10**5, 96 * 10**5, FIVE, FIVE),
    }
    asked["N = 10 million, 95 from 95.5 % (5 points, grace 4.5 %)"] = Hypotheses(
        10**7, 95 * 10**5, 955 * 10**4, FIVE, FIVE
    )
    with TemporaryDirectory() as place:
        for name, question in asked.items():
            cold = _timed(question, Path(place))
            kept = min(_timed(question, Path(place)) for _ in range(5))
            rows = sequential(question, folder=Path(place)).longest
            yield f"| {name} | {rows:,} | {cold:.2f} s | {kept * 1e3:.1f} ms |"


def _timed(asked: Hypotheses, folder: Path) -> float:
    started = time.perf_counter()
    sequential(asked, folder=folder)
    return time.perf_counter() - started
