"""Raising an opinion: write, check, send; nothing is stored before it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grassrota.opinions.receipts.documents import Document
from grassrota.opinions.receipts.receipt import Receipt
from grassrota.opinions.receipts.spoken import spoken
from grassrota_web.access.actor import NOBODY
from grassrota_web.access.pages import attempt
from grassrota_web.intake import budget, proof_of_work
from grassrota_web.intake.actions.filing import FILED, Confided, file_opinion, office_key
from grassrota_web.intake.boxed import Boxed
from grassrota_web.intake.codes import drawn, taken_up
from grassrota_web.intake.forms.raising import ConfidingForm, OpinionForm, elsewhere
from grassrota_web.intake.public import open_to_all

BACK = {"intake:raise", "intake:receipt", "intake:similar", "intake:log", "intake:elsewhere"}
"""Pages to which the choice of a language leads back."""


@open_to_all
def raise_opinion(request: HttpRequest) -> HttpResponse:
    """Asks what is wrong, has it checked, takes it, and shows the receipt; everything travels in the form."""
    step = request.POST.get("step", "")
    if step not in ("check", "send"):
        # coming back to change something, or for the first time
        initial = request.POST.dict() if request.method == "POST" else None
        return _write(request, OpinionForm(initial=initial))
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _write(request, form)
    return _send(request, form) if step == "send" else _check(request, form)


@open_to_all
def language(request: HttpRequest) -> HttpResponse:
    """Changes the language of these pages, by the one cookie that they set."""
    chosen, back = request.POST.get("language", ""), request.POST.get("back", "")
    answer = redirect(back if back in BACK else "intake:raise")
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax", secure=settings.HTTPS)
    return answer


@open_to_all
def other_ways(request: HttpRequest) -> HttpResponse:
    """Where to go with paper, or by telephone."""
    return render(request, "intake/elsewhere.html", elsewhere() | {"here": "intake:elsewhere"})


def _write(request: HttpRequest, form: OpinionForm) -> HttpResponse:
    context = {"form": form, "here": "intake:raise"}
    return render(request, "intake/raise.html", context, status=422 if form.is_bound else 200)


def _check(request: HttpRequest, form: OpinionForm, confiding: ConfidingForm | None = None) -> HttpResponse:
    """What was written, to be checked; what few or nobody may see is asked here, and travels no further."""
    today, public = timezone.localdate(), office_key()
    given = confiding or ConfidingForm(sealing=public is not None)
    context = {
        "form": form,
        "answers": _answers(form),
        "travelling": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "confiding": given,
        "drawn": request.POST.get("drawn") or drawn(today),
        "challenge": proof_of_work.challenge(today),
        "work": proof_of_work,
        "public": public.hex() if public else "",
        "spent": budget.is_spent(FILED, today, settings.INTAKE_WITHOUT_WORK),
        "here": "intake:raise",
        **elsewhere(),
    }
    return render(request, "intake/check.html", context, status=422 if given.errors else 200)


def _send(request: HttpRequest, form: OpinionForm) -> HttpResponse:
    confiding = ConfidingForm(request.POST, request.FILES, sealing=office_key() is not None)
    promise: Document | None = None
    if confiding.is_valid():
        promise = attempt(confiding, _filed, request, form, confiding.cleaned_data)
    if promise is None:
        return _check(request, form, confiding)
    return shown(request, taken_up(request.POST["drawn"], timezone.localdate()), promise)


def _filed(request: HttpRequest, form: OpinionForm, given: dict[str, Any]) -> Document:
    mark = request.POST.get("drawn", "")
    receipt = taken_up(mark, timezone.localdate())
    filing = replace(form.filing(get_language() or "en"), may_visit=given.get("may_visit", False))
    return file_opinion(NOBODY, receipt, filing, confided(given), (mark, request.POST.get("work", "")))


def confided(given: dict[str, Any]) -> Confided:
    """What comes with a filing, of a valid form; contact details in plain words are sealed before they are written."""
    plain = Boxed(given.get("contact", "").strip(), given.get("watch", "").strip()).text()
    return Confided(given["passphrase"], plain, given.get("box", b""), given["papers"])


def shown(request: HttpRequest, receipt: Receipt, promise: Document, frame: str = "intake/frame.html") -> HttpResponse:
    """The receipt, once."""
    aloud = zip(receipt.groups, spoken(receipt, "en"), spoken(receipt, "zh"), strict=True)
    context = {
        "frame": frame,
        "code": str(receipt),
        "aloud": [{"group": group, "english": english, "chinese": chinese} for group, english, chinese in aloud],
        "promise": promise,
        "day": date.fromisoformat(promise["day"]),
        "receipt_url": reverse("intake:receipt"),
        "here": "intake:raise",
    }
    return render(request, "intake/filed.html", context)


def _answers(form: OpinionForm) -> list[dict[str, Any]]:
    """What was answered, in words; what was left empty is passed over."""
    answers = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if not value:
            continue
        if isinstance(field, forms.ChoiceField):
            said: Any = dict(field.choices).get(value, value)  # type: ignore[arg-type]
        else:
            said = "\n".join(value) if isinstance(value, tuple) else _("yes") if value is True else value
        answers.append({"question": field.label, "answer": said})
    return answers
