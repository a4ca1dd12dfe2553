"""The inspection office's public key: one inspector proposes it, another confirms it, and then it is sealed to."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake.models import OfficeKey
from grassrota_web.intake.sealed_box import read_public


@verb("intake.propose_key", Right.UNSEAL_CONTACT)
def propose_key(act: Act, public: bytes) -> OfficeKey:
    """Proposes a public key for contact details, made where its two halves are kept apart."""
    act.anywhere()
    read_public(public)
    row = OfficeKey.objects.create(public=public, proposed_by=act.actor.account, proposed_on=timezone.localdate())
    act.note("office key", row.pk, after={"public": public.hex()})
    return row


@verb("intake.confirm_key", Right.UNSEAL_CONTACT)
def confirm_key(act: Act, key: OfficeKey) -> None:
    """Confirms a public key that another inspector proposed; from then on contact details are sealed to it.

    Raises:
        Refused: ``same_person``; ``already_confirmed``.
    """
    act.anywhere()
    row = act.lock(OfficeKey, pk=key.pk)
    if row.confirmed_on:
        raise Refused("already_confirmed", "This key is in force.")
    if row.proposed_by == act.actor.account:
        raise Refused("same_person", "Another inspector confirms a key that you proposed.")
    # two of one day would otherwise be in force by chance
    row.number = (OfficeKey.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    row.confirmed_by, row.confirmed_on = act.actor.account, timezone.localdate()
    row.save()
    act.note("office key", row.pk, after={"public": bytes(row.public).hex(), "confirmed": True})
