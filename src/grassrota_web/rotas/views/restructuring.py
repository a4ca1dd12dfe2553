"""Restructuring plans: filed apart from every rotation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Unit
from grassrota_web.rotas.actions.restructure import file_restructure_plan
from grassrota_web.rotas.forms.stages import RestructureForm
from grassrota_web.rotas.models import RestructurePlan
from grassrota_web.rotas.views.reach import crumbs


@page(Right.EDIT_POLICY)
def restructuring(request: Request) -> HttpResponse:
    """Those that were filed."""
    rows = visible(request.actor, RestructurePlan.objects.select_related("unit"))
    return render(request, "rotas/restructuring.html", {"plans": rows[:200], "crumbs": crumbs()})


@page(Right.EDIT_POLICY)
def file(request: Request) -> HttpResponse:
    """Files one."""
    form = RestructureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        unit = visible(request.actor, Unit.objects.all()).filter(code=given.pop("unit")).first()
        if unit is None:
            form.add_error("unit", _("There is no such unit."))
        else:
            attempt(form, lambda: file_restructure_plan(request.actor, unit, **given))
        if not form.errors:
            return redirect("rotas:restructuring")
    context = {"form": form, "title": _("File a restructuring plan"), "word": _("File it"), "crumbs": crumbs()}
    return render(request, "rotas/form.html", context)
