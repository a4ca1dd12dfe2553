"""Pages of the unit tree."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import convert
from grassrota_web.orgs.actions.units import add_unit, change_unit, move_unit
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.forms.units import MoveUnit, UnitForm
from grassrota_web.orgs.keyset import counted
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.queries import units as queries
from grassrota_web.orgs.queries.openings import OpeningFilter, openings, programmes, running
from grassrota_web.orgs.queries.people import PeopleFilter, people
from grassrota_web.orgs.views.asking import ask, crumbs_to, entered
from grassrota_web.orgs.words import KINDS, LEVELS


@page(Right.READ_UNITS)
def home(request: Request) -> HttpResponse:
    """The tree from its top, opened by one level, and the ways to the lists."""
    actor = request.actor
    tops = list(queries.tops(actor)[:50])
    known = (
        [queries.node(tops[0], below=queries.nodes(queries.children(actor, tops[0])))]
        if len(tops) == 1
        else queries.nodes(queries.tops(actor))
    )
    return render(request, "orgs/home.html", {"nodes": known, "at_top": actor.may(Right.EDIT_UNITS, EVERYWHERE)})


@page(Right.READ_UNITS)
def below(request: Request, key: int) -> HttpResponse:
    """The units directly below one: a part of the tree."""
    found = get_object_or_404(visible(request.actor, Unit.objects.all()), pk=key)
    nodes = queries.nodes(queries.children(request.actor, found))
    return render(request, "components/tree_nodes.html", {"nodes": nodes})


@page(Right.READ_UNITS)
def find(request: Request) -> HttpResponse:
    """Units with a name, as a part of the tree; the tree itself again without one."""
    words = request.GET.get("q", "").strip()
    if words:
        nodes = [queries.node(unit) for unit in queries.named(request.actor, words)]
    else:
        nodes = queries.nodes(queries.tops(request.actor))
    return render(request, "components/tree_nodes.html", {"nodes": nodes})


@page(Right.READ_UNITS)
def unit(request: Request, key: int) -> HttpResponse:
    """One unit: what is below it, who heads it, how many people, which openings and programmes."""
    actor = request.actor
    found = get_object_or_404(visible(actor, Unit.objects.all()), pk=key)
    here = openings(actor, OpeningFilter(unit=found))
    staff = people(actor, PeopleFilter(unit=found))
    sees_people = actor.holds(Right.READ_PEOPLE) and (actor.may(Right.READ_PEOPLE, found.path) or staff.exists())
    said = {
        "unit": found,
        "level": LEVELS[found.level],
        "kind": KINDS[found.kind],
        "crumbs": crumbs_to(request, found, itself=False),
        "nodes": queries.nodes(queries.children(actor, found)),
        "heads": found.headed_by.order_by("name") if actor.may(Right.READ_PEOPLE, found.path) else (),
        "people": counted(staff) if sees_people else "",
        "openings": here.order_by("code", "pk")[:5],
        "opening_count": counted(here),
        "programmes": [row for row in programmes(actor).filter(place=found) if running(row)],
        "edits": actor.may(Right.EDIT_UNITS, found.path),
        "edits_openings": actor.may(Right.EDIT_OPENINGS, found.path),
    }
    return render(request, "orgs/unit.html", said)


@page(Right.EDIT_UNITS)
def add(request: Request) -> HttpResponse:
    """A new unit, below the one that the address names, or at the top."""
    parent = request.GET.get("below", "")
    upper = get_object_or_404(visible(request.actor, Unit.objects.all()), code=parent) if parent else None
    form = found_by(request.actor, UnitForm(entered(request)))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: add_unit(request.actor, form.value(parent)))
        if made:
            messages.success(request, _("%(unit)s was added.") % {"unit": made.name})
            return redirect(made)
    title = _("Add a unit below %(unit)s") % {"unit": upper.name} if upper else _("Add a unit at the top")
    back = upper.get_absolute_url() if upper else reverse("orgs:home")
    crumbs = crumbs_to(request, upper) if upper else ()
    return ask(request, form, title=title, word=_("Add the unit"), back=back, crumbs=crumbs)


@page(Right.EDIT_UNITS)
def edit(request: Request, key: int) -> HttpResponse:
    """Changes of a unit."""
    row = get_object_or_404(visible(request.actor, Unit.objects.select_related("parent")), pk=key)
    parent = row.parent.code if row.parent else ""
    form = found_by(request.actor, UnitForm(entered(request), of=convert.unit(row, parent)))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: change_unit(request.actor, key, form.value(parent)))
        if not form.errors:
            messages.success(request, _("The change was kept."))
            return redirect(row)
    title = _("Change %(unit)s") % {"unit": row.name}
    crumbs = crumbs_to(request, row)
    return ask(request, form, title=title, word=_("Keep the change"), back=row.get_absolute_url(), crumbs=crumbs)


@page(Right.EDIT_UNITS)
def move(request: Request, key: int) -> HttpResponse:
    """Moves a unit with all below it."""
    row = get_object_or_404(visible(request.actor, Unit.objects.all()), pk=key)
    form = MoveUnit(entered(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: move_unit(request.actor, key, form.cleaned_data["parent"]))
        if not form.errors:
            messages.success(request, _("%(unit)s was moved, with everything below it.") % {"unit": row.name})
            return redirect(row)
    return ask(
        request,
        form,
        title=_("Move %(unit)s") % {"unit": row.name},
        word=_("Move it, with everything below it"),
        back=row.get_absolute_url(),
        crumbs=crumbs_to(request, row),
        lead=_("Its people, roles, sealed detail and jobs go along. The journal keeps where it was."),
    )
