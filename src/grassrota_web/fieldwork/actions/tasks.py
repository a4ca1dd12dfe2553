"""Tasks with an output that the host confirms, and reports on what was found."""

from __future__ import annotations

import uuid

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota.forms import Purpose
from grassrota.posting import field
from grassrota.posting import task as core
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.actions.places import at_home_or_host, by_person_or_home, known_by_now, note
from grassrota_web.fieldwork.models import PostingTask, TaskReport
from grassrota_web.orgs import reach
from grassrota_web.orgs.models import Unit
from grassrota_web.postings.models import Posting


@verb("fieldwork.set_task", Right.STEP_POSTING)
def set_task(act: Act, posting: int, output: str, purpose: Purpose, priority: str = "") -> PostingTask:
    """Agrees on a task with a named output; help with the host's priority says in its words what that is."""
    row = act.lock(Posting, pk=posting)
    at_home_or_host(act, row)
    task = PostingTask(
        posting=row, output=output, purpose=purpose.value, priority=priority, set_on=timezone.localdate()
    )
    convert.task(task)
    task.save()
    note(act, row, "task", task.pk, after={"output": output, "purpose": purpose.value, "priority": priority})
    return task


@verb("fieldwork.report_task", Right.ACT_FOR_ONESELF)
def report_task(act: Act, key: uuid.UUID) -> PostingTask:
    """The posted person says that the output is there."""
    row = act.lock(PostingTask, pk=key)
    act.of(row.posting.person.code)
    return _stepped(act, row, core.report(convert.task(row), act.actor.person, timezone.localdate()))


@verb("fieldwork.confirm_task", Right.RECEIVE)
def confirm_task(act: Act, key: uuid.UUID) -> PostingTask:
    """The host says that the output is there."""
    row = act.lock(PostingTask, pk=key)
    place = row.posting.opening.place
    act.at(place.path)
    return _stepped(act, row, core.confirm(convert.task(row), place.code, timezone.localdate()))


@verb("fieldwork.send_task_back", Right.RECEIVE)
def send_task_back(act: Act, key: uuid.UUID) -> PostingTask:
    """The host says that the output is not there: the task is open again."""
    row = act.lock(PostingTask, pk=key)
    place = row.posting.opening.place
    act.at(place.path)
    return _stepped(act, row, core.send_back(convert.task(row), place.code))


@verb("fieldwork.file_report", Right.ACT_FOR_ONESELF)
def file_report(act: Act, posting: int, value: field.TaskReport) -> TaskReport:
    """Files a report on a task: conditions and services, with an owner at headquarters for what follows."""
    row = act.lock(Posting, pk=posting)
    by_person_or_home(act, row)
    known_by_now(value.filed_on, "filed_on")
    if value.person != row.person.code or row.departed_on is None or value.filed_on < row.departed_on:
        raise BadInput([Fault("filed_on", "a day since the departure", str(value.filed_on))])
    if not value.text.strip():
        raise BadInput([Fault("text", "what you found", "nothing")])
    report = convert.put_report(TaskReport(person=row.person, posting=row, owner=_owner(value.owner)), value)
    report.save()
    said = {
        "task": value.task.value,
        "owner": value.owner,
        "due_on": value.due_on.isoformat() if value.due_on else None,
    }
    note(act, row, "report", report.pk, after=said, as_of=value.filed_on)
    return report


def _owner(code: str) -> Unit | None:
    """The headquarters unit that owns what follows; units of the whole staff are known to those who report to them."""
    if not code:
        return None
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise BadInput([Fault("owner", reach.A_UNIT, code)])
    return found


def _stepped(act: Act, row: PostingTask, value: core.PostingTask) -> PostingTask:
    before = _said(row)
    row.reported_on, row.confirmed_on = value.reported_on, value.confirmed_on
    row.save(update_fields=["reported_on", "confirmed_on"])
    note(act, row.posting, "task", row.pk, before=before, after=_said(row))
    return row


def _said(row: PostingTask) -> dict[str, str | None]:
    days = {"reported_on": row.reported_on, "confirmed_on": row.confirmed_on}
    return {name: day.isoformat() if day else None for name, day in days.items()}
