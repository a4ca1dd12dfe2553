"""Carrying a plan out: steps that no file records are taken as planned, up to the last day that is played."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from grassrota.errors import BadInput, Fault, Refused
from grassrota.files.columns import Rows
from grassrota.files.postings import PostingFiles, Step, StepTaken
from grassrota.files.replay import replay
from grassrota.forms import STANDARD_FORMS, Form
from grassrota.posting.field import Task, TaskReport
from grassrota.posting.steps import TASKS_DUE, Posting
from grassrota.rota.problem import RotaProblem
from grassrota.turns import ONE_DAY, Turn

PLAYED = "as planned"
"""Stands for the file in faults about steps that no file records."""


def leaving_on(
    postings: Sequence[Posting], problem: RotaProblem, leaving: Mapping[int, Sequence[int]]
) -> tuple[Posting, ...]:
    """The postings with departures as they are known: so many on each of the first days of a batch's window.

    Args:
        postings: As planned, departing evenly.
        problem: Its policy has the batches.
        leaving: Numbers of people by day from the first of the window, by batch; the others depart evenly on the
            remaining days.

    Raises:
        BadInput: With every batch of which more people or days are named than it has.
    """
    found, faults = [], []
    for batch in problem.policy.batches:
        members = [posting for posting in postings if posting.batch == batch.number]
        counts, days = list(leaving.get(batch.number, ())), (batch.depart_by - batch.depart_from).days + 1
        rest = len(members) - sum(counts)
        if counts and (rest < 0 or len(counts) > days or (rest > 0 and len(counts) == days)):
            expected = f"{len(members)} people on at most {days} days, in all of them if every day is named"
            column = f"leaving.batch {batch.number}"
            faults.append(Fault(column, expected, f"{sum(counts)} on {len(counts)}", file="rotation.toml"))
            continue
        if counts and rest:
            left = days - len(counts)
            counts += [rest * (day + 1) // left - rest * day // left for day in range(left)]
        departures = [batch.depart_from + timedelta(days=day) for day, count in enumerate(counts) for _ in range(count)]
        for posting, first in zip(members, departures or (posting.turn.first for posting in members), strict=True):
            length = posting.turn.days
            found.append(replace(posting, turn=Turn(first, first + timedelta(days=length - 1))))
    if faults:
        raise BadInput(faults)
    return tuple(found)


def steps_taken(
    postings: Sequence[Posting], found: PostingFiles, forms: Mapping[str, Form] = STANDARD_FORMS
) -> tuple[Posting, ...]:
    """The postings after every step of the files, as ``replay`` takes them.

    Raises:
        BadInput: With every refused step, in its row of the steps; one that no file records is in none.
        Refused: ``not_ready``, if only steps that no file records are refused: the files are right, the rules say no.
    """
    try:
        return replay(postings, found, forms)
    except BadInput as error:
        if not any(fault.row for fault in error.faults):
            objections = tuple(fault.got for fault in error.faults)
            raise Refused("not_ready", "\n".join(objections), objections=objections) from None
        raise BadInput(fault if fault.row else replace(fault, file=PLAYED) for fault in error.faults) from None


def as_planned(postings: Sequence[Posting], found: PostingFiles, until: date) -> PostingFiles:
    """The files completed: whoever has no step recorded takes every step as planned.

    Reports are never made up: a posting closes only when its person's reports on the turn are there, on the day after
    it is due back or with the last of them.

    Args:
        postings: As planned.
        found: What was recorded.
        until: No step after this day is added.
    """
    published = {record.batch: record.list_published_on for record in found.records.values}
    reports: dict[str, list[TaskReport]] = defaultdict(list)
    for report in found.reports.values:
        reports[report.person].append(report)
    steps = [
        step
        for posting in unrecorded(postings, found)
        for step in _steps(posting, published.get(posting.batch), reports[posting.person])
        if step.on <= until
    ]
    values, numbers = (*found.steps.values, *steps), (*found.steps.numbers, *(0 for _ in steps))
    return replace(found, steps=replace(found.steps, values=values, numbers=numbers))


def unrecorded(postings: Sequence[Posting], found: PostingFiles) -> tuple[Posting, ...]:
    """The postings of people of whom no step is recorded."""
    recorded = {row.person for row in found.steps.values}
    return tuple(posting for posting in postings if posting.person not in recorded)


def up_to(found: PostingFiles, until: date) -> PostingFiles:
    """The files without the steps after a day, recorded or not: what is played ends there."""
    steps = found.steps
    kept = [place for place, row in enumerate(steps.values) if row.on <= until]
    values, numbers = tuple(steps.values[place] for place in kept), tuple(steps.numbers[place] for place in kept)
    return replace(found, steps=Rows(steps.file, values, numbers))


def _steps(posting: Posting, listed_on: date | None, reports: Sequence[TaskReport]) -> Iterator[StepTaken]:
    yield StepTaken(posting.person, Step.LISTED, listed_on or posting.turn.first)
    yield StepTaken(posting.person, Step.DEPARTED, posting.turn.first)
    yield StepTaken(posting.person, Step.ARRIVED, posting.turn.first)
    if posting.returns_to:
        yield StepTaken(posting.person, Step.RETURNED, posting.turn.due_back)
    filed: dict[Task, date] = {}
    for report in sorted(reports, key=lambda report: report.filed_on):
        if report.task in TASKS_DUE and report.filed_on >= posting.turn.first:  # earlier ones are on an earlier turn
            filed.setdefault(report.task, report.filed_on)
    if filed.keys() == TASKS_DUE:
        yield StepTaken(posting.person, Step.CLOSED, max(posting.turn.due_back + ONE_DAY, *filed.values()))
