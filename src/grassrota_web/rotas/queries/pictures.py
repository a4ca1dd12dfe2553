"""Pictures as SVG drawn here: the search as it goes on, the spread of turns, the map of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.report.charts import Bar, bars
from grassrota_web.rotas.queries.board import Board

WIDTH, HEIGHT, LEFT, TOP = 640, 150, 44, 14


def search(points: Sequence[Mapping[str, Any]]) -> SafeString:
    """Gap and violations over time, one above the other on one time scale."""
    last = max((point["seconds"] for point in points), default=1) or 1
    gaps = [(point["seconds"], point["gap"]) for point in points if point["gap"] is not None]
    broken = [(point["seconds"], point["violations"]) for point in points if point["violations"] is not None]
    panels = (
        (_("Gap to the best possible, %"), [(at, 100 * gap) for at, gap in gaps]),
        (_("Rules broken by the latest attempt"), broken),
    )
    drawn = format_html_join(
        "", "{}", ((_panel(n * (HEIGHT + 28), title, line, last),) for n, (title, line) in enumerate(panels))
    )
    axis = format_html(
        '<text class="axis" x="{}" y="{}" text-anchor="end">{}</text>',
        WIDTH,
        2 * HEIGHT + 46,
        _("%(seconds)s seconds") % {"seconds": round(last, 1)},
    )
    return format_html(
        '<svg class="search" viewBox="0 0 {} {}" width="{}" aria-hidden="true">{}{}</svg>',
        WIDTH,
        2 * HEIGHT + 52,
        "100%",
        drawn,
        axis,
    )


def _panel(top: int, title: str, line: Sequence[tuple[float, float]], last: float) -> SafeString:
    highest = max((value for _, value in line), default=0) or 1
    base, height = top + TOP + HEIGHT - 20, HEIGHT - 34

    def place(at: float, value: float) -> str:
        return f"{LEFT + (WIDTH - LEFT - 6) * at / last:.1f},{base - height * value / highest:.1f}"

    steps = []
    for (at, value), (until, _value) in pairwise([*line, (last, 0)]):
        steps += [place(at, value), place(until, value)]
    end = line[-1][1] if line else None
    told = _("not known yet") if end is None else f"{end:.2f}".rstrip("0").rstrip(".")
    return format_html(
        '<text class="label" x="0" y="{}">{}: {}</text><line class="rail" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="axis" x="0" y="{}">{}</text><text class="axis" x="0" y="{}">0</text>'
        '<polyline class="trace" fill="none" points="{}"/>',
        *(top + TOP, title, told, LEFT, WIDTH, base, base, base - height + 6, f"{highest:.3g}", base),
        " ".join(steps),
    )


def spread(board: Board) -> dict[str, Any]:
    """Turns served once the plan is carried out, as a chart with its table."""
    title = _("Turns served once this plan is carried out")
    rows = [
        Bar(
            ngettext("%(turns)s turn", "%(turns)s turns", turns) % {"turns": turns},
            ngettext("%(after)s person, %(before)s now", "%(after)s people, %(before)s now", after)
            % {"after": f"{after:,}", "before": f"{before:,}"},
            after,
            before,
        )
        for turns, before, after in board.turns
    ]
    summary = _("Bar: people then. Mark: people now.")
    return {
        "id": "spread",
        "title": title,
        "summary": summary,
        "svg": bars("spread-picture", title, summary, rows) if rows else "",
        "columns": [
            {"label": _("Turns")},
            {"label": _("People now"), "numeric": True},
            {"label": _("People then"), "numeric": True},
        ],
        "rows": [
            [{"text": str(turns)}, {"text": f"{before:,}", "numeric": True}, {"text": f"{after:,}", "numeric": True}]
            for turns, before, after in board.turns
        ],
    }


def map_of(board: Board) -> SafeString | str:
    """Places to be covered where they are, if the tree knows: the fuller the dot, the more batches cover it."""
    known = [
        (line, position)
        for line in board.places
        for position in (board.view.problem.position(line.unit.id),)
        if position is not None and line.unit.position is not None
    ]
    if len(known) < 2:
        return ""
    east, north = [where[0] for _, where in known], [where[1] for _, where in known]
    width, height = max(1, max(east) - min(east)), max(1, max(north) - min(north))
    scale = min(600 / width, 400 / height)
    dots = format_html_join(
        "",
        '<g><title>{}: {}</title><circle class="{}" cx="{}" cy="{}" r="6"/></g>',
        (
            (
                line.unit.name,
                " · ".join(f"{part.count}/{part.of}" for part in line.covered),
                "covered" if all(part.count == part.of for part in line.covered) else "uncovered",
                f"{10 + (where[0] - min(east)) * scale:.0f}",
                f"{10 + (max(north) - where[1]) * scale:.0f}",
            )
            for line, where in known
        ),
    )
    return format_html(
        '<svg class="map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        round(width * scale) + 20,
        round(height * scale) + 20,
        _("Places where they are; the table has the same."),
        dots,
    )
