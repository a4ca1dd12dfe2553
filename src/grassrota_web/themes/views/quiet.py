"""Places about which unusually few opinions come: a reason to open the channel again, and nothing to reach."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.opinions.opinion import Channel
from grassrota_web.access.actor import Actor
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.views.asking import ask, entered
from grassrota_web.themes.actions.channel import advertise_channel
from grassrota_web.themes.forms import CHANNELS, AdvertiseForm
from grassrota_web.themes.models import Advertised
from grassrota_web.themes.queries.quiet import DAYS, quiet_places
from grassrota_web.themes.views.themes import crumbs

COLUMNS = (
    {"label": gettext_lazy("Place")},
    {"label": gettext_lazy("Opinions that you may read"), "numeric": True},
    {"label": gettext_lazy("Median of its level"), "numeric": True},
    {"label": gettext_lazy("Channel")},
)


@page(Right.ROUTE_CASES, Right.CHECK_CASES)
def places(request: Request) -> HttpResponse:
    """Quiet places, and where the channel was opened again."""
    latest = visible(request.actor, Advertised.objects.select_related("unit")).order_by("-on", "-pk")[:50]
    told = [{"row": row, "channels": [CHANNELS[Channel(one)] for one in row.channels]} for row in latest]
    said = {"places": quiet_places(request.actor), "columns": COLUMNS, "days": DAYS, "told": told, "crumbs": crumbs()}
    return render(request, "themes/quiet.html", said)


@page(Right.ROUTE_CASES)
def advertise(request: Request, key: int) -> HttpResponse:
    """It is noted that the channel was opened again for a place, and how people were told."""
    unit = get_object_or_404(reached(request.actor, Unit.objects.all(), (At(Right.ROUTE_CASES, "path"),)), pk=key)
    form = AdvertiseForm(entered(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, _advertised, request.actor, unit.code, form.cleaned_data)
        if not form.errors:
            messages.success(request, _("It was noted."))
            return redirect("themes:quiet")
    lead = _("Tell everybody, name nobody, and ask for no number: people speak when it is safe to.")
    title = _("Open the channel again: %(place)s") % {"place": unit.name}
    back = reverse("themes:quiet")
    way = crumbs((back, _("Where few speak")))
    return ask(request, form, title=title, word=_("Note it"), back=back, crumbs=way, lead=lead)


def _advertised(actor: Actor, unit: str, said: dict[str, Any]) -> Advertised:
    channels = [Channel(one) for one in said["channels"]]
    return advertise_channel(actor, unit, said["told_at"], channels, said["first"], said["last"])
