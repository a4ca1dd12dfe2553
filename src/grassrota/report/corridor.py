"""The two boundaries of a sequential design, and the walk of an inspection between them, as inline SVG.

Visits run to the right, cases not fixed upwards. Text keeps its size whatever the width, as in the other charts; only
the drawing itself is stretched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.report.charts import round_scale

HEIGHT, BELOW = 260, 34
"""Pixels: of the drawing, and of the room for the axis below it; the other axis is written inside."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The words in the picture."""

    confirmed: str = "confirmed"
    refuted: str = "refuted"
    going_on: str = "one more visit"
    visits: str = "visits"
    not_fixed: str = "not fixed"


def corridor(
    chart_id: str,
    title: str,
    words: str,
    boundaries: Boundaries,
    walks: Sequence[Sequence[int]] = (),
    naming: Naming | None = None,
) -> Markup:
    """The corridor between the boundaries.

    Args:
        chart_id: Unique on the page.
        title: What the picture shows, for those who cannot see it.
        words: What is to be seen in it, in a sentence.
        boundaries: When the design stops.
        walks: Courses to draw in it: cases not fixed after 0, 1, ... visits.
        naming: The words in the picture; English if not given.
    """
    named = naming or Naming()
    longest = boundaries.longest
    highest = max(boundaries.refute[-1] + 1, *(max(walk) + 1 for walk in walks if walk), 2)
    lines = (_line("walk", enumerate(walk), highest) for walk in walks if walk)
    drawing = Markup(
        '<svg width="100%" height="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" overflow="hidden">{}</svg>'
    ).format(HEIGHT, longest, highest, Markup("").join((*_zones(boundaries, highest), *lines)))
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{0}-title {0}-words" width="100%" height="{1}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-words">{3}</desc>{4}{5}</svg>'
    ).format(chart_id, HEIGHT + BELOW, title, words, drawing, Markup("").join(_axes(longest, highest, named)))


def _zones(boundaries: Boundaries, highest: int) -> Iterator[Markup]:
    """Where the claim is confirmed, and where it is refuted; each with its edge."""
    confirm = [(n, allowed + 0.5) for n, allowed in enumerate(boundaries.confirm) if allowed >= 0]
    refute = [(n, least - 0.5) for n, least in enumerate(boundaries.refute) if least <= n]
    for name, edge, floor in (("confirmed", confirm, 0.0), ("refuted", refute, float(highest))):
        if edge:
            closed = [(edge[0][0], floor), *edge, (edge[-1][0], floor)]
            yield _area(name, closed, highest)
            yield _line(f"edge {name}", edge, highest)


def _area(name: str, points: Iterable[tuple[float, float]], highest: int) -> Markup:
    return Markup('<path class="zone {}" d="{}Z"/>').format(name, _path(points, highest))


def _line(name: str, points: Iterable[tuple[float, float]], highest: int) -> Markup:
    return Markup('<path class="{}" vector-effect="non-scaling-stroke" d="{}"/>').format(name, _path(points, highest))


def _path(points: Iterable[tuple[float, float]], highest: int) -> str:
    return "M" + " L".join(f"{x:g},{highest - y:g}" for x, y in points)


def _axes(longest: int, highest: int, named: Naming) -> Iterator[Markup]:
    for value, text in round_scale(longest, lambda visits: f"{visits:,.0f}").ticks:
        part = value / longest
        if part <= 1:
            anchor = "start" if part < 0.05 else "end" if part > 0.95 else "middle"
            yield _text("axis", 100 * part, HEIGHT + 15, anchor, text)
    for value, text in round_scale(highest, lambda failed: f"{failed:,.0f}").ticks:
        if 0 < value < highest and value == int(value):
            yield _text("axis", 0.6, HEIGHT - HEIGHT * value / highest + 4, "start", text)
    yield _text("axis", 100, HEIGHT + 31, "end", named.visits)
    yield _text("axis", 0.6, 14, "start", named.not_fixed)
    yield _text("label", 26, HEIGHT * 0.24, "middle", named.refuted)
    yield _text("label", 55, HEIGHT * 0.55, "middle", named.going_on)
    yield _text("label", 84, HEIGHT * 0.9, "middle", named.confirmed)


def _text(name: str, percent: float, y: float, anchor: str, text: str) -> Markup:
    return Markup('<text class="{}" x="{:.2f}%" y="{:.0f}" text-anchor="{}">{}</text>').format(
        name, percent, y, anchor, text
    )
