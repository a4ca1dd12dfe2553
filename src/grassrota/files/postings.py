"""The folder ``postings``: what was done before departure, each step since, and what is kept of days in the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.files.columns import Column, Rows, scan_named
from grassrota.files.parse import day, identifier, one_of, original, text, whole
from grassrota.files.roster import DETAIL
from grassrota.posting.concern import Concern, ConcernKind, ConcernOutcome
from grassrota.posting.field import FieldDay, FieldDayKind, FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.steps import BatchRecord
from grassrota.rota.problem import RotaProblem


class Step(StrEnum):
    """What a row of the steps says was done, in the order in which it is done."""

    LISTED = "listed"
    RELEASED = "released"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    RETURNED = "returned"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One row of the log of steps."""

    person: str
    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class PostingFiles:
    """What a postings folder holds, with the rows for later messages."""

    records: Rows[BatchRecord]
    concerns: Rows[Concern]
    steps: Rows[StepTaken]
    reports: Rows[TaskReport]
    field_days: Rows[FieldDay]
    signups: Rows[str]


BATCHES = (
    Column("batch", whole(1, 10_000)),
    Column("list_published_on", day, required=False, default=None),
    Column("discussion_opened_on", day, required=False, default=None),
    Column("briefing_on", day, required=False, default=None),
)
CONCERNS = (
    Column("id", identifier),
    Column("person", identifier),
    Column("kind", one_of(ConcernKind), private=True),
    Column("raised_on", day),
    Column("answered_on", day, required=False, default=None),
    Column("outcome", one_of(ConcernOutcome), required=False, default=None, private=True),
    Column("sealed_ref", identifier, required=False, private=True),
    Column("until", day, required=False, default=None),
)
STEPS = (Column("person", identifier), Column("step", one_of(Step)), Column("on", day))
REPORTS = (
    Column("person", identifier),
    Column("task", one_of(Task)),
    Column("filed_on", day),
    Column("place", text),
    Column("text", original, verbatim=True),
    Column("finding", one_of(FindingKind), required=False, default=None),
    Column("verdict", one_of(PlanVerdict), required=False, default=None),
    Column("owner", identifier, required=False),
    Column("due_on", day, required=False, default=None),
)
FIELD_DAYS = (
    Column("person", identifier),
    Column("day", day),
    Column("kind", one_of(FieldDayKind)),
    Column("place", text),
)
SIGNUPS = (Column("person", identifier),)

WHEREABOUTS = dict.fromkeys(
    (
        *("lat", "lon", "lng", "latitude", "longitude", "coordinates", "coordinate", "gps", "position", "location"),
        *("x", "y", "east_km", "north_km", "time", "clock", "clock_time", "hour", "start", "end", "start_time"),
        *("end_time", "timestamp", "check_in", "check_out", "checkin", "checkout", "arrival_time", "departure_time"),
        *("坐标", "经度", "纬度", "定位", "时间", "签到", "打卡"),
    ),
    "A field day is a day and a place by name: no coordinates and no clock time are kept, by design.",
)
"""Columns that the field days never have, with the reason."""


def read_postings(folder: Path, problem: RotaProblem) -> PostingFiles:
    """Reads a postings folder; each of its tables may be missing.

    Raises:
        BadInput: With every fault of all tables, names of people, batches and owners that are not in the problem among
            them.
    """
    if not folder.is_dir():
        raise BadInput([Fault("", "a folder", "nothing", "Check the name.", file=str(folder))])
    found = PostingFiles(
        scan_named(folder, "batches", BATCHES, BatchRecord, optional=True),
        scan_named(folder, "concerns", CONCERNS, Concern, DETAIL, optional=True),
        scan_named(folder, "steps", STEPS, StepTaken, optional=True),
        scan_named(folder, "reports", REPORTS, TaskReport, optional=True),
        scan_named(folder, "field_days", FIELD_DAYS, FieldDay, WHEREABOUTS, optional=True),
        scan_named(folder, "signups", SIGNUPS, _person, optional=True),
    )
    tables: Sequence[Rows[Any]] = (
        *(found.records, found.concerns, found.steps),
        *(found.reports, found.field_days, found.signups),
    )
    faults = [fault for table in tables for fault in table.faults] + _between(found, problem)
    if faults:
        raise BadInput(faults)
    return found


def _between(found: PostingFiles, problem: RotaProblem) -> list[Fault]:
    """Faults of rows that name nothing of the problem, or the same thing twice."""
    of_people: Sequence[Rows[Any]] = (found.concerns, found.steps, found.reports, found.field_days)
    faults = [
        fault
        for table in of_people
        for fault in table.unknown(lambda row: row.person, "person", problem.person, "the id of a person in people")
    ]
    faults += found.signups.unknown(str, "person", problem.person, "the id of a person in people")
    faults += found.reports.unknown(lambda report: report.owner, "owner", problem.tree, "the id of a unit in units")
    numbers = {str(batch.number) for batch in problem.policy.batches}
    faults += found.records.unknown(lambda record: str(record.batch), "batch", numbers, "a batch of the policy")
    return [
        *faults,
        *found.records.repeated(lambda record: record.batch, "batch", "each batch"),
        *found.concerns.repeated(lambda concern: concern.id, "id", "each concern"),
        *found.steps.repeated(lambda row: (row.person, row.step), "step", "each step of a person"),
        *found.field_days.repeated(lambda row: (row.person, row.day, row.kind), "day", "each kind of field day"),
        *found.signups.repeated(str, "person", "each person"),
    ]


def _person(person: str) -> str:
    return person
