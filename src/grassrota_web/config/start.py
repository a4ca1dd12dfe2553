"""The guided first run: from one's own spreadsheet to one's own plan, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.pages import Request, page
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import GradeScale, HostAnswer, Opening, Person, Rotation, Unit
from grassrota_web.rotas.models import Plan, Policy


@dataclass(frozen=True)
class Step:
    """One step: its words, why it is there, where it is done, and whether it is."""

    title: str | Promise
    hint: str | Promise
    url: str
    done: bool


@page(Right.IMPORT)
def start(request: Request) -> HttpResponse:
    """Eight steps, each with what is done and what is next."""
    steps = _steps(request)
    following = next((step for step in steps if not step.done), None)
    tasks = [
        {
            "title": step.title,
            "hint": step.hint,
            "url": step.url,
            "status": "done" if step.done else "todo" if step is following else "blocked",
            "word": _("done") if step.done else _("next") if step is following else _("later"),
        }
        for step in steps
    ]
    plan = visible(request.actor, Plan.objects.select_related("rotation")).order_by("-pk").first()
    return render(request, "config/start.html", {"tasks": tasks, "finished": following is None, "plan": plan})


def _steps(request: Request) -> list[Step]:
    actor = request.actor
    rotation = visible(actor, Rotation.objects.filter(closed_on=None)).order_by("-pk").first()
    openings = visible(actor, Opening.objects.filter(rotation=rotation, withdrawn_on=None))
    own = reverse("rotas:rotation", args=[rotation.pk]) if rotation else ""
    return [
        Step(
            _("Set the grade scale"),
            _("Which grades there are, from the lowest to the highest."),
            reverse("orgs:add_scale"),
            visible(actor, GradeScale.objects.all()).exists(),
        ),
        Step(
            _("Bring in the units"),
            _("Offices that send and places that receive, each below another. There is a template to fill in."),
            reverse("orgs:import_list", args=["units"]),
            visible(actor, Unit.objects.all()).exists(),
        ),
        Step(
            _("Bring in the people"),
            _("A spreadsheet with an id, a name, a unit and a grade is enough."),
            reverse("orgs:import_list", args=["people"]),
            visible(actor, Person.objects.all()).exists(),
        ),
        Step(
            _("Open a rotation"),
            _("Whose staff go, and to which places."),
            reverse("rotas:open"),
            rotation is not None,
        ),
        Step(
            _("Bring in the openings"),
            _("Where people are wanted, and how many."),
            reverse("orgs:import_list", args=["openings"]),
            bool(rotation) and openings.exists(),
        ),
        Step(
            _("Have the hosts consent"),
            _("Nobody is sent to a place that has not agreed; what was agreed on paper can be entered."),
            reverse("orgs:agreed", args=[rotation.pk]) if rotation else "",
            bool(rotation) and openings.filter(answer=HostAnswer.CONSENTED).exists(),
        ),
        Step(
            _("Say the rules"),
            _("Batches, how much of an office may be away, who goes first."),
            reverse("rotas:policy", args=[rotation.pk]) if rotation else "",
            bool(rotation) and visible(actor, Policy.objects.filter(rotation=rotation)).exists(),
        ),
        Step(
            _("Look for a plan"),
            _("The search shows how good the best plan so far is, and can be stopped."),
            own,
            bool(rotation) and visible(actor, Plan.objects.filter(rotation=rotation)).exists(),
        ),
    ]
