"""Rotations and plans within reach, for operations."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from grassrota_web.access.actor import Actor
from grassrota_web.access.api.as_read import found
from grassrota_web.access.rights import Right
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.models import Plan


def rotation_found(actor: Actor, key: int, right: Right | None = None) -> Rotation:
    """The rotation, for whoever sees it and holds the right, if one is given, at its home; as on the pages."""
    row = found(actor, Rotation.objects.select_related("home", "hosts", "scale"), key)
    if right and not actor.may(right, row.home.path):
        raise Http404
    return row


def plans() -> QuerySet[Plan]:
    """All plans, with what is shown of them."""
    return Plan.objects.select_related("rotation__home", "policy__rotation__home", "policy__rotation__hosts")


def plan_found(actor: Actor, key: int, right: Right | None = None) -> Plan:
    """A plan, likewise."""
    row = found(actor, plans(), key)
    if right and not actor.may(right, row.rotation.home.path):
        raise Http404
    return row
