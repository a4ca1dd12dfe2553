"""The page of two plans side by side: what each costs and does, who is treated differently, and which rules bind."""

from __future__ import annotations

from fractions import Fraction

from grassrota.report.charts import Bar, bars
from grassrota.report.compare_words import SIDE_WORDS, differences, group_name, groups, lines, prices
from grassrota.report.page import Block, Cell, Exhibit, Folded, Items, Page, Prose, Section, Table, percent, render
from grassrota.rota.burden import Side
from grassrota.rota.compare import Comparison, Moved
from grassrota.rota.plan import Assignment
from grassrota.rota.problem import RotaProblem


def compare_page(
    problem: RotaProblem, other: RotaProblem, found: Comparison, names: tuple[str, str], said: tuple[str, ...] = ()
) -> str:
    """The comparison as one self-contained HTML file, in English; it names people and is for the organiser.

    Args:
        problem: The problem of the first plan.
        other: The problem of the second.
        found: The comparison.
        names: What the two plans are called.
        said: What was imagined, one sentence each; empty for none.
    """
    sections = (
        Section("summary", "In brief", (*_imagined(said), _headlines(found, names))),
        Section("changes", "Who is treated differently", _changes(found)),
        Section("burden", "Who bears it", _burdens(problem, found, names)),
        Section("rules", "Rules that cost something", _rules(found, names)),
        Section("people", "The people", _people(problem, other, found, names)),
    )
    footer = "Made by Grassrota. This page is one file and loads nothing. It names people: keep it with the organiser."
    return render(Page("en", "Two plans side by side", problem.policy.title, names, sections, footer))


def _imagined(said: tuple[str, ...]) -> tuple[Block, ...]:
    return (Prose("What was imagined:"), Items(said)) if said else ()


def _headlines(found: Comparison, names: tuple[str, str]) -> Table:
    rows = tuple((line.what, line.first, line.second) for line in lines(found))
    return Table("Both plans in figures", ("Figure", *_columns(names)), rows)


def _columns(names: tuple[str, str]) -> tuple[str, str]:
    """Names of the two columns, which must not be the same."""
    return names if names[0] != names[1] else (f"{names[0]} (first)", f"{names[1]} (second)")


def _changes(found: Comparison) -> tuple[Block, ...]:
    told = tuple(differences(found))
    return (Items(told),) if told else (Prose("Nobody."),)


def _burdens(problem: RotaProblem, found: Comparison, names: tuple[str, str]) -> tuple[Block, ...]:
    if not found.first.going.count + found.second.going.count:
        return (Prose("Nobody goes in either plan."),)
    return tuple(_burden(problem, found, side, names) for side in Side)


def _burden(problem: RotaProblem, found: Comparison, side: Side, names: tuple[str, str]) -> Exhibit:
    first, second = found.first.burden[side], found.second.burden[side]
    drawn, rows = [], []
    for name in groups(problem, side, first, second):
        before, after = first.get(name), second.get(name)
        shares = [one.share or Fraction(0) if one else Fraction(0) for one in (before, after)]
        told = [percent(one.count, one.of) if one else "–" for one in (before, after)]
        label = group_name(problem, side, name)
        drawn.append(Bar(label, f"{told[1]}, first {told[0]}", shares[1], shares[0]))
        cells: list[Cell] = [label]
        for one, share in zip((before, after), told, strict=True):
            cells += [one.count if one else 0, one.of if one else 0, share]
        rows.append(tuple(cells))
    title = f"Share of those who could go that goes, by {SIDE_WORDS[side]}"
    header = ("Group", "First: go", "of", "share", "Second: go", "of", "share")
    key = f"Bar: {_columns(names)[1]}. Mark: {_columns(names)[0]}."
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in drawn)
    return Exhibit(title, bars(f"burden-{side}", title, words, drawn), key, Table(title, header, tuple(rows)))


def _rules(found: Comparison, names: tuple[str, str]) -> tuple[Block, ...]:
    rows = tuple((line.what, line.first, line.second) for line in prices(found))
    if not rows:
        return (Prose("Neither plan comes with prices that would tell."),)
    words = Prose(
        "A price says about how much the cost would fall if a rule asked for one person less at one place, or allowed "
        "one more. Rules without a price cost nothing."
    )
    return words, Table("Highest prices by rule", ("Rule", *_columns(names)), rows)


def _people(problem: RotaProblem, other: RotaProblem, found: Comparison, names: tuple[str, str]) -> tuple[Block, ...]:
    if not found.moved:
        return (Prose("Nobody is treated differently."),)
    rows = tuple(_moved(problem, other, one) for one in found.moved)
    table = Table("Where each plan has them", ("Name", "Id", *_columns(names)), rows)
    return (Folded(f"{len(rows):,} treated differently", (table,)),)


def _moved(problem: RotaProblem, other: RotaProblem, one: Moved) -> tuple[Cell, ...]:
    person = problem.person[one.person]
    return (person.name or person.id, person.id, _where(problem, one.first), _where(other, one.second))


def _where(problem: RotaProblem, entry: Assignment | None) -> str:
    if entry is None:
        return "stays"
    return f"{problem.tree[problem.opening[entry.opening].place].name}, batch {entry.batch}"
