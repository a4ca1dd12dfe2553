"""What is verified of units, as bars between their bounds, with the two gates as lines."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.inspection.gate import Status
from grassrota.inspection.words import percent
from grassrota_web.figures.pictures.frame import BAR, MOST, ROW, WIDTH, number, outline, short, svg, top
from grassrota_web.figures.queries.gates import Standing
from grassrota_web.inspections.exemplary import GATES

TAGS = {Status.CONTINUE: "blocked", Status.UNDER_WAY: "doing", Status.COMPLETE: "done", None: "todo"}
LEGEND = 20


def between_bounds(found: Sequence[Standing]) -> dict[str, Any] | None:
    """Units with a verdict, for ``components/svg_chart.html``; None if there is none."""
    judged = [one for one in found if one.verified and one.verified.received]
    if not judged:
        return None
    drawn = judged[:MOST]
    bars = format_html_join("", "{}", ((_bar(place, one),) for place, one in enumerate(drawn)))
    gates = ((GATES.under_way, "2 3"), (GATES.complete, "6 3"))
    # beside the bars alone, so that no line runs through a name
    lines = format_html_join(
        "",
        '<path d="M{} {}v{}" stroke="currentColor" stroke-width="1.5" stroke-dasharray="{}"/>',
        ((_across(gate), top(place) - 3, BAR + 6, dashes) for gate, dashes in gates for place in range(len(drawn))),
    )
    named = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="12" text-anchor="middle">{}</text>',
        ((_across(gate), ROW * len(drawn) + 12, percent(gate)) for gate, _dashes in gates),
    )
    summary = _(
        "Dark: what is verified as fixed at least, of what was received. Light: up to what is fixed at most, by the "
        "same inspection. Postings start at the dotted line; correcting goes on until the dashed one."
    )
    if len(judged) > MOST:
        summary += " " + _("The first %(count)s units are drawn; the table has all.") % {"count": MOST}
    return {
        "id": "gates-bounds",
        "title": _("What is verified, and the two gates"),
        "summary": summary,
        "svg": svg(ROW * len(drawn) + LEGEND, format_html("{}{}{}", bars, lines, named)),
        "columns": [
            {"label": _("Unit")},
            *({"label": label, "numeric": True} for label in (_("Received"), _("At least"), _("At most"))),
        ],
        "rows": [
            [
                {"text": one.claim.unit.name},
                *({"text": number(count or 0), "numeric": True} for count in _counts(one)),
            ]
            for one in judged
        ],
    }


def as_table(found: Sequence[Standing]) -> dict[str, Any]:
    """Each unit with how far it is, what it waits for, and the way to the verdict."""
    labels = (_("Unit"), _("Where it stands"), _("Verified as fixed"), _("Waits for"), _("As of"))
    return {"columns": [{"label": label} for label in labels], "rows": [_row(one) for one in found]}


def _row(one: Standing) -> list[dict[str, Any]]:
    return [
        {"text": one.claim.unit.name, "url": one.claim.get_absolute_url()},
        {"text": _where(one.status), "status": TAGS[one.status]},
        {"text": _bounds(one)},
        {"text": _waits(one)},
        {"text": one.claim.round.as_of.isoformat()},
    ]


def _where(status: Status | None) -> str:
    return {
        Status.CONTINUE: _("goes on correcting"),
        Status.UNDER_WAY: _("postings may start"),
        Status.COMPLETE: _("past both gates"),
        None: _("not verified"),
    }[status]


def _bounds(one: Standing) -> str:
    if not one.verified or not one.verified.received:
        return _("unknown: nothing of nothing") if one.verified else _("no verdict yet")
    low, high, received = (number(count or 0) for count in (one.verified.at_least, one.at_most, one.verified.received))
    return _("%(low)s to %(high)s of %(received)s") % {"low": low, "high": high, "received": received}


def _waits(one: Standing) -> str:
    if one.status is None:
        return _("a list that can be inspected") if one.claim.refusal else _("the verdict of the inspection")
    given = {"count": number(one.lacking)}
    if one.status is Status.CONTINUE:
        words = ngettext(
            "%(count)s more verified case, then postings may start",
            "%(count)s more verified cases, then postings may start",
            one.lacking,
        )
        return words % given
    if one.status is Status.UNDER_WAY:
        words = ngettext(
            "%(count)s more verified case, then correcting is complete",
            "%(count)s more verified cases, then correcting is complete",
            one.lacking,
        )
        return words % given
    return _("nothing")


def _bar(place: int, one: Standing) -> SafeString:
    received, low, high = (count or 0 for count in _counts(one))
    name = f"{short(one.claim.unit.name, 24)}: {_bounds(one)}"
    return format_html(
        '{0}<rect x="0" y="{1}" width="{2}" height="{4}"/>'
        '<rect x="{2}" y="{1}" width="{3}" height="{4}" fill-opacity="0.3"/>',
        *(outline(place, name, received, received), top(place), _across(Fraction(low, received))),
        *(_across(Fraction(max(high - low, 0), received)), BAR),
    )


def _counts(one: Standing) -> tuple[int, int, int | None]:
    assert one.verified is not None
    return one.verified.received, one.verified.at_least, one.at_most


def _across(share: Fraction) -> float:
    return round(float(share * WIDTH), 1)
