"""Pages of cycles: which units were inspected, which are still to be, and the end."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grassrota.inspection.cycle import coverage
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.inspections.actions.cycles import begin, close, record_survey
from grassrota_web.inspections.coverage import Covered, covered, surveyed, surveys
from grassrota_web.inspections.forms import BindForm, SurveyForm
from grassrota_web.inspections.models import Cycle
from grassrota_web.inspections.queries.verdicts import tag
from grassrota_web.inspections.views.office import crumbs
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.views.asking import ask, entered

COLUMNS = (
    {"label": gettext_lazy("Unit")},
    {"label": gettext_lazy("Verdict")},
    {"label": gettext_lazy("Pieces of evidence"), "numeric": True},
    {"label": gettext_lazy("From raisers"), "numeric": True},
)

SURVEYS = (
    {"label": gettext_lazy("Place")},
    {"label": gettext_lazy("Day")},
    {"label": gettext_lazy("Pieces of evidence"), "numeric": True},
    {"label": gettext_lazy("Representative, by which rule")},
)


@page(Right.CHECK_CASES)
def cycles(request: Request) -> HttpResponse:
    """The cycles of the office, the latest first."""
    rows = visible(request.actor, Cycle.objects.select_related("place"))[:50]
    return render(request, "inspections/cycles.html", {"cycles": rows, "crumbs": crumbs()})


@page(Right.CHECK_CASES)
def begin_cycle(request: Request) -> HttpResponse:
    """A cycle begins."""
    form = found_by(request.actor, BindForm(entered(request)))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, begin, request.actor, form.cleaned_data["place"])
        if row is not None:
            return redirect(row)
    lead = _("Within a cycle every unit that claims anything as fixed is inspected. It closes only when each was.")
    back = reverse("inspections:cycles")
    way = crumbs((back, _("Cycles")))
    return ask(request, form, title=_("Begin a cycle"), word=_("Begin"), back=back, crumbs=way, lead=lead)


@page(Right.CHECK_CASES)
def add_survey(request: Request) -> HttpResponse:
    """A survey of a place is recorded."""
    form = found_by(request.actor, SurveyForm(entered(request)))
    back = reverse("inspections:cycles")
    if request.method == "POST" and form.is_valid():
        attempt(form, record_survey, request.actor, **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("The survey is recorded."))
            return redirect(back)
    lead = _(
        "A survey is a look at one place outside of a round. It verifies no figure, and is never added to the full "
        "inspections."
    )
    way = crumbs((back, _("Cycles")))
    return ask(request, form, title=_("Record a survey"), word=_("Record it"), back=back, crumbs=way, lead=lead)


@page(Right.CHECK_CASES)
def cycle(request: Request, key: int) -> HttpResponse:
    """One cycle: its units with their inspections; those that wait come first."""
    row: Cycle = get_object_or_404(visible(request.actor, Cycle.objects.select_related("place")), pk=key)
    form = forms.Form(entered(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, close, request.actor, row.pk)
        if not form.errors:
            messages.success(request, _("The cycle is closed: every unit was inspected."))
            return redirect(row)
    units, looked = covered(row), surveys(row)
    visits = [one.visit for one in units if one.visit] + [surveyed(one) for one in looked]
    said = {
        "cycle": row,
        "form": form,
        "waiting": [one.unit for one in units if one.visit is None],
        "lines": [_line(one) for one in units if one.visit is not None],
        "columns": COLUMNS,
        "counted": coverage(visits),
        "surveys": looked,
        "survey_columns": SURVEYS,
        "crumbs": crumbs((reverse("inspections:cycles"), _("Cycles"))),
        "begun": date_format(row.begun_on),
    }
    return render(request, "inspections/cycle.html", said, status=422 if form.errors else 200)


def _line(one: Covered) -> dict[str, object]:
    return {"unit": one.unit, "claim": one.claim, "visit": one.visit, "tag": tag(one.claim) if one.claim else None}
