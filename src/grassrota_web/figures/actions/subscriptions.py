"""Word by mail of the bulletins of a unit: asked for, and stopped again, by a link in the mail as well."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from grassrota_web.access.actor import Actor
from grassrota_web.access.verb import Act, verb
from grassrota_web.figures.models import Subscription
from grassrota_web.orgs.models import Unit

_LINKS = Signer(salt="grassrota.figures.unsubscribe")


@verb("figures.subscribe", None)
def subscribe(act: Act, unit: Unit) -> None:
    """Gets word by mail of each bulletin of a unit that one may read."""
    act.oneself(act.actor.account)
    days = {"since": timezone.localdate()}
    Subscription.objects.get_or_create(account_id=act.actor.account, unit=unit, defaults=days)
    act.note("subscription", unit.code, after={"unit": unit.code})


@verb("figures.unsubscribe", None)
def unsubscribe(act: Act, unit: Unit) -> None:
    """Gets no more word of the bulletins of a unit."""
    act.oneself(act.actor.account)
    Subscription.objects.filter(account=UUID(act.actor.account), unit=unit).delete()
    act.note("subscription", unit.code, before={"unit": unit.code})


@verb("figures.unsubscribe_by_link", None, everybody=True)
def unsubscribe_by_link(act: Act, row: Subscription) -> None:
    """Stops word of bulletins for whoever has the link that came with it."""
    act.openly()
    act.note("subscription", row.unit.code, before={"unit": row.unit.code})
    row.delete()


def subscribed(actor: Actor, unit: int) -> bool:
    """Whether somebody gets word of the bulletins of the unit with this key."""
    return bool(actor.account) and Subscription.objects.filter(account=UUID(actor.account), unit=unit).exists()


def link_of(row: Subscription) -> str:
    """What stands in the address that stops it; nobody can make one up."""
    return _LINKS.sign(str(row.pk))


def of_link(link: str) -> Subscription | None:
    """The subscription that a link stops; None if it was stopped, or the link is none."""
    try:
        return Subscription.objects.filter(pk=_LINKS.unsign(link)).select_related("unit").first()
    except BadSignature:
        return None
