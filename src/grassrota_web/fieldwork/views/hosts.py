"""A host's word that a lodging is not right, the answer, and the host's word that it is settled."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota.posting.lodging import GrievanceKind
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.seal import unseal
from grassrota_web.fieldwork.actions import lodging
from grassrota_web.fieldwork.forms import AnswerForm, GrievanceForm
from grassrota_web.fieldwork.models import Grievance, Lodging
from grassrota_web.postings.models import Posting


@page(Right.RECEIVE)
def grievance(request: Request, key: uuid.UUID) -> HttpResponse:
    """The host says that a lodging is not right."""
    stay = get_object_or_404(visible(request.actor, Lodging.objects.select_related("posting__person")), pk=key)
    form = GrievanceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        attempt(form, lodging.file_grievance, request.actor, stay.pk, GrievanceKind(given["kind"]), given["text"])
        if not form.errors:
            return redirect("fieldwork:posting", stay.posting_id)
    lead = _("It needs no proof. Whoever stays with you neither sees this nor answers it.")
    return render(request, "fieldwork/step.html", _page(stay.posting, form, _("Something is not right"), lead))


@page(Right.ANSWER)
def answer(request: Request, key: uuid.UUID) -> HttpResponse:
    """The home unit answers; the host's words are opened when it asks for them, with a row in the journal."""
    rows = Grievance.objects.select_related("detail", "lodging__posting__person", "lodging__posting__home_unit")
    row = get_object_or_404(visible(request.actor, rows), pk=key)
    reads = request.method == "POST" and "read" in request.POST
    form = AnswerForm(request.POST if request.method == "POST" and not reads else None)
    if form.is_bound and form.is_valid():
        attempt(form, lodging.answer_grievance, request.actor, row.pk, form.cleaned_data["answer"])
        if not form.errors:
            return redirect("fieldwork:posting", row.lodging.posting_id)
    said = _page(row.lodging.posting, form, _("Answer the host"), _host_says(request, row, reads))
    said["first"] = _("Read what the host says") if row.detail and not reads else ""
    return render(request, "fieldwork/step.html", said)


def _host_says(request: Request, row: Grievance, reads: bool) -> str:
    if row.detail is None:
        return _("The host left it at that.")
    if not reads:
        return _("What the host says is under seal. That you read it is kept in the journal.")
    return _("The host says: %(words)s") % {"words": unseal(request.actor, row.detail, "to answer the host")}


@page(Right.RECEIVE)
@require_POST
def settle(request: Request, key: uuid.UUID) -> HttpResponse:
    """The host says that it is settled."""
    row = get_object_or_404(visible(request.actor, Grievance.objects.select_related("lodging")), pk=key)
    lodging.settle_grievance(request.actor, row.pk)
    return redirect("fieldwork:posting", row.lodging.posting_id)


def _page(about: Posting, form: Any, title: str, lead: str) -> dict[str, Any]:
    back = reverse("fieldwork:posting", args=(about.pk,))
    crumbs = [{"url": reverse("fieldwork:home"), "label": _("In the field")}, {"url": back, "label": about.person.name}]
    return {"title": title, "lead": lead, "form": form, "about": about, "cancel_url": back, "crumbs": crumbs}
