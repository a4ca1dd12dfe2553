"""What duplicates of a case rest on: another case goes on for them, and when it does no more, they are opened again."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from grassrota.errors import Refused
from grassrota.opinions import case as core
from grassrota.opinions.entries import ClosingReason, ReopenedBy, Reopening
from grassrota_web.access.scope import visible
from grassrota_web.access.verb import Act
from grassrota_web.opinions import convert
from grassrota_web.opinions.models import Case, FactKind
from grassrota_web.opinions.record import Held
from grassrota_web.opinions.telling import tell_raisers


def goes_on(act: Act, key: UUID) -> Case | None:
    """The case with this key, held, if whoever acts sees it by itself.

    Raises:
        Refused: ``goes_not_on`` if nobody has anything to do about it: duplicates in a circle would end both.
    """
    seen = visible(act.actor, Case.objects.filter(pk=key, merged_into=None, dissolved_on=None)).exists()
    row = Case.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=key).first() if seen else None
    if row is not None and (row.closed_on is not None or not convert.value(row).stands):
        raise Refused("goes_not_on", "That case does not go on itself: name one that still stands.")
    return row


def open_again(held: Held, ended: Collection[UUID]) -> None:
    """Opens the duplicates of cases that go on no more, since nobody goes on for them now.

    Args:
        held: The case that ends, in the verb that ends it.
        ended: It and, if they end with it, its parts.

    Raises:
        Refused: ``duplicate_today`` if one of them was put away on this very day.
    """
    called = Case.objects.filter(facts__kind=FactKind.CLAIMED, facts__other__in=ended, dissolved_on=None)
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=called.values("pk"), merged_into=None)
    for row in rows.select_related("owner", "asked", "place").order_by("pk"):
        other = Held(held.act, row)
        last = other.value.last_claim()
        if last is None or last.duplicate_of not in map(str, ended) or other.value.state.stands:
            continue
        if last.on >= held.today:
            raise Refused("duplicate_today", "Another case was put away today because this one goes on: wait a day.")
        why = _("The case that went on for it has ended.")
        value = core.reopen(other.value, Reopening(held.today, ReopenedBy.UNIT, why))
        row.closed_on = None
        other.add(FactKind.REOPENED, reason=ReopenedBy.UNIT.value, words=why)
        tell_raisers(row, lambda: _("Your case was opened again: the one that went on for it has ended without a fix."))
        other.save(value)


def ends_without_a_fix(value: core.Case) -> bool:
    """True if a case that is put away was not fixed, and goes on nowhere else."""
    last = value.last_claim()
    fixed = value.state == core.CaseState.CONFIRMED
    return not fixed and (last is None or last.reason != ClosingReason.DUPLICATE)


def with_parts(row: Case) -> set[UUID]:
    """A case and everything that was merged into it: whoever named one of them named what goes on for it."""
    return {row.pk}.union(*(with_parts(part) for part in (row.parts.all() if row.merged else ())))
