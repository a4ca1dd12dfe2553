"""What is verified of units that are below a gate, as bars, with the two gates as lines."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from grassrota.inspection.gate import Gates
from grassrota.inspection.words import percent
from grassrota_web.inspections.queries.gates import Clash

WIDTH, ROW, TOP, SHOWN = 400, 34, 18, 12


def below_gates(clashes: Sequence[Clash], gates: Gates) -> dict[str, Any]:
    """The units of some clashes for ``components/svg_chart.html``, the first ``SHOWN`` of them as bars."""
    units = {one.unit.pk: one for one in clashes}
    rows = [(one.unit.name, one.verified.share or Fraction(0)) for one in units.values()]
    shown = rows[:SHOWN]
    height = TOP + ROW * len(shown)
    bars = format_html_join(
        "",
        '<text x="0" y="{0}" font-size="12" fill="currentColor">{1}: {2}</text>'
        '<rect x="0" y="{3}" width="{4}" height="10" fill="currentColor"/>'
        '<rect x="0" y="{3}" width="{5}" height="10" fill="none" stroke="currentColor" stroke-width="0.5"/>',
        (
            (TOP + ROW * place + 12, name, percent(share), TOP + ROW * place + 17, _across(share), WIDTH)
            for place, (name, share) in enumerate(shown)
        ),
    )
    marks = ((gates.under_way, "2 3"), (gates.complete, "6 3"))
    named = format_html_join(
        "",
        '<text x="{}" y="12" font-size="12" text-anchor="middle" fill="currentColor">{}</text>',
        ((_across(gate), percent(gate)) for gate, _dashes in marks),
    )
    # beside the bars alone, so that no line runs through a name
    lines = format_html_join(
        "",
        '<path d="M{} {}v18" stroke="currentColor" stroke-width="1.5" stroke-dasharray="{}"/>',
        ((_across(gate), TOP + ROW * place + 13, dashes) for gate, dashes in marks for place in range(len(shown))),
    )
    svg = '<svg viewBox="0 0 {} {}" width="{}" aria-hidden="true">{}{}{}</svg>'
    return {
        "id": "below",
        "title": _("What is verified, and the two gates"),
        "summary": _(
            "Bars: the share of the opinions received that is verified as fixed, at least. Postings start at the "
            "dotted line; correcting goes on until the dashed one."
        ),
        "svg": format_html(svg, WIDTH, height, WIDTH, bars, named, lines),
        "columns": [{"label": _("Unit")}, {"label": _("Verified, at least"), "numeric": True}],
        "rows": [[{"text": name}, {"text": percent(share), "numeric": True}] for name, share in rows],
    }


def _across(share: Fraction) -> float:
    return round(float(share * WIDTH), 1)
