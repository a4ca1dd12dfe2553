"""Verbs by which raisers hear of their case: that it arrived, that it takes longer, what came of it, and questions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.opinions import case as core
from grassrota.opinions.entries import Reply, ReplyKind
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.intake.actions.telling import tell
from grassrota_web.opinions.convert import REPLIES
from grassrota_web.opinions.models import Case, FactKind
from grassrota_web.opinions.record import Held, hold
from grassrota_web.opinions.telling import opinions_of, tell_raisers


@verb("opinions.acknowledge", Right.WORK_ON_CASES, private=True)
def acknowledge(act: Act, key: UUID, words: str = "") -> Case:
    """Tells raisers that their case has arrived and is being dealt with."""
    held = hold(act, key)
    if any(fact.kind == FactKind.ACKNOWLEDGED for fact in held.facts):
        raise Refused("acknowledged", "Its raisers have been told that it arrived.")
    return _replied(held, ReplyKind.ACKNOWLEDGED, words.strip() or _("It has arrived, and somebody works on it."))


@verb("opinions.reply_for_now", Right.WORK_ON_CASES, private=True)
def reply_for_now(act: Act, key: UUID, words: str, expected_on: date) -> Case:
    """Tells raisers why it takes longer, and until when."""
    return _replied(hold(act, key), ReplyKind.INTERIM, words, expected_on)


@verb("opinions.give_feedback", Right.WORK_ON_CASES, private=True)
def give_feedback(act: Act, key: UUID, words: str) -> Case:
    """Tells raisers what was found or done so far; it closes nothing."""
    return _replied(hold(act, key), ReplyKind.FEEDBACK, words)


@verb("opinions.ask_raiser", Right.WORK_ON_CASES, private=True)
def ask_raiser(act: Act, key: UUID, words: str) -> Case:
    """Asks the raisers of a case something, through the receipt."""
    held = hold(act, key)
    tell({opinion.pk: words for opinion in opinions_of(held.row)})
    held.add(FactKind.ASKED, words=words.strip())
    return held.end(held.value)


def _replied(held: Held, kind: ReplyKind, words: str, expected_on: date | None = None) -> Case:
    value = core.reply(held.value, Reply(held.today, kind, words.strip(), expected_on))
    held.add(REPLIES[kind], words=words.strip(), day=expected_on)
    tell_raisers(held.row, lambda: words)
    return held.end(value)
