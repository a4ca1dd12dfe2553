"""Pages on what is held about a person, and the file with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.records.person.actions import Held, read_own_records, subject_access

FORMATS = (("html", _("as a page to read and print")), ("json", _("as JSON, for programs")))


class Format(forms.Form):
    """How the file is wanted."""

    as_file = forms.ChoiceField(label=_("In which form?"), choices=FORMATS, widget=forms.RadioSelect, initial="html")


class Whom(Format):
    """About whom, and how they asked."""

    person = forms.CharField(label=_("Code of the person"), max_length=80)
    reason = forms.CharField(
        label=_("How did they ask for it?"), help_text=_("The person reads this in the journal."), max_length=200
    )
    field_order = ("person", "reason", "as_file")


@page(Right.ACT_FOR_ONESELF)
def own(request: Request) -> HttpResponse:
    """What is held about oneself, as a file."""
    form = Format(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _file(request.actor.person, read_own_records(request.actor), form.cleaned_data["as_file"])
    return render(request, "records/person/own.html", {"form": form})


@page(Right.KEEP_RECORDS)
def subject(request: Request) -> HttpResponse:
    """What is held about somebody who asked, as a file to hand over."""
    form = Whom(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        found = attempt(form, subject_access, request.actor, given["person"], given["reason"])
        if found is not None:
            return _file(given["person"], found, given["as_file"])
    return render(request, "records/person/subject.html", {"form": form})


def _file(person: str, found: Held, as_file: str) -> HttpResponse:
    if as_file == "json":
        response: HttpResponse = JsonResponse(
            {"person": person, "held": found}, json_dumps_params={"ensure_ascii": False}
        )
    else:
        shown = [{"label": label, "rows": [list(row.items()) for row in rows]} for label, rows in found.items()]
        context: dict[str, Any] = {"person": person, "held": shown}
        response = HttpResponse(render_to_string("records/person/file.html", context))
    response["Content-Disposition"] = f'attachment; filename="records.{as_file}"'
    return response
