"""Verbs by which another, higher organ hears an appeal, and somebody independent a withdrawal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.opinions import appeal as core
from grassrota.opinions.entries import ReopenedBy
from grassrota.opinions.withdrawal import WithdrawalCheck, require_independent, withdraw_checked
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake.actions.telling import tell
from grassrota_web.intake.models import PublicText
from grassrota_web.opinions import convert, words
from grassrota_web.opinions.heard import whole
from grassrota_web.opinions.models import Appeal, FactKind, Withdrawal
from grassrota_web.opinions.reach import works_in
from grassrota_web.opinions.record import Held, seen
from grassrota_web.opinions.telling import in_language_of, opinions_of, tell_raisers


@verb("opinions.decide_appeal", Right.HANDLE_CASES, private=True)
def decide_appeal(act: Act, key: int, outcome: core.AppealOutcome, why: str) -> Appeal:
    """Decides an appeal as somebody of another, higher organ who had no part in the case; upheld, it goes on."""
    row = act.lock(Appeal, pk=key)
    held = Held(act, seen(act, row.case_id))
    if row.to is None or (held.row.above_outside and not act.actor.may(Right.HANDLE_CASES, row.to.path)):
        # the reviewer's own, or come to them because nobody below decided in time
        act.at(held.row.place.path if held.row.place else EVERYWHERE, Right.REVIEW_CASES)
    else:
        act.at(row.to.path)
    places = {*works_in(act.actor), *([row.to.code] if row.to else [])}
    chain = held.chain(*([row.to] if row.to else []))
    # who claimed is known by the account, who handled by the code on the staff: neither decides now
    if act.actor.account in row.deciders:
        raise Refused("decided_before", "You had a part in this case: somebody else decides.")
    decided = core.decide(convert.appeal(row), held.signer, sorted(places), held.today, outcome, why.strip(), chain)
    row.decided_by, row.decided_on, row.outcome, row.why = held.signer, held.today, outcome.value, why.strip()
    row.save()
    held.row.appealed_on = None
    held.add(FactKind.DECIDED, row.to, reason=outcome.value, words=why.strip())
    value = core.carry_out(held.value, decided)
    if value != held.value:
        held.row.closed_on = None
        held.add(FactKind.REOPENED, reason=ReopenedBy.APPEAL.value, words=why.strip())
    # the reason answers what one raiser wrote: the others of a merged case are told what follows for them, no more
    tell_raisers(held.row, lambda: _told(outcome, why.strip()), only={row.opinion_id} if row.opinion_id else None)
    if value != held.value and row.opinion_id:
        others = {one.pk for one in opinions_of(held.row)} - {row.opinion_id}
        tell_raisers(held.row, lambda: _("Your case was looked at again by another office, and opened again."), others)
    held.end(value, outcome=outcome.value)
    return row


def _told(outcome: core.AppealOutcome, why: str) -> str:
    said = _("Your appeal was decided: %(outcome)s.") % {"outcome": words.OUTCOMES[outcome]}
    return f"{said}\n{why}"


@verb("opinions.ask_about_withdrawal", Right.CHECK_CASES, private=True)
def ask_about_withdrawal(act: Act, key: int) -> Withdrawal:
    """Asks a raiser, apart from whoever works on the case, whether the opinion is really taken back."""
    row = act.lock(Withdrawal, pk=key)
    held = Held(act, seen(act, whole(row.raised).pk))
    act.at(held.row.place.path if held.row.place else EVERYWHERE)
    if row.asked_on is not None:
        raise Refused("asked", f"They were asked on {row.asked_on}.")
    if row.requested_on >= held.today:
        raise Refused("too_soon", "Ask a day later, so that it can be slept on.")
    require_independent(held.value, held.signer, works_in(act.actor), held.chain())
    row.asked_on, row.asked_by = held.today, held.signer
    row.save()
    with in_language_of(row.raised.opinion):
        question = _("Somebody asked to take your opinion back. Is that your own free wish? Answer with a message.")
        tell({row.raised_id: question})
    held.end(held.value)
    return row


@verb("opinions.settle_withdrawal", Right.CHECK_CASES, private=True)
def settle_withdrawal(act: Act, key: int, confirmed: bool) -> Withdrawal:
    """Notes whether a raiser freely took an opinion back; without a clear yes the case goes on."""
    row = act.lock(Withdrawal, pk=key)
    held = Held(act, seen(act, whole(row.raised).pk))
    act.at(held.row.place.path if held.row.place else EVERYWHERE)
    if row.asked_on is None or row.confirmed is not None:
        raise Refused("not_asked", "Ask the raiser first, once.")
    answered = row.raised.opinion.messages.filter(from_raiser=True, day__gte=row.asked_on).exists()
    if confirmed and not answered:
        raise Refused("no_answer", "The raiser has not answered since they were asked: silence is no wish.")
    opinion = str(row.raised_id)
    check = WithdrawalCheck(opinion, row.requested_on, row.asked_on, held.signer, held.today, confirmed)
    value = withdraw_checked(held.value, check, works_in(act.actor), held.chain()) if confirmed else held.value
    row.confirmed, row.settled_on = confirmed, held.today
    row.save(update_fields=["confirmed", "settled_on"])
    if confirmed:
        PublicText.objects.filter(opinion=row.raised_id, withdrawn_on=None).update(withdrawn_on=held.today)
    held.add(FactKind.CHECKED, reason="confirmed" if confirmed else "not_confirmed")
    held.end(value)
    return row
