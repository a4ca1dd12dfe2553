"""Verbs by which leaders answer, suggestions are adopted, and a redacted copy is made."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Fault, Refused
from grassrota.opinions import response as core
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake.models import Opinion, ReadAs
from grassrota_web.opinions import words
from grassrota_web.opinions.crediting import credited
from grassrota_web.opinions.models import Case, FactKind, Response
from grassrota_web.opinions.record import Held, hold, seen
from grassrota_web.opinions.telling import opinions_of, tell_raisers


@verb("opinions.respond", Right.HANDLE_CASES, private=True)
def respond(
    act: Act, key: UUID, decision: core.Decision, actions: Sequence[core.Action] = (), reason: str = ""
) -> Response:
    """Answers a case for the leaders of a unit: a decision, what follows, and by when. It closes nothing."""
    held = hold(act, key)
    unit = held.row.owner
    if unit is None:
        raise Refused("no_unit", "No unit has this case, whose leaders could answer.")
    value = core.Response(unit.code, (str(key),), held.today, decision, tuple(actions), reason.strip())
    row = Response.objects.create(
        case=held.row,
        unit=unit,
        given_on=value.given_on,
        decision=decision.value,
        actions=[{"what": one.what, "unit": one.unit, "by": one.by.isoformat()} for one in actions],
        reason=value.reason,
    )
    held.add(FactKind.RESPONDED, unit, reason=decision.value, words=value.reason)
    tell_raisers(held.row, lambda: _told(value))
    held.end(held.value, decision=decision.value)
    return row


def _told(value: core.Response) -> str:
    lead = _("The leaders answer: %(decision)s.") % {"decision": words.DECISIONS[value.decision]}
    lines = [f"{action.what} ({date_format(action.by)})" for action in value.actions]
    return "\n".join(part for part in (lead, value.reason, *lines) if part)


@verb("opinions.adopt_suggestion", Right.WORK_ON_CASES, private=True)
def adopt_suggestion(act: Act, key: UUID) -> Case:
    """Adopts the fix that a raiser suggested; who agreed to it, and to be read as they wrote, is thanked by name."""
    held = hold(act, key)
    if not any(opinion.suggestion for opinion in opinions_of(held.row)):
        raise Refused("no_suggestion", "Its raisers suggested nothing.")
    if any(fact.kind == FactKind.ADOPTED for fact in held.facts):
        raise Refused("already_adopted", "It was adopted before.")
    held.add(FactKind.ADOPTED, held.row.owner)
    for opinion in opinions_of(held.row):
        tell_raisers(held.row, lambda of=opinion: _thanks(of, held), only={opinion.pk})  # type: ignore[misc]
    return held.end(held.value)


def _thanks(opinion: Opinion, held: Held) -> str:
    names = [one.to for one in credited([opinion], held.facts) if one.to]
    if names:
        return _("What was suggested is taken up. Thank you, %(name)s.") % {"name": names[0]}
    return _("What was suggested is taken up. Thank you.")


@verb("opinions.redact", Right.CHECK_CASES, private=True)
def redact(act: Act, key: UUID, opinion: UUID, text: str) -> Opinion:
    """Makes the copy that handlers read of an opinion whose raiser asked for one."""
    held = Held(act, seen(act, key))
    act.at(held.row.place.path if held.row.place else EVERYWHERE)
    row = next((one for one in opinions_of(held.row) if one.pk == opinion), None)
    if row is None or row.read_as != ReadAs.REDACTED:
        raise Refused("not_redacted", "Its raiser lets handlers read the original.")
    if not text.strip():
        raise BadInput([Fault("text", "what handlers may read", "nothing")])
    row.redacted = text.strip()
    row.save(update_fields=["redacted"])
    held.add(FactKind.REDACTED)
    held.end(held.value)
    return row
