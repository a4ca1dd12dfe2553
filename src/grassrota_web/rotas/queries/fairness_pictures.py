"""Fairness over the years as pictures, each with its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from grassrota.report.charts import Bar, Tone, bars
from grassrota.report.compare_words import groups
from grassrota.rota.burden import Rate, Side
from grassrota.rota.fairness import Fairness, Year
from grassrota.rota.problem import RotaProblem
from grassrota_web.rotas.queries.side_by_side import SIDES, group_name, percent

Pair = tuple[Year, Year]


def facts(found: Fairness) -> list[tuple[str, str, str]]:
    """Headlines after the last year: what it is, with the rule, and without."""
    fair, free, price = found.fair[-1], found.free[-1], found.price
    over = [sum(year.passed_over for year in course) for course in (found.fair, found.free)]
    told = [
        (_("At most one turn above colleagues"), _within(fair), _within(free)),
        (_("Widest difference of turns"), f"{fair.widest}", f"{free.widest}"),
        (_("Times somebody was passed over"), f"{over[0]:,}", f"{over[1]:,}"),
        (_("Gini coefficient over people"), _number(fair.gini), _number(free.gini)),
        (_("Gini coefficient over home units"), _number(fair.gini_of_units), _number(free.gini_of_units)),
    ]
    if price and price.paid is not None:
        most = "" if price.at_most is None else _(", at most %(most)s") % {"most": f"{100 * price.at_most:.2f} %"}
        told.append((_("Price of fairness"), f"{100 * price.paid:.2f} %{most}", "–"))
    return told


def pictures(problem: RotaProblem, found: Fairness) -> list[dict[str, Any]]:
    """Year by year, then by home unit, grade and band."""
    pairs = list(zip(found.fair, found.free, strict=False))
    return [
        _yearly(
            "within",
            _("At most one turn above the fewest of their colleagues"),
            _("Bar: people, with the rule. Mark: without it."),
            pairs,
            _within,
            lambda year: float(year.within_one.share or 0),
        ),
        _yearly(
            "over",
            _("Passed over: they stay while a colleague with more turns goes"),
            _("Bar: people, with the rule. Mark: without it."),
            pairs,
            lambda year: f"{year.passed_over:,}",
            lambda year: float(year.passed_over),
            Tone.HATCHED,
        ),
        _prices(found),
        *(_groups(problem, found, side) for side in Side),
    ]


def _yearly(
    name: str,
    title: str,
    summary: str,
    pairs: Sequence[Pair],
    text: Callable[[Year], str],
    value: Callable[[Year], float],
    tone: Tone = Tone.SOLID,
) -> dict[str, Any]:
    drawn = [
        Bar(_year(fair), _without(text(fair), text(free)), value(fair), value(free), tone=tone) for fair, free in pairs
    ]
    rows = [(_year(fair), text(fair), text(free)) for fair, free in pairs]
    return _picture(name, title, summary, drawn, (_("Year"), _("With the rule"), _("Without")), rows)


def _prices(found: Fairness) -> dict[str, Any]:
    drawn, rows = [], []
    for year in found.fair:
        price = year.price
        if price is None or price.paid is None:
            continue
        most = "–" if price.at_most is None else f"{100 * price.at_most:.2f} %"
        paid = f"{100 * price.paid:.2f} %"
        told = _("%(paid)s, at most %(most)s") % {"paid": paid, "most": most}
        drawn.append(Bar(_year(year), told, max(price.paid, 0), max(price.at_most or 0, 0)))
        rows.append((_year(year), f"{price.fair:,}", f"{price.free:,}", f"{price.bound:,.0f}", paid, most))
    heads = (
        _("Year"),
        _("Cost with the rule"),
        _("Cost without"),
        _("No plan costs less than"),
        _("Price"),
        _("At most"),
    )
    summary = _("Bar: by how much the plan with the rule costs more. Mark: the most that the rule can cost, proven.")
    return _picture("price", _("Price of fairness"), summary, drawn, heads, rows)


def _groups(problem: RotaProblem, found: Fairness, side: Side) -> dict[str, Any]:
    fair, free = found.fair[-1].rates[side], found.free[-1].rates[side]
    drawn, rows, none = [], [], Rate(0, 0)
    for name in groups(problem, side, fair, free):
        one, other = fair.get(name, none), free.get(name, none)
        label = group_name(problem, side, name)
        drawn.append(
            Bar(label, _without(_number(one.a_year), _number(other.a_year)), one.a_year or 0, other.a_year or 0)
        )
        told = [f"{rate.turns:,} / {rate.years:,}" for rate in (one, other)]
        rows.append((label, told[0], _number(one.a_year), told[1], _number(other.a_year)))
    heads = (_("Group"), _("Turns / years"), _("a year"), _("Without: turns / years"), _("a year"))
    title = _("%(side)s: turns in a year in which one could go") % {"side": SIDES[side]}
    return _picture(f"by-{side}", title, _("Bar: with the rule. Mark: without it."), drawn, heads, rows)


def _picture(
    name: str, title: str, summary: str, drawn: Sequence[Bar], heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[str, Any]:
    return {
        "id": f"fair-{name}",
        "title": title,
        "summary": summary,
        "svg": bars(f"fair-{name}-picture", title, summary, drawn) if any(b.value or b.mark for b in drawn) else "",
        "columns": [{"label": head, "numeric": place > 0} for place, head in enumerate(heads)],
        "rows": [[{"text": cell, "numeric": place > 0} for place, cell in enumerate(row)] for row in rows],
    }


def _year(year: Year) -> str:
    return _("Year %(n)s") % {"n": year.number}


def _without(first: str, second: str) -> str:
    return _("%(first)s, without %(second)s") % {"first": first, "second": second}


def _within(year: Year) -> str:
    return percent(year.within_one.count, year.within_one.of)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
