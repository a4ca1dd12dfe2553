"""What stands against a departure: the batch, what is open between the person and the home unit, and a recall.

A concern, a hardship and a missing consent are one undivided word here: whoever plans cannot tell them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from grassrota.errors import Refused
from grassrota.posting import steps
from grassrota.posting.concern import unsettled
from grassrota.posting.consent import check_consent
from grassrota.posting.incident import check_not_recalled
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.models import Recall
from grassrota_web.orgs import convert as orgs
from grassrota_web.postings import convert as postings
from grassrota_web.postings.models import BatchRecord, Concern, Consent, Posting

Asked = TypeVar("Asked", Concern, Consent)

OPEN = "something is still open between them and the home unit"
"""What is said of a concern, a hardship, a postponement and a consent that is not there."""

Judged = tuple[steps.Posting, tuple[str, ...]]
"""A posting, departed if nothing stands against it, and everything that does."""


def judged(rows: Sequence[Posting], on: date) -> dict[int, Judged]:
    """What the rules say to each of these people leaving on a day, by the key of the posting.

    Args:
        rows: With person, home unit, opening and its place selected.
        on: The day.
    """
    rotations, people = {row.rotation_id for row in rows}, {row.person_id for row in rows}
    asked = {"rotation__in": rotations, "person__in": people}
    records = {
        (row.rotation_id, row.batch): postings.batch_record(row)
        for row in BatchRecord.objects.filter(rotation__in=rotations)
    }
    concerns = _grouped(Concern.objects.filter(**asked).select_related("person"))
    consents = _grouped(Consent.objects.filter(**asked).select_related("person"))
    recalls: dict[int, list[Recall]] = defaultdict(list)
    for recall in Recall.objects.filter(rotation__in=rotations).select_related("place"):
        recalls[recall.rotation_id].append(recall)
    found = {}
    for row in rows:
        record = records.get((row.rotation_id, row.batch), steps.BatchRecord(row.batch))
        own = (row.rotation_id, row.person_id)
        found[row.pk] = _judged(row, on, record, concerns.get(own, ()), consents.get(own, ()), recalls[row.rotation_id])
    return found


def _grouped(rows: Iterable[Asked]) -> dict[tuple[int, int], list[Asked]]:
    found: dict[tuple[int, int], list[Asked]] = defaultdict(list)
    for row in rows:
        found[row.rotation_id, row.person_id].append(row)
    return found


def _judged(
    row: Posting,
    on: date,
    record: steps.BatchRecord,
    concerns: Sequence[Concern],
    consents: Sequence[Consent],
    recalls: Sequence[Recall],
) -> Judged:
    value, objections = convert.posting(row), list[str]()
    raised = [postings.concern(concern) for concern in concerns]
    departed = value
    try:
        departed = steps.depart(value, on, record, raised)
    except Refused:
        objections += _refused(lambda: steps.depart(value, on, record, ()))
    asked = _refused(lambda: check_consent(map(postings.consent, consents), value, on))
    if asked or unsettled(raised, value.person, on):
        objections.append(OPEN)
    openings = {row.opening.code: orgs.opening(row.opening)}
    objections += _refused(lambda: check_not_recalled(map(convert.recall, recalls), value, openings, on))
    return departed, tuple(objections)


def _refused(step: Callable[[], object]) -> tuple[str, ...]:
    """What a rule says against a step; nothing if it allows it."""
    try:
        step()
    except Refused as refusal:
        objections: tuple[str, ...] = refusal.data.get("objections", (refusal.message,))  # type: ignore[assignment]
        return objections
    return ()
