"""Carrying a plan out: steps that no file records are taken as planned, up to the last day that is played."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.files.columns import Rows
from grassrota.files.postings import PostingFiles, Step, StepTaken
from grassrota.files.replay import replay
from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.steps import Posting
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


def steps_taken(postings: Sequence[Posting], found: PostingFiles) -> tuple[Posting, ...]:
    """The postings after every step of the files, as ``replay`` takes them.

    Raises:
        BadInput: With every refused step, in its row of the steps; one that no file records is in none.
    """
    try:
        return replay(postings, found)
    except BadInput as error:
        raise BadInput(fault if fault.row else replace(fault, file=PLAYED) for fault in error.faults) from None


def as_planned(postings: Sequence[Posting], found: PostingFiles, problem: RotaProblem, until: date) -> PostingFiles:
    """The files completed: whoever has no step recorded takes every step as planned, reports included.

    Args:
        postings: As planned.
        found: What was recorded.
        problem: Its tree says who owns the reports.
        until: No step after this day is added.
    """
    recorded = {row.person for row in found.steps.values}
    published = {record.batch: record.list_published_on for record in found.records.values}
    untouched = [posting for posting in postings if posting.person not in recorded]
    steps = [
        step
        for posting in untouched
        for step in _steps(posting, published.get(posting.batch) or posting.turn.first)
        if step.on <= until
    ]
    returned = {step.person for step in steps if step.step == Step.CLOSED}
    reports = [report for posting in untouched if posting.person in returned for report in _reports(posting, problem)]
    return replace(found, steps=_extended(found.steps, steps), reports=_extended(found.reports, reports))


def up_to(found: PostingFiles, until: date) -> PostingFiles:
    """The files without the steps after a day, recorded or not: what is played ends there."""
    steps = found.steps
    kept = [place for place, row in enumerate(steps.values) if row.on <= until]
    values, numbers = tuple(steps.values[place] for place in kept), tuple(steps.numbers[place] for place in kept)
    return replace(found, steps=Rows(steps.file, values, numbers))


def _steps(posting: Posting, listed_on: date) -> Iterator[StepTaken]:
    yield StepTaken(posting.person, Step.LISTED, listed_on)
    yield StepTaken(posting.person, Step.DEPARTED, posting.turn.first)
    yield StepTaken(posting.person, Step.ARRIVED, posting.turn.first)
    if posting.returns_to:
        yield StepTaken(posting.person, Step.RETURNED, posting.turn.due_back)
    yield StepTaken(posting.person, Step.CLOSED, posting.turn.due_back + ONE_DAY)


def _reports(posting: Posting, problem: RotaProblem) -> Iterator[TaskReport]:
    on = posting.turn.due_back
    place = problem.tree[problem.opening[posting.opening].place].name
    owner, due = posting.home_unit, on + timedelta(days=60)
    yield TaskReport(posting.person, Task.PLAN_TEST, on, place, PLAYED, None, PlanVerdict.HOLDS, owner, due)
    yield TaskReport(posting.person, Task.FINDINGS, on, place, PLAYED, FindingKind.PROBLEM, None, owner, due)
    yield TaskReport(posting.person, Task.OPINIONS, on, place, PLAYED)


def _extended(rows: Rows[Any], more: Sequence[object]) -> Rows[Any]:
    return replace(rows, values=(*rows.values, *more), numbers=(*rows.numbers, *(0 for _ in more)))
