"""What a page is about, if whoever asks may see it; else there is no such page."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.models import Plan, Policy
from grassrota_web.rotas.words import STATES


def the_rotation(request: Request, pk: int, right: Right | None = None) -> Rotation:
    """The rotation, for those who may see it, and hold the right at its home if one is given."""
    rows = visible(request.actor, Rotation.objects.select_related("home", "hosts", "scale"))
    found = get_object_or_404(rows, pk=pk)
    return found if right is None or request.actor.may(right, found.home.path) else get_object_or_404(rows.none())


def the_plan(request: Request, pk: int, number: int, right: Right | None = None) -> Plan:
    """A plan of the rotation, likewise."""
    rotation = the_rotation(request, pk, right)
    rows = visible(request.actor, Plan.objects.filter(rotation=rotation).select_related("policy", "made_from"))
    plan = get_object_or_404(rows, number=number)
    plan.rotation = plan.policy.rotation = rotation
    return plan


def latest_policy(rotation: Rotation) -> Policy | None:
    """The version in force, with its rotation at hand."""
    found = rotation.policies.first()
    if found:
        found.rotation = rotation
    return found


def crumbs(rotation: Rotation | None = None, plan: Plan | None = None) -> list[dict[str, str]]:
    """The way up from a page of a rotation, or of a plan."""
    way: list[dict[str, Any]] = [{"url": reverse("rotas:home"), "label": _("Rotations")}]
    if rotation:
        way.append({"url": reverse("rotas:rotation", args=[rotation.pk]), "label": rotation.title})
    if rotation and plan:
        url = reverse("rotas:plan", args=[rotation.pk, plan.number])
        way.append({"url": url, "label": plan_name(plan)})
    return way


def plan_name(plan: Plan) -> str:
    """A plan by its number and state."""
    return _("Plan %(number)s, %(state)s") % {"number": plan.number, "state": STATES[plan.state]}
