"""Real families and the places that took them in, beside the best plan there is: HIAS, fiscal year 2017.

329 families of 1 to 8 heads and 21 places with so many seats, some of which do not suit a family; what counts is how
many are expected to find work. The tables are published by others without a licence, and so are no part of this
project. ``--data`` names a folder that holds them:

    .venv/bin/python -m benchmarks.hias --data hias_fy17

A family is a group of one person and a headcount; a place is an opening; that a place does not suit a family is a
skill that the family lacks; and the rank of a wish says how much less work than at best is expected, in millionths.
"""

from __future__ import annotations

import argparse
import csv
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from benchmarks.machine import described, today
from grassrota.forms import Role
from grassrota.org import Level, Sector, Unit, UnitKind, UnitTree
from grassrota.posting.opening import Opening
from grassrota.rota.check import check
from grassrota.rota.plan import Plan
from grassrota.rota.policy import Costs, Policy
from grassrota.rota.problem import Preference, RotaProblem
from grassrota.rota.solve import Way, over_everything, solve, within
from grassrota.staff import Grade, GradeScale, Group, Person
from grassrota.turns import Batch

Planner = Callable[[RotaProblem, int], tuple[Plan, float]]
RESULTS = Path(__file__).parent / "results" / "hias.md"
NOWHERE = "nowhere"
UNITS = 1_000_000
"""Costs are whole numbers: so many of them are one person at work."""


@dataclass(frozen=True)
class Families:
    """The tables: sizes, seats of each place, and for each family and place that suits it the expected employment."""

    size: dict[str, int]
    seats: dict[str, int]
    employment: dict[tuple[str, str], float]

    def found(self, plan: Plan) -> float:
        """The expected employment of a plan."""
        return sum(self.employment.get((entry.person, entry.opening), 0.0) for entry in plan.assignments)


def read(folder: Path) -> Families:
    """The tables of a folder."""
    sizes, caps, suits, weights = (
        list(csv.reader((folder / f"FY17_{name}.csv").open(encoding="utf-8-sig", newline="")))
        for name in ("size", "cap", "Compatibility", "Employment_weight")
    )
    suiting = {
        (row[0], _place(name)) for row in suits[1:] for name, cell in zip(suits[0], row, strict=True) if cell == "1"
    }
    places = [_place(name) for name in weights[0]]
    employment = {
        (row[0], place): float(cell)
        for row in weights[1:]
        for place, cell in list(zip(places, row, strict=True))[1:]
        if (row[0], place) in suiting
    }
    return Families(
        {row[0]: sum(map(int, row[1:])) for row in sizes[1:]},
        {_place(row[0]): int(row[1]) for row in caps[1:]},
        employment,
    )


def _place(name: str) -> str:
    return re.sub(r"\W+", "-", name.replace("HIAS New York", "New York City").strip().casefold())


def problem_of(families: Families) -> RotaProblem:
    """The families as a rota of one batch in which everyone goes, if to no place at all; no weight is that large."""
    best = dict.fromkeys(families.size, 0)
    for (who, _), weight in families.employment.items():
        best[who] = max(best[who], round(weight * UNITS))
    scale = GradeScale("none", date(2016, 10, 1), (Grade("family", 1),))
    tree = UnitTree(
        (
            Unit("all", "All", Level.PROVINCE, UnitKind.ORGAN),
            *(Unit(place, place, Level.COUNTY, UnitKind.PLACE, "all") for place in (*families.seats, NOWHERE)),
        )
    )
    skills: dict[str, set[str]] = {who: set() for who in families.size}
    for who, place in families.employment:
        skills[who].add(place)
    zero = dict.fromkeys(("direction", "missing_skill", "unlisted", "distance", "hardship", "staying", "waiting"), 0)
    return RotaProblem(
        tree,
        tuple(Person(who, "", "all", "family", skills=frozenset(skills[who])) for who in families.size),
        tuple(
            Opening(place, place, Sector.OTHER, Role.FIELD_WORK, 0, seats, needs=frozenset({place} - {NOWHERE}))
            for place, seats in {**families.seats, NOWHERE: sum(families.size.values())}.items()
        ),
        Policy(
            "Families of the fiscal year 2017",
            scale,
            (Batch(1, date(2016, 10, 1), date(2016, 10, 1), 40),),
            home_absence=Fraction(1),
            grade_absence=Fraction(1),
            dumping_tolerance=None,
            everyone=True,
            costs=Costs(**zero, preference=1),
        ),
        preferences=tuple(
            Preference(who, place, 1 + best[who] - round(families.employment.get((who, place), 0.0) * UNITS))
            for who in families.size
            for place in (*families.seats, NOWHERE)
        ),
        groups=tuple(Group(f"family-{who}", (who,), size) for who, size in families.size.items()),
    )


def planned(problem: RotaProblem, seed: int, way: Way | None = None) -> tuple[Plan, float]:
    """A plan, and the seconds that it took."""
    started = time.perf_counter()
    plan = solve(problem, stop=within(0.0), seed=seed, way=way)
    return plan, time.perf_counter() - started


def direct(problem: RotaProblem, seed: int) -> tuple[Plan, float]:
    """The same by one integer programme over all pairs, as small problems are solved."""
    return planned(problem, seed, over_everything)


def row(name: str, families: Families, problem: RotaProblem, way: Planner, seeds: int) -> str:
    """One line of the table: medians over the seeds, and the worst plan."""
    way(problem, 0)  # compiled once
    runs = [way(problem, seed) for seed in range(1, seeds + 1)]
    found = [families.found(plan) for plan, _ in runs]
    best = sum(
        max((w for (who, _), w in families.employment.items() if who == one), default=0.0) for one in families.size
    )
    most = min(best - plan.certificate.bound / UNITS for plan, _ in runs)
    cells = (
        name,
        f"{statistics.median(seconds for _, seconds in runs):.1f}",
        f"{statistics.median(found):.3f}",
        f"{min(found):.3f}",
        f"{most:.3f}",
        str(sum(len(check(problem, plan)) for plan, _ in runs)),
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the four tables")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    families = read(options.data)
    problem = problem_of(families)
    lines = [
        "# Families and places",
        "",
        f"{options.seeds} seeds, {today()}. {described('highspy', 'numpy', 'scipy')}. `benchmarks/hias.py` makes it.",
        "Work is the expected number of people who find it. No plan finds more than the prices prove; one programme",
        "over all pairs searches to the end, with HiGHS's own proof, within a ten-thousandth of the cost.",
        "",
        "| | seconds | work | least of the seeds | prices prove at most | violations |",
        "|---|---|---|---|---|---|",
    ]
    for name, way in (("by prices, as `plan` does", planned), ("one programme over all pairs", direct)):
        lines.append(row(name, families, problem, way, options.seeds))
        print(lines[-1], flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
