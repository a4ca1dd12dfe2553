"""What is said about opinions, as pictures: reported beside confirmed, and their way over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from grassrota.opinions.ages import bands
from grassrota_web.figures.names import FIGURES
from grassrota_web.figures.pictures.frame import (
    BAR,
    MOST,
    ROW,
    WIDTH,
    beside_table,
    dated,
    number,
    outline,
    short,
    svg,
    top,
    wide,
)
from grassrota_web.figures.queries.asof import Counts
from grassrota_web.opinions.picture import band_name

DASHES = {"raised": "none", "reported_fixed": "6 3", "confirmed": "2 3"}


def reported_beside_confirmed(lines: Sequence[Counts]) -> dict[str, Any]:
    """What units say is fixed, and what those who raised it say, beside the table of opinions.

    Args:
        lines: Units with opinions, at least one, in the order in which they are shown.
    """
    drawn = lines[:MOST]
    most = max(line.found["raised"] for line in drawn)
    bars = format_html_join("", "{}", ((_fixed_bar(place, line, most),) for place, line in enumerate(drawn)))
    return beside_table(
        "fixed",
        _("Reported fixed, and confirmed by whoever raised it"),
        _(
            "Outline: all opinions raised. Light: the unit says they are fixed. Dark: their raisers say so too; "
            "crossed out: they say no."
        ),
        svg(ROW * len(drawn), bars),
        len(lines),
        "opinions",
    )


def waiting(found: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """What waits by its age, the youngest first, for ``components/svg_chart.html``.

    Args:
        found: By the days from which a class of ages begins: opinions that are open, and that are refuted.
    """
    classes = [(band_name(low, high), found.get(str(low), {})) for low, high in bands()]
    most = max(max(counts.values(), default=0) for _name, counts in classes)
    rows = [(name, counts.get("open", 0), counts.get("refuted", 0)) for name, counts in classes]
    bars = format_html_join(
        "",
        '<text x="0" y="{0}" font-size="13">{1}</text><rect x="0" y="{2}" width="{3}" height="9" fill-opacity="0.3"/>'
        '<rect x="0" y="{4}" width="{5}" height="9"/>',
        (
            (
                *(place * ROW + 14, f"{name}: {number(still)}, {number(no)}"),
                *(top(place) - 1, wide(still, most), top(place) + 9, wide(no, most)),
            )
            for place, (name, still, no) in enumerate(rows)
        ),
    )
    return {
        "id": "waiting",
        "title": _("What waits, by age"),
        "summary": _(
            "Light, and the first number: opinions that are open. Dark, the second: refuted by their raisers."
        ),
        "svg": svg(ROW * len(rows), bars),
        "columns": [
            {"label": _("Age")},
            *({"label": FIGURES[code], "numeric": True} for code in ("open", "refuted")),
        ],
        "rows": [
            [{"text": name}, *({"text": number(count), "numeric": True} for count in counts)] for name, *counts in rows
        ],
    }


def over_time(found: Sequence[tuple[date, Mapping[str, int]]], until: date) -> dict[str, Any]:
    """How what was raised, reported and confirmed grew, for ``components/svg_chart.html``.

    Args:
        found: Days on which something changed, at least one, and how it stood from then on.
        until: The last day shown.
    """
    first = found[0][0]
    days, most, high = max((until - first).days, 1), max(max(one.values()) for _day, one in found) or 1, 150
    drawn = [code for code in DASHES if code in found[0][1]]

    def at(day: date, count: int) -> tuple[float, float]:
        return round((day - first).days / days * WIDTH, 1), round(high - count / most * (high - 20), 1)

    paths = []
    for code in drawn:
        steps = [at(day, counts[code]) for day, counts in found]
        line = f"M{steps[0][0]} {steps[0][1]}" + "".join(f"H{x}V{y}" for x, y in steps[1:]) + f"H{WIDTH}"
        paths.append((line, DASHES[code]))
    lines = format_html_join(
        "", '<path d="{}" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="{}"/>', paths
    )
    legend = format_html_join(
        "",
        '<path d="M{0} {1}h30" stroke="currentColor" stroke-width="2" stroke-dasharray="{2}"/>'
        '<text x="{3}" y="{4}" font-size="13">{5}</text>',
        (
            (0, high + 34 + place * 20, DASHES[code], 38, high + 38 + place * 20, FIGURES[code])
            for place, code in enumerate(drawn)
        ),
    )
    ends = format_html(
        '<path d="M0 {0}H{1}" stroke="currentColor" stroke-width="0.5"/><text x="0" y="{2}" font-size="12">{3}</text>'
        '<text x="{1}" y="{2}" font-size="12" text-anchor="end">{4}</text><text x="0" y="12" font-size="12">{5}</text>',
        *(high, WIDTH, high + 15, dated(first), dated(until), number(most)),
    )
    return {
        "id": "over-time",
        "title": _("Over time"),
        "summary": _("Each line rises on the day on which its count was read; the number above is the greatest."),
        "svg": svg(high + 28 + 20 * len(drawn), format_html("{}{}{}", lines, ends, legend)),
        "columns": [{"label": _("As of")}, *({"label": FIGURES[code], "numeric": True} for code in drawn)],
        "rows": [
            [{"text": dated(day)}, *({"text": number(counts[code]), "numeric": True} for code in drawn)]
            for day, counts in reversed(found)
        ],
    }


def _fixed_bar(place: int, line: Counts, most: int) -> SafeString:
    at, words = top(place), f"{short(line.unit.name)}: {number(line.found['raised'])}"
    confirmed, reported = wide(line.found["confirmed"], most), wide(line.found["reported_fixed"], most)
    refuted = wide(line.found["refuted"], most)
    # those refuted stand at the end of what is reported, so that what nobody answered is what is left between
    crossed = format_html(
        '<path d="M{0} {1}L{2} {3}M{0} {3}L{2} {1}" stroke="currentColor" stroke-width="1.5"/>',
        *(round(reported - refuted, 1), at, reported, at + BAR),
    )
    return format_html(
        '{0}<rect x="0" y="{1}" width="{2}" height="{4}" fill-opacity="0.3"/>'
        '<rect x="0" y="{1}" width="{3}" height="{4}"/>{5}',
        *(outline(place, words, line.found["raised"], most), at, reported, confirmed, BAR, crossed if refuted else ""),
    )
