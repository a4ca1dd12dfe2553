"""Planning cycles: what was found in the field is listed, and used or left out with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils import timezone

from grassrota.posting import finding as core
from grassrota.posting.field import Task
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.fieldwork import convert
from grassrota_web.fieldwork.models import PlanInput, PlanningCycle, TaskReport
from grassrota_web.orgs import reach
from grassrota_web.orgs.models import Unit


@verb("fieldwork.open_cycle", Right.ANSWER)
def open_cycle(act: Act, owner: str, title: str) -> PlanningCycle:
    """Opens the making of a plan: every finding that its unit owns and has not decided about becomes an input."""
    unit, today = reach.unit_within(act.actor, owner, "owner"), timezone.localdate()
    act.at(unit.path)
    unit = act.lock(Unit, pk=unit.pk)
    found, earlier = _findings(unit), _cycles(unit)
    listed = [one.id for one in core.to_consider(found, unit.code, today, earlier)]
    core.open_cycle("new", unit.code, today, listed, found, earlier)
    row = PlanningCycle.objects.create(owner=unit, title=title, opened_on=today)
    PlanInput.objects.bulk_create(PlanInput(cycle=row, finding_id=uuid.UUID(key)) for key in sorted(listed))
    act.note("planning cycle", row.pk, place=unit.path, after={"title": title, "inputs": sorted(listed)})
    return row


@verb("fieldwork.list_findings", Right.ANSWER)
def list_findings(act: Act, key: int) -> PlanningCycle:
    """Lists the findings that came in after the cycle was opened."""
    row = act.lock(PlanningCycle, pk=key)
    act.at(row.owner.path)
    cycle, earlier = convert.cycle(row), _cycles(row.owner)
    waiting = core.to_consider(_findings(row.owner), row.owner.code, timezone.localdate(), earlier)
    known = {entry.finding for entry in cycle.inputs}
    fresh = sorted(one.id for one in waiting if one.id not in known)
    for finding in fresh:
        cycle = core.list_also(cycle, finding)
    PlanInput.objects.bulk_create(PlanInput(cycle=row, finding_id=uuid.UUID(finding)) for finding in fresh)
    act.note("planning cycle", row.pk, place=row.owner.path, after={"inputs": fresh})
    return row


@verb("fieldwork.decide_finding", Right.ANSWER)
def decide_finding(act: Act, key: int, finding: uuid.UUID, used: bool, reason: str) -> PlanInput:
    """Says whether a plan uses a finding, and what for or why not."""
    row = act.lock(PlanningCycle, pk=key)
    act.at(row.owner.path)
    core.decide(convert.cycle(row), str(finding), used, reason)
    entry = row.inputs.get(finding=finding)
    before = {"used": entry.used, "reason": entry.reason}
    entry.used, entry.reason = used, reason
    entry.save(update_fields=["used", "reason"])
    after = {"finding": str(finding), "used": used, "reason": reason}
    act.note("planning cycle", row.pk, place=row.owner.path, before=before, after=after)
    return entry


@verb("fieldwork.close_cycle", Right.ANSWER)
def close_cycle(act: Act, key: int) -> PlanningCycle:
    """Closes a cycle once each of its inputs is used, or left out with a reason."""
    row = act.lock(PlanningCycle, pk=key)
    act.at(row.owner.path)
    others = [cycle for cycle in _cycles(row.owner) if cycle.id != str(row.pk)]
    closed = core.close_cycle(convert.cycle(row), timezone.localdate(), _findings(row.owner), others)
    row.closed_on = closed.closed_on
    row.save(update_fields=["closed_on"])
    act.note("planning cycle", row.pk, place=row.owner.path, after={"closed_on": str(row.closed_on)})
    return row


def _findings(owner: Unit) -> list[core.SiteFinding]:
    rows = TaskReport.objects.filter(owner=owner, task=Task.FINDINGS.value)
    return [convert.site_finding(row) for row in rows.select_related("person", "owner")]


def _cycles(owner: Unit) -> list[core.PlanningCycle]:
    rows: Iterable[PlanningCycle] = PlanningCycle.objects.filter(owner=owner)
    return [convert.cycle(row) for row in rows.select_related("owner").prefetch_related("inputs")]  # type: ignore[attr-defined]
