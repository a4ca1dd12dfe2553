"""What two people say about swapping their turns; said by the verb of what is one's own (``own``).

Each of them is bound to one swap at most, by asking or by agreeing. That somebody was asked binds them to nothing, so
that nobody learns from a refusal whom else they have asked.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from grassrota.errors import BadInput, Refused
from grassrota.posting import swap as core
from grassrota.posting.swap import SwapState
from grassrota_web.access.verb import Act
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.postings import convert
from grassrota_web.postings.models import Posting, Swap
from grassrota_web.postings.open_swaps import LINE, open_swaps
from grassrota_web.postings.rules import broken


@dataclass(frozen=True, slots=True)
class AskToSwap:
    """Asks somebody, by their code, for their turn."""

    person: str


@dataclass(frozen=True, slots=True)
class AgreeToSwap:
    """Wants it as well."""

    swap: uuid.UUID


@dataclass(frozen=True, slots=True)
class DeclineSwap:
    """Does not want it, without a reason."""

    swap: uuid.UUID


@dataclass(frozen=True, slots=True)
class TakeBackSwap:
    """Wants it no longer, without a reason."""

    swap: uuid.UUID


SwapAnswer = AgreeToSwap | DeclineSwap | TakeBackSwap
SwapWord = AskToSwap | SwapAnswer


def say_of_swap(act: Act, rotation: Rotation, own: Person, word: SwapWord, today: date) -> None:
    """Keeps what somebody says; to be called by the verb of what is one's own.

    Raises:
        Refused: ``not_listed``, ``bound_already``, and as the core says for each word.
    """
    if isinstance(word, AskToSwap):
        first, second = (_line(rotation, code) for code in (own.code, word.person))
        if first.plan_id is None or first.plan_id != second.plan_id:
            raise _not_listed()
        value = core.ask(convert.posting(first), convert.posting(second), own.code, today)
        _require_free(rotation, own)
        convert.put_swap(Swap(rotation=rotation, first=first, second=second), value).save(force_insert=True)
        return
    row = the_swap(act, rotation, word.swap)
    value = convert.swap(row)
    match word:
        case AgreeToSwap():
            _require_free(rotation, own)
            value = core.agree(value, own.code, today, allowed=not stands_against(row))
        case DeclineSwap():
            value = core.decline(value, own.code, today)
        case TakeBackSwap():
            value = core.take_back(value, own.code, today)
    convert.put_swap(row, value).save()


def the_swap(act: Act, rotation: Rotation, key: uuid.UUID) -> Swap:
    """The swap as it is now, with both its lines, which stay as they are until the act is over."""
    row = act.lock(Swap, pk=key, rotation=rotation)
    lines = Posting.objects.select_for_update(of=("self",)).select_related(*LINE).order_by("pk")
    found = {line.pk: line for line in lines.filter(pk__in=[row.first_id, row.second_id])}
    row.first, row.second = found[row.first_id], found[row.second_id]
    return row


def stands_against(row: Swap) -> tuple[str, ...]:
    """What stands against it by the rules, in the words of the core; also if they cannot be looked at as things are."""
    plan = row.first.plan
    if plan is None:
        raise _not_listed()
    try:
        found = broken(plan, row.first.person.code, row.second.person.code)
    except Refused as refusal:
        return (refusal.message,)
    except BadInput as error:
        return tuple(map(str, error.faults))
    return tuple(violation.words for violation in found)


def _line(rotation: Rotation, code: str) -> Posting:
    rows = Posting.objects.select_related(*LINE).filter(rotation=rotation, person__code=code, released_on=None)
    row = rows.first()
    if row is None:
        raise _not_listed()
    return row


def _not_listed() -> Refused:
    return Refused("not_listed", _("A turn is given by somebody who is listed for it and has not left."))


def _require_free(rotation: Rotation, own: Person) -> None:
    asked, agreed = Q(first__person=own), Q(second__person=own, state=SwapState.AGREED)
    if open_swaps(Swap.objects.filter(asked | agreed, rotation=rotation)).exists():
        message = _("You want another swap already: take that back first.")
        raise Refused("bound_already", message)
