"""What somebody said in a talk in the field: from the page, or from a device that was without a network."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Fault, Refused
from grassrota.opinions.opinion import Channel
from grassrota.opinions.receipts.documents import Document
from grassrota.opinions.receipts.receipt import Receipt, draw_receipt, read_receipt
from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.spoken import spoken_fault
from grassrota_web.fieldwork.views.log import body
from grassrota_web.intake.actions.filing import take_from_field
from grassrota_web.intake.forms.field import FieldForm
from grassrota_web.intake.views.raising import shown


@page(Right.ACT_FOR_ONESELF)
def pass_on(request: Request) -> HttpResponse:
    """Takes it, with a receipt for whoever said it; without their consent it is kept nowhere."""
    if request.content_type == "application/json":
        return _from_device(request)
    if request.method == "POST" and not request.POST.get("consent"):
        messages.success(request, _("It is kept nowhere."))
        return redirect("fieldwork:log")
    form = FieldForm(filled_in(request))
    code = request.POST.get("code", "")
    if request.method == "POST" and form.is_valid():
        promise = attempt(form, _taken, request, form, code)
        if promise:
            return shown(request, read_receipt(code), promise, "base.html")
    context = {
        "form": form,
        "code": code or draw_receipt().code,
        "crumbs": [{"url": reverse("fieldwork:log"), "label": _("Field log")}],
    }
    return render(request, "intake/field.html", context, status=422 if form.errors else 200)


def _from_device(request: Request) -> HttpResponse:
    """Nobody is there to be asked: what cannot be told for certain keeps the opinion away from everybody near."""
    try:
        given = body(request)
        form = FieldForm.of_device(given)
        if not form.is_valid():
            raise BadInput([Fault(name, str(errors[0]), "something else") for name, errors in form.errors.items()])
        if not form.cleaned_data["consent"]:
            return JsonResponse({"receipt": "refused"})
        _taken(request, form, str(given.get("code", "")))
    except BadInput as error:
        return JsonResponse({"faults": [spoken_fault(fault, placed=True) for fault in error.faults]}, status=422)
    return JsonResponse({"receipt": "accepted"})


def _taken(request: Request, form: FieldForm, code: str) -> Document:
    filing = form.filing(get_language() or "en", Channel.FIELD, by_proxy=True)
    return take_from_field(request.actor, _receipt(code), filing)


def _receipt(code: str) -> Receipt:
    try:
        return read_receipt(code)
    except Refused as refusal:
        raise BadInput([Fault("code", "a receipt code", "something else")]) from refusal
