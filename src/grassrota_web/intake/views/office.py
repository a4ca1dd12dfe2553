"""Pages of the inspection office: its key, and reading contact details by two people."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota_web.access.models import Account
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.intake.actions.office_key import confirm_key, propose_key
from grassrota_web.intake.actions.unsealing import ask_to_unseal, unseal_contact
from grassrota_web.intake.forms.office import AskingForm, HalvesForm, KeyForm
from grassrota_web.intake.models import OfficeKey, Unsealing


@page(Right.UNSEAL_CONTACT)
def office(request: Request) -> HttpResponse:
    """The keys, what was asked to be read, and asking."""
    step = request.POST.get("step", "")
    key = KeyForm(request.POST if step == "key" else None)
    asking = AskingForm(request.POST if step == "ask" else None)
    if step == "key" and key.is_valid():
        attempt(key, propose_key, request.actor, key.cleaned_data["public"])
    if step == "ask" and asking.is_valid():
        attempt(asking, ask_to_unseal, request.actor, asking.cleaned_data["opinion"], asking.cleaned_data["reason"])
    wrong = key.errors or asking.errors
    if step and not wrong:
        messages.success(request, _("Another inspector has to agree."))
        return redirect("intake:office")
    keys = visible(request.actor, OfficeKey.objects.order_by("-proposed_on", "pk"))
    asked = visible(request.actor, Unsealing.objects.order_by("-asked_on", "pk"))[:60]
    names = _names([*(row.proposed_by for row in keys), *(row.asked_by for row in asked)])
    context = {
        "key": key,
        "asking": asking,
        "keys": [{"row": row, "by": names.get(row.proposed_by, ""), "public": bytes(row.public).hex()} for row in keys],
        "asked": [{"row": row, "by": names.get(row.asked_by, "")} for row in asked],
        "form": key if key.errors else asking,
    }
    return render(request, "intake/office.html", context, status=422 if wrong else 200)


@page(Right.UNSEAL_CONTACT)
@require_POST
def confirm(request: Request, key: uuid.UUID) -> HttpResponse:
    """Confirms a key that another inspector proposed."""
    row = get_object_or_404(visible(request.actor, OfficeKey.objects.all()), pk=key)
    form = forms.Form(data={})
    attempt(form, confirm_key, request.actor, row)
    for error in form.non_field_errors():
        messages.error(request, str(error))
    if not form.errors:
        messages.success(request, _("Contact details are sealed to this key from now on."))
    return redirect("intake:office")


@page(Right.UNSEAL_CONTACT)
def unseal(request: Request, key: uuid.UUID) -> HttpResponse:
    """Agrees to what another inspector asked for, and shows the contact details once."""
    row = get_object_or_404(visible(request.actor, Unsealing.objects.all()), pk=key)
    form = HalvesForm(request.POST if request.method == "POST" else None)
    text = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        text = attempt(form, unseal_contact, request.actor, row, given["one"], given["other"])
    context: dict[str, Any] = {"row": row, "form": form, "by": _names([row.asked_by]).get(row.asked_by, "")}
    if text is not None:
        context |= {"read": True, "contact": text}
    return render(request, "intake/unseal.html", context, status=422 if form.errors else 200)


def _names(accounts: list[str]) -> dict[str, str]:
    rows = Account.objects.filter(pk__in=[key for key in accounts if key]).values_list("pk", "name")
    return {str(key): name for key, name in rows}
