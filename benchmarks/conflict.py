"""Makes problems that have no plan, and measures how long it takes to say what clashes and what would settle it.

Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.conflict                   # 3,200 and 29,909 people
    .venv/bin/python -m benchmarks.conflict --sizes 3200
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.machine import described, today
from grassrota.rota.frame import Frame
from grassrota.rota.pin import Pin
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve.conflict import conflict_of
from grassrota.rota.solve.model import assemble
from grassrota.synth.rota import rota, size_of

RESULTS = Path(__file__).parent / "results" / "conflict.md"


def few_leaders(problem: RotaProblem) -> RotaProblem:
    """Leaders must be two ranks higher than there are enough of."""
    return replace(problem, policy=replace(problem.policy, lead_rank=problem.policy.lead_rank + 2))


def rare_skill(problem: RotaProblem) -> RotaProblem:
    """Three openings ask in each batch for two people each of a skill that five have."""
    openings = [
        replace(one, low=2, needs=frozenset({"rare"})) if number < 3 else one
        for number, one in enumerate(problem.openings)
    ]
    every = len(problem.people) // 5
    people = [
        replace(one, skills=one.skills | {"rare"}) if number % every == 0 else one
        for number, one in enumerate(problem.people)
    ]
    return replace(problem, openings=tuple(openings), people=tuple(people))


def full_seats(problem: RotaProblem) -> RotaProblem:
    """More people are pinned to one opening in one batch than it has seats."""
    opening = problem.openings[0]
    free = [one.id for one in problem.eligible if not problem.unavailable.get(one.id)]
    pins = tuple(Pin(who, opening.id, 1) for who in free[: opening.high + 1])
    return replace(problem, pins=pins)


CLASHES: dict[str, Callable[[RotaProblem], RotaProblem]] = {
    "leaders too few": few_leaders,
    "three openings, one rare skill": rare_skill,
    "more pins than seats": full_seats,
    "none": lambda problem: problem,
}


def row(people: int, name: str) -> str:
    """One line of the table: processor and clock, from the problem to the words."""
    problem = CLASHES[name](rota(size_of(people), 1))
    clock, processor = time.perf_counter(), time.process_time()
    found = conflict_of(assemble(Frame(problem)))
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    if found is None:
        told = "none found | |"
    else:
        told = f"{len(found.members)} ({', '.join(found.rules)}) | {found.minimal} | {len(found.relaxations)}"
    return f"| {people:,} | {name} | {told} | {processor:.1f} | {clock:.1f} |"


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[3_200, 29_909])
    sizes = parser.parse_args().sizes
    lines = [
        "# What clashes, and what would settle it",
        "",
        f"{today()}; {described('numpy', 'scipy', 'highspy')}. `python -m benchmarks.conflict`, seed 1.",
        "",
        "| people | clash | members (rules) | minimal | relaxations | processor, s | clock, s |",
        "|---|---|---|---|---|---|---|",
    ]
    for people in sizes:
        for name in CLASHES:
            lines.append(row(people, name))
            print(lines[-1], flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
