"""Texts that everybody may read, as a reviewer approved them."""

from __future__ import annotations

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake.entries import LONGEST
from grassrota_web.intake.models import Opinion, PublicText


@verb("intake.approve_text", Right.PUBLISH_TEXTS)
def approve_text(act: Act, opinion: Opinion, words: str) -> PublicText:
    """Approves words about an opinion that everybody may read, so that others find it and say "me too".

    Raises:
        BadInput: Without words, or with too many.
    """
    act.anywhere()
    if not words.strip() or len(words) > LONGEST["words"]:
        raise BadInput([Fault("words", f"a text of at most {LONGEST['words']} characters", str(len(words)))])
    row, _made = PublicText.objects.update_or_create(
        opinion=opinion,
        defaults={
            "words": words.strip(),
            "language": opinion.language,
            "approved_on": timezone.localdate(),
            "withdrawn_on": None,
        },
    )
    act.note("public text", row.pk, after={"words": row.words})
    return row


@verb("intake.withdraw_text", Right.PUBLISH_TEXTS)
def withdraw_text(act: Act, text: PublicText) -> None:
    """Takes a text away from what everybody may read."""
    act.anywhere()
    row = act.lock(PublicText, pk=text.pk)
    row.withdrawn_on = timezone.localdate()
    row.save()
    act.note("public text", row.pk, before={"words": row.words})
