"""What stands against a departure: the batch, what is open between the person and the home unit, and a recall.

A concern, a hardship, a request and a missing consent are one undivided word here: whoever plans cannot tell them
apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from grassrota.errors import Refused
from grassrota.forms import Form
from grassrota.posting import steps
from grassrota.posting.incident import check_not_recalled
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.models import Recall
from grassrota_web.fieldwork.windows import forms_of
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import Rotation
from grassrota_web.postings import convert as postings
from grassrota_web.postings.models import BatchRecord, Posting
from grassrota_web.postings.readiness import holding

OPEN = "something is still open between them and the home unit"
"""What is said of a concern, a hardship, a postponement, a request and a consent that is not there."""

Judged = tuple[steps.Posting, tuple[str, ...]]
"""A posting, departed if nothing stands against it, and everything that does."""


def judged(rows: Sequence[Posting], on: date) -> dict[int, Judged]:
    """What the rules say to each of these people leaving on a day, by the key of the posting.

    Args:
        rows: With person, home unit, opening, its place and its programme selected.
        on: The day.
    """
    rotations, own = {row.rotation_id for row in rows}, holding(rows, on)
    records = {
        (row.rotation_id, row.batch): postings.batch_record(row)
        for row in BatchRecord.objects.filter(rotation__in=rotations)
    }
    recalls: dict[int, list[Recall]] = defaultdict(list)
    for recall in Recall.objects.filter(rotation__in=rotations).select_related("place"):
        recalls[recall.rotation_id].append(recall)
    forms = {rotation.pk: forms_of(rotation) for rotation in Rotation.objects.filter(pk__in=rotations)}
    found = {}
    for row in rows:
        record = records.get((row.rotation_id, row.batch), steps.BatchRecord(row.batch))
        form = None if _ends_with_programme(row) else forms[row.rotation_id].get(row.form)
        found[row.pk] = _judged(row, on, record, form, row.pk in own, recalls[row.rotation_id])
    return found


def _ends_with_programme(row: Posting) -> bool:
    """True if the planned end is that of the host's programme: it does not move with the departure."""
    serves = row.opening.programme
    return serves is not None and serves.last_day == row.last_day


def _judged(
    row: Posting, on: date, record: steps.BatchRecord, form: Form | None, own: bool, recalls: Sequence[Recall]
) -> Judged:
    value, objections = convert.posting(row), list[str]()
    departed = value
    try:
        departed = steps.depart(value, on, record, (), form)
    except Refused as refusal:
        objections += _told(refusal)
    if own:
        objections.append(OPEN)
    openings = {row.opening.code: orgs.opening(row.opening)}
    objections += _refused(lambda: check_not_recalled(map(convert.recall, recalls), value, openings, on))
    return departed, tuple(objections)


def _refused(step: Callable[[], object]) -> tuple[str, ...]:
    """What a rule says against a step; nothing if it allows it."""
    try:
        step()
    except Refused as refusal:
        return _told(refusal)
    return ()


def _told(refusal: Refused) -> tuple[str, ...]:
    objections: tuple[str, ...] = refusal.data.get("objections", (refusal.message,))  # type: ignore[assignment]
    return objections
