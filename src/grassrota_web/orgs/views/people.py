"""Pages of people."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs import columns, convert
from grassrota_web.orgs.actions.people import add_person, change_person, leave_staff, move_person, pair, unpair
from grassrota_web.orgs.forms.fields import Ending
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.forms.people import MovePerson, PairForm, PeopleFilterForm, PersonForm
from grassrota_web.orgs.keyset import page_of
from grassrota_web.orgs.models import Couple, Person, Unit
from grassrota_web.orgs.queries.people import PeopleFilter
from grassrota_web.orgs.queries.people import people as those
from grassrota_web.orgs.reach import grade_titles
from grassrota_web.orgs.views.asking import ask, crumbs_to, entered
from grassrota_web.orgs.words import REASONS

_EITHER = {"yes": True, "no": False}


def narrowed(request: Request) -> tuple[PeopleFilterForm, PeopleFilter]:
    """The filter that the address holds; a unit that is not there, or not told apart, leaves nobody."""
    form = found_by(request.actor, PeopleFilterForm(request.GET, today=timezone.localdate()))
    form.is_valid()
    said = form.cleaned_data
    code, unit = said.get("unit", "?"), None
    if code:
        unit = visible(request.actor, Unit.objects.all()).filter(code=code).first() or Unit(path="none")
    exempt, surplus = (_EITHER.get(said.get(name, "")) for name in ("exempt", "surplus"))
    return form, PeopleFilter(unit, said.get("grade", ""), exempt, surplus, said.get("q", ""))


@page(Right.READ_PEOPLE)
def people(request: Request) -> HttpResponse:
    """The people within reach, narrowed by what the address says."""
    form, only = narrowed(request)
    found = page_of(request, those(request.actor, only), "name")
    filtered = any(request.GET.get(name) for name in form.fields)
    said = {"form": form, "page": found, "filtered": filtered, "columns": columns.PEOPLE, "titles": grade_titles()}
    return render(request, "orgs/people.html", said)


@page(Right.READ_OWN)
def me(request: Request) -> HttpResponse:
    """What is kept about oneself."""
    row = visible(request.actor, Person.objects.all()).filter(code=request.actor.person).first()
    if row is None:
        raise Http404
    return redirect(row)


@page(Right.READ_PEOPLE, Right.READ_OWN)
def person(request: Request, key: int) -> HttpResponse:
    """One person; the same page for themselves."""
    actor = request.actor
    rows = visible(actor, Person.objects.select_related("unit", "site"))
    row = get_object_or_404(rows, pk=key)
    exemptions = visible(actor, row.exemptions.select_related("detail").order_by("-since", "-pk"))
    couples = visible(actor, Couple.objects.select_related("first", "second"))
    today = timezone.localdate()
    said = {
        "person": row,
        "titles": grade_titles(),
        "own": actor.person == row.code,
        "crumbs": crumbs_to(request, row.unit),
        "exemptions": [
            {
                "row": one,
                "reason": REASONS[one.reason],
                "holds": one.since <= today and (one.until is None or one.until > today),
                "unseals": one.detail is not None and actor.may(Right.READ_SEALED, one.detail.path),
            }
            for one in exemptions
        ],
        "couples": [
            {"row": one, "other": one.second if one.first_id == row.pk else one.first}
            for one in (*couples.filter(first=row), *couples.filter(second=row))
        ],
        "edits": actor.may(Right.EDIT_PEOPLE, row.unit.path),
    }
    return render(request, "orgs/person.html", said)


@page(Right.EDIT_PEOPLE)
def add(request: Request) -> HttpResponse:
    """A new person."""
    below = {"unit": request.GET.get("unit", "")}
    form = found_by(request.actor, PersonForm(entered(request), today=timezone.localdate(), initial=below))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: add_person(request.actor, form.value()))
        if made:
            messages.success(request, _("%(person)s was added.") % {"person": made.name})
            return redirect(made)
    return ask(request, form, title=_("Add a person"), word=_("Add the person"), back=reverse("orgs:people"))


@page(Right.EDIT_PEOPLE)
def edit(request: Request, key: int) -> HttpResponse:
    """Changes of what is kept about a person."""
    row = _person(request, key)
    form = found_by(request.actor, PersonForm(entered(request), today=timezone.localdate(), of=convert.person(row)))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: change_person(request.actor, key, form.value()))
        if not form.errors:
            messages.success(request, _("The change was kept."))
            return redirect(row)
    title = _("Change what is kept about %(person)s") % {"person": row.name}
    crumbs = crumbs_to(request, row.unit)
    return ask(request, form, title=title, word=_("Keep the change"), back=row.get_absolute_url(), crumbs=crumbs)


@page(Right.EDIT_PEOPLE)
def move(request: Request, key: int) -> HttpResponse:
    """Another home unit."""
    row = _person(request, key)
    form = MovePerson(entered(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: move_person(request.actor, key, form.cleaned_data["unit"]))
        if not form.errors:
            messages.success(request, _("%(person)s has another home unit now.") % {"person": row.name})
            return redirect(row)
    return ask(
        request,
        form,
        title=_("Another home unit for %(person)s") % {"person": row.name},
        word=_("Move"),
        back=row.get_absolute_url(),
        crumbs=crumbs_to(request, row.unit),
        lead=_("What is sealed about them goes along: the officers of the new unit may read it, with a reason."),
    )


@page(Right.EDIT_PEOPLE)
def leave(request: Request, key: int) -> HttpResponse:
    """Somebody leaves the staff."""
    row = _person(request, key)
    form = Ending(entered(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: leave_staff(request.actor, key, form.cleaned_data["day"]))
        if not form.errors:
            messages.success(request, _("%(person)s has left the staff.") % {"person": row.name})
            return redirect("orgs:people")
    return ask(
        request,
        form,
        title=_("%(person)s leaves the staff") % {"person": row.name},
        word=_("Note that they have left"),
        back=row.get_absolute_url(),
        crumbs=crumbs_to(request, row.unit),
        lead=_("They are planned no more. What is kept about them goes when the retention rule says so."),
    )


@page(Right.EDIT_PEOPLE)
def couple(request: Request, key: int) -> HttpResponse:
    """Two people who are not away at the same time."""
    row = _person(request, key)
    form = found_by(request.actor, PairForm(entered(request)))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: pair(request.actor, row.code, form.cleaned_data["second"]))
        if not form.errors:
            return redirect(row)
    title = _("A couple with %(person)s") % {"person": row.name}
    crumbs = crumbs_to(request, row.unit)
    return ask(request, form, title=title, word=_("Keep the couple"), back=row.get_absolute_url(), crumbs=crumbs)


@page(Right.EDIT_PEOPLE)
@require_POST
def uncouple(request: Request, key: int, couple: int) -> HttpResponse:
    """They may be away at the same time again."""
    row = _person(request, key)
    kept = get_object_or_404(visible(request.actor, Couple.objects.all()), pk=couple)
    unpair(request.actor, kept.pk)
    return redirect(row)


def _person(request: Request, key: int) -> Person:
    return get_object_or_404(visible(request.actor, Person.objects.select_related("unit", "site")), pk=key)
