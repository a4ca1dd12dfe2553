"""A rotation that is under way, from values of the core into rows: to begin in its middle, and for the demonstration.

Each table is one verb with one row in the journal, which names it by its number of rows and the hash of them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from grassrota.errors import BadInput, Fault, Refused
from grassrota.posting import steps
from grassrota.posting.concern import Concern
from grassrota.posting.field import FieldDay, TaskReport
from grassrota.posting.field_log import LogEntry
from grassrota.posting.field_version import Version
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert, models
from grassrota_web.orgs.models import Opening, Person, Rotation, Unit
from grassrota_web.postings import convert as postings_of
from grassrota_web.postings import models as before
from grassrota_web.rotas.models import Plan

AT_ONCE = 2000
"""Rows written by one statement."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class UnderWay:
    """What has happened in a rotation.

    Attributes:
        postings: After every step taken, one for each person.
        records: What was done for each batch.
        concerns: What people raised, by kind; detail comes from nowhere.
        reports: Task reports.
        field_days: Days in the field, without the talks.
    """

    postings: tuple[steps.Posting, ...]
    records: tuple[steps.BatchRecord, ...] = ()
    concerns: tuple[Concern, ...] = ()
    reports: tuple[TaskReport, ...] = ()
    field_days: tuple[FieldDay, ...] = ()

    def with_prefix(self, prefix: str) -> UnderWay:
        """The same with this before every id, as ``Roster.with_prefix`` does."""
        named = ("person", "home_unit", "opening", "returns_to", "owner")

        def own(value: Value) -> Value:
            known = {field.name for field in fields(value)} if is_dataclass(value) else set()
            given = {name: f"{prefix}{code}" for name in named if name in known and (code := getattr(value, name))}
            return replace(value, **given)  # type: ignore[type-var]

        return UnderWay(*(tuple(map(own, getattr(self, field.name))) for field in fields(self)))


def load_postings(
    actor: Actor, rotation: Rotation, under_way: UnderWay, *, prefix: str = "", plan: Plan | None = None
) -> None:
    """Brings in a rotation that is under way: all of it, or nothing.

    Args:
        actor: Who brings it in; ``Application()`` for the demonstration.
        rotation: With its people and openings.
        under_way: What has happened.
        prefix: Put before every id, as for the roster.
        plan: The plan that is carried out, if it is known.

    Raises:
        BadInput: With every step that the rules refuse, and every id that the rotation does not have.
    """
    found = under_way.with_prefix(prefix) if prefix else under_way
    _refuse_impossible(found)
    with transaction.atomic():
        if found.records:
            load_records(actor, rotation, found.records, plan)
        rows = load_steps(actor, rotation, found.postings, plan)
        if found.concerns:
            load_concerns(actor, rotation, found.concerns)
        if found.reports:
            load_reports(actor, rotation, found.reports, rows)
        if found.field_days:
            load_field_days(actor, rotation, found.field_days)


@verb("fieldwork.load_records", Right.STEP_POSTING)
def load_records(act: Act, rotation: Rotation, records: Sequence[steps.BatchRecord], plan: Plan | None) -> None:
    """Brings in what was done for each batch."""
    act.at(rotation.home.path)
    names = ("list_published_on", "discussion_opened_on", "briefing_on")
    for record in records:
        said = {name: getattr(record, name) for name in names}
        before.BatchRecord.objects.update_or_create(
            rotation=rotation, batch=record.batch, defaults={**said, "plan": plan}
        )
    act.note("batches", rotation.code, place=rotation.home.path, after=_digest(records))


@verb("fieldwork.load_steps", Right.STEP_POSTING)
def load_steps(
    act: Act, rotation: Rotation, values: Sequence[steps.Posting], plan: Plan | None
) -> Mapping[str, before.Posting]:
    """Brings in postings with every step taken."""
    act.at(rotation.home.path)
    people = _people(rotation, {value.person for value in values})
    openings = {row.code: row for row in Opening.objects.filter(rotation=rotation)}
    homes = {row.code: row for row in Unit.objects.filter(path__startswith=rotation.home.path)}
    _refuse_unknown("opening", (value.opening for value in values), openings)
    _refuse_unknown("home_unit", (value.home_unit for value in values), homes)
    if before.Posting.objects.filter(rotation=rotation).exists():
        raise Refused("postings_there", f"{rotation.title} has postings already: bring them into an empty one.")
    rows = [
        postings_of.new_posting(value, rotation, people[value.person], homes[value.home_unit], openings[value.opening])
        for value in values
    ]
    for row in rows:
        row.plan = plan
    made = before.Posting.objects.bulk_create(rows, batch_size=AT_ONCE)
    received = [(row, value.reception) for row, value in zip(made, values, strict=True) if value.reception]
    models.Reception.objects.bulk_create(
        convert.put_reception(models.Reception(posting=row), word) for row, word in received
    )
    act.note("postings", rotation.code, place=rotation.home.path, after=_digest(values))
    return {value.person: row for value, row in zip(values, made, strict=True)}


@verb("fieldwork.load_concerns", Right.STEP_POSTING)
def load_concerns(act: Act, rotation: Rotation, concerns: Sequence[Concern]) -> None:
    """Brings in what people raised and how it ended, without any detail."""
    act.at(rotation.home.path)
    people = _people(rotation, {concern.person for concern in concerns})
    before.Concern.objects.bulk_create(
        (
            postings_of.put_concern(before.Concern(rotation=rotation, person=people[concern.person]), concern)
            for concern in concerns
        ),
        batch_size=AT_ONCE,
    )
    # no hash: of a few rows it would tell what is in them
    act.note("concerns", rotation.code, place=rotation.home.path, after={"count": len(concerns)})


@verb("fieldwork.load_reports", Right.STEP_POSTING)
def load_reports(
    act: Act, rotation: Rotation, reports: Sequence[TaskReport], postings: Mapping[str, before.Posting]
) -> None:
    """Brings in task reports."""
    act.at(rotation.home.path)
    owners = {row.code: row for row in Unit.objects.filter(code__in={report.owner for report in reports})}
    _refuse_unknown("owner", (report.owner for report in reports if report.owner), owners)
    people = _people(rotation, {report.person for report in reports})
    rows = [
        models.TaskReport(person=people[one.person], posting=postings.get(one.person), owner=owners.get(one.owner))
        for one in reports
    ]
    models.TaskReport.objects.bulk_create(map(convert.put_report, rows, reports), batch_size=AT_ONCE)
    act.note("reports", rotation.code, place=rotation.home.path, after=_digest(reports))


@verb("fieldwork.load_field_days", Right.STEP_POSTING)
def load_field_days(act: Act, rotation: Rotation, days: Sequence[FieldDay]) -> None:
    """Brings in days in the field."""
    act.at(rotation.home.path)
    people = _people(rotation, {day.person for day in days})
    versions = [Version(_key(day), day.person, LogEntry(day, 0)) for day in days]
    models.FieldEntry.objects.bulk_create(
        (convert.put_version(models.FieldEntry(person=people[one.person]), one) for one in versions),
        batch_size=AT_ONCE,
    )
    act.note("field days", rotation.code, place=rotation.home.path, after=_digest(days))


def _refuse_impossible(found: UnderWay) -> None:
    """Takes every step anew by the rules, and names each that they refuse."""
    records = {record.batch: record for record in found.records}
    concerns, reports = _by_person(found.concerns), _by_person(found.reports)
    faults = []
    for place, posting in enumerate(found.postings, start=1):
        record = records.get(posting.batch, steps.BatchRecord(posting.batch))
        try:
            for step in _steps(posting, record, concerns[posting.person], reports[posting.person]):
                step()
        except Refused as refusal:
            faults.append(Fault("step", "steps that the rules allow", refusal.message, file="postings", row=place))
    if faults:
        raise BadInput(faults)


def _steps(
    posting: steps.Posting,
    record: steps.BatchRecord,
    concerns: Sequence[Concern],
    reports: Sequence[TaskReport],
) -> Iterator[Callable[[], steps.Posting]]:
    """The steps that rest on something else than the days, which the posting itself has checked."""
    was = {name: getattr(posting, name) for name in ("listed_on", "departed_on", "arrived_on", "returned_on")}
    if posting.departed_on:
        listed = replace(_unmoved(posting), listed_on=posting.listed_on)
        yield lambda: steps.depart(listed, posting.departed_on or date.max, record, concerns)
    if posting.closed_on:
        back = replace(_unmoved(posting), **was)
        yield lambda: steps.close(back, posting.closed_on or date.max, reports)


def _unmoved(posting: steps.Posting) -> steps.Posting:
    """The posting before any step."""
    steps_back: dict[str, Any] = dict.fromkeys(
        ("listed_on", "departed_on", "arrived_on", "returned_on", "closed_on", "released_on", "reception")
    )
    return replace(posting, **steps_back)


def _by_person(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person].append(row)
    return found


def _people(rotation: Rotation, codes: set[str]) -> Mapping[str, Person]:
    rows = {row.code: row for row in Person.objects.filter(unit__path__startswith=rotation.home.path)}
    _refuse_unknown("person", codes, rows)
    return rows


def _refuse_unknown(column: str, codes: Iterable[str], known: Mapping[str, object]) -> None:
    strangers = sorted({code for code in codes if code not in known})
    if strangers:
        raise BadInput([Fault(column, "an id of this rotation", code) for code in strangers])


def _key(day: FieldDay) -> str:
    """The same 128 bits for the same day: brought in twice, it is refused rather than doubled."""
    text = f"{day.person} {day.day} {day.kind} {day.place}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _digest(values: Iterable[object]) -> dict[str, object]:
    """How many rows there are, and the hash of what they say, sorted."""
    lines = sorted(map(repr, values))
    return {"count": len(lines), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}
