"""The long lists: teams with their leaders, everyone who goes, and everyone left out with the published reason."""

from __future__ import annotations

from collections import Counter, defaultdict

from grassrota.report.coverage import SECTOR_WORDS
from grassrota.report.page import Block, Cell, Folded, Prose, Section, Table, counted
from grassrota.report.plan_view import PlanView
from grassrota.rota.plan import LeftOutReason, teams

REASON_WORDS = {
    LeftOutReason.NOT_NEEDED: "not needed",
    LeftOutReason.NOT_AVAILABLE: "not available",
    LeftOutReason.ANOTHER_ROUND: "another round",
}


def team_section(view: PlanView) -> Section:
    """Teams by batch."""
    rows: dict[int, list[tuple[Cell, ...]]] = defaultdict(list)
    for team in teams(view.problem, view.plan):
        leader = view.problem.person[team.leader]
        place = view.problem.tree[team.place].name
        rows[team.batch].append(
            (place, SECTOR_WORDS[team.sector], leader.name or leader.id, leader.id, len(team.members))
        )
    header = ("Place", "Sector", "Leader", "Leader's id", "Members")
    folded = tuple(
        Folded(
            f"Batch {batch}: {counted(len(of), 'team', 'teams')}",
            (Table(f"Teams of batch {batch}", header, tuple(of)),),
        )
        for batch, of in rows.items()
    )
    return Section("teams", "Teams and their leaders", folded or (Prose("There are no teams."),))


def listed_section(view: PlanView) -> Section:
    """Everyone who goes, by home unit, in order of batches and dates."""
    problem = view.problem
    rows: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for posting in view.postings.values():
        person = problem.person[posting.person]
        place = view.place(posting.opening).name
        dates = (str(posting.turn.first), str(posting.turn.last))
        rows[person.unit].append((person.name or person.id, person.id, place, posting.batch, *dates))
    header = ("Name", "Id", "Place", "Batch", "First day", "Last day")
    folded = tuple(
        Folded(
            f"{unit.name}: {counted(len(rows[unit.id]), 'person', 'people')}",
            (Table(f"People of {unit.name} ({unit.id}) who go", header, tuple(rows[unit.id])),),
        )
        for unit in view.home_units
        if unit.id in rows
    )
    return Section("list", "The list", folded or (Prose("Nobody goes."),))


def left_out_section(view: PlanView) -> Section:
    """Everyone who stays, by home unit, with the published reason and nothing more."""
    counts = Counter(entry.reason for entry in view.plan.left_out)
    rows: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for entry in view.plan.left_out:
        person = view.problem.person[entry.person]
        rows[person.unit].append((person.name or person.id, person.id, REASON_WORDS[entry.reason]))
    if not rows:
        return Section("left-out", "Who stays this time", (Prose("Everyone goes."),))
    table = Table(
        "Reasons as published",
        ("Reason", "People"),
        tuple((REASON_WORDS[reason], counts[reason]) for reason in LeftOutReason if counts[reason]),
        ("All", len(view.plan.left_out)),
    )
    words = Prose(
        "“Not available” is one undivided state; why somebody is not available is neither shown nor kept here."
    )
    folded: tuple[Block, ...] = tuple(
        Folded(
            f"{unit.name}: {counted(len(rows[unit.id]), 'person', 'people')}",
            (Table(f"People of {unit.name} ({unit.id}) who stay", ("Name", "Id", "Reason"), tuple(rows[unit.id])),),
        )
        for unit in view.home_units
        if unit.id in rows
    )
    return Section("left-out", "Who stays this time", (table, words, *folded))
