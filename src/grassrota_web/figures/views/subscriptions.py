"""Asking for word of bulletins by mail, and stopping it: signed in, or by the link in a mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from grassrota_web.access.actor import NOBODY
from grassrota_web.access.pages import Request, page, public
from grassrota_web.access.scope import visible
from grassrota_web.figures.actions.subscriptions import (
    of_link,
    subscribe,
    subscribed,
    unsubscribe,
    unsubscribe_by_link,
)
from grassrota_web.figures.models import Bulletin
from grassrota_web.figures.queries import told
from grassrota_web.orgs.models import Unit


@page()
def change(request: Request, unit: int) -> HttpResponse:
    """Word by mail of the bulletins of a unit, or no more of it."""
    row = get_object_or_404(Unit, pk=unit)
    seen = (visible(request.actor, Bulletin.objects.all()), told.bulletins())
    if not any(rows.filter(unit=row).exists() for rows in seen):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if subscribed(request.actor, unit):
        unsubscribe(request.actor, row)
        messages.success(request, _("No more such mail is sent."))
    else:
        subscribe(request.actor, row)
        messages.success(request, _("You get mail about its bulletins."))
    return redirect("figures:bulletins" if request.actor.roles else "figures:public")


@public
@csrf_exempt
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Stops word of bulletins for whoever has the link: at once where a program posts it, else after a look."""
    row = of_link(link)
    if row is not None and request.method == "POST":
        unsubscribe_by_link(NOBODY, row)
        row = None
    return render(request, "figures/unsubscribe.html", {"row": row})
