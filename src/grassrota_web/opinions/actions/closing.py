"""Verbs by which a unit looks into a case, says what it did, and puts it away or opens it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grassrota.errors import BadInput, Fault, Refused
from grassrota.opinions import case as core
from grassrota.opinions.closing import close as claimed
from grassrota.opinions.entries import ClosingReason, ReopenedBy, Reopening, UnitClaim
from grassrota.opinions.leaders import require_leaders_first
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act, verb
from grassrota_web.journal.prepared import prepared
from grassrota_web.opinions import convert, words
from grassrota_web.opinions.actions import duplicates
from grassrota_web.opinions.models import Case, FactKind
from grassrota_web.opinions.record import hold
from grassrota_web.opinions.telling import tell_raisers


@verb("opinions.investigate", Right.WORK_ON_CASES, private=True)
def investigate(act: Act, key: UUID, found: str) -> Case:
    """Notes that somebody looked into a case, and what they found; cases about the leaders come first."""
    held = hold(act, key)
    if held.row.investigated_on is not None:
        raise Refused("investigated", f"It was looked into on {held.row.investigated_on}.")
    if not found.strip():
        raise BadInput([Fault("found", "what was found", "nothing")])
    waiting = _about_leaders(held.row.owner_id) if held.row.owner_id else []
    if waiting:
        # only those that whoever acts may see: who they are about is not told to anybody else
        rows = visible(act.actor, Case.objects.filter(pk__in=[key for (key,) in waiting]).select_related("owner"))
        require_leaders_first(held.value, convert.values(rows).values())
    held.row.investigated_on = held.today
    held.add(FactKind.INVESTIGATED, words=found.strip())
    return held.end(replace(held.value, investigated_on=held.today))


@prepared
def _about_leaders(owner: int) -> QuerySet[Case, tuple[UUID]]:
    """Cases about the leaders that wait at an organ: few or none, so that who sees them is asked of these alone."""
    rows = Case.objects.filter(owner=owner, on_leadership=True, investigated_on=None)
    return rows.filter(merged_into=None, dissolved_on=None).values_list("pk")


@verb("opinions.claim", Right.WORK_ON_CASES, private=True)
def claim(
    act: Act,
    key: UUID,
    reason: ClosingReason,
    action: str = "",
    changed_on: date | None = None,
    evidence: tuple[str, ...] = (),
    left: str = "",
    duplicate_of: UUID | None = None,
) -> Case:
    """Says for the unit why it is done with a case: for a fix what was changed, when, and what shows it."""
    held = hold(act, key)
    if held.row.appealed_on is not None:
        # what is claimed anew every day could never be opened again on any of them
        message = f"An appeal of {held.row.appealed_on} against what was said before is being decided: wait for that."
        raise Refused("under_appeal", message, appealed=held.row.appealed_on)
    other = duplicates.goes_on(act, duplicate_of) if duplicate_of else None
    same = str(duplicate_of) if duplicate_of else ""
    entry = UnitClaim(held.today, reason, action.strip(), same, changed_on, evidence, left.strip())
    value = claimed(held.value, entry, [str(other.pk)] if other else [])
    held.add(
        FactKind.CLAIMED,
        reason=reason.value,
        words=entry.action,
        day=changed_on,
        pieces=list(evidence),
        left=entry.left,
        other=other,
    )
    tell_raisers(held.row, lambda: _told(reason, entry))
    return held.end(value, reason=reason.value)


def _told(reason: ClosingReason, entry: UnitClaim) -> str:
    """What a raiser reads of a claim, in the language that is active."""
    lead = _("The unit says: %(reason)s.") % {"reason": words.REASONS[reason]}
    asked = _("Is that so? You can say so with your receipt.") if reason == ClosingReason.FIXED else ""
    still = pgettext("of a partial fix", "Still to do: %(left)s") % {"left": entry.left} if entry.left else ""
    return "\n".join(part for part in (lead, entry.action, still, asked) if part)


@verb("opinions.close", Right.WORK_ON_CASES, private=True)
def close(act: Act, key: UUID) -> Case:
    """Puts a case away about which nothing is left to do: its raisers confirmed the fix, or another ending stands."""
    held = hold(act, key)
    if held.row.closed_on is not None:
        raise Refused("closed", f"It was closed on {held.row.closed_on}.")
    if held.value.state not in (core.CaseState.CONFIRMED, core.CaseState.OTHERWISE_CLOSED):
        raise Refused("not_done", "Its raisers have not said that it is fixed.", state=held.value.state.value)
    held.row.closed_on = held.today
    held.add(FactKind.CLOSED)
    if duplicates.ends_without_a_fix(held.value):
        duplicates.open_again(held, duplicates.with_parts(held.row))
    return held.end(held.value)


@verb("opinions.reopen", Right.WORK_ON_CASES, private=True)
def reopen(act: Act, key: UUID, why: str) -> Case:
    """Opens a case again: what the unit claimed must be claimed anew."""
    held = hold(act, key)
    value = core.reopen(held.value, Reopening(held.today, ReopenedBy.UNIT, why.strip()))
    held.row.closed_on = None
    held.add(FactKind.REOPENED, reason=ReopenedBy.UNIT.value, words=why.strip())
    tell_raisers(held.row, lambda: _("Your case was opened again: %(why)s") % {"why": why.strip()})
    return held.end(value)


@verb("opinions.note_cause", Right.WORK_ON_CASES, private=True)
def note_cause(act: Act, key: UUID, cause: str) -> Case:
    """Notes why it went wrong, so that it does not again; it is never somebody's mind."""
    held = hold(act, key)
    if not cause.strip():
        raise BadInput([Fault("cause", "why it went wrong", "nothing")])
    held.add(FactKind.CAUSE, words=cause.strip())
    return held.end(held.value)
