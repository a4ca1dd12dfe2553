"""Pages of the hosts' own programmes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import columns
from grassrota_web.orgs.actions.programmes import add_programme, change_programme
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.forms.openings import ProgrammeForm
from grassrota_web.orgs.keyset import page_of
from grassrota_web.orgs.models import Programme
from grassrota_web.orgs.queries import openings as queries
from grassrota_web.orgs.views.asking import ask, crumbs_to, entered


@page(Right.READ_OPENINGS)
def programmes(request: Request) -> HttpResponse:
    """The programmes within reach."""
    rows = visible(request.actor, Programme.objects.select_related("place"))
    found = page_of(request, rows, "name")
    edits = request.actor.holds(Right.EDIT_OPENINGS)
    said = {"page": found, "edits": edits, "columns": columns.PROGRAMMES}
    return render(request, "orgs/programmes.html", said)


@page(Right.EDIT_OPENINGS)
def add(request: Request) -> HttpResponse:
    """A new programme."""
    form = found_by(request.actor, ProgrammeForm(entered(request), initial={"place": request.GET.get("place", "")}))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: add_programme(request.actor, **form.cleaned_data))
        if made:
            return redirect("orgs:programmes")
    title, back = _("Add a programme of a host"), reverse("orgs:programmes")
    return ask(request, form, title=title, word=_("Add the programme"), back=back)


@page(Right.EDIT_OPENINGS)
def edit(request: Request, key: int) -> HttpResponse:
    """Changes of a programme."""
    row = get_object_or_404(visible(request.actor, queries.programmes(request.actor)), pk=key)
    form = found_by(request.actor, ProgrammeForm(entered(request), of=row))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: change_programme(request.actor, key, **form.cleaned_data))
        if not form.errors:
            return redirect("orgs:programmes")
    title = _("Change programme %(name)s") % {"name": row.name}
    back, crumbs = reverse("orgs:programmes"), crumbs_to(request, row.place)
    return ask(request, form, title=title, word=_("Keep the change"), back=back, crumbs=crumbs)
