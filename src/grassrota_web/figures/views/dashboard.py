"""The whole at a glance: the figures of a unit as of a day, with the units below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota.figures.definitions import DEFINITIONS, Dimension, Subject
from grassrota.figures.ranking import Place, places
from grassrota.inspection.words import percent
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.figures.addresses import of_unit
from grassrota_web.figures.files import WRITERS
from grassrota_web.figures.kept_pages import kept
from grassrota_web.figures.models import ASKED, Reading
from grassrota_web.figures.names import COUNTED, FIGURES
from grassrota_web.figures.pictures import coverage, opinions, people
from grassrota_web.figures.pictures.frame import number, numbers
from grassrota_web.figures.queries import asof
from grassrota_web.figures.queries import below as under
from grassrota_web.figures.queries.coverage import tree
from grassrota_web.figures.views.asked import crumbs, days, narrowed, reading_asked, seen
from grassrota_web.opinions.models import Topic
from grassrota_web.orgs.keyset import page_of
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.queries.units import tops
from grassrota_web.orgs.words import LEVELS

OPENS = tuple(dict.fromkeys(ASKED.values()))
GOING = ("staff", "planned", "listed", "departed", "away", "returned")
HOSTING = ("room", "vacant", "present", "townships", "covered")
ASKED_ABOUT = ("raised", "acknowledged", "reported_fixed", "confirmed", "refuted", "unasked")


@page(*OPENS)
def home(request: Request) -> HttpResponse:
    """The highest unit of which somebody sees figures; all of them beside one another, if there are several."""
    found = [unit for unit in tops(request.actor).order_by("name", "pk") if asof.shown(request.actor, unit.path)]
    if len(found) == 1:
        return redirect("figures:unit", found[0].pk)
    said: dict[str, Any] = {"units": found}
    if found and (read := reading_asked(request)):
        said["figures"] = kept(
            request, lambda: render_to_string("figures/tops_figures.html", _beside(request, found, read))
        )
    return render(request, "figures/home.html", said)


@page(*OPENS)
def unit(request: Request, key: int) -> HttpResponse:
    """The figures of one unit as of a day, its parts, and those of the units below it."""
    row, read = seen(request, key), reading_asked(request)
    said: dict[str, Any] = {"unit": row, "reading": read, "crumbs": crumbs(request, row)}
    if read:
        said["figures"] = kept(request, lambda: render_to_string("figures/unit_figures.html", _all(request, row, read)))
    return render(request, "figures/unit.html", said)


def _all(request: Request, row: Unit, read: Reading) -> dict[str, Any]:
    """What is shown of a unit and the units below it."""
    only = narrowed(request)
    shown = page_of(request, under.below(request.actor, row, only), "name")
    whole, *below = asof.counts(request.actor, [row, *shown.rows], read.day)
    alone = not (shown.previous_url or shown.next_url or only.words)
    grown = asof.series(request.actor, row, ("raised", "reported_fixed", "confirmed"), read.day)
    waits = asof.divided(request.actor, row, ("open", "refuted"), Dimension.AGE, read.day)
    reached = tree(request.actor, whole, below, read.day)
    return _by_unit(below, [whole], read.day, ranked=alone) | {
        "unit": row,
        "reading": read,
        "days": days(),
        "only": only,
        "groups": [group for group in (_cards(whole, codes, read) for codes in (ASKED_ABOUT, GOING, HOSTING)) if group],
        "grown": opinions.over_time(grown, read.day) if len(grown) > 1 else None,
        "page": None if alone else shown,
        "levels": [(level, LEVELS[level]) for level in under.levels(request.actor, row)],
        "covered": coverage.reached(reached, read.day) if reached else None,
        "topics": _topics(request, row, read.day),
        "waiting": opinions.waiting(waits) if waits else None,
        "files": tuple(WRITERS) if request.actor.may(Right.EXPORT, row.path) else (),
        "parts": _parts(whole, read),
    }


def _beside(request: Request, units: Sequence[Unit], read: Reading) -> dict[str, Any]:
    """What is shown of the highest units."""
    lines = asof.counts(request.actor, units, read.day)
    return _by_unit(lines, lines, read.day, ranked=True) | {"reading": read, "days": days()}


def _by_unit(
    lines: Sequence[asof.Counts], instead: Sequence[asof.Counts], day: date, *, ranked: bool
) -> dict[str, Any]:
    """Units beside one another, those that have something to show.

    Args:
        lines: The units, in the order in which they are shown.
        instead: What is shown if none of them has anything.
        day: As of which they are.
        ranked: True if these are all of them: among some, a place would say nothing.
    """
    raising, sending = (
        [line for line in lines if line.found.get(code)] or [line for line in instead if line.found.get(code)]
        for code in ("raised", "staff")
    )
    return {
        "fixed": opinions.reported_beside_confirmed(raising) if raising else None,
        "opinions": _who_says(raising, day, ranked=ranked) if raising else None,
        "ranked": ranked,
        "away": people.who_is_away(sending) if sending else None,
        "people": _people(lines, day) or _people(instead, day),
    }


def _cards(whole: asof.Counts, codes: Sequence[str], read: Reading) -> list[dict[str, Any]]:
    """Qualified figures for ``components/figure.html``: those that the reader sees, unless none of them counts here."""
    found: list[dict[str, Any]] = []
    if not any(whole.found.get(code) for code in codes):
        return found
    for code in codes:
        if code not in whole.found:
            continue
        definition = DEFINITIONS[code]
        share = whole.share(code, definition.of) if definition.of else None
        found.append(
            {
                "label": FIGURES[code],
                "value": number(whole.found[code]),
                "unit": COUNTED[code],
                "numerator": number(share[0]) if share else "",
                "denominator": f"{number(share[1])} ({FIGURES[definition.of]})" if share else "",
                "status": definition.status.value,
                "as_of": read.day,
                "source": _("the daily reading"),
                "source_url": _evidence(code, whole.unit),
            }
        )
    return found


def _evidence(code: str, unit: Unit) -> str:
    """The list on which a figure rests, as it is now."""
    if DEFINITIONS[code].subject is Subject.OPINIONS:
        return _list_of(code, unit, reverse("opinions:home"))
    return reverse("orgs:unit", args=[unit.pk])


def _list_of(code: str, unit: Unit, home: str) -> str:
    """The list of opinions on which a figure rests."""
    return f"{home}?unit={unit.code}&state={code if code in ('open', 'confirmed', 'refuted') else ''}"


def _who_says(lines: Sequence[asof.Counts], day: date, *, ranked: bool) -> dict[str, Any]:
    """Who says what is fixed, unit by unit; a place is given only where no silent raiser could change it.

    Args:
        lines: The units, in the order in which they are shown.
        day: As of which they are.
        ranked: True if these are all of them: among some, a place would say nothing.
    """
    shares = {line.unit.code: share for line in lines if (share := line.really_fixed())}
    known = places(shares) if ranked else {}
    columns = [
        {"label": _("Unit")},
        *({"label": FIGURES[code], "numeric": True} for code in ASKED_ABOUT),
        {"label": _("Really fixed, of those reported")},
        *([{"label": _("Place")}] if ranked else []),
    ]
    rows, home, write = [], reverse("opinions:home"), numbers()
    for line in lines:
        share = shares.get(line.unit.code)
        between = _("unknown: nothing of nothing")
        if share and share.upper is not None:
            between = percent(share.lower)
            if not share.is_point:
                between = _("%(low)s to %(high)s") % {"low": percent(share.lower), "high": percent(share.upper)}
        rows.append(
            [
                {"text": line.unit.name, "url": f"{of_unit(line.unit.pk)}?on={day}"},
                *(
                    {"text": write(line.found[code]), "numeric": True, "url": _list_of(code, line.unit, home)}
                    for code in ASKED_ABOUT
                ),
                {"text": between},
                *([{"text": _place(known.get(line.unit.code))}] if ranked else []),
            ]
        )
    return {"columns": columns, "rows": rows}


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    if not place.is_tie:
        return str(place.best)
    return _("%(best)s to %(worst)s, a tie") % {"best": place.best, "worst": place.worst}


def _people(below: Sequence[asof.Counts], day: date) -> dict[str, Any] | None:
    """Who goes and who is hosted, unit by unit; a dash for what a reader may not see."""
    codes = (*GOING, *HOSTING)
    lines = [line for line in below if any(line.found.get(code) for code in codes)]
    if not lines:
        return None
    kept, write = [code for code in codes if any(line.found.get(code) for line in lines)], numbers()
    return {
        "columns": [{"label": _("Unit")}, *({"label": FIGURES[code], "numeric": True} for code in kept)],
        "rows": [
            [
                {"text": line.unit.name, "url": f"{of_unit(line.unit.pk)}?on={day}"},
                *({"text": write(line.found[code]) if code in line.found else "–", "numeric": True} for code in kept),
            ]
            for line in lines
        ],
    }


def _topics(request: Request, row: Unit, day: date) -> dict[str, Any] | None:
    """What opinions are about, and how many of them wait: the topics with most of them first."""
    codes = ("raised", "open", "reported_fixed", "confirmed", "refuted")
    found = asof.divided(request.actor, row, codes, Dimension.TOPIC, day)
    names = dict(Topic.objects.filter(code__in=found).values_list("code", "name"))
    ordered = sorted(found, key=lambda code: (-found[code].get("raised", 0), code))
    rows = [
        [{"text": names.get(code, code)}]
        + [{"text": number(found[code].get(figure, 0)), "numeric": True} for figure in codes]
        for code in ordered
    ]
    columns = [{"label": _("Topic")}, *({"label": FIGURES[figure], "numeric": True} for figure in codes)]
    return {"columns": columns, "rows": rows} if rows else None


def _parts(whole: asof.Counts, read: Reading) -> list[dict[str, str]]:
    """Parts of the page that come by themselves, since they take longer than the rest."""
    known = [("floors", _("Absence against floors"), _("Show who is nearest to the floor"), "away")]
    known += [("gates", _("Inspections and gates"), _("Show verdicts and what waits at a gate"), "raised")]
    known += [("rising", _("Themes that grow"), _("Show them"), "raised")]
    return [
        {"title": title, "words": words, "url": reverse(f"figures:{name}", args=[whole.unit.pk]) + f"?on={read.day}"}
        for name, title, words, needed in known
        if needed in whole.found
    ]
