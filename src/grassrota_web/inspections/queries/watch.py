"""After the gate: units to be inspected again after three and twelve months, and those that have not gone on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota.inspection.cycle import Visit as Inspected
from grassrota.inspection.cycle import VisitKind
from grassrota.inspection.gate import Progress, reminders
from grassrota.inspection.relapse import Recheck, Relapse, due, rechecks, relapses
from grassrota.inspection.verdict import Verdict
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.todo import Todo
from grassrota_web.inspections import convert
from grassrota_web.inspections.exemplary import GATES
from grassrota_web.inspections.looks import counting
from grassrota_web.inspections.models import Claim, Visit
from grassrota_web.inspections.queries.gates import clashes, concluded, progress
from grassrota_web.inspections.queries.visits import own
from grassrota_web.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched of the units within somebody's reach.

    Attributes:
        units: Their rows, by code.
        passed: Units that passed the upper gate, with both days: when they did, and when they sent the first people.
        rechecks: Inspections that they have to stand.
        relapses: What became of those that were judged again.
    """

    units: dict[str, Unit]
    passed: Sequence[Progress]
    rechecks: Sequence[Recheck]
    relapses: Sequence[Relapse]


def watched(actor: Actor) -> Watch:
    """The units that passed the upper gate, as an inspection office watches them."""
    claims = concluded(actor)
    units = {claim.unit.code: claim.unit for claim in claims}
    passed = progress(claims)
    again = {claim.unit.code: claim for claim in claims}
    since = {one.unit: one.passed_on for one in passed}
    judged = {
        code: _verdict(claim)
        for code, claim in again.items()
        if (day := since.get(code)) is not None and claim.round.as_of > day
    }
    return Watch(units, passed, _rechecks(claims, passed), relapses(passed, judged, GATES.complete))


def _rechecks(claims: Iterable[Claim], passed: Iterable[Progress]) -> Sequence[Recheck]:
    visits = [Inspected(one.unit.code, one.concluded_on, VisitKind.INSPECTION) for one in claims if one.concluded_on]
    return rechecks(passed, visits)


def _verdict(claim: Claim) -> Verdict:
    visits: list[Visit] = list(claim.visits.filter(case__isnull=False))
    return convert.verdict(claim, visits, counting(claim))


def todo(actor: Actor) -> list[Todo]:
    """What waits for somebody in this room."""
    if not actor.holds(Right.CHECK_CASES, Right.READ_CASES):
        return []
    claims, today = concluded(actor), timezone.localdate()
    passed = progress(claims)
    clashing = clashes(actor)
    units, late = {one.unit.pk for one in clashing}, any(one.conflict.days <= 0 for one in clashing)
    found = [Todo(_("Look at units whose gate and deadline clash"), reverse("inspections:gates"), len(units), late)]
    if actor.holds(Right.STEP_POSTING):
        waiting = reminders(passed, today)
        found.append(Todo(_("Send people of units that passed the gate"), reverse("inspections:gates"), len(waiting)))
    if actor.holds(Right.CHECK_CASES):
        again = due(_rechecks(claims, passed), today)
        found += [
            Todo(_("Make your visits"), reverse("inspections:visits"), own(actor).filter(done_on=None).count()),
            Todo(_("Inspect units again that passed the gate"), reverse("inspections:watch"), len(again), bool(again)),
        ]
    return [entry for entry in found if entry.count]
