"""Who is away, as bars: of the staff of each unit, and against how many may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from grassrota_web.figures.pictures.frame import BAR, MOST, ROW, beside_table, number, outline, short, svg, top, wide
from grassrota_web.figures.queries.asof import Counts
from grassrota_web.figures.queries.floors import Line


def who_is_away(lines: Sequence[Counts]) -> dict[str, Any]:
    """Of the staff of each unit, how many are away, for ``components/svg_chart.html`` beside the table of people."""
    drawn = lines[:MOST]
    most = max(line.found["staff"] for line in drawn)
    bars = format_html_join(
        "",
        '{}<rect x="0" y="{}" width="{}" height="{}"/>',
        (
            (
                outline(place, f"{short(line.unit.name)}: {number(line.found['staff'])}", line.found["staff"], most),
                *(top(place), wide(line.found["away"], most), BAR),
            )
            for place, line in enumerate(drawn)
        ),
    )
    summary = _("Outline: the staff. Dark: those who departed and are not back.")
    return beside_table("away", _("Who is away"), summary, svg(ROW * len(drawn), bars), len(lines), "people")


def against_floors(lines: Sequence[Line]) -> dict[str, Any]:
    """How many are away beside how many may be, for ``components/svg_chart.html``.

    Args:
        lines: At least one, the nearest to its floor first.
    """
    drawn = lines[:MOST]
    most = max(max(line.floor.staff, line.floor.away) for line in drawn)
    bars = format_html_join(
        "",
        '{0}<rect x="0" y="{1}" width="{2}" height="{3}"/>{4}',
        (
            (
                outline(place, f"{short(line.name, 24)}: {_in_short(line)}", line.floor.staff, most),
                *(top(place), wide(line.floor.away, most), BAR, _mark(place, line, most)),
            )
            for place, line in enumerate(drawn)
        ),
    )
    summary = _("Outline: the staff. Dark: those who are away. Mark: how many may be; what is right of it must stay.")
    if len(lines) > MOST:
        summary += " " + _("The %(count)s nearest to their floor are drawn.") % {"count": MOST}
    return {
        "id": "floors",
        "title": _("Away, against the floor that must stay"),
        "summary": summary,
        "svg": svg(ROW * len(drawn), bars),
        **as_table(lines),
    }


def as_table(lines: Sequence[Line]) -> dict[str, Any]:
    """The same in numbers; a dash where no rule says how many must stay."""
    columns = (_("Staff"), _("Away"), _("At home"), _("Must stay"), _("May still go"))
    return {
        "columns": [{"label": _("Unit")}, *({"label": label, "numeric": True} for label in columns)],
        "rows": [
            [
                {"text": line.name, "url": line.url},
                *({"text": "–" if count is None else number(count), "numeric": True} for count in _counts(line)),
            ]
            for line in lines
        ],
    }


def _counts(line: Line) -> tuple[int | None, ...]:
    floor = line.floor
    return floor.staff, floor.away, floor.at_home, floor.stay, floor.spare


def _in_short(line: Line) -> str:
    floor = line.floor
    if floor.may is None:
        return _("%(away)s away, no rule") % {"away": number(floor.away)}
    return _("%(away)s away, %(may)s may be") % {"away": number(floor.away), "may": number(floor.may)}


def _mark(place: int, line: Line, most: int) -> str:
    """A line across the bar; of what nobody may leave, at its beginning."""
    if line.floor.may is None:
        return ""
    across = max(wide(line.floor.may, most), 1.5)
    # longer than the bar, so that it is seen where the bar is dark as well
    return format_html('<path d="M{} {}v{}" stroke="currentColor" stroke-width="3"/>', across, top(place) - 4, BAR + 8)
