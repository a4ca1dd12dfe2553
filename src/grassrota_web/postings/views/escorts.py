"""Who goes along: a senior, and with whom out of a batch of any size, found by name and chosen page by page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.keyset import page_of
from grassrota_web.postings.actions.batches import name_escort
from grassrota_web.postings.forms import EscortForm, EscortSearch
from grassrota_web.postings.models import BatchRecord, Posting
from grassrota_web.postings.views.reach import crumbs, the_list, to_list

MOST_CHOSEN = 200
"""So many are kept while one looks for others."""


@page(Right.STEP_POSTING)
def escort(request: Request, record: int) -> HttpResponse:
    """Names a senior who goes along; those chosen stay chosen while one looks for others."""
    row = the_list(request, record, Right.STEP_POSTING)
    waiting = _waiting(request, row)
    found = page_of(request, _narrowed(waiting, request.GET.get("q", "")), "person__name")
    kept = waiting.filter(person__code__in=_chosen(request)).order_by("person__name", "pk")
    listed = [*kept, *(entry for entry in found.rows if entry not in kept)]
    first = min((entry.first_day for entry in listed), default=timezone.localdate())
    initial = {"on": first, "people": [entry.person.code for entry in kept], "senior": request.GET.get("senior", "")}
    form = found_by(request.actor, EscortForm(filled_in(request), listed=list(map(_named, listed)), initial=initial))
    if "more" in request.POST:
        return redirect(_kept_address(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(form, name_escort, request.actor, row, said["senior"], said["people"], said["on"])
        if not form.errors:
            messages.success(request, _("The escort is named."))
            return redirect("postings:readiness", row.pk)
    context = {
        "record": row,
        "form": form,
        "page": found,
        "search": EscortSearch(request.GET),
        "kept": kept,
        "waits": waiting.exists(),
        "back": reverse("postings:readiness", args=[row.pk]),
        "crumbs": crumbs(to_list(row), (reverse("postings:readiness", args=[row.pk]), _("Readiness"))),
    }
    return render(request, "postings/escort.html", context, status=422 if form.errors else 200)


def _waiting(request: Request, row: BatchRecord) -> QuerySet[Posting]:
    """Those of the batch who are still at home, as far as the reader sees them."""
    rows = Posting.objects.filter(rotation=row.rotation, batch=row.batch, departed_on=None, released_on=None)
    return visible(request.actor, rows.select_related("person", "home_unit", "opening__place"))


def _narrowed(rows: QuerySet[Posting], words: str) -> QuerySet[Posting]:
    """Those whose name, unit or place has these words, or whose code they are."""
    words = words.strip()[:80]
    named = Q(person__name__icontains=words) | Q(home_unit__name__icontains=words)
    return rows.filter(named | Q(opening__place__name__icontains=words) | Q(person__code=words)) if words else rows


def _chosen(request: Request) -> list[str]:
    """Codes of those chosen so far, on this page or before."""
    codes = request.POST.getlist("people") if request.method == "POST" else request.GET.getlist("people")
    return codes[:MOST_CHOSEN]


def _named(entry: Posting) -> tuple[str, str]:
    where = f"{entry.home_unit.name} → {entry.opening.place.name}"
    return entry.person.code, f"{entry.person.name} · {where} · {date_format(entry.first_day)}"


def _kept_address(request: Request) -> str:
    """This page without its filter, with everybody and the senior chosen so far."""
    address = QueryDict(mutable=True)
    address.setlist("people", _chosen(request))
    kept: dict[str, Any] = {"senior": request.POST.get("senior", "")}
    address.update(kept)
    return f"{request.path}?{address.urlencode()}"
