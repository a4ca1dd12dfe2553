"""Rows of this room as values of the core, and back."""

from __future__ import annotations

from datetime import date

from grassrota.forms import Role
from grassrota.posting import appeal as appeals
from grassrota.posting import coercion, steps
from grassrota.posting import concern as concerns
from grassrota.posting import consent as consents
from grassrota.posting import hardship as hardships
from grassrota.posting import question as questions
from grassrota.posting import swap as swaps
from grassrota.turns import Turn
from grassrota_web.orgs.models import Opening, Person, Rotation, Unit
from grassrota_web.postings import models


def posting(row: models.Posting) -> steps.Posting:
    """A posting; ``person``, ``home_unit`` and ``opening`` are to be selected with the row."""
    home = row.home_unit.code
    return steps.Posting(
        row.person.code,
        home,
        row.opening.code,
        row.batch,
        row.form,
        Role(row.role),
        Turn(row.first_day, row.last_day),
        home if row.returns else "",
        row.exception_reason,
        row.listed_on,
        row.departed_on,
        row.arrived_on,
        row.returned_on,
        row.closed_on,
        row.released_on,
    )


_STEPS = ("listed_on", "departed_on", "arrived_on", "returned_on", "closed_on", "released_on")


def put_posting(row: models.Posting, value: steps.Posting) -> models.Posting:
    """Writes a value into a row that has its rotation, person, home unit and opening."""
    row.batch, row.form, row.role = value.batch, value.form, value.role.value
    row.first_day, row.last_day, row.returns = value.turn.first, value.turn.last, bool(value.returns_to)
    row.exception_reason = value.exception_reason
    for name in _STEPS:
        setattr(row, name, getattr(value, name))
    return row


def new_posting(
    value: steps.Posting, rotation: Rotation, person: Person, home: Unit, opening: Opening
) -> models.Posting:
    """A row, not saved yet, for a value."""
    return put_posting(models.Posting(rotation=rotation, person=person, home_unit=home, opening=opening), value)


def batch_record(row: models.BatchRecord) -> steps.BatchRecord:
    """What was done for a batch."""
    return steps.BatchRecord(row.batch, row.list_published_on, row.discussion_opened_on, row.briefing_on)


def concern(row: models.Concern) -> concerns.Concern:
    """A concern; ``person`` is to be selected with the row."""
    return concerns.Concern(
        str(row.pk),
        row.person.code,
        concerns.ConcernKind(row.kind),
        row.raised_on,
        row.answered_on,
        concerns.ConcernOutcome(row.outcome) if row.outcome else None,
        str(row.detail_id or ""),
        row.until,
    )


def put_concern(row: models.Concern, value: concerns.Concern) -> models.Concern:
    """Writes how a concern stands into its row."""
    row.kind, row.raised_on, row.answered_on = value.kind.value, value.raised_on, value.answered_on
    row.outcome, row.until = value.outcome.value if value.outcome else "", value.until
    return row


def hardship(row: models.Concern) -> hardships.Hardship:
    """A concern that is a hardship; one whose need is not known counts as another need."""
    return hardships.Hardship(concern(row), hardships.Need(row.need or hardships.Need.OTHER))


def consent(row: models.Consent) -> consents.Consent:
    """A consent; ``person`` is to be selected with the row."""
    return consents.Consent(row.person.code, row.batch, row.asked_on, row.given_on, row.withdrawn_on)


def appeal(row: models.Appeal) -> appeals.Appeal:
    """An appeal or a request for deferral; ``person`` is to be selected with the row."""
    return appeals.Appeal(
        str(row.pk),
        row.person.code,
        appeals.AppealKind(row.kind),
        row.batch,
        row.filed_on,
        row.answer_by,
        tuple(row.earlier),
        row.decided_by,
        row.decided_on,
        appeals.AppealOutcome(row.outcome) if row.outcome else None,
        str(row.detail_id or ""),
    )


def put_appeal(row: models.Appeal, value: appeals.Appeal) -> models.Appeal:
    """Writes how an appeal stands into its row."""
    row.kind, row.batch, row.filed_on, row.answer_by = value.kind.value, value.batch, value.filed_on, value.answer_by
    row.earlier, row.decided_by, row.decided_on = list(value.earlier), value.decided_by, value.decided_on
    row.outcome = value.outcome.value if value.outcome else ""
    return row


def swap(row: models.Swap) -> swaps.Swap:
    """A swap; both postings are to be selected with it, with what ``posting`` needs."""
    first, second = posting(row.first), posting(row.second)
    return swaps.Swap(first, second, row.since, swaps.SwapState(row.state), row.allowed, row.reason)


def put_swap(row: models.Swap, value: swaps.Swap) -> models.Swap:
    """Writes how a swap stands into its row; its postings are written by themselves."""
    row.state, row.since, row.allowed, row.reason = value.said.value, value.since, value.allowed, value.reason
    return row


def question(row: models.Question) -> questions.Question:
    """A question."""
    same = str(row.same_as_id or "")
    return questions.Question(str(row.pk), row.text, row.asked_on, same, row.answer, row.answered_on)


def coercion_report(row: models.CoercionReport) -> coercion.CoercionReport:
    """A report of coercion; ``unit`` is to be selected with the row. Its officer is told by the account's id."""
    return coercion.CoercionReport(
        str(row.pk),
        row.unit.code,
        row.officer,
        row.filed_on,
        row.answer_by,
        str(row.text_id),
        row.taken_up_on,
        row.answered_on,
        coercion.CoercionAnswer(row.answer) if row.answer else None,
    )


def put_coercion_report(row: models.CoercionReport, value: coercion.CoercionReport) -> models.CoercionReport:
    """Writes how a report stands into its row, but for whom it is with."""
    row.taken_up_on, row.answered_on = value.taken_up_on, value.answered_on
    row.answer = value.answer.value if value.answer else ""
    return row


def late(answer_by: date | None, answered_on: date | None, as_of: date) -> bool:
    """True if a day that was set for an answer has passed without one."""
    return answer_by is not None and answered_on is None and answer_by < as_of
