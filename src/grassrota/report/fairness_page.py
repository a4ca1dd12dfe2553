"""The page of fairness over the years: how turns spread with the rule and without, and what the rule costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grassrota.report.charts import Bar, Tone, bars
from grassrota.report.compare_words import SIDE_WORDS, group_name, groups
from grassrota.report.page import Cell, Exhibit, Fact, Facts, Items, Page, Prose, Section, Table, percent, render
from grassrota.rota.burden import Rate, Side, range_of, worst_off
from grassrota.rota.fairness import Fairness, Year
from grassrota.rota.problem import RotaProblem

HOW = (
    (
        "Colleagues are the people of one grade of one home unit who could go in a year. The rule of turns: of two "
        "colleagues, the one with more turns never goes while the one with fewer stays."
    ),
    "Two courses begin with the same roster and lose and gain the same people: one planned with the rule, one without.",
    (
        "Who comes new, or could not go for a year, stands no lower than the colleague with the fewest turns: nothing "
        "is made up for."
    ),
    (
        "The price of fairness is by how much the plan with the rule costs more than the plan without, of the same "
        "roster in the same year."
    ),
)


def fairness_page(problem: RotaProblem, found: Fairness, seed: int) -> str:
    """Both courses as one self-contained HTML file, in English; it names units, grades and bands, and no person.

    Args:
        problem: The first year's problem.
        found: What was found, at least one year.
        seed: By which people leave and come.
    """
    years = len(found.fair)
    sections = (
        Section("summary", "In brief", (_headlines(found), Items(HOW))),
        Section("turns", "Turns, year by year", (_within_one(found), _passed_over(found))),
        Section("price", "What fairness costs", (_price(found),)),
        Section("burden", "Who bears it", tuple(_groups(problem, found, side) for side in Side)),
        Section("spread", "Spread over people and units", (_spread(found), _spread_words())),
    )
    lines = (f"{years} years, people leaving and coming by seed {seed}",)
    footer = "Made by Grassrota. This page is one file and loads nothing."
    return render(Page("en", "Fairness over the years", problem.policy.title, lines, sections, footer))


def _headlines(found: Fairness) -> Facts:
    fair, free, price = found.fair[-1], found.free[-1], found.price
    facts = [
        Fact(
            "Within one turn",
            percent(fair.within_one.count, fair.within_one.of),
            f"of those who could go, after the last year; {percent(free.within_one.count, free.within_one.of)} without "
            "the rule",
        ),
        Fact(
            "Widest difference", f"{fair.widest}", f"between two colleagues, in turns; {free.widest} without the rule"
        ),
        Fact(
            "Passed over",
            f"{sum(year.passed_over for year in found.fair):,}",
            f"times somebody stayed while a colleague with more turns went; "
            f"{sum(year.passed_over for year in found.free):,} without the rule",
        ),
    ]
    if price and price.paid is not None:
        more = "" if price.at_most is None else f"; proven to be at most {price.at_most:.2%}"
        facts.append(Fact("Price of fairness", f"{price.paid:.2%}", f"of the cost without the rule{more}"))
    return Facts(tuple(facts))


def _within_one(found: Fairness) -> Exhibit:
    pairs = list(zip(found.fair, found.free, strict=False))
    drawn = [
        Bar(
            f"Year {fair.number}",
            f"{_share(fair)}, without {_share(free)}",
            _number(fair),
            _number(free),
            1,
        )
        for fair, free in pairs
    ]
    rows = tuple(
        (fair.number, fair.within_one.count, fair.within_one.of, _share(fair), free.within_one.count, _share(free))
        for fair, free in pairs
    )
    header = ("Year", "With the rule", "of", "share", "Without", "share")
    title = "People at most one turn above the fewest of their colleagues"
    return _exhibit("within", title, "Bar: with the rule. Mark: without. Track: everybody.", drawn, header, rows)


def _share(year: Year) -> str:
    return percent(year.within_one.count, year.within_one.of)


def _number(year: Year) -> float:
    return float(year.within_one.share or 0)


def _passed_over(found: Fairness) -> Exhibit:
    pairs = list(zip(found.fair, found.free, strict=False))
    drawn = [
        Bar(f"Year {fair.number}", f"{fair.passed_over:,}, without {free.passed_over:,}", fair.passed_over,
            free.passed_over, tone=Tone.HATCHED)
        for fair, free in pairs
    ]  # fmt: skip
    rows = tuple(
        (fair.number, fair.going.count, fair.passed_over, fair.widest, free.passed_over, free.widest)
        for fair, free in pairs
    )
    header = ("Year", "Go", "Passed over", "Widest difference", "Without: passed over", "Without: widest")
    return _exhibit("over", "People passed over", "Bar: with the rule. Mark: without.", drawn, header, rows)


def _price(found: Fairness) -> Exhibit:
    priced = [(year, year.price) for year in found.fair if year.price]
    drawn, rows = [], []
    for year, price in priced:
        paid, most = price.paid or 0.0, price.at_most
        told = f"{paid:.2%}" + ("" if most is None else f", at most {most:.2%}")
        drawn.append(Bar(f"Year {year.number}", told, max(paid, 0.0), None if most is None else max(most, 0.0)))
        cells: tuple[Cell, ...] = (year.number, price.fair, price.free, f"{price.bound:,.0f}", f"{paid:.2%}")
        rows.append((*cells, "unknown" if most is None else f"{most:.2%}"))
    header = ("Year", "Cost with the rule", "Cost without", "No plan costs less than", "Price", "At most")
    title = "Price of fairness, of the cost without the rule"
    key = "Bar: what was paid. Mark: what is proven to be the most that the rule can cost."
    return _exhibit("price", title, key, drawn, header, tuple(rows))


def _groups(problem: RotaProblem, found: Fairness, side: Side) -> Exhibit:
    fair, free = found.fair[-1].rates[side], found.free[-1].rates[side]
    drawn, rows = [], []
    for name in groups(problem, side, fair, free):
        one, other = fair.get(name, Rate(0, 0)), free.get(name, Rate(0, 0))
        label = group_name(problem, side, name)
        drawn.append(Bar(label, f"{_rate(one)} a year, without {_rate(other)}", one.a_year or 0, other.a_year or 0))
        rows.append((label, one.turns, one.years, _rate(one), other.turns, other.years, _rate(other)))
    worst = group_name(problem, side, worst_off(fair)) if worst_off(fair) else "nobody"
    title = f"Turns per eligible year, by {SIDE_WORDS[side]}"
    key = f"Bar: with the rule. Mark: without. Most turns with the rule: {worst}{_apart(fair)}."
    header = ("Group", "Turns", "Eligible years", "a year", "Without: turns", "Eligible years", "a year")
    return _exhibit(f"by-{side}", title, key, drawn, header, tuple(rows))


def _apart(rates: Mapping[str, Rate]) -> str:
    ends = range_of(rates.values())
    return "" if ends is None else f"; groups lie between {ends[0]:.2f} and {ends[1]:.2f}"


def _rate(rate: Rate) -> str:
    return "–" if rate.a_year is None else f"{rate.a_year:.2f}"


def _spread(found: Fairness) -> Table:
    rows = tuple(
        (
            fair.number,
            _coefficient(fair.gini),
            _coefficient(free.gini),
            _coefficient(fair.gini_of_units),
            _coefficient(free.gini_of_units),
        )
        for fair, free in zip(found.fair, found.free, strict=False)
    )
    header = ("Year", "People, with the rule", "People, without", "Units, with the rule", "Units, without")
    return Table("Gini coefficient of turns per eligible year, up to each year", header, rows)


def _spread_words() -> Prose:
    return Prose(
        "0: all have the same; near 1: one has all. These turns are those of the simulated years alone: where the rule "
        "lets people catch up who had served less before, it makes them more uneven for a while."
    )


def _coefficient(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _exhibit(
    chart_id: str,
    title: str,
    key: str,
    drawn: Sequence[Bar],
    header: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
) -> Exhibit:
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in drawn)
    return Exhibit(title, bars(chart_id, title, words, drawn), key, Table(title, header, rows))
