"""Plays a log of steps through the rules of postings: what they refuse becomes a fault of the row that asked for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from grassrota.errors import BadInput, GrassrotaError, Refused
from grassrota.files.postings import PostingFiles, Step, StepTaken
from grassrota.forms import STANDARD_FORMS, Form
from grassrota.posting.concern import Concern
from grassrota.posting.field import TaskReport
from grassrota.posting.steps import BatchRecord, Posting, arrive, close, come_back, depart, publish, release

Owned = TypeVar("Owned", Concern, TaskReport)


def replay(
    postings: Sequence[Posting], found: PostingFiles, forms: Mapping[str, Form] = STANDARD_FORMS
) -> tuple[Posting, ...]:
    """The postings after every step of the log, in the order given.

    Steps are taken day by day, those of one day in the order in which they are done. A step that is refused is taken
    all the same if its turn has come, so that what is wrong later is found as well.

    Args:
        postings: As planned, one for each person.
        found: The log, with the records, concerns and reports that the steps rest on.
        forms: By id; under another form a turn stays as it was planned, whenever somebody leaves.

    Raises:
        BadInput: With every refused step; ``got`` is the refusal.
    """
    now = {posting.person: posting for posting in postings}
    records = {record.batch: record for record in found.records.values}
    concerns, reports = _by_person(found.concerns.values), _by_person(found.reports.values)
    order = list(Step)
    steps = sorted(enumerate(found.steps.values), key=lambda item: (item[1].on, order.index(item[1].step)))
    faults = []
    for place, row in steps:
        posting = now.get(row.person)
        if posting is None:
            faults.append(found.steps.fault(place, "person", "somebody with a posting", row.person))
            continue
        try:
            record = records.get(posting.batch, BatchRecord(posting.batch))
            form = forms.get(posting.form)
            now[row.person] = _taken(posting, row, record, concerns[row.person], reports[row.person], form)
        except (Refused, BadInput) as refusal:
            faults.append(found.steps.fault(place, "step", "a step that the rules allow", refusal.message))
            now[row.person] = _as_if(posting, row, refusal)
    if faults:
        raise BadInput(sorted(faults, key=lambda fault: fault.row))
    return tuple(now[posting.person] for posting in postings)


def _by_person(rows: Iterable[Owned]) -> Mapping[str, list[Owned]]:
    found: dict[str, list[Owned]] = defaultdict(list)
    for row in rows:
        found[row.person].append(row)
    return found


def _taken(
    posting: Posting,
    row: StepTaken,
    record: BatchRecord,
    concerns: Sequence[Concern],
    reports: Sequence[TaskReport],
    form: Form | None,
) -> Posting:
    match row.step:
        case Step.LISTED:
            return publish(posting, row.on)
        case Step.RELEASED:
            return release(posting, row.on)
        case Step.DEPARTED:
            return depart(posting, row.on, record, concerns, form)
        case Step.ARRIVED:
            return arrive(posting, row.on)
        case Step.RETURNED:
            return come_back(posting, row.on)
        case Step.CLOSED:
            return close(posting, row.on, reports)


def _as_if(posting: Posting, row: StepTaken, refusal: GrassrotaError) -> Posting:
    """The posting after a refused step whose turn had come; unchanged if it had not."""
    if refusal.code in ("wrong_state", "no_return", "bad_input"):
        return posting
    day: dict[str, Any] = {f"{row.step}_on": row.on}
    return replace(posting, **day)
