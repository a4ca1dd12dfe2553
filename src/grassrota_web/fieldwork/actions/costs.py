"""The ledger of travel and lodging: lines are added and taken back, never changed."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone

from grassrota.errors import Refused
from grassrota.posting import cost as core
from grassrota.posting.cost import CostKind, Money, Payer
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.actions.places import known_by_now, note
from grassrota_web.fieldwork.models import CostEntry
from grassrota_web.postings.models import Posting


@verb("fieldwork.add_cost", Right.STEP_POSTING)
def add_cost(act: Act, posting: int, kind: CostKind, amount: Money, payer: Payer, paid_on: date) -> CostEntry:
    """Enters what a posting cost, and who paid."""
    away = act.lock(Posting, pk=posting)
    act.at(away.home_unit.path)
    row = CostEntry(
        posting=away,
        kind=kind.value,
        amount=amount.minor,
        currency=amount.currency,
        payer=payer.value,
        paid_on=known_by_now(paid_on, "paid_on"),
    )
    convert.cost_entry(row)
    row.save()
    said = {"kind": kind.value, "amount": amount.minor, "currency": amount.currency, "payer": payer.value}
    note(act, away, "cost", row.pk, after=said, as_of=paid_on)
    return row


@verb("fieldwork.reverse_cost", Right.STEP_POSTING)
def reverse_cost(act: Act, key: uuid.UUID) -> CostEntry:
    """Takes a line of the ledger back by another."""
    row = act.lock(CostEntry, pk=key)
    act.at(row.posting.home_unit.path)
    if CostEntry.objects.filter(reverses=row).exists():
        raise Refused("reversed_twice", "This line was taken back before.", entry=str(row.pk))
    new = uuid.uuid4()
    value = core.reverse(convert.cost_entry(row), str(new), timezone.localdate())
    back = CostEntry(
        id=new,
        posting=row.posting,
        kind=row.kind,
        amount=value.amount.minor,
        currency=row.currency,
        payer=row.payer,
        paid_on=value.paid_on,
        reverses=row,
    )
    back.save()
    note(act, row.posting, "cost", new, after={"takes_back": str(row.pk), "amount": value.amount.minor})
    return back
