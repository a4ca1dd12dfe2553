"""Verbs of methods: an inspector offers what a verified good unit did, cleared of persons, and takes it back."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from grassrota.errors import BadInput, Fault, Refused
from grassrota.inspection.gate import Status
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.inspections.exemplary import GATES, of_claim, verified
from grassrota_web.inspections.models import Claim, Finding, Method


@verb("inspections.offer_method", Right.CHECK_CASES)
def offer_method(act: Act, key: UUID, words: str) -> Method:
    """Offers to slow units how a verified good unit fixed a case, in words that somebody else than the finder cleared.

    Raises:
        Refused: ``not_verified``, unless the latest verdict on the unit confirms it past the upper gate, the case was
            found fixed, and its topic is one of five opinions or more; ``own_finding``; ``offered_already``.
        BadInput: Without words.
    """
    finding = Finding.objects.select_related("visit__claim__round__place", "visit__claim__unit").get(pk=key)
    claim = finding.visit.claim
    act.at(claim.round.place.path)
    if not words.strip():
        raise BadInput([Fault("words", "how it was fixed", "nothing")])
    if finding.visit.inspector == act.actor.account:
        raise Refused("own_finding", "Somebody else than who found it looks whether it names anybody.")
    act.lock(Claim, pk=claim.pk)
    newest = Claim.objects.filter(unit=claim.unit).exclude(concluded_on=None)
    row = newest.select_related("unit", "round__commitment").order_by("concluded_on", "round__as_of", "pk").last()
    fixed = {one.pk: method for one, method in of_claim(row)} if row is not None else {}
    if finding.pk not in fixed:
        message = "Only what a verified unit did is offered, about topics of five opinions or more, while it stands."
        raise Refused("not_verified", message)
    if Method.objects.filter(finding=finding).exists():
        raise Refused("offered_already", "It is offered already, or was taken back.")
    made = Method.objects.create(
        finding=finding,
        place=claim.round.place,
        unit=claim.unit,
        topic_id=int(fixed[finding.pk].topic),
        words=words.strip(),
        offered_on=timezone.localdate(),
    )
    # no words and no case: what was cleared of persons is in one place alone
    act.note("method", made.pk, place=claim.round.place.path, after={"unit": claim.unit.code})
    return made


@verb("inspections.withdraw_method", Right.CHECK_CASES)
def withdraw_method(act: Act, key: int) -> Method:
    """Takes an offered method back, such as one in which somebody is recognised; it is not offered again."""
    row = act.lock(Method, pk=key)
    act.at(row.place.path)
    row.withdrawn_on, row.words = row.withdrawn_on or timezone.localdate(), ""
    row.save()
    act.note("method", row.pk, place=row.place.path, after={"withdrawn": True})
    return row


def withdraw_of(claim: Claim) -> None:
    """Takes back the methods of a unit that its newest verdict no longer bears out; within the verb that gives it."""
    if claim.outcome != "confirmed" or GATES.status(verified(claim)) is not Status.COMPLETE:
        rows = Method.objects.filter(unit=claim.unit, withdrawn_on=None)
        rows.update(withdrawn_on=timezone.localdate())
