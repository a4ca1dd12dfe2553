"""How a plan was found: its gap over time as inline SVG, and every moment at which something was news.

Text keeps its size whatever the width, as in the other charts; only the drawing itself is stretched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isfinite

from markupsafe import Markup

from grassrota.report.charts import Scale, round_scale
from grassrota.report.page import Exhibit, Section, Table
from grassrota.rota.moment import Moment

HEIGHT, BELOW = 180, 34
"""Pixels: of the drawing, and of the room for the axis below it; the other axis is written inside."""

Point = tuple[float, float]


def gap_over_time(history: Sequence[Moment]) -> tuple[Section, ...]:
    """The section; none where there is no history, or no gap in it because the bound is 0."""
    gaps = [(moment.seconds, moment.gap) for moment in history if moment.gap is not None and isfinite(moment.gap)]
    if not gaps:
        return ()
    words = (
        f"The first plan was there after {gaps[0][0]:.1f} seconds, with a gap of {gaps[0][1]:.2%}; "
        f"after {gaps[-1][0]:.1f} seconds the gap was {gaps[-1][1]:.2%}."
    )
    chart = _chart("Gap over time", words, gaps)
    return (Section("search", "How it was found", (Exhibit("Gap over time", chart, words, _table(history)),)),)


def _table(history: Sequence[Moment]) -> Table:
    header = ("Seconds", "Stage", "Least possible cost", "Cost of the best plan", "Gap", "Rules broken")
    rows = (
        (
            f"{moment.seconds:.1f}",
            moment.stage,
            round(moment.bound),
            "" if moment.objective is None else moment.objective,
            "" if moment.gap is None or not isfinite(moment.gap) else f"{moment.gap:.2%}",
            "" if moment.violations is None else moment.violations,
        )
        for moment in history
    )
    return Table("Moments of the search", header, tuple(rows))


def _chart(title: str, words: str, gaps: Sequence[Point]) -> Markup:
    across = round_scale(max(gaps[-1][0], 0.1), lambda seconds: f"{seconds:g} s")
    up = round_scale(max(max(gap for _, gap in gaps), 0.001), lambda gap: f"{100 * gap:g} %")
    drawing = Markup(
        '<svg width="100%" height="{}" viewBox="0 0 {:g} {:g}" preserveAspectRatio="none" overflow="hidden">'
        '<path class="walk" vector-effect="non-scaling-stroke" d="{}"/></svg>'
    ).format(HEIGHT, across.high, up.high, _path(gaps, up.high))
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="search-title search-words" width="100%" height="{}">'
        '<title id="search-title">{}</title><desc id="search-words">{}</desc>{}{}</svg>'
    ).format(HEIGHT + BELOW, title, words, drawing, Markup("").join(_axes(across, up)))


def _path(gaps: Sequence[Point], top: float) -> str:
    """Steps: a gap holds until the next one is known."""
    corners = [gaps[0]]
    for (_, before), (at, now) in pairwise(gaps):
        corners += [(at, before), (at, now)]
    return "M" + " L".join(f"{at:g},{top - gap:g}" for at, gap in corners)


def _axes(across: Scale, up: Scale) -> Iterator[Markup]:
    for value, text in across.ticks:
        part = value / across.high
        anchor = "start" if part < 0.05 else "end" if part > 0.95 else "middle"
        yield _text(100 * part, HEIGHT + 15, anchor, text)
    for value, text in up.ticks[1:]:
        yield _text(0.6, HEIGHT - HEIGHT * value / up.high + 14, "start", text)


def _text(percent: float, y: float, anchor: str, text: str) -> Markup:
    return Markup('<text class="axis" x="{:.2f}%" y="{:.0f}" text-anchor="{}">{}</text>').format(
        percent, y, anchor, text
    )
