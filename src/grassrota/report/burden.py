"""The spread of the burden: turns served after this plan, and who is on the list beside who could have been."""

from __future__ import annotations

from collections import Counter

from grassrota.posting.listing import Mix, mix
from grassrota.report.charts import Bar, bars
from grassrota.report.page import Block, Exhibit, Prose, Section, Table, counted, percent
from grassrota.report.plan_view import PlanView
from grassrota.rota.qualities import band

LEAST_SHOWN = 5
"""With fewer people on the list, or fewer of the pool left off it, counts could tell who is surplus or key staff."""

BAND_WORDS = {
    "senior, 5 years or more": "Senior, 5 years or more",
    "senior, under 5 years": "Senior, under 5 years",
    "junior, 5 years or more": "Junior, 5 years or more",
    "junior, under 5 years": "Junior, under 5 years",
    "surplus": "Above authorised headcount",
}


def burden(view: PlanView) -> Section:
    """The distribution of turns, then the mix of the list, in all and by home unit."""
    return Section("burden", "Spread of the burden", (*_turns(view), *_mix(view)))


def _turns(view: PlanView) -> tuple[Block, ...]:
    before = Counter(person.turns_served for person in view.problem.people)
    after = Counter(person.turns_served + (person.id in view.going) for person in view.problem.people)
    if not before:
        return (Prose("There is nobody on the roster."),)
    range_of_turns = range(max((*before, *after)) + 1)
    rows = tuple((counted(turns, "turn", "turns"), before[turns], after[turns]) for turns in range_of_turns)
    drawn = [
        Bar(name, f"{counted(after, 'person', 'people')}, {before:,} before", after, before)
        for name, before, after in rows
    ]
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in drawn)
    key = "Bar: people who will have served so many turns once this plan is carried out. Mark: how many have now."
    table = Table(
        "Turns served, before and after this plan",
        ("Turns", "People before", "People after"),
        rows,
        ("All staff", len(view.problem.people), len(view.problem.people)),
    )
    chart = bars("turns", "People by turns served after this plan", words, drawn)
    return (Exhibit("Turns served once this plan is carried out", chart, key, table),)


def _mix(view: PlanView) -> tuple[Block, ...]:
    words = Prose(
        "A list must not be a way to get rid of people. So who is on it is published beside who could have been: where "
        "the two shares lie far apart, ask why."
    )
    listed, pool = len(view.going & {p.id for p in view.problem.eligible}), len(view.problem.eligible)
    if not listed:
        return words, Prose("Nobody is on the list.")
    if _few(listed, pool):
        reason = (
            f"Fewer than {LEAST_SHOWN} people are on the list, or left off it: the mix would tell about single people."
        )
        return words, Prose(reason)
    return words, _bands(view, listed, pool), *_by_unit(view)


def _bands(view: PlanView, listed: int, pool: int) -> Exhibit:
    able = Counter(band(view.problem, person) for person in view.problem.eligible)
    chosen = Counter(band(view.problem, person) for person in view.problem.eligible if person.id in view.going)
    key_able = sum(person.key_staff for person in view.problem.eligible)
    key_chosen = sum(person.key_staff for person in view.problem.eligible if person.id in view.going)
    counts = [(words, chosen[name], able[name]) for name, words in BAND_WORDS.items() if able[name]]
    counts.append(("Key staff (counted above too)", key_chosen, key_able))
    rows = tuple((name, on, percent(on, listed), of, percent(of, pool)) for name, on, of in counts)
    drawn = [
        Bar(name, f"{percent(on, listed)}, pool {percent(of, pool)}", on / listed, of / pool) for name, on, of in counts
    ]
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in drawn)
    table = Table(
        "Who is on the list beside who could have been",
        ("Band", "On the list", "Share of the list", "In the pool", "Share of the pool"),
        rows,
    )
    key = f"Bar: share of the {listed:,} people on the list. Mark: share of the {pool:,} who could go."
    chart = bars("bands", "Shares of the list beside shares of the pool", words, drawn)
    return Exhibit("The list beside the pool, by grade, tenure and headcount", chart, key, table)


def _by_unit(view: PlanView) -> tuple[Block, ...]:
    mixes = [mix(unit.id, view.going, view.eligible_by_unit.get(unit.id, ())) for unit in view.home_units]
    few = {found.unit for found in mixes if _few(found.listed, found.pool)}
    if len(few) == 1:
        # one hidden unit could be had by subtraction from the sums: the next smallest is hidden with it
        others = [found for found in mixes if found.pool and found.unit not in few]
        few |= {found.unit for found in sorted(others, key=lambda found: found.pool)[:1]}
    header = ("Home unit", "On the list", "In the pool", "Above headcount", "In the pool", "Key staff", "In the pool")
    rows = tuple((view.problem.tree[found.unit].name, *_cells(found, found.unit in few)) for found in mixes)
    table = Table("The list beside the pool, by home unit", header, rows)
    note = Prose(
        f"Units with 1 to {LEAST_SHOWN - 1} people on the list, or left off it, show no detail: counts could tell "
        "about single people."
    )
    if few.issuperset(found.unit for found in mixes if found.pool):
        return (note,)
    return (table, note) if few else (table,)


def _few(listed: int, pool: int) -> bool:
    """True if those on the list, or those left off it, are so few that counts would tell about them."""
    return 0 < listed < LEAST_SHOWN or 0 < pool - listed < LEAST_SHOWN


def _cells(found: Mix, few: bool) -> tuple[int | str, ...]:
    counts = (found.surplus_listed, found.surplus_pool, found.key_listed, found.key_pool)
    return (found.listed, found.pool, *(("not shown",) * 4 if few else counts))
