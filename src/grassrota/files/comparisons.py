"""Comparisons of plans, and fairness over the years, as CSV tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grassrota.files.tables import write_table
from grassrota.rota.burden import Side
from grassrota.rota.compare import Comparison
from grassrota.rota.fairness import Fairness, Year
from grassrota.rota.plan import Assignment

MOVED = ("person", "first_opening", "first_batch", "second_opening", "second_batch")
BURDEN = ("by", "group", "first_going", "first_of", "second_going", "second_of")
YEARS = (
    *("course", "year", "going", "eligible", "passed_over", "within_one", "of", "widest", "gini", "gini_units", "cost"),
    *("cost_without_rule", "bound_without_rule", "attempts"),
)
GROUPS = ("course", "year", "by", "group", "turns", "eligible_years")


def write_comparison(found: Comparison, folder: Path) -> None:
    """Writes ``moved.csv`` (who is treated differently) and ``burden.csv`` (who goes by unit, grade and band)."""
    moved = ((one.person, *_where(one.first), *_where(one.second)) for one in found.moved)
    write_table(folder / "moved.csv", MOVED, moved)
    write_table(folder / "burden.csv", BURDEN, _burden(found))


def write_fairness(found: Fairness, folder: Path) -> None:
    """Writes ``years.csv`` (each year of both courses) and ``groups.csv`` (turns by unit, grade and band)."""
    every = (*found.fair, *found.free)
    write_table(folder / "years.csv", YEARS, (_year(year) for year in every))
    write_table(folder / "groups.csv", GROUPS, (row for year in every for row in _groups(year)))


def _where(entry: Assignment | None) -> tuple[object, object]:
    return ("", "") if entry is None else (entry.opening, entry.batch)


def _burden(found: Comparison) -> Iterator[tuple[object, ...]]:
    for side in Side:
        first, second = found.first.burden[side], found.second.burden[side]
        for name in dict.fromkeys((*first, *second)):
            parts = (groups.get(name) for groups in (first, second))
            cells = (cell for part in parts for cell in ((part.count, part.of) if part else (0, 0)))
            yield (side, name, *cells)


def _year(year: Year) -> tuple[object, ...]:
    price = year.price
    return (
        _course(year),
        year.number,
        year.going.count,
        year.going.of,
        year.passed_over,
        year.within_one.count,
        year.within_one.of,
        year.widest,
        _rounded(year.gini),
        _rounded(year.gini_of_units),
        year.cost,
        price.free if price else "",
        f"{price.bound:.0f}" if price else "",
        year.attempts,
    )


def _groups(year: Year) -> Iterator[tuple[object, ...]]:
    for side, rates in year.rates.items():
        for name, rate in rates.items():
            yield (_course(year), year.number, side, name, rate.turns, rate.years)


def _course(year: Year) -> str:
    return "in_turn" if year.in_turn else "free"


def _rounded(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
