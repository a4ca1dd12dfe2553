"""Rows of this room as values of the core, and back."""

from __future__ import annotations

from dataclasses import replace

from grassrota.forms import Purpose
from grassrota.posting import cost, cover, debrief, escort, field, finding, home_post, host, incident, lodging, pilot
from grassrota.posting import steps as core
from grassrota.posting.attendance import ExcuseReason, FieldDayExcuse
from grassrota.posting.cost import CostKind, Money, Payer
from grassrota.posting.field_log import LogEntry
from grassrota.posting.field_version import Version
from grassrota.posting.task import PostingTask
from grassrota.turns import Turn
from grassrota_web.fieldwork import models
from grassrota_web.postings import convert as postings
from grassrota_web.postings.models import Escort, Posting


def posting(row: Posting) -> core.Posting:
    """A posting with the host's word on the arrival; person, home unit, opening and reception to be selected."""
    value = postings.posting(row)
    received = getattr(row, "reception", None)
    return value if received is None else replace(value, reception=reception(received))


def escorted(row: Escort) -> escort.Escort:
    """A senior's going along; ``record``, ``senior`` and ``handed_to`` to be selected."""
    host_unit = row.handed_to.code if row.handed_to else ""
    people = tuple(sorted(row.people))
    return escort.Escort(row.senior.code, row.record.batch, people, row.departs_on, host_unit, row.handed_over_on)


def reception(row: models.Reception) -> host.HostChecklist:
    """The host's word on an arrival."""
    return host.HostChecklist(
        row.confirmed_on, row.met, row.briefed, row.lodging_ready, row.lodging_paid, row.lodging_agreed
    )


def put_reception(row: models.Reception, value: host.HostChecklist) -> models.Reception:
    """Writes the host's word into its row."""
    for name in ("confirmed_on", "met", "briefed", "lodging_ready", "lodging_paid", "lodging_agreed"):
        setattr(row, name, getattr(value, name))
    return row


def version(row: models.FieldEntry) -> Version:
    """One version of a field entry; ``person`` to be selected."""
    entry = None
    if row.day is not None:
        day = field.FieldDay(row.person.code, row.day, field.FieldDayKind(row.kind), row.place)
        entry = LogEntry(day, row.contacts or 0)
    return Version(row.key, row.person.code, entry, tuple(row.replaces))


def field_day(row: models.FieldEntry) -> field.FieldDay:
    """The day of a version that was not struck out."""
    if row.day is None:
        raise TypeError("an entry that was struck out has no day")
    return field.FieldDay(row.person.code, row.day, field.FieldDayKind(row.kind), row.place)


def put_version(row: models.FieldEntry, value: Version) -> models.FieldEntry:
    """Writes a version into its row."""
    row.key, row.digest, row.replaces = value.id, value.digest, list(value.replaces)
    if value.entry is not None:
        day = value.entry.field_day
        row.day, row.kind, row.place, row.contacts = day.day, day.kind.value, day.place, value.entry.contacts
    return row


def excuse(row: models.FieldDayExcuse) -> FieldDayExcuse:
    """An excuse; ``person`` to be selected."""
    return FieldDayExcuse(row.person.code, row.day, ExcuseReason(row.reason), row.swapped_to)


def task(row: models.PostingTask) -> PostingTask:
    """A task; its posting with person and opening's place to be selected."""
    return PostingTask(
        str(row.pk),
        row.posting.person.code,
        row.posting.batch,
        row.posting.opening.place.code,
        row.output,
        Purpose(row.purpose),
        row.set_on,
        row.priority,
        row.reported_on,
        row.confirmed_on,
    )


def report(row: models.TaskReport) -> field.TaskReport:
    """A report; ``person`` and ``owner`` to be selected."""
    return field.TaskReport(
        row.person.code,
        field.Task(row.task),
        row.filed_on,
        row.place,
        row.text,
        field.FindingKind(row.finding) if row.finding else None,
        field.PlanVerdict(row.verdict) if row.verdict else None,
        row.owner.code if row.owner else "",
        row.due_on,
    )


def put_report(row: models.TaskReport, value: field.TaskReport) -> models.TaskReport:
    """Writes a report into a row that has its person, posting and owner."""
    row.task, row.filed_on, row.place, row.text = value.task.value, value.filed_on, value.place, value.text
    row.finding = value.finding.value if value.finding else ""
    row.verdict = value.verdict.value if value.verdict else ""
    row.due_on = value.due_on
    return row


def site_finding(row: models.TaskReport) -> finding.SiteFinding:
    """A report on what was found, as an input of plans."""
    return finding.SiteFinding(str(row.pk), report(row))


def cycle(row: models.PlanningCycle) -> finding.PlanningCycle:
    """A planning cycle with its inputs; ``owner`` to be selected, ``inputs`` to be prefetched."""
    inputs = tuple(finding.PlanInput(str(entry.finding_id), entry.used, entry.reason) for entry in row.inputs.all())
    return finding.PlanningCycle(str(row.pk), row.owner.code, row.opened_on, inputs, row.closed_on)


def pilot_site(row: models.Pilot) -> pilot.Pilot:
    """A pilot with its practices; ``place`` to be selected, ``practices`` to be prefetched."""
    practices = tuple(pilot.Practice(str(entry.pk), entry.name, entry.result) for entry in row.practices.all())
    return pilot.Pilot(str(row.pk), row.place.code, row.opened_on, practices, row.results_on)


def lodging_of(row: models.Lodging) -> lodging.Lodging:
    """A lodging; its posting with person and opening's place to be selected."""
    return lodging.Lodging(
        str(row.pk),
        row.posting.person.code,
        row.posting.batch,
        row.posting.opening.place.code,
        row.household,
        Turn(row.first_night, row.last_night),
        row.paid,
        row.agreed,
        Money(row.cost, row.currency),
        Money(row.contribution, row.currency),
    )


def grievance(row: models.Grievance) -> lodging.Grievance:
    """A host's word that a lodging is not right."""
    return lodging.Grievance(
        str(row.pk),
        str(row.lodging_id),
        lodging.GrievanceKind(row.kind),
        row.filed_on,
        row.answered_by,
        row.answered_on,
        row.settled_on,
        str(row.detail_id or ""),
    )


def cost_entry(row: models.CostEntry) -> cost.CostEntry:
    """A line of the ledger; the person of its posting to be selected."""
    return cost.CostEntry(
        str(row.pk),
        row.posting.person.code,
        row.posting.batch,
        CostKind(row.kind),
        Money(row.amount, row.currency),
        Payer(row.payer),
        row.paid_on,
        str(row.reverses_id or ""),
    )


def handover(row: models.Handover) -> cover.Handover:
    """A piece of work handed over; the person of its posting and ``to`` to be selected."""
    days = Turn(row.first_day, row.last_day)
    return cover.Handover(row.posting.person.code, row.work, row.to.code, days, row.note, row.accepted_on)


def kept_post(row: models.HomePost) -> home_post.HomePost:
    """A post kept open; the person of its posting to be selected."""
    return home_post.HomePost(row.post, row.posting.person.code, row.open_until)


def answers(row: models.Debrief) -> debrief.Debrief:
    """A debrief; its posting with the person to be selected."""
    given = tuple(
        (question, row.answers[question.value]) for question in debrief.DebriefQuestion if question.value in row.answers
    )
    return debrief.Debrief(row.posting.person.code, row.posting.batch, row.held_on, given)


def recall(row: models.Recall) -> incident.Recall:
    """An order to come home; ``place`` to be selected."""
    return incident.Recall(
        str(row.pk),
        str(row.incident_id or ""),
        row.place.code if row.place else "",
        row.batch,
        row.ordered_on,
        row.due_on,
        row.lifted_on,
    )


def incident_at(row: models.Incident) -> incident.Incident:
    """An incident; ``place`` to be selected."""
    kind, sealed = incident.IncidentKind(row.kind), str(row.detail_id or "")
    return incident.Incident(str(row.pk), row.place.code, row.day, kind, sealed, row.closed_on)
