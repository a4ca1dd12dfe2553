"""What a verdict found not to be fixed is opened again: at once, or the day after if its unit claimed it that day.

A day is the finest time a case knows: a claim and a reopening of one day would leave open which came last. A unit that
claims a case again and again must not put its own verdict off, though: only the reopening waits.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from grassrota.opinions import case as core
from grassrota.opinions.entries import ReopenedBy, Reopening
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.inspections.looks import beside, counting, failed
from grassrota_web.inspections.models import Claim
from grassrota_web.inspections.wholes import wholes_of
from grassrota_web.opinions.models import Case, FactKind
from grassrota_web.opinions.record import Held
from grassrota_web.opinions.telling import tell_raisers


@verb("inspections.open_again", Right.CHECK_CASES)
def open_again(act: Act, key: UUID) -> Claim:
    """Opens again, the day after a verdict, what failed and had been claimed on the very day of the verdict."""
    act.lock(Claim, pk=key)
    row = Claim.objects.select_related("round__place", "unit").get(pk=key)
    act.at(row.round.place.path)
    row.to_open = open_failed(act, row, of_sample(row) | of_others(row))
    row.save(update_fields=["to_open"])
    act.note("cases opened again", row.pk, place=row.unit.path)
    return row


def of_sample(row: Claim) -> set[UUID]:
    """The cases of the sample that were found not to be fixed."""
    return {one.visit.case_id for one in counting(row) if failed(one) and one.visit.case_id}


def of_others(row: Claim) -> set[UUID]:
    """The cases found not to be fixed of those that were drawn because their closure looked odd."""
    return {one.visit.flagged_id for one in beside(row) if failed(one) and one.visit.flagged_id}


def open_failed(act: Act, row: Claim, cases: Collection[UUID]) -> bool:
    """Opens failed cases again and tells their raisers; True if one was claimed today and has to wait until tomorrow.

    One that stands open stays as it is, and so does one that was claimed anew since the verdict.
    """
    waits = False
    for key in sorted({*wholes_of(cases).values()}):
        found = Case.objects.select_for_update(of=("self",)).select_related("owner", "asked", "place").get(pk=key)
        held = Held(act, found)
        last = held.value.last_claim()
        if held.value.stands or last is None or (row.settled_on and last.on > row.settled_on):
            continue
        if last.on == held.today:
            waits = True
        else:
            _open(held)
    return waits


def _open(held: Held) -> None:
    why = _("An inspection found it not to be fixed.")
    value = core.reopen(held.value, Reopening(held.today, ReopenedBy.INSPECTION, why))
    held.row.closed_on = None
    held.add(FactKind.REOPENED, reason=ReopenedBy.INSPECTION.value, words=why)
    tell_raisers(held.row, lambda: _("An inspection found it not to be fixed. Your case was opened again."))
    held.save(value)
