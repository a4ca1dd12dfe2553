"""How long opinions wait, as one bar for each unit, the oldest at its end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.opinions.ages import bands
from grassrota_web.opinions.queries.ages import Line

WIDTH, ROW, BAR, LEGEND = 400, 38, 16, 48
SHADES = ("0.2", "0.45", "0.7", "1")
MOST = 12
"""Units in the picture; the table has all of them."""
LONGEST = 40
"""Characters of a name above its bar."""


def waiting(lines: Sequence[Line]) -> dict[str, Any]:
    """Opinions that wait, by unit and age, for ``components/svg_chart.html``.

    Args:
        lines: At least one, in the order in which they are shown.
    """
    drawn = lines[:MOST]
    most = max(line.total for line in drawn)
    bars = format_html_join("", "{}", ((_bar(number, line, most),) for number, line in enumerate(drawn)))
    summary = _("One bar for each unit, the oldest at its end. The longest bar is %(most)s.") % {
        "most": ngettext("{count} opinion", "{count} opinions", most).format(count=most)
    }
    if len(lines) > MOST:
        summary += " " + _("The %(count)s units with the oldest are drawn.") % {"count": MOST}
    return {
        "id": "ages",
        "title": _("Opinions that wait, by unit and age"),
        "summary": summary,
        "svg": format_html(
            '<svg viewBox="0 0 {0} {1}" width="{0}" aria-hidden="true" fill="currentColor">{2}{3}</svg>',
            *(WIDTH, ROW * len(drawn) + LEGEND, bars, _legend(ROW * len(drawn))),
        ),
        "columns": [
            {"label": _("Unit")},
            *({"label": band_name(low, high), "numeric": True} for low, high in bands()),
            {"label": _("All"), "numeric": True},
        ],
        "rows": [
            [
                {"text": name_of(line)},
                *({"text": str(count), "numeric": True} for count in (*line.counts, line.total)),
            ]
            for line in lines
        ],
    }


def band_name(low: int, high: int | None) -> str:
    """A band of ages in words."""
    if high is None:
        return _("%(low)s days and more") % {"low": low}
    return _("%(low)s to %(high)s days") % {"low": low, "high": high - 1}


def name_of(line: Line) -> str:
    """Whose they are."""
    return line.unit.name if line.unit else _("no unit yet, or the outside reviewer")


def _legend(top: int) -> SafeString:
    """What each shade stands for, two beside each other."""
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="12" height="12" fill-opacity="{}"/><text x="{}" y="{}" font-size="13">{}</text>',
        (
            (left, line, shade, left + 18, line + 11, band_name(*band))
            for place, (band, shade) in enumerate(zip(bands(), SHADES, strict=True))
            for left, line in [(place % 2 * WIDTH // 2, top + 8 + place // 2 * 20)]
        ),
    )


def _bar(number: int, line: Line, most: int) -> SafeString:
    top, scale = number * ROW, WIDTH / most
    ends = [0, *accumulate(line.counts)]
    parts = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill-opacity="{}"/>',
        (
            (round(start * scale, 1), top + ROW - BAR - 4, round((end - start) * scale, 1), BAR, shade)
            for (start, end), shade in zip(pairwise(ends), SHADES, strict=True)
            if end > start
        ),
    )
    name = name_of(line)
    short = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
    return format_html('<text x="0" y="{}" font-size="13">{}: {}</text>{}', top + 14, short, line.total, parts)
