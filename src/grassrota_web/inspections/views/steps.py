"""Pages on which the office does something about a round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota.inspection.finding import TeamRole
from grassrota_web.access.pages import Request, attempt, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.inspections.actions.drawing import draw, send_again
from grassrota_web.inspections.actions.rounds import KEYS, bind, freeze, name_member, plan
from grassrota_web.inspections.actions.verdicts import end
from grassrota_web.inspections.forms import BindForm, DrawForm, MemberForm, PlanForm
from grassrota_web.inspections.models import Round
from grassrota_web.inspections.views.office import crumbs
from grassrota_web.orgs.forms.named import found_by
from grassrota_web.orgs.views.asking import ask, entered


@page(Right.CHECK_CASES)
def bind_office(request: Request) -> HttpResponse:
    """The keys of the office are made and shown once."""
    form = found_by(request.actor, BindForm(entered(request)))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, bind, request.actor, form.cleaned_data["place"])
        if made is not None:
            row, keys = made
            answer = render(request, "inspections/keys.html", {"chain": row, "keys": keys, "crumbs": crumbs()})
            answer["Cache-Control"] = "no-store"
            return answer
    lead = _(
        "Keys for %(count)s rounds are made and shown once. Print them or keep them where only the office reaches "
        "them: no copy stays here. Whoever has a key before its round is drawn could tell the sample."
    ) % {"count": KEYS}
    back = reverse("inspections:home")
    return ask(
        request,
        form,
        title=_("Make the keys of the office"),
        word=_("Make them"),
        back=back,
        crumbs=crumbs(),
        lead=lead,
    )


@page(Right.CHECK_CASES)
def plan_round(request: Request) -> HttpResponse:
    """A round is planned."""
    form = found_by(request.actor, PlanForm(entered(request)))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, plan, request.actor, **form.cleaned_data)
        if row is not None:
            messages.success(request, _("The round is planned, and its plan cannot be changed any more."))
            return redirect(row)
    lead = _("Everything is fixed and published now, before anybody knows a list or what chance will say.")
    back = reverse("inspections:home")
    return ask(request, form, title=_("Plan a round"), word=_("Fix the plan"), back=back, crumbs=crumbs(), lead=lead)


@page(Right.CHECK_CASES)
def add_member(request: Request, key: UUID) -> HttpResponse:
    """Somebody is named from among whom the teams are drawn."""
    row, form = _round(request, key), found_by(request.actor, MemberForm(entered(request)))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        attempt(form, name_member, request.actor, row.pk, TeamRole(said["side"]), said["called"], said["unit"])
        if not form.errors:
            return redirect("inspections:member", row.pk)
    context = {
        "form": form,
        "round": row,
        "members": visible(request.actor, row.members.select_related("unit")),
        "crumbs": _way(row),
    }
    return render(request, "inspections/members.html", context, status=422 if form.errors else 200)


@page(Right.CHECK_CASES)
def freeze_lists(request: Request, key: UUID) -> HttpResponse:
    """The lists of the units are frozen."""
    return _agreed(
        request,
        key,
        freeze,
        title=_("Freeze the lists"),
        word=_("Freeze them"),
        lead=_(
            "The list of each unit is kept as it stands now, and its hash is published. It cannot be changed any more."
        ),
        done=_("The lists are frozen."),
    )


@page(Right.CHECK_CASES)
def draw_samples(request: Request, key: UUID) -> HttpResponse:
    """The samples are drawn and the visits assigned."""
    row, form = _round(request, key), DrawForm(entered(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, draw, request.actor, row.pk, form.cleaned_data["chance"], form.cleaned_data["secret"])
        if not form.errors:
            messages.success(request, _("The samples are drawn. Everybody finds their own visits in their list."))
            return redirect(row)
    lead = _("Chance: %(source)s, %(day)s. The key is number %(number)s of those that the office keeps.") % {
        "source": row.source,
        "day": date_format(row.chance_on),
        "number": row.number,
    }
    return ask(request, form, title=_("Draw"), word=_("Draw"), back=_back(row), crumbs=_way(row), lead=lead)


@page(Right.CHECK_CASES)
def send_others(request: Request, key: UUID) -> HttpResponse:
    """Somebody else is drawn for visits that nobody makes."""
    return _agreed(
        request,
        key,
        send_again,
        title=_("Send somebody"),
        word=_("Draw"),
        lead=_("Visits for which nobody was free, or whose inspector left the office, are drawn for anew."),
        done=_("Somebody was drawn for each visit."),
    )


@page(Right.CHECK_CASES)
def end_round(request: Request, key: UUID) -> HttpResponse:
    """The round ends."""
    return _agreed(
        request,
        key,
        end,
        title=_("End the round"),
        word=_("End it"),
        lead=_(
            "The key of the round and all its lists of ids are published, so that every stranger can repeat the draw."
        ),
        done=_("The round has ended. Everybody can repeat its draw."),
    )


def _agreed(
    request: Request, key: UUID, step: Callable[..., Any], *, title: str, word: str, lead: str, done: str
) -> HttpResponse:
    """A step of a round that asks for nothing but a yes."""
    row, form = _round(request, key), forms.Form(entered(request))
    if request.method == "POST" and form.is_valid():
        attempt(form, step, request.actor, row.pk)
        if not form.errors:
            messages.success(request, done)
            return redirect(row)
    return ask(request, form, title=title, word=word, back=_back(row), crumbs=_way(row), lead=lead)


def _round(request: Request, key: UUID) -> Round:
    return get_object_or_404(visible(request.actor, Round.objects.select_related("place", "commitment")), pk=key)


def _back(row: Round) -> str:
    return row.get_absolute_url()


def _way(row: Round) -> list[dict[str, str]]:
    return crumbs((row.get_absolute_url(), _("Round as of %(day)s") % {"day": date_format(row.as_of)}))
