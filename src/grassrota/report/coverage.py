"""Coverage: which places have people, how full the openings are by sector, and what stays vacant."""

from __future__ import annotations

from collections import defaultdict

from grassrota.org import Sector
from grassrota.report.charts import Bar, bars
from grassrota.report.page import Block, Cell, Exhibit, Folded, Prose, Section, Table, percent
from grassrota.report.plan_view import PlanView
from grassrota.rota.problem import Slot
from grassrota.rota.qualities import covers

SECTOR_WORDS = {
    Sector.RURAL: "Villages and farms",
    Sector.UPLAND: "Uplands and forests",
    Sector.PLANT: "Plants and workshops",
    Sector.CULTURE_EDUCATION_HEALTH: "Culture, education, health",
    Sector.OTHER: "Other",
}


def coverage(view: PlanView) -> Section:
    """Places by batch, openings by sector, vacant openings."""
    blocks = (_places(view), *_sectors(view), _vacant(view))
    return Section("coverage", "Coverage of places and openings", blocks)


def _places(view: PlanView) -> Table:
    """Places with somebody there, by batch; with the rule of cover, also those covered by somebody senior."""
    problem = view.problem
    open_in: dict[int, set[str]] = defaultdict(set)
    peopled: dict[int, set[str]] = defaultdict(set)
    senior: dict[int, set[str]] = defaultdict(set)
    asked: set[str] = set()
    for slot in problem.slots:
        for batch in slot.away:
            open_in[batch].add(problem.opening[slot.opening].place)
        unit = problem.covered_place(problem.opening[slot.opening])
        asked |= {unit.id} if unit else set()
    for entry in view.plan.assignments:
        opening = problem.opening[entry.opening]
        unit = problem.covered_place(opening)
        for batch in view.batches_of(entry):
            peopled[batch].add(opening.place)
            if unit and covers(problem, problem.person[entry.person]):
                senior[batch].add(unit.id)
    header: tuple[str, ...] = ("Batch", "Places with openings", "Places with people", "Share")
    rows: list[tuple[Cell, ...]] = [
        (n, len(open_in[n]), len(peopled[n]), percent(len(peopled[n]), len(open_in[n]))) for n in view.numbers
    ]
    if problem.policy.cover_rank:
        level = problem.policy.cover_level
        header = (*header, f"{level.capitalize()} places to be covered", "Covered by somebody senior")
        rows = [(*row, len(asked), len(senior[n])) for n, row in zip(view.numbers, rows, strict=True)]
    return Table("Places covered in each batch", header, tuple(rows))


def _sectors(view: PlanView) -> tuple[Block, ...]:
    slots: dict[Sector, list[Slot]] = defaultdict(list)
    for slot in view.problem.slots:
        slots[view.problem.opening[slot.opening].sector].append(slot)
    ranked = sorted(slots, key=lambda sector: (view.problem.policy.direction_rank(sector), list(Sector).index(sector)))
    if not ranked:
        return (Prose("There are no openings."),)
    rows: list[tuple[str, int, int, int, int, int, int]] = []
    drawn = []
    for sector in ranked:
        openings = [view.problem.opening[slot.opening] for slot in slots[sector]]
        low, high = sum(o.low for o in openings), sum(o.high for o in openings)
        people = sum(view.in_slot[slot.opening, slot.start] for slot in slots[sector])
        vacant = sum(not view.in_slot[slot.opening, slot.start] for slot in slots[sector])
        direction = view.problem.policy.direction_rank(sector) + 1
        rows.append((SECTOR_WORDS[sector], direction, len(openings), low, high, people, vacant))
        drawn.append(Bar(SECTOR_WORDS[sector], f"{people:,} of {low:,} to {high:,}", people, low, high))
    header = ("Sector", "Direction", "Openings by batch", "Least asked", "Room for", "People", "Vacant")
    sums = [sum(column) for column in list(zip(*rows, strict=True))[2:]]
    total = ("All sectors", "", *sums)
    words = "; ".join(f"{bar.label}: {bar.text} people" for bar in drawn)
    key = "Bar: people who go. Light track: room for at most. Mark: least asked. An opening counts once in each batch."
    chart = bars("sectors", "People by sector against what is asked", words, drawn)
    table = Table("Openings filled, by sector", header, tuple(rows), total)
    return (Exhibit("Openings filled, by sector in order of direction", chart, key, table),)


def _vacant(view: PlanView) -> Block:
    empty = [slot for slot in view.problem.slots if not view.in_slot[slot.opening, slot.start]]
    if not empty:
        return Prose("No opening stays vacant in any batch.")
    rows = tuple(
        (
            view.place(slot.opening).name,
            slot.opening,
            SECTOR_WORDS[view.problem.opening[slot.opening].sector],
            slot.start,
            f"{view.problem.opening[slot.opening].low:,} to {view.problem.opening[slot.opening].high:,}",
        )
        for slot in empty
    )
    table = Table("Vacant openings", ("Place", "Opening", "Sector", "Batch", "Asked for"), rows)
    return Folded(
        f"{len(empty):,} of {len(view.problem.slots):,} openings, counted in each batch, stay vacant", (table,)
    )
