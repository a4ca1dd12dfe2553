"""What is told to raisers, for verbs of the room of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota_web.intake.models import Message, Opinion
from grassrota_web.journal.prepared import prepared
from grassrota_web.journal.rows import insert

LONGEST = 4000
"""Characters of a message."""


def tell(words: Mapping[UUID, str]) -> None:
    """Leaves a message at the receipt of each of these opinions; to be called within the verb that it belongs to.

    Raises:
        BadInput: Without words, or with too many.
    """
    for said in words.values():
        if not said.strip() or len(said) > LONGEST:
            raise BadInput([Fault("words", f"a text of at most {LONGEST} characters", str(len(said)))])
    keys, today = list(words), timezone.localdate()
    # held, so that two who tell at once do not count the same messages
    _held(keys)
    talk = Counter(opinion for (opinion,) in _written(keys))
    told = ((uuid4(), key, talk[key] + 1, today, False, said.strip()) for key, said in words.items())
    insert(Message, ("id", "opinion_id", "number", "day", "from_raiser", "words"), told)


@prepared
def _held(keys: list[UUID]) -> QuerySet[Opinion, tuple[UUID]]:
    return Opinion.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk")


@prepared
def _written(keys: list[UUID]) -> QuerySet[Message, tuple[UUID]]:
    return Message.objects.filter(opinion__in=keys).order_by().values_list("opinion")
