"""Pages of grade scales."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.actions.scales import add_scale
from grassrota_web.orgs.forms.units import ScaleForm
from grassrota_web.orgs.models import GradeScale
from grassrota_web.orgs.reach import scale_in_force
from grassrota_web.orgs.views.asking import ask, entered


@page(Right.READ_UNITS)
def scales(request: Request) -> HttpResponse:
    """The versions of the grade scale."""
    rows = visible(request.actor, GradeScale.objects.order_by("-valid_from", "-pk"))
    today = timezone.localdate()
    said = {"scales": rows, "in_force": scale_in_force(today), "edits": request.actor.holds(Right.EDIT_UNITS)}
    return render(request, "orgs/scales.html", said)


@page(Right.READ_UNITS)
def scale(request: Request, key: int) -> HttpResponse:
    """One version, the highest grade first."""
    row = get_object_or_404(visible(request.actor, GradeScale.objects.all()), pk=key)
    cells = [
        [
            {"text": grade.code, "code": True},
            {"text": str(grade.rank), "numeric": True},
            {"text": ", ".join(grade.titles)},
        ]
        for grade in row.grades.all()
    ]
    columns = [{"label": _("Grade")}, {"label": _("Rank"), "numeric": True}, {"label": _("Titles")}]
    return render(request, "orgs/scale.html", {"scale": row, "rows": cells, "columns": columns})


@page(Right.EDIT_UNITS)
def add(request: Request) -> HttpResponse:
    """A new version."""
    form = ScaleForm(entered(request), initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: add_scale(request.actor, form.value()))
        if made:
            return redirect(made)
    lead = _("A version is never changed: figures by grade name the version by which they were counted.")
    title, back = _("Add a version of the grade scale"), reverse("orgs:scales")
    return ask(request, form, title=title, word=_("Add the version"), back=back, lead=lead)
