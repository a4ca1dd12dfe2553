"""Reading contact details: one inspector asks with a reason, another agrees, and both halves of the key are entered."""

from __future__ import annotations

import uuid

from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake.boxed import Boxed
from grassrota_web.intake.models import Concerned, Contact, OfficeKey, Opinion, Unsealing
from grassrota_web.intake.sealed_box import opened


@verb("intake.ask_to_unseal", Right.UNSEAL_CONTACT)
def ask_to_unseal(act: Act, opinion: uuid.UUID, reason: str) -> Unsealing:
    """Asks to read the contact details of an opinion, with the reason.

    Raises:
        Refused: ``no_reason``; ``no_contact`` if none are kept; ``about_the_office`` and ``about_you`` if whom the
            opinion concerns would learn who raised it.
    """
    act.anywhere()
    if not reason.strip():
        raise Refused("no_reason", "Say why you read this: the reason is kept in the journal.")
    if not Contact.objects.filter(pk=opinion).exists():
        raise Refused("no_contact", "No contact details are kept for this opinion.")
    _require_apart(act, opinion)
    row = Unsealing.objects.create(
        opinion=opinion, reason=reason.strip(), asked_by=act.actor.account, asked_on=timezone.localdate()
    )
    act.note("unsealing", row.pk, after={"opinion": str(opinion), "reason": row.reason})
    return row


@verb("intake.unseal_contact", Right.UNSEAL_CONTACT)
def unseal_contact(act: Act, asked: Unsealing, one: str, other: str) -> str:
    """Agrees to what another inspector asked for, and reads the contact details with both halves of the key, once.

    A staff id to watch is in the same box and comes out of it for a match alone.

    Raises:
        Refused: ``same_person``; ``read_already``; ``no_contact`` if they were deleted since; ``wrong_halves``;
            ``about_the_office`` and ``about_you`` as for whoever asked.
    """
    act.anywhere()
    row = act.lock(Unsealing, pk=asked.pk)
    if row.asked_by == act.actor.account:
        raise Refused("same_person", "Another inspector agrees to what you asked for.")
    if row.agreed_on:
        raise Refused("read_already", "This was read. Ask anew, with the reason.")
    _require_apart(act, row.opinion)
    contact = Contact.objects.filter(pk=row.opinion).first()
    if contact is None:
        raise Refused("no_contact", "No contact details are kept for this opinion.")
    text = _with_any_key(bytes(contact.box), one, other)
    row.agreed_by, row.agreed_on = act.actor.account, timezone.localdate()
    row.save()
    act.note("unsealing", row.pk, after={"opinion": str(row.opinion), "reason": row.reason, "read": True})
    return Boxed.of(text).contact


def _require_apart(act: Act, opinion: uuid.UUID) -> None:
    """Refuses to open to the inspection office, or to somebody it names, who it was that spoke about them."""
    if Opinion.objects.filter(pk=opinion, inspection=True).exists():
        raise Refused("about_the_office", "It is about the inspection office itself, which does not learn who said it.")
    person = act.actor.person
    if person and Concerned.objects.filter(opinion=opinion, staff=person).exists():
        raise Refused("about_you", "It concerns you: you do not learn who said it.")


def _with_any_key(box: bytes, one: str, other: str) -> str:
    """The text, with whichever key of the office was in force when it was sealed."""
    for row in OfficeKey.objects.exclude(number=None).order_by("-number"):
        try:
            return opened(box, one, other, bytes(row.public))
        except Refused:
            continue
    raise Refused("wrong_halves", "These halves open nothing: check both, and which key was in force at the time.")
