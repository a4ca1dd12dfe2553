"""What stands against a departure, as planners may know it: whatever is a person's own is one undivided state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet

from grassrota.errors import Refused
from grassrota.posting import steps
from grassrota.posting.appeal import AppealOutcome
from grassrota.posting.concern import unsettled
from grassrota.posting.consent import check_consent
from grassrota.posting.steps import BatchRecord as RecordValue
from grassrota_web.postings import convert
from grassrota_web.postings.models import Appeal, BatchRecord, Concern, Consent, Posting

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Ready:
    """How ready one person is, as of a day.

    Attributes:
        posting: The row.
        own: True if something of their own still waits: an answer of theirs or to them. What it is, nobody is told.
    """

    posting: Posting
    own: bool


def readiness(rows: Iterable[Posting], on: date) -> list[Ready]:
    """Those of the postings who are listed and have not left, in their order.

    ``person``, ``home_unit`` and ``opening`` are to be selected with the rows.
    """
    waiting = [row for row in rows if row.departed_on is None and row.released_on is None]
    open_with = holding(waiting, on)
    return [Ready(row, row.pk in open_with) for row in waiting]


def depart(row: Posting, record: BatchRecord, on: date) -> steps.Posting:
    """The posting after a departure on a day; its row is still to be written.

    Raises:
        Refused: ``not_ready`` with every objection, of which whatever is the person's own is one; ``wrong_state``.
    """
    value, objections = convert.posting(row), []
    try:
        left = steps.depart(value, on, convert.batch_record(record), ())
    except Refused as refusal:
        if refusal.code != "not_ready":
            raise
        found = refusal.data["objections"]
        objections = list(found) if isinstance(found, tuple) else []
        left = value
    if holding([row], on):
        objections.append("something of this person's own still waits")
    if objections:
        message = f"{value.person} cannot depart on {on}: {'; '.join(objections)}."
        raise Refused("not_ready", message, person=value.person, on=on, objections=tuple(objections))
    return left


def holding(rows: Sequence[Posting], on: date) -> set[int]:
    """Keys of the postings of which something of the person's own stands against a departure."""
    of_them = {
        "rotation__in": {row.rotation_id for row in rows},
        "person__in": {row.person_id for row in rows},
    }
    consents = _grouped(Consent.objects.filter(**of_them), convert.consent)
    concerns = _grouped(Concern.objects.filter(**of_them), convert.concern)
    asked = Appeal.objects.filter(**of_them).exclude(outcome=AppealOutcome.DECLINED)
    appeals = set(asked.values_list("rotation_id", "person_id", "batch"))
    found = set()
    for row in rows:
        value, own = replace(convert.posting(row), released_on=None), (row.rotation_id, row.person_id)
        consented = True
        try:
            check_consent(consents[own], value, on)
        except Refused:
            consented = False
        if (*own, row.batch) in appeals or not consented or unsettled(concerns[own], value.person, on):
            found.add(row.pk)
    return found


def _grouped(rows: QuerySet[Any], value: Callable[[Any], Value]) -> Mapping[tuple[int, int], list[Value]]:
    """Values by the keys of rotation and person."""
    found: dict[tuple[int, int], list[Value]] = defaultdict(list)
    for row in rows.select_related("person"):
        found[row.rotation_id, row.person_id].append(value(row))
    return found


def missing(record: RecordValue, on: date) -> list[str]:
    """What was not done by a day for the batch as a whole: some of ``list``, ``discussion``, ``briefing``."""
    days = {
        "list": record.list_published_on,
        "discussion": record.discussion_opened_on,
        "briefing": record.briefing_on,
    }
    return [name for name, day in days.items() if day is None or day > on]
