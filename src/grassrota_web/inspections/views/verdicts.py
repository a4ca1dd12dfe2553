"""The page of a unit's claim: the question first, and the verdict once it is given."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.inspections import words
from grassrota_web.inspections.actions.drawing import send_further
from grassrota_web.inspections.actions.verdicts import conclude
from grassrota_web.inspections.models import Claim
from grassrota_web.inspections.queries.odd import of_claim
from grassrota_web.inspections.queries.rounds import question
from grassrota_web.inspections.queries.verdicts import given
from grassrota_web.inspections.views.office import crumbs
from grassrota_web.inspections.waves import is_decided
from grassrota_web.orgs.views.asking import ask, entered

_CLAIMS = Claim.objects.select_related("round__place", "round__commitment", "unit")


@page(Right.CHECK_CASES, Right.READ_CASES)
def claim(request: Request, key: UUID) -> HttpResponse:
    """What a unit claims, what is asked of it and, once the verdict is given, the answer and what it rests on."""
    row = get_object_or_404(visible(request.actor, _CLAIMS.all()), pk=key)
    said = {
        "claim": row,
        "round": row.round,
        "question": question(row.round),
        "refusal": words.REFUSALS.get(row.refusal, ""),
        "given": given(row),
        "odd": of_claim(row),
        "checks": request.actor.may(Right.CHECK_CASES, row.round.place.path),
        "crumbs": crumbs(),
    }
    return render(request, "inspections/claim.html", said)


@page(Right.CHECK_CASES)
def conclude_claim(request: Request, key: UUID) -> HttpResponse:
    """What was found is counted: the verdict is given, or further visits are sent out."""
    row: Claim = get_object_or_404(visible(request.actor, _CLAIMS.all()), pk=key)
    form = forms.Form(entered(request))
    if request.method == "POST" and form.is_valid():
        if is_decided(row):
            attempt(form, conclude, request.actor, row.pk)
            done = _("The verdict is given.")
        else:
            attempt(form, send_further, request.actor, row.pk)
            done = _("What was found does not decide yet: further visits were drawn and sent out.")
        if not form.errors:
            messages.success(request, done)
            return redirect(row)
    lead = _(
        "If what was found decides, cases found not to be fixed are opened again and their raisers are told; the unit "
        "sees the verdict from now on, and what was found cannot be changed any more. If it does not decide yet, the "
        "next visits are drawn and sent out."
    )
    way = crumbs(
        (row.round.get_absolute_url(), _("Round as of %(day)s") % {"day": date_format(row.round.as_of)}),
        (row.get_absolute_url(), row.unit.name),
    )
    title = _("Count what was found at %(unit)s") % {"unit": row.unit.name}
    return ask(request, form, title=title, word=_("Count it"), back=row.get_absolute_url(), crumbs=way, lead=lead)
