"""The walk of a verdict: failures as the cases came in, between the line that refutes and the one that confirms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from grassrota.inspection.design import Outcome
from grassrota.inspection.verdict import Verdict
from grassrota_web.inspections.words import OUTCOMES

WIDTH, HEIGHT, EDGE = 400, 200, 24


def walk(verdict: Verdict) -> dict[str, Any]:
    """The walk for ``components/svg_chart.html``; silent cases are drawn twice, as fixed and as not."""
    edges = verdict.design.boundaries
    low, high = _paths(verdict.found[: verdict.visited])
    frame = _Frame(edges.longest, max(edges.refute[-1], high[-1]) + 1)
    confirm = [(visited, line) for visited, line in enumerate(edges.confirm) if line >= 0]
    confirm = [(confirm[0][0], -1), *confirm]
    refute = [(visited, line) for visited, line in enumerate(edges.refute) if line <= visited]
    svg = format_html(
        '<svg viewBox="0 0 {} {}" width="{}" aria-hidden="true" fill="none" stroke="currentColor">{}{}{}{}{}{}{}</svg>',
        *(WIDTH, HEIGHT, WIDTH, frame.axes(), frame.line(confirm, "6 3"), frame.line(refute, "2 3")),
        *(frame.line(list(enumerate(low)), "", 2.5), frame.line(list(enumerate(high)), "", 1) if low != high else ""),
        frame.word(*refute[-1], OUTCOMES[Outcome.REFUTED]),
        frame.word(*confirm[0], OUTCOMES[Outcome.CONFIRMED]),
    )
    summary = _(
        "Across: cases looked at. Upwards: cases found not fixed. The claim is refuted where the walk reaches the "
        "dotted line above, and confirmed where it reaches the dashed line below."
    )
    if low != high:
        summary += " " + _("The thin walk counts cases without an answer as not fixed.")
    return {
        "id": "walk",
        "title": _("The walk between the boundaries"),
        "summary": summary,
        "svg": svg,
        "columns": [
            {"label": _("Looked at"), "numeric": True},
            {"label": _("Not fixed"), "numeric": True},
            {"label": _("Not fixed, or without an answer"), "numeric": True},
        ],
        "rows": [
            [
                {"text": str(number), "numeric": True},
                {"text": str(one), "numeric": True},
                {"text": str(other), "numeric": True},
            ]
            for number, (one, other) in enumerate(zip(low, high, strict=True))
        ],
    }


def _paths(found: Sequence[bool | None]) -> tuple[list[int], list[int]]:
    low, high = [0], [0]
    for fixed in found:
        low.append(low[-1] + (fixed is False))
        high.append(high[-1] + (fixed is not True))
    return low, high


class _Frame:
    """Where numbers stand in the picture."""

    def __init__(self, visits: int, failures: int) -> None:
        self.across, self.up = (WIDTH - 2 * EDGE) / max(visits, 1), (HEIGHT - 2 * EDGE) / (failures + 1)
        self.visits, self.failures = visits, failures

    def at(self, visited: int, failed: int) -> str:
        return f"{EDGE + visited * self.across:.1f},{HEIGHT - EDGE - (failed + 1) * self.up:.1f}"

    def line(self, points: Sequence[tuple[int, int]], dashes: str, width: float = 1.5) -> SafeString:
        joined = " ".join(self.at(*point) for point in points)
        return format_html(
            '<polyline points="{}" stroke-width="{}"{}/>',
            *(joined, width, format_html(' stroke-dasharray="{}"', dashes) if dashes else ""),
        )

    def word(self, visited: int, failed: int, text: object) -> SafeString:
        across, up = self.at(visited, failed).split(",")
        return format_html(
            '<text x="{}" y="{}" fill="currentColor" stroke="none" font-size="12" text-anchor="end">{}</text>',
            *(float(across) - 6, float(up) - 6, text),
        )

    def axes(self) -> SafeString:
        label = '<text x="{}" y="{}" fill="currentColor" stroke="none" font-size="12" text-anchor="{}">{}</text>'
        return format_html(
            '<path d="M{0} {0}V{1}H{2}" stroke-width="1"/>{3}{4}',
            *(EDGE, HEIGHT - EDGE, WIDTH - EDGE),
            format_html(label, WIDTH - EDGE, HEIGHT - 8, "end", self.visits),
            format_html(label, EDGE - 6, EDGE + 4, "end", self.failures),
        )
