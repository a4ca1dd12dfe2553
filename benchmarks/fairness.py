"""Follows made-up rosters over ten years, with the rule of turns and without, and writes a table.

The problems are those of ``grassrota synth rota`` with a third of the places that must be covered, one opening at each:
then about three in ten people go a year. As they are made nearly everybody goes each year, and turns hardly differ.
Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.fairness              # 800 and 3,200 people, ten years
    .venv/bin/python -m benchmarks.fairness --people 800 --years 3
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.machine import described, today
from grassrota.errors import Infeasible
from grassrota.rota.burden import Side, range_of, worst_off
from grassrota.rota.check import check
from grassrota.rota.fairness import Fairness, Year, fairness, gathered
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve import solve, within
from grassrota.rota.turnover import Turnover
from grassrota.synth.rota import rota, size_of

RESULTS = Path(__file__).parent / "results" / "fairness.md"
HEADINGS = (
    *("people", "openings", "go a year", "within one turn", "even in year", "widest", "passed over", "Gini, people"),
    *("price of fairness", "plans", "rules broken", "seconds", "peak MiB"),
)
HEADER = f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}"
SEED, GAP, LEAVING = 1, 0.002, 0.05


@dataclass
class Planned:
    """Plans, once each, and how long that took."""

    known: dict[str, Plan]
    plans: int = 0
    clashes: int = 0
    violations: int = 0
    seconds: float = 0.0

    def __call__(self, problem: RotaProblem) -> Plan:
        """A plan of the problem, checked."""
        found = self.known.get(problem.sha256)
        if found is None:
            started = time.perf_counter()
            try:
                found = solve(problem, stop=within(GAP), seed=SEED)
            except Infeasible:
                self.clashes += 1
                raise
            finally:
                self.seconds += time.perf_counter() - started
            self.plans += 1
            self.violations += len(check(problem, found))
            self.known[problem.sha256] = found
        return found


def thinned(people: int) -> RotaProblem:
    """A made-up problem with a third of its places, one opening at each."""
    size = size_of(people)
    made = rota(size, SEED)
    return replace(made, openings=made.openings[: size.townships : 3])


def followed(people: int, years: int) -> tuple[Fairness, Planned, float, RotaProblem]:
    """Both courses of a roster, what was planned for them, and the seconds all of it took."""
    problem, planned, started = thinned(people), Planned({}), time.perf_counter()

    def told() -> list[Year]:
        every = []
        for year in fairness(problem, years, Turnover(LEAVING, SEED), planned):
            every.append(year)
            spent = time.perf_counter() - started
            print(
                f"{people} people, year {year.number}, {'in turn' if year.in_turn else 'free'}: {spent:.0f} s",
                flush=True,
            )
        return every

    found = gathered(tuple(told()))
    return found, planned, time.perf_counter() - started, problem


def row(people: int, found: Fairness, planned: Planned, seconds: float, problem: RotaProblem) -> str:
    """One line of the table."""
    fair, free, price = found.fair[-1], found.free[-1], found.price
    assert price
    within = f"{fair.within_one.count:,} of {fair.within_one.of:,} ({free.within_one.count:,})"
    even = next((year.number for year in found.fair if year.within_one.count == year.within_one.of), None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cells = (
        f"{people:,}",
        f"{len(problem.openings):,}",
        f"{found.fair[0].going.count / found.fair[0].going.of:.0%}",
        within,
        "never" if even is None else f"{even}",
        f"{fair.widest} ({free.widest})",
        f"{sum(y.passed_over for y in found.fair):,} ({sum(y.passed_over for y in found.free):,})",
        f"{fair.gini:.3f} ({free.gini:.3f})",
        f"{price.paid or 0:.2%}, at most {price.at_most or 0:.2%}",
        f"{planned.plans} + {planned.clashes}",
        f"{planned.violations}",
        f"{seconds:,.0f}",
        f"{peak:,.0f}",
    )
    return f"| {' | '.join(cells)} |"


def groups(people: int, found: Fairness) -> list[str]:
    """Lines about who bears most."""
    lines = []
    for side in Side:
        cells = []
        for course in (found.fair, found.free):
            rates = course[-1].rates[side]
            ends = range_of(rates.values())
            assert ends
            cells.append(f"{ends[0]:.3f} to {ends[1]:.3f} ({worst_off(rates)})")
        lines.append(f"| {people:,} | {side} | {cells[0]} | {cells[1]} |")
    return lines


def yearly(people: int, found: Fairness) -> list[str]:
    """The price, year by year."""
    lines = []
    for fair, free in zip(found.fair, found.free, strict=True):
        assert fair.price
        lines.append(
            f"| {people:,} | {fair.number} | {fair.within_one.count / fair.within_one.of:.1%} | "
            f"{free.within_one.count / free.within_one.of:.1%} | {fair.price.paid or 0:.2%} | {fair.attempts} |"
        )
    return lines


def main() -> None:
    """Measures, and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--people", type=int, nargs="*", default=[800, 3_200])
    parser.add_argument("--years", type=int, default=10)
    given = parser.parse_args()
    solve(thinned(80), seed=SEED)  # what is compiled is compiled before
    rows, sides, years, clock = [], [], [], []
    for people in given.people:
        found, planned, seconds, problem = followed(people, given.years)
        rows.append(row(people, found, planned, seconds, problem))
        sides += groups(people, found)
        years += yearly(people, found)
        clock.append(json.dumps({"people": people, "planning": round(planned.seconds), "all": round(seconds)}))
        RESULTS.write_text(page(given.years, rows, sides, years), encoding="utf-8")
    print("\n".join(clock))


def page(years: int, rows: list[str], sides: list[str], yearly: list[str]) -> str:
    """The whole file."""
    return f"""# Fairness over {years} years

{described("highspy", "numpy")}, {today()}. Problems of `grassrota synth rota --seed {SEED}` with every third place,
one opening at each; {LEAVING:.0%} of the staff leave and are replaced each year (seed {SEED}); plans within {GAP:.1%}
of the best, or what was found. In brackets: the course without the rule of turns. "Plans" are plans made, and problems
with pins that have none. "Even in year" is the first after which nobody is more than one turn above the fewest of their
colleagues. [What is measured](../../docs/algorithms/fairness.md).

{HEADER}
{chr(10).join(rows)}

Turns per eligible year after {years} years: the group with the fewest to that with the most (which).

| people | by | with the rule | without |
|---|---|---|---|
{chr(10).join(sides)}

Year by year: people within one turn, with the rule and without, the price, and how often a year had to be planned.

| people | year | within one | without | price | planned |
|---|---|---|---|---|---|
{chr(10).join(yearly)}
"""


if __name__ == "__main__":
    main()
