"""One case as its page shows it: the words, both ledgers, what happened, and what may be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.intake.models import Answer, Attachment, Opinion, ReadAs
from grassrota_web.intake.queries import place_for_handlers, suggestion_for_handlers, words_for_handlers
from grassrota_web.journal.models import Signature
from grassrota_web.opinions import convert, words
from grassrota_web.opinions.models import Case, Fact, FactKind
from grassrota_web.opinions.standing import calendar, decided_by
from grassrota_web.opinions.telling import opinions_of

OF_UNITS = frozenset({*convert.STEPS.values(), FactKind.ESCALATED})
"""Kinds of facts that name a unit, or without one the outside reviewer."""


def opinions(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """The opinions of a case as handlers may read them, with the talk of each; nothing tells who raised them."""
    return [_opinion(actor, row) for row in opinions_of(case)]


def _opinion(actor: Actor, row: Opinion) -> dict[str, Any]:
    return {
        "row": row,
        "words": words_for_handlers(row),
        "place": place_for_handlers(row),
        "suggestion": suggestion_for_handlers(row),
        "talk": list(row.messages.all()),
        "attachments": list(attachments(actor, row)),
        "kept_back": 0 if opens_attachments(actor, row) else row.attachments.count(),
    }


def attachments(actor: Actor, row: Opinion) -> QuerySet[Attachment]:
    """Pictures and papers of an opinion of a case that somebody sees, as far as they may open them."""
    return row.attachments.order_by("pk") if opens_attachments(actor, row) else Attachment.objects.none()


def opens_attachments(actor: Actor, row: Opinion) -> bool:
    """True if somebody who sees the case may open them.

    A picture has no redacted copy: of a raiser who lets handlers read a copy only, those who make such copies open it.
    """
    return row.read_as == ReadAs.ORIGINAL or actor.holds(Right.CHECK_CASES)


def answers(shown: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The raisers' own ledger, the oldest first."""
    rows = Answer.objects.filter(opinion__in=[one["row"].pk for one in shown]).order_by("day", "number")
    return [{"on": row.day, "said": words.SAID[row.said], "words": row.words, "is": row.said} for row in rows]


def claims(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """The unit's ledger, the oldest first."""
    return [
        {"on": fact.on, "reason": words.REASONS[fact.reason], "fact": fact}
        for fact in facts
        if fact.kind == FactKind.CLAIMED
    ]


def appeals(case: Case) -> list[dict[str, Any]]:
    """Its appeals, the oldest first, each with the last day for its decision."""
    rows = list(case.appeals.select_related("to").order_by("pk"))
    worked = calendar() if rows else None
    return [
        {"row": row, "by": decided_by(row.filed_on, worked), "outcome": words.OUTCOMES.get(row.outcome, "")}
        for row in rows
        if worked
    ]


def timeline(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """What happened, the newest first, as ``components/timeline.html`` shows it."""
    rows = list(facts)
    signed = dict(
        Signature.objects.filter(account__in={fact.by for fact in rows}).order_by("pk").values_list("account", "name")
    )
    return [
        {
            "when": fact.on,
            "who": signed.get(fact.by) or ("Grassrota" if not fact.by else _("an account without a name")),
            "what": _what(fact),
            "reason": _why(fact),
            "changes": [],
        }
        for fact in reversed(rows)
    ]


def _what(fact: Fact) -> str:
    said = str(words.FACTS[fact.kind])
    if fact.kind == FactKind.CLAIMED:
        return f"{said}: {words.REASONS[fact.reason]}"
    if fact.kind in OF_UNITS:
        return f"{said}: {fact.unit.name if fact.unit else _('the outside reviewer')}"
    if fact.kind == FactKind.INTERIM and fact.day:
        return f"{said}: {date_format(fact.day)}"
    return said


def _why(fact: Fact) -> str:
    parts = [fact.words, *fact.pieces]
    if fact.left:
        parts.append(_("Still to do: %(left)s") % {"left": fact.left})
    return " · ".join(part for part in parts if part)
