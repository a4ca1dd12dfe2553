"""Texts that were made public and are like what somebody has to say; on a button only."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from grassrota_web.access.actor import NOBODY
from grassrota_web.access.pages import attempt
from grassrota_web.intake.actions.guessing import count_guess, is_spent
from grassrota_web.intake.actions.saying import say_me_too
from grassrota_web.intake.found import find
from grassrota_web.intake.models import PublicText
from grassrota_web.intake.public import open_to_all
from grassrota_web.intake.similar import similar

LONGEST = 200


@open_to_all
def similar_texts(request: HttpRequest) -> HttpResponse:
    """Public texts like the words that were posted; and "me too", by a receipt."""
    words = request.POST.get("words", "")[:LONGEST]
    form = forms.Form(data={})
    text = _chosen(request.POST.get("text", ""))
    if text and is_spent():
        form.add_error(None, _("So many wrong codes were tried today that this has to wait until tomorrow."))
    elif text:
        found = find(request.POST.get("code", ""))
        if found is None:
            count_guess(NOBODY)
            form.add_error(None, _("There is nothing under this code. Compare each group with what you noted."))
        else:
            attempt(form, say_me_too, NOBODY, found.receipt, text)
    context = {
        "form": form,
        "words": words,
        "texts": similar(words),
        "done": bool(text) and not form.errors,
        "here": "intake:raise",
    }
    return render(request, "intake/similar.html", context, status=422 if form.errors else 200)


def _chosen(key: str) -> PublicText | None:
    try:
        return PublicText.objects.filter(pk=uuid.UUID(key), withdrawn_on=None).first()
    except ValueError:
        return None
