"""Who goes when: the batches with their dates, and how many of each home unit start in each."""

from __future__ import annotations

from datetime import date, timedelta

from grassrota.report.charts import Scale, Span, spans
from grassrota.report.page import Block, Exhibit, Folded, Prose, Section, Table, counted
from grassrota.report.plan_view import PlanView

UNITS_AT_A_GLANCE = 30
"""With more home units than this, the matrix of units and batches is folded away."""


def who_goes_when(view: PlanView) -> Section:
    """The batches on a calendar, then home units by batches."""
    return Section("when", "Who goes when", (_calendar(view), *_matrix(view)))


def _calendar(view: PlanView) -> Exhibit:
    batches = view.problem.policy.batches
    people = {number: sum(view.starting[unit.id, number] for unit in view.home_units) for number in view.numbers}
    rows = [
        Span(
            f"Batch {batch.number} · {_day(batch.away.first)} to {_day(batch.away.last)}",
            counted(people[batch.number], "person", "people"),
            batch.away.first.toordinal(),
            batch.away.last.toordinal(),
        )
        for batch in batches
    ]
    scale = _calendar_scale(batches[0].away.first, batches[-1].away.last)
    words = "; ".join(f"{row.label}: {row.text}" for row in rows)
    table = Table(
        "Batches with their dates",
        ("Batch", "First departure", "Last departure", "Days away", "Last day of its turns", "People"),
        tuple(
            (b.number, str(b.depart_from), str(b.depart_by), b.days, str(b.away.last), people[b.number])
            for b in batches
        ),
        ("All", "", "", "", "", sum(people.values())),
    )
    longer = sum(len(view.batches_of(entry)) > 1 for entry in view.plan.assignments)
    key = "Each bar runs from the first departure to the last day of that batch’s turns."
    if longer:
        key += f" Staying for more than one batch, and returning with a later one: {longer:,}."
    return Exhibit("The batches on the calendar", spans("calendar", "Batches by date", words, rows, scale), key, table)


def _calendar_scale(first: date, last: date) -> Scale:
    """Ticks at the firsts of months, at most five."""
    firsts, day = [], first.replace(day=1)
    while day <= last:
        if day >= first:
            firsts.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    every = -(-len(firsts) // 5)
    ticks = tuple((float(day.toordinal()), f"{day:%b %Y}") for day in firsts[:: max(1, every)])
    return Scale(float(first.toordinal()), float(last.toordinal()), ticks)


def _matrix(view: PlanView) -> tuple[Block, ...]:
    units, numbers = view.home_units, view.numbers
    counts = [[view.starting[unit.id, number] for number in numbers] for unit in units]
    table = Table(
        "People who start, by home unit and batch",
        ("Home unit", *(f"Batch {number}" for number in numbers), "All batches", "Staff"),
        tuple(
            (unit.name, *row, sum(row), view.problem.staff_count[unit.id])
            for unit, row in zip(units, counts, strict=True)
        ),
        (
            "All units",
            *(sum(row[place] for row in counts) for place in range(len(numbers))),
            len(view.plan.assignments),
            len(view.problem.people),
        ),
        shaded=frozenset(range(1, len(numbers) + 1)),
    )
    words = Prose("The darker a cell, the more people of that unit start in that batch.")
    if len(units) <= UNITS_AT_A_GLANCE:
        return words, table
    return (Folded(f"All {len(units):,} home units by batch", (words, table)),)


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
