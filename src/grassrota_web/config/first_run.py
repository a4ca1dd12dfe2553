"""The steps of the first run: what there is to do, in order, and whether it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import GradeScale, HostAnswer, Opening, Person, Rotation, Unit
from grassrota_web.rotas.models import Plan, Policy

BEGUN = "first_run"
"""Kept in the session while somebody is at it, so that each page can lead to the next step."""


@dataclass(frozen=True)
class Step:
    """One step: its words, why it is there, where it is done, and whether it is."""

    title: str | Promise
    hint: str | Promise
    url: str
    done: bool


def following(actor: Actor) -> Step | None:
    """The first step that is not done."""
    return next((step for step in steps(actor) if not step.done), None)


def steps(actor: Actor) -> list[Step]:
    """The eight steps from a spreadsheet to a plan, as far as the actor sees them."""
    rotation = visible(actor, Rotation.objects.filter(closed_on=None)).order_by("-pk").first()
    openings = visible(actor, Opening.objects.filter(rotation=rotation, withdrawn_on=None))
    own = reverse("rotas:rotation", args=[rotation.pk]) if rotation else ""
    return [
        Step(
            _("Set the grade scale"),
            _("Which grades there are, from the highest to the lowest."),
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
