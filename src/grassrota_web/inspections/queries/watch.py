"""After the gate: units to be inspected again after three and twelve months, and those that have not gone on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grassrota.inspection.cycle import Visit as Inspected
from grassrota.inspection.cycle import VisitKind
from grassrota.inspection.gate import Gates, Progress, Reminder, Status, reminders
from grassrota.inspection.relapse import Recheck, Relapse, due, rechecks, relapses
from grassrota.inspection.verdict import Verdict, Verified
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.access.todo import Todo
from grassrota_web.inspections import convert
from grassrota_web.inspections.looks import counting
from grassrota_web.inspections.models import Claim, Visit
from grassrota_web.inspections.queries.visits import own
from grassrota_web.orgs.models import Unit
from grassrota_web.postings.models import Posting

GATES = Gates()


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched of the units within somebody's reach.

    Attributes:
        units: Their rows, by code.
        rechecks: Inspections that units which passed the gate have to stand.
        waiting: Units that passed it and sent nobody since.
        relapses: What became of those that were judged again.
    """

    units: dict[str, Unit]
    rechecks: Sequence[Recheck]
    waiting: Sequence[Reminder]
    relapses: Sequence[Relapse]


def watched(actor: Actor) -> Watch:
    """The units that passed the upper gate, as an inspection office watches them."""
    claims = _concluded(actor)
    units = {claim.unit.code: claim.unit for claim in claims}
    progress = [_progress(unit, passed) for unit, passed in _passed(claims)]
    again = {claim.unit.code: claim for claim in claims}
    since = {one.unit: one.passed_on for one in progress}
    judged = {
        code: _verdict(claim)
        for code, claim in again.items()
        if (day := since.get(code)) is not None and claim.round.as_of > day
    }
    waiting = reminders(progress, timezone.localdate())
    return Watch(units, _rechecks(claims, progress), waiting, relapses(progress, judged, GATES.complete))


def _rechecks(claims: Iterable[Claim], progress: Iterable[Progress]) -> Sequence[Recheck]:
    visits = [Inspected(one.unit.code, one.concluded_on, VisitKind.INSPECTION) for one in claims if one.concluded_on]
    return rechecks(progress, visits)


def _concluded(actor: Actor) -> list[Claim]:
    rows = Claim.objects.exclude(concluded_on=None).select_related("unit", "round__commitment").defer("listed")
    return list(visible(actor, rows).order_by("concluded_on", "round__as_of", "pk"))


def _passed(claims: Iterable[Claim]) -> Iterator[tuple[Unit, date]]:
    """The units whose verified share reached the upper gate, with the day on which that was first found."""
    known: set[int] = set()
    for claim in claims:
        verified = Verified(claim.unit.code, claim.round.as_of, claim.at_least or 0, claim.received)
        if claim.unit_id not in known and claim.concluded_on and GATES.status(verified) is Status.COMPLETE:
            known.add(claim.unit_id)
            yield claim.unit, claim.concluded_on


def _progress(unit: Unit, passed: date) -> Progress:
    # a day alone, of which everybody knows who reads the list of a rotation
    gone = Posting.objects.filter(home_unit__path__startswith=unit.path, departed_on__gte=passed)
    return Progress(unit.code, passed, gone.aggregate(first=Min("departed_on"))["first"])


def _verdict(claim: Claim) -> Verdict:
    visits: list[Visit] = list(claim.visits.filter(case__isnull=False))
    return convert.verdict(claim, visits, counting(claim))


def todo(actor: Actor) -> list[Todo]:
    """What waits for somebody in this room."""
    if not actor.holds(Right.CHECK_CASES):
        return []
    claims = _concluded(actor)
    again = _rechecks(claims, [Progress(unit.code, passed) for unit, passed in _passed(claims)])
    late = due(again, timezone.localdate())
    found = [
        Todo(_("Make your visits"), reverse("inspections:visits"), own(actor).filter(done_on=None).count()),
        Todo(_("Inspect units again that passed the gate"), reverse("inspections:watch"), len(late), bool(late)),
    ]
    return [entry for entry in found if entry.count]
