"""What the holder of a receipt says after filing: into the tray of the code, to be passed on with the day's work."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from grassrota.errors import BadInput, Fault, Refused
from grassrota.opinions.receipts.receipt import Receipt
from grassrota_web.access.receipts import digest_of
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake import trays
from grassrota_web.intake.actions.filing import WHY_NO_ROW
from grassrota_web.intake.actions.telling import LONGEST
from grassrota_web.intake.codes import mark_of
from grassrota_web.intake.entries import Entry, Filed, Joined, Spoken
from grassrota_web.intake.models import Contact, Opinion, PublicText, Said
from grassrota_web.intake.models import Receipt as ReceiptRow

MOST_A_DAY = 10
"""What one receipt may say on one day."""
WITHOUT_WORDS = {Said.FIXED, Said.WITHDRAWN}
"""Answers that need no words; an appeal and "not fixed" say what is wrong still."""


@verb("intake.say", None, unjournaled=WHY_NO_ROW, everybody=True)
def say(act: Act, receipt: Receipt, said: Said | None, words: str) -> None:
    """Says whether it was fixed, appeals, withdraws, or leaves a message, as the holder of a receipt.

    Raises:
        BadInput: If words are missing or too many.
        Refused: ``no_receipt``; ``too_much_today``.
    """
    act.openly()
    text = words.strip()
    if len(text) > LONGEST or "\0" in text or (said not in WITHOUT_WORDS and not text):
        raise BadInput([Fault("words", f"a text of at most {LONGEST} characters", str(len(text)))])
    number, digest = trays.tray_of(receipt), digest_of(receipt)
    own = [entry for entry in trays.held(number) if getattr(entry, "digest", "") == digest]
    if not own and not ReceiptRow.objects.filter(digest=digest).exists():
        raise Refused("no_receipt", "There is nothing under this code.")
    turn = sum(isinstance(entry, Spoken) for entry in own)
    if turn >= MOST_A_DAY:
        raise Refused("too_much_today", "That is as much as can be passed on in one day. Go on tomorrow.")
    trays.put(number, Spoken(digest, timezone.localdate(), said, text, turn))


@verb("intake.delete_contact", None, unjournaled=WHY_NO_ROW, everybody=True)
def delete_contact(act: Act, receipt: Receipt) -> None:
    """Deletes the contact details of a raiser at once, wherever they wait or are kept."""
    act.openly()
    digest = digest_of(receipt)

    def without(entry: Entry) -> Entry:
        return replace(entry, box=b"") if isinstance(entry, Filed) and entry.digest == digest else entry

    trays.change(trays.tray_of(receipt), without)
    row = ReceiptRow.objects.filter(digest=digest).first()
    if row:
        Contact.objects.filter(pk=row.opinion_id).delete()


@verb("intake.keep_private", None, unjournaled=WHY_NO_ROW, everybody=True)
def keep_private(act: Act, receipt: Receipt) -> None:
    """Takes back, at once, that a reviewer may make public what was raised, and the text if there is one.

    What waits was promised as it is, and is published by nobody before it is passed on.
    """
    act.openly()
    row = ReceiptRow.objects.filter(digest=digest_of(receipt)).first()
    if row:
        Opinion.objects.filter(pk=row.opinion_id).update(may_publish=False)
        texts = PublicText.objects.filter(opinion=row.opinion_id, withdrawn_on=None)
        texts.update(withdrawn_on=timezone.localdate())


@verb("intake.say_me_too", None, unjournaled=WHY_NO_ROW, everybody=True)
def say_me_too(act: Act, receipt: Receipt, text: PublicText) -> None:
    """Says "me too" to a text that everybody may read, once for each receipt.

    Raises:
        Refused: ``no_receipt``.
    """
    act.openly()
    number, digest = trays.tray_of(receipt), digest_of(receipt)
    waits = any(isinstance(entry, Filed) and entry.digest == digest for entry in trays.held(number))
    if not waits and not ReceiptRow.objects.filter(digest=digest).exists():
        raise Refused("no_receipt", "There is nothing under this code.")
    trays.put(number, Joined(mark_of(receipt, str(text.pk)), timezone.localdate(), str(text.pk)))
