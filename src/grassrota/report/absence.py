"""Absence against floors: how many of each home unit are away at once, beside how many may be."""

from __future__ import annotations

from collections import Counter

from grassrota.report.charts import Bar, bars
from grassrota.report.page import Exhibit, Prose, Section, Table, percent
from grassrota.report.plan_view import PlanView
from grassrota.rota.floors import strain
from grassrota.rota.rules.absence import grade_cap, unit_cap

UNITS_DRAWN = 20


def absence(view: PlanView) -> Section:
    """Per unit the batch with most people away, against the cap; in words the same for grades within units."""
    policy = view.problem.policy
    shares = (policy.home_absence, policy.grade_absence)
    lead = Prose(
        f"At most {percent(shares[0], 1)} of a home unit, and {percent(shares[1], 1)} of each grade in it, "
        "may be away in any batch, rounded up; of a grade one person always may, and somebody stays in every unit."
    )
    if not view.home_units:
        return Section("absence", "Absence against floors", (lead,))
    return Section("absence", "Absence against floors", (lead, _units(view), _grades(view)))


def _units(view: PlanView) -> Exhibit:
    rows = []
    for unit in view.home_units:
        staff = view.problem.staff_count[unit.id]
        worst = max(view.numbers, key=lambda number: (view.away[unit.id, number], -number))
        most, high = view.away[unit.id, worst], unit_cap(view.problem.policy.home_absence, staff)
        rows.append((unit.name, staff, most, f"batch {worst}" if most else "none", high, percent(most, staff)))
    nearest = sorted(rows, key=lambda row: -strain(row[2], row[4]))[:UNITS_DRAWN]
    drawn = [Bar(name, f"{most:,} of at most {high:,}", most, high) for name, _, most, _, high, _ in nearest]
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in drawn)
    header = ("Home unit", "Staff", "Most away at once", "In", "May be away", "Share away")
    key = "Bar: most people away in any one batch. Mark: how many may be."
    if len(rows) > UNITS_DRAWN:
        key += f" Drawn are the {UNITS_DRAWN} units nearest to their limit; the table has all {len(rows):,}."
    chart = bars("absence-units", "Most people away at once, against the limit", words, drawn)
    table = Table("Most people away at once, by home unit", header, tuple(rows))
    return Exhibit("Most people away at once, by home unit", chart, key, table)


def _grades(view: PlanView) -> Prose:
    people = view.problem.person
    staff = Counter((person.unit, person.grade) for person in view.problem.people)
    away = Counter(
        (people[entry.person].unit, people[entry.person].grade, batch)
        for entry in view.plan.assignments
        for batch in view.batches_of(entry)
    )
    most = {key: max(away[*key, number] for number in view.numbers) for key in staff}
    limits = {key: grade_cap(view.problem.policy.grade_absence, count) for key, count in staff.items()}
    full = sum(most[key] == limits[key] for key in staff)
    over = sum(most[key] > limits[key] for key in staff)
    return Prose(
        f"Of {len(staff):,} groups of one grade in one unit, {full:,} are at their limit in some batch and "
        f"{over or 'none'} above it."
    )
