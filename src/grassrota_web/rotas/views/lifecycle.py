"""The steps of a plan's life: what follows from each, and what stands in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grassrota.errors import Refused
from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.spoken import spoken
from grassrota_web.rotas.actions import lifecycle
from grassrota_web.rotas.models import Plan
from grassrota_web.rotas.views.reach import crumbs, the_plan

_STEPS: dict[str, tuple[Any, tuple[Any, ...], Callable[..., None]]] = {
    "draw_up": (
        _("Draw up as the initial plan"),
        (_("Units see their own lines of it."), _("It can still be reworked.")),
        lifecycle.draw_up,
    ),
    "rework": (_("Back to a draft"), (_("Units see it no more."),), lifecycle.rework),
    "approve": (
        _("Approve"),
        (
            _("Every rule is checked again, and every team must have a leader who goes along."),
            _("The list can then be published."),
        ),
        lifecycle.approve,
    ),
    "set_aside": (
        _("Set aside"),
        (_("Nobody will carry it out. It is kept, and cannot be taken up again."),),
        lifecycle.set_aside,
    ),
    "start": (
        _("Let it get under way"),
        (
            _("Postings may start."),
            _("Of each unit that sends people it takes a verified lower bound of half of the opinions fixed."),
        ),
        lifecycle.start,
    ),
}


@page(Right.EDIT_PLAN, Right.APPROVE_PLAN, Right.PUBLISH)
def step(request: Request, pk: int, number: int, step: str) -> HttpResponse:
    """One step: what follows from it, then the step itself."""
    row = the_plan(request, pk, number, Right.EDIT_PLAN)
    if step == "publishable":
        return _publishable(request, row)
    if step not in _STEPS:
        raise Http404
    title, consequences, act = _STEPS[step]
    form = forms.Form(request.POST or None)
    objections: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            act(request.actor, row)
        except Refused as refusal:
            objections = _objections(refusal)
        else:
            return redirect("rotas:plan", pk, number)
    context = {
        "form": form,
        "title": title,
        "word": title,
        "consequences": consequences,
        "errors": [{"href": "", "text": text} for text in objections],
        "action": reverse("rotas:step", args=[pk, number, step]),
        "cancel_url": reverse("rotas:plan", args=[pk, number]),
        "irreversible": step == "set_aside",
    }
    return render(request, "rotas/step.html", context | {"plan": row, "crumbs": crumbs(row.rotation, row)})


def _publishable(request: Request, row: Plan) -> HttpResponse:
    """Whether the list may be published, with everything that stands against it."""
    objections: tuple[str, ...] = ()
    try:
        lifecycle.publishable(row)
    except Refused as refusal:
        objections = _objections(refusal)
    context = {"plan": row, "rotation": row.rotation, "objections": objections, "crumbs": crumbs(row.rotation, row)}
    return render(request, "rotas/publishable.html", context)


def _objections(refusal: Refused) -> tuple[str, ...]:
    if refusal.code == "not_permitted":
        raise refusal
    told = refusal.data.get("objections")
    said = told if isinstance(told, tuple) else (refusal.message,)
    return tuple(spoken(str(one)) for one in said)
