"""Figures as pictures: reported beside confirmed, their way over time, and who is away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from grassrota_web.figures.names import FIGURES
from grassrota_web.figures.queries.asof import Counts

WIDTH, ROW, BAR, MOST, LONGEST = 400, 40, 16, 12, 34
FIXED = ("raised", "reported_fixed", "confirmed", "refuted")
DASHES = {"raised": "none", "reported_fixed": "6 3", "confirmed": "2 3"}


def reported_beside_confirmed(lines: Sequence[Counts]) -> dict[str, Any]:
    """What units say is fixed, and what those who raised it say, for ``components/svg_chart.html``.

    Args:
        lines: Units with opinions, at least one, in the order in which they are shown.
    """
    drawn = lines[:MOST]
    most = max(line.found["raised"] for line in drawn)
    bars = format_html_join("", "{}", ((_fixed_bar(place, line, most),) for place, line in enumerate(drawn)))
    return _chart(
        "fixed",
        _("Reported fixed, and confirmed by whoever raised it"),
        _(
            "Outline: all opinions raised. Light: the unit says they are fixed. Dark: their raisers say so too; "
            "crossed out: they say no."
        ),
        _svg(ROW * len(drawn), bars),
        lines,
        FIXED,
    )


def who_is_away(lines: Sequence[Counts]) -> dict[str, Any]:
    """Of the staff of each unit, how many are away, for ``components/svg_chart.html``."""
    drawn = lines[:MOST]
    most = max(line.found["staff"] for line in drawn)
    bars = format_html_join(
        "",
        '{}<rect x="0" y="{}" width="{}" height="{}"/>',
        (
            (
                _outline(place, line, line.found["staff"], most),
                place * ROW + ROW - BAR - 4,
                _wide(line.found["away"], most),
                BAR,
            )
            for place, line in enumerate(drawn)
        ),
    )
    summary = _("Outline: the staff. Dark: those who departed and are not back.")
    return _chart("away", _("Who is away"), summary, _svg(ROW * len(drawn), bars), lines, ("staff", "away"))


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
        *(high, WIDTH, high + 15, _day(first), _day(until), number_format(most, force_grouping=True)),
    )
    return {
        "id": "over-time",
        "title": _("Over time"),
        "summary": _("Each line rises on the day on which its count was read; the number above is the greatest."),
        "svg": _svg(high + 28 + 20 * len(drawn), format_html("{}{}{}", lines, ends, legend)),
        "columns": [{"label": _("As of")}, *({"label": FIGURES[code], "numeric": True} for code in drawn)],
        "rows": [
            [{"text": _day(day)}, *({"text": _number(counts[code]), "numeric": True} for code in drawn)]
            for day, counts in reversed(found)
        ],
    }


def _chart(
    key: str, title: str, summary: str, svg: SafeString, lines: Sequence[Counts], figures: Sequence[str]
) -> dict[str, Any]:
    if len(lines) > MOST:
        summary += " " + _("The first %(count)s units are drawn; the table has all.") % {"count": MOST}
    return {
        "id": key,
        "title": title,
        "summary": summary,
        "svg": svg,
        "columns": [{"label": _("Unit")}, *({"label": FIGURES[code], "numeric": True} for code in figures)],
        "rows": [
            [{"text": line.unit.name}, *({"text": _number(line.found[code]), "numeric": True} for code in figures)]
            for line in lines
        ],
    }


def _fixed_bar(place: int, line: Counts, most: int) -> SafeString:
    top = place * ROW + ROW - BAR - 4
    confirmed, reported = _wide(line.found["confirmed"], most), _wide(line.found["reported_fixed"], most)
    refuted = _wide(line.found["refuted"], most)
    # those refuted stand at the end of what is reported, so that what nobody answered is what is left between
    crossed = format_html(
        '<path d="M{0} {1}L{2} {3}M{0} {3}L{2} {1}" stroke="currentColor" stroke-width="1.5"/>',
        *(round(reported - refuted, 1), top, reported, top + BAR),
    )
    return format_html(
        '{0}<rect x="0" y="{1}" width="{2}" height="{4}" fill-opacity="0.3"/>'
        '<rect x="0" y="{1}" width="{3}" height="{4}"/>{5}',
        *(_outline(place, line, line.found["raised"], most), top, reported, confirmed, BAR, crossed if refuted else ""),
    )


def _outline(place: int, line: Counts, count: int, most: int) -> SafeString:
    """The name of a unit with a count, and a bar that is empty."""
    name = line.unit.name if len(line.unit.name) <= LONGEST else f"{line.unit.name[:LONGEST]}…"
    return format_html(
        '<text x="0" y="{}" font-size="13">{}: {}</text>'
        '<rect x="0" y="{}" width="{}" height="{}" fill="none" stroke="currentColor" stroke-width="0.5"/>',
        *(place * ROW + 14, name, _number(count), place * ROW + ROW - BAR - 4, _wide(count, most), BAR),
    )


def _svg(height: int, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 {0} {1}" width="{0}" aria-hidden="true" fill="currentColor">{2}</svg>', WIDTH, height, drawn
    )


def _wide(count: int, most: int) -> float:
    return round(count / most * WIDTH, 1) if most else 0.0


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
