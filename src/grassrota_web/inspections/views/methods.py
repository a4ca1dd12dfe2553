"""Pages of methods: what slow units are offered, and what inspectors look through before it is."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.inspections.actions.methods import offer_method, withdraw_method
from grassrota_web.inspections.forms import MethodForm
from grassrota_web.inspections.models import Finding
from grassrota_web.inspections.queries import methods as queries
from grassrota_web.inspections.views.office import crumbs
from grassrota_web.orgs.views.asking import ask, entered


@page(Right.CHECK_CASES, Right.READ_CASES)
def methods(request: Request) -> HttpResponse:
    """What verified good units did: offered to the slow ones within reach, and what is still to be looked through."""
    actor = request.actor
    checks = actor.holds(Right.CHECK_CASES)
    waiting = queries.to_offer(actor) if checks else []
    names = queries.topic_names(actor, waiting)
    said = {
        "offers": queries.offered(actor),
        "standing": queries.standing(actor) if checks else (),
        "waiting": [
            {"key": finding.pk, "unit": finding.visit.claim.unit, "topic": names.get(method.topic, "")}
            for finding, method in waiting
        ],
        "crumbs": crumbs(),
    }
    return render(request, "inspections/methods.html", said)


@page(Right.CHECK_CASES)
def offer(request: Request, key: UUID) -> HttpResponse:
    """The words of one finding are cleared of persons, and offered."""
    found: Finding = get_object_or_404(visible(request.actor, Finding.objects.exclude(how_changed="")), pk=key)
    form = MethodForm(entered(request), initial={"words": found.how_changed})
    back = reverse("inspections:methods")
    if request.method == "POST" and form.is_valid():
        attempt(form, offer_method, request.actor, key, form.cleaned_data["words"])
        if not form.errors:
            messages.success(request, _("It is offered to units that are slow about the same."))
            return redirect(back)
    lead = _(
        "Read it as somebody who wants to know who complained, or who was blamed. Take out every name, post, house and "
        "date; officers of other units will read what stays."
    )
    way = crumbs((back, _("Methods of verified units")))
    return ask(request, form, title=_("Offer a method"), word=_("Offer it"), back=back, crumbs=way, lead=lead)


@page(Right.CHECK_CASES)
@require_POST
def take_back(request: Request, key: int) -> HttpResponse:
    """An offered method is taken back."""
    row = get_object_or_404(queries.standing(request.actor), pk=key)
    withdraw_method(request.actor, row.pk)
    messages.success(request, _("It is taken back."))
    return redirect("inspections:methods")
