"""Plans made-up problems of growing size and writes a table: people, seconds, peak memory, gap, violations.

Beside each size stands the direct model: one integer programme over every allowed column, given to HiGHS whole, with a
time limit. Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.rota             # 800, 3,200 and 29,909 people, three seeds each
    .venv/bin/python -m benchmarks.rota --people 800 --seeds 1 --peer-seconds 60
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.machine import described, today

WANTED = {3_200: 0.0005, 29_909: 0.003, 140_000: 0.005, 1_000_000: 0.01}
"""At which gap a search is over, by the number of people."""
OTHERWISE = 0.002

RESULTS = Path(__file__).parent / "results" / "rota.md"


def planned(people: int, seed: int) -> dict[str, Any]:
    """Plans one problem; the checker counts the violations."""
    from grassrota.rota.check import check
    from grassrota.rota.solve import solve, within
    from grassrota.synth.rota import rota, size_of

    size = size_of(people)
    problem = rota(size, seed)
    plan = solve(problem, stop=within(WANTED.get(people, OTHERWISE)), seed=seed)
    return {
        "size": size,
        "slots": len(problem.slots),
        "seconds": plan.certificate.seconds,
        "gap": plan.certificate.gap,
        "violations": len(check(problem, plan)),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def direct(people: int, seed: int, seconds: float) -> dict[str, Any]:
    """Gives HiGHS the whole model at once."""
    import numpy as np

    from grassrota.rota.frame import Frame
    from grassrota.rota.solve.columns import everything
    from grassrota.rota.solve.master import Limits, Programme
    from grassrota.rota.solve.model import assemble
    from grassrota.synth.rota import rota, size_of

    model = assemble(Frame(rota(size_of(people), seed)))
    columns, heads = everything(model), np.arange(len(model.frame.people))
    started = time.perf_counter()
    programme = Programme(model, columns, heads, (model.low, model.high), np.inf)
    solution = programme.solve(True, Limits(gap=0.002, nodes=10**9, seconds=seconds), seed)
    spent = time.perf_counter() - started
    cost = float((solution.taken * model.frame.costs(columns.person, columns.slot)).sum())
    cost += float((solution.staying * model.frame.staying).sum())
    gap = (cost - solution.bound) / solution.bound if solution.found and solution.bound > 0 else None
    return {"seconds": spent, "gap": gap, "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def alone(function: Any, *arguments: Any) -> dict[str, Any]:
    """Runs a function in a process of its own, so that its peak memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found: dict[str, Any] = pool.apply(function, arguments)
        return found


def row(people: int, seeds: int, peer_seconds: float) -> str:
    """One line of the table: medians over the seeds, the worst gap, and the direct model on the first seed."""
    runs = [alone(planned, people, seed) for seed in range(1, seeds + 1)]
    size = runs[0]["size"]
    peer = "not run"
    if peer_seconds:
        found = alone(direct, people, 1, peer_seconds)
        gap = "no plan" if found["gap"] is None else f"gap {found['gap']:.2%}"
        peer = f"{gap} after {found['seconds']:.0f} s, {found['peak_mib']:.0f} MiB"
    cells = (
        f"{people:,} x {size.openings} x {size.batches}",
        f"{statistics.median(run['slots'] for run in runs):,.0f}",
        f"{statistics.median(run['seconds'] for run in runs):.1f}",
        f"{statistics.median(run['peak_mib'] for run in runs):.0f}",
        f"{WANTED.get(people, OTHERWISE):.2%}",
        f"{statistics.median(run['gap'] for run in runs):.3%}",
        f"{max(run['gap'] for run in runs):.3%}",
        str(sum(run["violations"] for run in runs)),
        peer,
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[800, 3_200, 29_909])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--peer-seconds", type=float, default=120.0, help="time limit of the direct model; 0 skips it")
    parser.add_argument("--json", action="store_true", help="print rows as JSON and write nothing")
    options = parser.parse_args()
    names = "people x openings x batches,slots,seconds,peak MiB,wanted,gap,worst,violations,HiGHS on the direct model"
    head = f"| {' | '.join(names.split(','))} |"
    lines = [
        "# The planner on made-up problems",
        "",
        f"Median of {options.seeds} seeds, {today()}. {described('highspy', 'numpy', 'scipy')}.",
        "`benchmarks/rota.py` makes it. The gap is (cost - proven bound) / bound; a search ends at the wanted one.",
        "The checker counts violations.",
        "",
        head,
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for people in options.people:
        lines.append(row(people, options.seeds, options.peer_seconds))
        print(lines[-1], flush=True)
    if options.json:
        print(json.dumps(lines))
        return
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"written: {RESULTS}")


if __name__ == "__main__":
    main()
