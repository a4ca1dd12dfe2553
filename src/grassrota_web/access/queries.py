"""Who an account is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from grassrota_web.access.actor import NOBODY, Actor
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import BY_TWO, Role
from grassrota_web.journal.prepared import prepared


def actor_of(account: Account | AnonymousUser, proven: bool) -> Actor:
    """The account as an actor today.

    Args:
        account: Who signed in, or nobody.
        proven: True if a second factor was shown.
    """
    if not isinstance(account, Account) or not account.is_active:
        return NOBODY
    roles = tuple(
        (role, grant.path)
        for grant in _grants(account.pk, timezone.localdate())
        for role in (Role(grant.role),)
        if role not in BY_TWO or grant.confirmed_by
    )
    return Actor(str(account.pk), account.name, account.person, roles, proven)


@prepared
def _grants(account: UUID, today: date) -> QuerySet[Grant]:
    counting = Grant.objects.filter(Q(until=None) | Q(until__gt=today), account=account, since__lte=today)
    return counting.order_by("pk")
