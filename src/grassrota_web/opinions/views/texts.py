"""Pages on which a reviewer makes public what opinions are about, in other words than their raisers'."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.opinions import publishable
from grassrota_web.opinions.actions.texts import approve_text, withdraw_text
from grassrota_web.opinions.forms import PublicForm
from grassrota_web.opinions.views.lists import crumbs

MOST = 200
"""Public texts on the page."""


@page(Right.PUBLISH_TEXTS)
def texts(request: Request) -> HttpResponse:
    """What is public, and opinions of which a text could be made."""
    form = forms.Form(filled_in(request))
    public = publishable.texts(request.actor)
    if request.method == "POST":
        row = get_object_or_404(public, pk=request.POST.get("text"))
        attempt(form, withdraw_text, request.actor, row.pk)
        if not form.errors:
            messages.success(request, _("Nobody reads it any more."))
            return redirect("opinions:texts")
    said = {"public": public[:MOST], "candidates": publishable.candidates(request.actor), "most": publishable.SHOWN}
    return render(request, "opinions/texts.html", {**said, "form": form, "crumbs": crumbs()})


@page(Right.PUBLISH_TEXTS)
def text(request: Request, opinion: UUID) -> HttpResponse:
    """One text, with what was raised beside it."""
    found = publishable.candidate(request.actor, opinion)
    if found is None:
        raise Http404
    form = PublicForm(filled_in(request), initial={"words": found.text.words if found.text else ""})
    if request.method == "POST" and form.is_valid():
        attempt(form, approve_text, request.actor, opinion, form.cleaned_data["words"])
        if not form.errors:
            messages.success(request, _("Everybody may read it now."))
            return redirect("opinions:texts")
    way = crumbs((reverse("opinions:texts"), _("Texts for everybody")))
    context = {"form": form, "found": found, "crumbs": way}
    return render(request, "opinions/text.html", context, status=422 if form.errors else 200)
