"""Who a program acts for, told by the token that it shows."""

from __future__ import annotations

from django.utils import timezone

from grassrota_web.access.actions.tokens import digest
from grassrota_web.access.actor import NOBODY, Actor, Program
from grassrota_web.access.models import Token
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Right


def actor_of_token(header: str) -> Actor:
    """The actor that an ``Authorization`` header stands for; nobody if it is not a token in force.

    Args:
        header: The header's value, ``Bearer`` and the token.
    """
    scheme, _, text = header.partition(" ")
    today = timezone.localdate()
    in_force = Token.objects.filter(digest=digest(text.strip()), ended_on=None, expires_on__gte=today)
    token = in_force.select_related("account").first() if scheme.lower() == "bearer" else None
    owner = actor_of(token.account, token.proven) if token else NOBODY
    if token is None or not owner.account:
        return NOBODY
    if token.last_used != today:
        Token.objects.filter(pk=token.pk).update(last_used=today)
    only = frozenset(Right(right) for right in token.rights)
    return Program(owner.account, owner.name, owner.person, owner.roles, owner.proven, only)
