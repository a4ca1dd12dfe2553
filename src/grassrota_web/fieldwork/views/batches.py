"""A batch with all its people: who leaves when, what stands against it, and how it stands on any day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.posting.standing import Standing
from grassrota.posting.steps import PostingState
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.typed import typed
from grassrota_web.fieldwork import convert, queries, words
from grassrota_web.fieldwork.actions.departure import depart
from grassrota_web.fieldwork.departing import judged
from grassrota_web.fieldwork.forms import AsOf, LeavingTogether, today
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings.models import Posting

AT_ONCE = 100
"""People on one page of a batch."""


@page(Right.READ_POSTINGS, Right.READ_HOSTED)
def batch(request: Request, rotation: int, number: int) -> HttpResponse:
    """Everybody of a batch; those who may leave can be sent off together."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    rows = queries.postings(request.actor).filter(rotation=call, batch=number)
    form = found_by(request.actor, LeavingTogether(request.POST or None, initial={"on": _day(request)}))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        keys = _leaving(request, rows, given["on"], everybody=given["everybody"])
        gone = attempt(form, depart, request.actor, keys, given["on"], given["senior"])
        if gone is not None:
            said = ngettext("%(count)d person has left.", "%(count)d people have left.", len(gone))
            messages.success(request, said % {"count": len(gone)})
            return redirect(request.get_full_path())
    shown, following = _shown(rows, request)
    if not shown and not rows.exists():
        raise Http404("no such batch")
    people = _people(shown, _day(request), request)
    context = {
        "rotation": call,
        "number": number,
        "form": form,
        "people": people,
        "next_url": following,
        "waiting": any(entry["waits"] for entry in people),
        "ready": any(entry["waits"] and not entry["objections"] for entry in people),
        "filters": AsOf(initial={"on": _day(request)}),
        "crumbs": [{"url": reverse("fieldwork:home"), "label": _("In the field")}],
    }
    return render(request, "fieldwork/batch.html", context)


@page(Right.READ_POSTINGS)
def counts(request: Request, rotation: int, number: int) -> HttpResponse:
    """How a batch stood on any day: gone and waiting make up the batch."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    if not visible(request.actor, Posting.objects.filter(rotation=call, batch=number)).exists():
        raise Http404("no such batch")
    as_of = _day(request)
    whole, units = queries.standings(request.actor, call, number, as_of)
    names = dict(
        visible(request.actor, Posting.objects.filter(rotation=call)).values_list("person__code", "person__name")
    )
    homes = dict(
        visible(request.actor, Posting.objects.filter(rotation=call)).values_list("home_unit__code", "home_unit__name")
    )
    context = {
        "rotation": call,
        "number": number,
        "as_of": as_of,
        "filters": AsOf(initial={"on": as_of}),
        "figures": _figures(whole),
        "units": [_cells(homes[one.unit], one) for one in units],
        "foot": _cells(_("All"), whole),
        "columns": [{"label": label, "numeric": place > 0} for place, label in enumerate(_columns())],
        "named": _named(whole, names),
        "crumbs": [
            {"url": reverse("fieldwork:home"), "label": _("In the field")},
            {
                "url": reverse("fieldwork:batch", args=(call.pk, number)),
                "label": _("Batch %(number)d") % {"number": number},
            },
        ],
    }
    return render(request, "fieldwork/counts.html", context)


def _day(request: Request) -> date:
    form = AsOf(request.GET)
    return (form.cleaned_data["on"] if form.is_valid() else None) or today()


def _leaving(request: Request, rows: Any, on: date, *, everybody: bool) -> list[int]:
    """The keys of those who were chosen, or of everybody on the page against whom nothing stands."""
    if not everybody:
        chosen = [key for text in request.POST.getlist("people") if (key := typed(text))]
        return list(rows.filter(pk__in=chosen).values_list("pk", flat=True))
    waiting = _waiting(_shown(rows, request)[0], request)
    return [key for key, (_value, objections) in judged(waiting, on).items() if not objections]


def _waiting(rows: Sequence[Posting], request: Request) -> list[Posting]:
    """Those still at home whose departure the reader may note."""
    listed = [row for row in rows if convert.posting(row).state == PostingState.LISTED]
    return [row for row in listed if request.actor.may(Right.STEP_POSTING, row.home_unit.path)]


def _shown(rows: Any, request: Request) -> tuple[list[Posting], str]:
    """One page of the batch by key, and the address of the next."""
    listed = rows.order_by("pk").filter(pk__gt=typed(request.GET.get("after", "")) or 0)
    found = list(listed[: AT_ONCE + 1])
    if len(found) <= AT_ONCE:
        return found, ""
    address = request.GET.copy()
    address["after"] = str(found[AT_ONCE - 1].pk)
    return found[:AT_ONCE], f"?{address.urlencode()}"


def _people(rows: Sequence[Posting], on: date, request: Request) -> list[dict[str, Any]]:
    values = {row.pk: convert.posting(row) for row in rows}
    against = judged(_waiting(rows, request), on)
    chosen = request.POST.getlist("people")
    return [
        {
            "row": row,
            "state": words.STATES[values[row.pk].state_on(on)],
            "shape": words.SHAPES[values[row.pk].state_on(on)],
            "flag": words.FLAGS[queries.flag(row, on)],
            "waits": row.pk in against,
            "chosen": str(row.pk) in chosen,
            "objections": against[row.pk][1] if row.pk in against else (),
        }
        for row in rows
    ]


def _columns() -> tuple[str, ...]:
    return (
        _("Home unit"),
        _("Batch"),
        _("Left"),
        _("Waiting"),
        _("Late"),
        _("Back"),
        _("Over-stay"),
        _("Back early"),
        _("Short of days"),
    )


def _cells(name: str, one: Standing) -> list[dict[str, Any]]:
    gone = one.departures
    lists = (gone.gone, gone.waiting, gone.late, one.returned, one.over_stay, one.under_stay, one.short)
    numbers = [gone.size, *map(len, lists)]
    return [{"text": name}, *({"text": str(number), "numeric": True} for number in numbers)]


def _figures(one: Standing) -> list[dict[str, Any]]:
    """The batch in three figures; the first two make up the third."""
    gone, source = one.departures, _("the days noted by home units")
    listed = (
        (_("Have left"), len(gone.gone), "departed"),
        (_("Still waiting"), len(gone.waiting), "listed"),
        (_("In the batch"), gone.size, "listed"),
    )
    return [
        {
            "label": label,
            "value": str(count),
            "unit": ngettext("person", "people", count),
            "status": status,
            "as_of": gone.as_of,
            "source": source,
        }
        for label, count, status in listed
    ]


def _named(one: Standing, names: dict[str, str]) -> list[dict[str, Any]]:
    """Who is late, stays too long or came back early, and who lacks how many days of the year."""
    lists = (
        (_("Late to leave"), one.departures.late),
        (_("Due back, and not back in time"), one.over_stay),
        (_("Back early"), one.under_stay),
    )
    found = [{"title": title, "people": [names[code] for code in codes]} for title, codes in lists]
    short = [
        _("%(name)s: %(done)d of %(quota)d days, %(short)d short before the year ends")
        % {"name": names[entry.person], "done": entry.done, "quota": entry.quota, "short": entry.shortfall}
        for entry in one.short
    ]
    return [*found, {"title": _("Short of the form's days this year"), "people": short}]
