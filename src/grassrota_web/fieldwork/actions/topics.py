"""What somebody in the field wants passed on, kept apart from the days of whoever wrote it down."""

from __future__ import annotations

import uuid

from grassrota.errors import BadInput, Fault
from grassrota.opinions.receipts.receipt import Receipt
from grassrota.posting.field import FieldDay
from grassrota.posting.field_log import Topic, keep
from grassrota_web.access.receipts import digest_of
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork.actions.places import known_by_now
from grassrota_web.fieldwork.models import OpinionDraft

WHY_NO_ROW = "a row would tell who wrote an opinion down, and so whom to ask who raised it"
LONGEST = {"place": 200, "topic": 80, "text": 4000}


@verb("fieldwork.keep_topic", Right.ACT_FOR_ONESELF, unjournaled=WHY_NO_ROW)
def keep_topic(act: Act, key: uuid.UUID, heard: FieldDay, topic: Topic, receipt: Receipt | None = None) -> bool:
    """Keeps what somebody raised in a talk, if they want it passed on; otherwise it is kept nowhere.

    Args:
        act: The act.
        key: 128 random bits, made where it was written down: sent twice, it is kept once.
        heard: The day and the place; neither whose day it was nor its kind is kept.
        topic: The words, and whether they may be passed on.
        receipt: The code that was handed to whoever raised it; None if none was.

    Returns:
        True if it is kept, from now on or since it was sent before.
    """
    act.of(heard.person)
    known_by_now(heard.day, "day")
    for name, text in (("place", heard.place), ("topic", topic.topic), ("text", topic.text)):
        if len(text) > LONGEST[name] or "\0" in text:
            raise BadInput([Fault(name, f"a text of at most {LONGEST[name]} characters", str(len(text)))])
    _entry, drafts = keep(heard, 0, [topic])
    digest = digest_of(receipt) if receipt else ""
    for draft in drafts:
        said = {"raised_on": draft.raised_on, "place": draft.place, "topic": draft.topic, "text": draft.text}
        _lay_down(OpinionDraft(id=key, digest=digest, **said))
    return bool(drafts)


def _lay_down(draft: OpinionDraft) -> None:
    """Lays all that wait down anew in the order of their random ids: their place in the store tells no sequence."""
    waiting = {row.pk: row for row in OpinionDraft.objects.select_for_update()}
    if draft.pk in waiting:
        return
    # those alone that were read: what somebody else lays down at this moment is not known here
    OpinionDraft.objects.filter(pk__in=list(waiting)).delete()
    OpinionDraft.objects.bulk_create(sorted((*waiting.values(), draft), key=lambda row: row.pk))
