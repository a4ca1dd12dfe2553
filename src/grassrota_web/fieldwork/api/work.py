"""Operations on days in the field, tasks, reports and what becomes of findings."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from ninja import Query
from pydantic import Field

from grassrota.forms import Purpose
from grassrota.posting import attendance
from grassrota.posting.field import FindingKind, PlanVerdict, Task, TaskReport
from grassrota.posting.sync import Receipt
from grassrota_web.access.api.as_read import found
from grassrota_web.access.api.paging import Listed, Listing, listed
from grassrota_web.access.api.problem import FaultShown
from grassrota_web.access.api.room import Asked, Room
from grassrota_web.access.api.shape import Code, Day, Flag, Given, Key, Shown, Text, Title
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork import models
from grassrota_web.fieldwork.actions import field_days, findings, tasks
from grassrota_web.fieldwork.api.reach import posting_found
from grassrota_web.rotas.api.reach import rotation_found

room = Room("Work in the field")


class FieldDayShown(Shown):
    """One day in the field as it stands: by name of the place, no clock, no coordinates."""

    EXAMPLE: ClassVar = {"key": 8, "person": "p-104", "day": "1957-12-23", "kind": "go_to_field", "place": "Pudong 2"}

    key: int
    person: str
    day: Day | None
    kind: str
    place: str


class Synchronised(Given):
    """Days as a device noted them, each under a random id of its own; sent again, each counts once."""

    EXAMPLE: ClassVar = {
        "belongs_to": "p-104",
        "entries": [
            {"id": "9f86d081884c7d659a2feaa0c55ad015", "day": "1957-12-23", "kind": "go_to_field", "place": "Dyke"}
        ],
    }

    belongs_to: Code = Field(description="`id` of the person whose device it is: oneself.")
    entries: Annotated[list[dict[str, Any]], Field(max_length=200)]


class ReceiptShown(Shown):
    """What became of one entry."""

    id: str
    receipt: Receipt
    faults: list[FaultShown]


class Receipts(Shown):
    """What became of each, in the order sent."""

    EXAMPLE: ClassVar = {"items": [{"id": "9f86d081884c7d659a2feaa0c55ad015", "receipt": "accepted", "faults": []}]}

    items: list[ReceiptShown]


class ExcuseGiven(Given):
    """A field day that is missed, or taken on another day."""

    EXAMPLE: ClassVar = {"day": "1957-12-24", "reason": "other_duty", "swapped_to": "1957-12-27"}

    day: Day
    reason: attendance.ExcuseReason
    swapped_to: Day | None = None


class FieldDayRuleGiven(Given):
    """On which days those of some grades go to the field."""

    EXAMPLE: ClassVar = {"rule": "every friday", "grades": ["director"], "except_on": ["1958-01-03"]}

    rule: Annotated[str, Field(min_length=1, max_length=200)]
    grades: Annotated[list[Code], Field(max_length=200)] = Field(default_factory=list)
    except_on: Annotated[list[Day], Field(max_length=400)] = Field(default_factory=list)


class TaskShown(Shown):
    """What a posted person does, with the output that the host confirms."""

    EXAMPLE: ClassVar = {
        "key": "1c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c33",
        "posting": 71,
        "output": "300 vaccinated",
        "purpose": "help_host",
        "priority": "",
        "set_on": "1957-12-21",
        "reported_on": None,
        "confirmed_on": None,
    }

    key: UUID
    posting: int
    output: str
    purpose: Purpose
    priority: str
    set_on: Day
    reported_on: Day | None
    confirmed_on: Day | None


class TaskGiven(Given):
    """A task, and the host's priority that it serves."""

    EXAMPLE: ClassVar = {"output": "300 vaccinated", "purpose": "help_host", "priority": ""}

    output: Annotated[str, Field(min_length=1, max_length=300)]
    purpose: Purpose
    priority: Annotated[str, Field(max_length=300)] = ""


_REPORT: dict[str, Any] = {
    "task": "findings",
    "filed_on": "1958-01-10",
    "place": "Pudong 2",
    "text": "The well is 2 km away.",
    "finding": "problem",
    "verdict": None,
    "owner": "health",
    "due_on": "1958-03-01",
}


class ReportShown(Shown):
    """A report on conditions and services, never on anybody's attitude."""

    EXAMPLE: ClassVar = {"key": "2c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c44", "posting": 71, **_REPORT}

    key: UUID
    posting: int | None
    task: str
    filed_on: Day
    place: str
    text: str
    finding: str | None
    verdict: str | None
    owner: str
    due_on: Day | None


class ReportGiven(Given):
    """A report; a finding has an owner at headquarters and a day."""

    EXAMPLE: ClassVar = _REPORT

    task: Task
    filed_on: Day
    place: Title
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    finding: FindingKind | None = None
    verdict: PlanVerdict | None = None
    owner: Annotated[str, Field(max_length=80)] = ""
    due_on: Day | None = None


class CycleShown(Shown):
    """The making of one plan at headquarters, with how many findings are decided."""

    EXAMPLE: ClassVar = {
        "key": 2,
        "owner": "health",
        "title": "Plan 1958",
        "opened_on": "1958-01-02",
        "closed_on": None,
    }

    key: int
    owner: str
    title: str
    opened_on: Day
    closed_on: Day | None


class CycleGiven(Given):
    """A new plan in the making."""

    EXAMPLE: ClassVar = {"owner": "health", "title": "Plan 1958"}

    owner: Code
    title: Title


class FindingDecided(Given):
    """Used or not, with what for or why not."""

    EXAMPLE: ClassVar = {
        "finding": "2c9d5c0e-5d1f-4c3b-8a57-1f6f0a9b7c44",
        "used": True,
        "reason": "A well is in the plan of the second quarter.",
    }

    finding: UUID = Field(description="`key` of the report.")
    used: Flag
    reason: Text


@room.reads("field-days", Listed[FieldDayShown], Right.READ_POSTINGS, Right.READ_OWN)
def list_field_days(request: Asked, find: Query[Listing]) -> Any:
    """Lists the days in the field that stand: those of one's staff, or one's own."""
    rows = models.FieldEntry.objects.filter(replaced=False, day__isnull=False).select_related("person")

    def shown(row: models.FieldEntry) -> FieldDayShown:
        return FieldDayShown(key=row.pk, person=row.person.code, day=row.day, kind=row.kind, place=row.place)

    return listed(request, find, visible(request.actor, rows), ("pk",), shown)


@room.does(field_days.sync, "field-days/sync", Receipts)
def sync(request: Asked, given: Synchronised) -> Any:  # noqa: D103
    told = field_days.sync(request.actor, given.entries, given.belongs_to)

    def shown(faults: Any) -> list[FaultShown]:
        return [FaultShown(**{name: getattr(one, name) for name in FaultShown.model_fields}) for one in faults]

    return Receipts(items=[ReceiptShown(id=one.id, receipt=one.receipt, faults=shown(one.faults)) for one in told])


@room.does(field_days.excuse, "field-days/excuses", None, status=204)
def excuse(request: Asked, given: ExcuseGiven) -> Any:  # noqa: D103
    person = request.actor.person
    value = attendance.FieldDayExcuse(person, given.day, given.reason, given.swapped_to)
    field_days.excuse(request.actor, person, value)


@room.does(field_days.set_field_days, "rotations/{key}/field-days", None, method="PUT", status=204)
def set_field_days(request: Asked, key: Key, given: FieldDayRuleGiven) -> Any:  # noqa: D103
    call = rotation_found(request.actor, key)
    field_days.set_field_days(request.actor, call.pk, given.rule, given.grades, given.except_on)


def _task(row: models.PostingTask) -> TaskShown:
    names = ("output", "priority", "set_on", "reported_on", "confirmed_on")
    said = {name: getattr(row, name) for name in names}
    return TaskShown(key=row.pk, posting=row.posting_id, purpose=Purpose(row.purpose), **said)


@room.reads("tasks", Listed[TaskShown], Right.READ_POSTINGS, Right.READ_HOSTED, Right.READ_OWN)
def list_tasks(request: Asked, find: Query[Listing]) -> Any:
    """Lists tasks of postings within reach."""
    return listed(request, find, visible(request.actor, models.PostingTask.objects.all()), ("set_on", "pk"), _task)


@room.does(tasks.set_task, "postings/{key}/tasks", TaskShown, status=201, again=True)
def set_task(request: Asked, key: Key, given: TaskGiven) -> Any:  # noqa: D103
    away = posting_found(request.actor, key)
    return _task(tasks.set_task(request.actor, away.pk, given.output, given.purpose, given.priority))


def _task_key(request: Asked, key: UUID) -> UUID:
    kept: UUID = found(request.actor, models.PostingTask.objects.all(), key).pk
    return kept


@room.does(tasks.report_task, "tasks/{key}/report", TaskShown)
def report_task(request: Asked, key: UUID) -> Any:  # noqa: D103
    return _task(tasks.report_task(request.actor, _task_key(request, key)))


@room.does(tasks.confirm_task, "tasks/{key}/confirm", TaskShown)
def confirm_task(request: Asked, key: UUID) -> Any:  # noqa: D103
    return _task(tasks.confirm_task(request.actor, _task_key(request, key)))


@room.does(tasks.send_task_back, "tasks/{key}/send-back", TaskShown)
def send_task_back(request: Asked, key: UUID) -> Any:  # noqa: D103
    return _task(tasks.send_task_back(request.actor, _task_key(request, key)))


def _report(row: models.TaskReport) -> ReportShown:
    names = ("task", "filed_on", "place", "text", "due_on")
    return ReportShown(
        key=row.pk,
        posting=row.posting_id,
        finding=row.finding or None,
        verdict=row.verdict or None,
        owner=row.owner.code if row.owner else "",
        **{name: getattr(row, name) for name in names},
    )


@room.reads("reports", Listed[ReportShown], Right.READ_POSTINGS, Right.READ_OWN)
def list_reports(request: Asked, find: Query[Listing]) -> Any:
    """Lists reports and findings: of one's staff, of one's own, and those that one's unit owns."""
    rows = visible(request.actor, models.TaskReport.objects.select_related("owner"))
    return listed(request, find, rows, ("-filed_on", "pk"), _report)


@room.does(tasks.file_report, "postings/{key}/reports", ReportShown, status=201, again=True)
def file_report(request: Asked, key: Key, given: ReportGiven) -> Any:  # noqa: D103
    away = posting_found(request.actor, key)
    value = TaskReport(person=away.person.code, **dict(given))
    return _report(tasks.file_report(request.actor, away.pk, value))


def _cycle(row: models.PlanningCycle) -> CycleShown:
    said = {name: getattr(row, name) for name in ("title", "opened_on", "closed_on")}
    return CycleShown(key=row.pk, owner=row.owner.code, **said)


def _cycles() -> Any:
    return models.PlanningCycle.objects.select_related("owner")


@room.reads("cycles", Listed[CycleShown], Right.READ_POSTINGS)
def list_cycles(request: Asked, find: Query[Listing]) -> Any:
    """Lists plans in the making that take up findings, the newest first."""
    return listed(request, find, visible(request.actor, _cycles()), ("-opened_on", "-pk"), _cycle)


@room.does(findings.open_cycle, "cycles", CycleShown, status=201, again=True)
def open_cycle(request: Asked, given: CycleGiven) -> Any:  # noqa: D103
    return _cycle(findings.open_cycle(request.actor, given.owner, given.title))


@room.does(findings.list_findings, "cycles/{key}/take-up", CycleShown)
def take_up_findings(request: Asked, key: Key) -> Any:  # noqa: D103
    return _cycle(findings.list_findings(request.actor, found(request.actor, _cycles(), key).pk))


@room.does(findings.decide_finding, "cycles/{key}/findings", None, method="PUT", status=204)
def decide_finding(request: Asked, key: Key, given: FindingDecided) -> Any:  # noqa: D103
    cycle = found(request.actor, _cycles(), key)
    findings.decide_finding(request.actor, cycle.pk, given.finding, given.used, given.reason)


@room.does(findings.close_cycle, "cycles/{key}/close", CycleShown)
def close_cycle(request: Asked, key: Key) -> Any:  # noqa: D103
    return _cycle(findings.close_cycle(request.actor, found(request.actor, _cycles(), key).pk))
