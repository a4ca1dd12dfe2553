"""Where posted people stay, paid or agreed; and the word of a host who is not content with it."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone

from grassrota.posting import lodging as core
from grassrota.posting.cost import Money, Payer
from grassrota.turns import Turn
from grassrota_web.access.rights import Right
from grassrota_web.access.seal import seal
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.actions.places import at_home_or_host, note
from grassrota_web.fieldwork.models import CostEntry, Grievance, Lodging
from grassrota_web.postings.models import Posting


@verb("fieldwork.arrange_lodging", Right.STEP_POSTING)
def arrange_lodging(
    act: Act,
    posting: int,
    nights: Turn,
    agreed: bool,
    cost: Money,
    contribution: int,
    payer: Payer = Payer.HOME_UNIT,
    household: str = "",
) -> Lodging:
    """Arranges where somebody stays: paid or agreed, never owed; what is paid goes into the ledger."""
    away = act.lock(Posting, pk=posting)
    at_home_or_host(act, away)
    row = Lodging(
        posting=away,
        household=household,
        first_night=nights.first,
        last_night=nights.last,
        paid=cost.minor > 0,
        agreed=agreed,
        cost=cost.minor,
        contribution=contribution,
        currency=cost.currency,
    )
    value = convert.lodging_of(row)
    row.save()
    for entry in core.ledger_entries(value, payer, timezone.localdate()):
        CostEntry.objects.create(
            posting=away,
            kind=entry.kind.value,
            amount=entry.amount.minor,
            currency=entry.amount.currency,
            payer=entry.payer.value,
            paid_on=entry.paid_on,
        )
    note(act, away, "lodging", row.pk, after=_said(row))
    return row


@verb("fieldwork.leave_lodging", Right.STEP_POSTING)
def leave_lodging(act: Act, key: uuid.UUID, last: date) -> Lodging:
    """Ends a lodging early: whoever agreed may take it back at any time, and gives no reason."""
    row = act.lock(Lodging, pk=key)
    at_home_or_host(act, row.posting)
    before = _said(row)
    row.last_night = core.leave(convert.lodging_of(row), last).nights.last
    row.save(update_fields=["last_night"])
    note(act, row.posting, "lodging", row.pk, before=before, after=_said(row))
    return row


@verb("fieldwork.file_grievance", Right.RECEIVE)
def file_grievance(act: Act, lodging: uuid.UUID, kind: core.GrievanceKind, text: str = "") -> Grievance:
    """A host says that a lodging is not right; it needs no proof, and whoever stays there does not see it."""
    stays = act.lock(Lodging, pk=lodging)
    home, place = stays.posting.home_unit, stays.posting.opening.place
    act.at(place.path)
    sealed = seal(text, path=home.path, person="", right=Right.ANSWER) if text.strip() else None
    row = Grievance(lodging=stays, kind=kind.value, filed_on=timezone.localdate(), detail=sealed)
    convert.grievance(row)
    row.save()
    act.note("grievance", row.pk, place=home.path, after={"kind": kind.value, "lodging": str(stays.pk)})
    return row


@verb("fieldwork.answer_grievance", Right.ANSWER)
def answer_grievance(act: Act, key: uuid.UUID, answer: str) -> Grievance:
    """Answers a host; whoever stays there cannot."""
    row = act.lock(Grievance, pk=key)
    home = row.lodging.posting.home_unit
    act.at(home.path)
    by = act.actor.person or act.actor.account
    value = core.answer(convert.grievance(row), convert.lodging_of(row.lodging), by, timezone.localdate())
    row.answer, row.answered_by, row.answered_on = answer, value.answered_by, value.answered_on
    row.save(update_fields=["answer", "answered_by", "answered_on"])
    act.note("grievance", row.pk, place=home.path, after={"answer": answer})
    return row


@verb("fieldwork.settle_grievance", Right.RECEIVE)
def settle_grievance(act: Act, key: uuid.UUID) -> Grievance:
    """The host says that it is settled."""
    row = act.lock(Grievance, pk=key)
    act.at(row.lodging.posting.opening.place.path)
    row.settled_on = core.settle(convert.grievance(row), timezone.localdate()).settled_on
    row.save(update_fields=["settled_on"])
    home = row.lodging.posting.home_unit
    act.note("grievance", row.pk, place=home.path, after={"settled_on": str(row.settled_on)})
    return row


def _said(row: Lodging) -> dict[str, object]:
    nights = {"first_night": row.first_night.isoformat(), "last_night": row.last_night.isoformat()}
    money = {"cost": row.cost, "contribution": row.contribution, "currency": row.currency}
    return {**nights, **money, "paid": row.paid, "agreed": row.agreed}
