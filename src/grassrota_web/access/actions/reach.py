"""Who may look after an account: whoever reaches its place, and every place where it holds a role."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.verb import Act


def open_grants() -> QuerySet[Grant]:
    """Roles that are held today, or wait for a second person."""
    return Grant.objects.filter(Q(until=None) | Q(until__gt=timezone.localdate()))


def reach(act: Act, account: Account) -> Account:
    """The account under lock, for whoever administers its place.

    Raises:
        Refused: ``own_account`` for one's own, which somebody else looks after.
    """
    act.at(account.path)
    if act.actor.account == str(account.pk):
        raise Refused("own_account", "Another administrator does this for you: nobody does it to their own account.")
    return act.lock(Account, pk=account.pk)


def reach_all(act: Act, account: Account) -> Account:
    """The same, for what would let the administrator act in the account's place: every role of it is to be in reach."""
    locked = reach(act, account)
    for grant in open_grants().filter(account=locked):
        act.at(grant.path)
    return locked
