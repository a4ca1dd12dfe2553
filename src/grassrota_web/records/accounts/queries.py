"""Lists of accounts, and the names of the places where roles are held."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from grassrota_web.access.actions.reach import open_grants
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Unit

PAGE = 50
"""Accounts on a page."""


def found(actor: Actor, sought: str, role: str, state: str) -> QuerySet[Account]:
    """Accounts that the actor looks after and that the filters let through, by sign-in name."""
    rows = visible(actor, Account.objects.all())
    if sought:
        rows = rows.filter(Q(name__icontains=sought) | Q(username__icontains=sought))
    if role:
        rows = rows.filter(pk__in=open_grants().filter(role=role).values("account"))
    if state != "all":
        rows = rows.filter(is_active=state != "closed")
    return rows.order_by("username")


def grants_of(actor: Actor, accounts: Iterable[Account]) -> dict[object, list[Grant]]:
    """The open grants of each account, with the words for their places as ``place``."""
    held = open_grants().filter(account__in=list(accounts)).order_by("role", "path")
    by_account: dict[object, list[Grant]] = {}
    for grant in placed(actor, held):
        by_account.setdefault(grant.account_id, []).append(grant)
    return by_account


def waiting(actor: Actor) -> list[Grant]:
    """Proposed roles at places where the actor could confirm them."""
    rows = visible(actor, open_grants().filter(since=None)).select_related("account").order_by("pk")
    return placed(actor, rows[:PAGE])


def placed(actor: Actor, grants: Iterable[Grant]) -> list[Grant]:
    """The grants with the name of their unit as ``place``; a unit out of the actor's reach has no name."""
    rows = list(grants)
    paths = {grant.path for grant in rows}
    names = dict(visible(actor, Unit.objects.filter(path__in=paths)).values_list("path", "name"))
    names[EVERYWHERE] = _("Everywhere")
    for grant in rows:
        grant.place = names.get(grant.path, _("a unit elsewhere"))  # type: ignore[attr-defined]
    return rows
