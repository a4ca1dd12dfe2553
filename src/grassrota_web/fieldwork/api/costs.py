"""Operations on the ledger of costs."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from ninja import Query

from grassrota.posting.cost import CostKind, Money, Payer
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Count, Currency, Day, Given, Key, Shown
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import models
from grassrota_web.fieldwork.actions import costs
from grassrota_web.fieldwork.api.reach import SEEN, posting_found

room = Room("Costs")


class CostShown(Shown):
    """One line of the ledger, in minor units; a wrong one is taken back by another."""

    EXAMPLE: ClassVar = {
        "key": "4c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c55",
        "posting": 71,
        "kind": "travel",
        "amount": 1250,
        "currency": "CNY",
        "payer": "home_unit",
        "paid_on": "1957-12-20",
        "reverses": None,
    }

    key: UUID
    posting: int
    kind: CostKind
    amount: int
    currency: str
    payer: Payer
    paid_on: Day
    reverses: UUID | None


class CostGiven(Given):
    """What a posting cost, and who paid."""

    EXAMPLE: ClassVar = {
        "kind": "travel",
        "amount": 1250,
        "currency": "CNY",
        "payer": "home_unit",
        "paid_on": "1957-12-20",
    }

    kind: CostKind
    amount: Count
    currency: Currency
    payer: Payer
    paid_on: Day


def _cost(row: models.CostEntry) -> CostShown:
    said = {name: getattr(row, name) for name in ("amount", "currency", "paid_on")}
    kinds: dict[str, Any] = {"kind": CostKind(row.kind), "payer": Payer(row.payer)}
    return CostShown(key=row.pk, posting=row.posting_id, reverses=row.reverses_id, **said, **kinds)


@room.reads("costs", Listed[CostShown], *SEEN)
def list_costs(request: Asked, find: Query[Listing]) -> Any:
    """Lists lines of the ledger within reach; a host sees those it paid."""
    return listed(request, find, visible(request.actor, models.CostEntry.objects.all()), ("paid_on", "pk"), _cost)


@room.does(costs.add_cost, "postings/{key}/costs", CostShown, status=201, again=True)
def add_cost(request: Asked, key: Key, given: CostGiven) -> Any:  # noqa: D103
    away, amount = posting_found(request.actor, key), Money(given.amount, given.currency)
    return _cost(costs.add_cost(request.actor, away.pk, given.kind, amount, given.payer, given.paid_on))


@room.does(costs.reverse_cost, "costs/{key}/reverse", CostShown)
def reverse_cost(request: Asked, key: UUID) -> Any:  # noqa: D103
    row = found(request.actor, models.CostEntry.objects.all(), key)
    return _cost(costs.reverse_cost(request.actor, row.pk))
