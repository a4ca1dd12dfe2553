"""Pilot sites of a rotation: what is tried, what came of it, and where else it is done now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota_web.access.pages import Request, attempt, filled_in, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork.actions import pilots as verbs
from grassrota_web.fieldwork.forms import Day, today
from grassrota_web.fieldwork.models import Pilot, Practice
from grassrota_web.orgs.forms.named import Coded, found_by
from grassrota_web.orgs.models import Rotation


class PlaceForm(forms.Form):
    """Where, and since when."""

    place = Coded("unit", label=gettext_lazy("Where"))
    on = Day(label=gettext_lazy("Day"), initial=today)


class PilotForm(PlaceForm):
    """A pilot site, and what is tried there."""

    practices = forms.CharField(
        label=gettext_lazy("What is tried, one a line"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )


class ResultsForm(forms.Form):
    """What came of each practice."""

    on = Day(label=gettext_lazy("Day"), initial=today)

    def __init__(self, pilot: Pilot, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for practice in pilot.practices.all():
            box = forms.Textarea(attrs={"rows": 3})
            self.fields[f"result_{practice.pk}"] = forms.CharField(
                label=practice.name, required=False, widget=box, help_text=_("What failed is a result as well.")
            )

    @property
    def results(self) -> dict[str, str]:
        """The results by the key of the practice."""
        return {
            name.removeprefix("result_"): text for name, text in self.cleaned_data.items() if name.startswith("result_")
        }


@page(Right.READ_POSTINGS, Right.READ_HOSTED)
def pilots(request: Request, rotation: int) -> HttpResponse:
    """The pilot sites."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    rows = visible(request.actor, Pilot.objects.filter(rotation=call).select_related("place"))
    context = {
        "rotation": call,
        "pilots": rows.prefetch_related("practices__adoptions__place"),
        "opens": request.actor.holds(Right.EDIT_OPENINGS),
        "crumbs": [{"url": reverse("fieldwork:home"), "label": _("In the field")}],
    }
    return render(request, "fieldwork/pilots.html", context)


@page(Right.EDIT_OPENINGS)
def open_site(request: Request, rotation: int) -> HttpResponse:
    """Opens a pilot site."""
    call = get_object_or_404(visible(request.actor, Rotation.objects.all()), pk=rotation)
    form = found_by(request.actor, PilotForm(filled_in(request)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = [line.strip()[:200] for line in given["practices"].splitlines() if line.strip()]
        attempt(form, verbs.open_pilot, request.actor, call.pk, given["place"], given["on"], tried)
        if not form.errors:
            return redirect("fieldwork:pilots", call.pk)
    return _form(request, call, form, _("Open a pilot site"))


@page(Right.EDIT_OPENINGS)
def results(request: Request, key: int) -> HttpResponse:
    """What came of a pilot."""
    row = get_object_or_404(visible(request.actor, Pilot.objects.select_related("rotation")), pk=key)
    form = ResultsForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        attempt(form, verbs.report_pilot, request.actor, row.pk, form.cleaned_data["on"], form.results)
        if not form.errors:
            return redirect("fieldwork:pilots", row.rotation_id)
    return _form(request, row.rotation, form, _("Say what came of it"))


@page(Right.EDIT_OPENINGS)
def take_over(request: Request, key: int) -> HttpResponse:
    """Another place takes a practice over."""
    row = get_object_or_404(visible(request.actor, Practice.objects.select_related("pilot__rotation")), pk=key)
    form = found_by(request.actor, PlaceForm(filled_in(request)))
    if request.method == "POST" and form.is_valid():
        attempt(form, verbs.adopt, request.actor, row.pk, form.cleaned_data["place"], form.cleaned_data["on"])
        if not form.errors:
            return redirect("fieldwork:pilots", row.pilot.rotation_id)
    return _form(request, row.pilot.rotation, form, _("Take over: %(name)s") % {"name": row.name})


def _form(request: Request, call: Rotation, form: forms.Form, title: str) -> HttpResponse:
    back = reverse("fieldwork:pilots", args=(call.pk,))
    crumbs = [{"url": reverse("fieldwork:home"), "label": _("In the field")}, {"url": back, "label": call.title}]
    context = {"title": title, "form": form, "cancel_url": back, "crumbs": crumbs}
    return render(request, "fieldwork/step.html", context)
