"""What is told to a raiser, for verbs of the room of cases."""

from __future__ import annotations

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota_web.intake.models import Message, Opinion

LONGEST = 4000
"""Characters of a message."""


def tell(opinion: Opinion, words: str) -> Message:
    """Leaves a message at the receipt; to be called within the verb that it belongs to.

    Raises:
        BadInput: Without words, or with too many.
    """
    if not words.strip() or len(words) > LONGEST:
        raise BadInput([Fault("words", f"a text of at most {LONGEST} characters", str(len(words)))])
    held = Opinion.objects.select_for_update().get(pk=opinion.pk)
    number = held.messages.count() + 1
    return Message.objects.create(
        opinion=held, number=number, day=timezone.localdate(), from_raiser=False, words=words.strip()
    )
