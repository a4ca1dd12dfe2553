"""Where units stand at the two gates: those that passed, and those whose gate and deadline cannot both be met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from grassrota.inspection.gate import Conflict, Progress, Status, conflicts
from grassrota.inspection.verdict import Verified
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.inspections.exemplary import GATES, verified
from grassrota_web.inspections.models import Claim
from grassrota_web.orgs.models import Rotation, Unit
from grassrota_web.postings.models import Posting
from grassrota_web.rotas.convert.policy import policy_of_text


@dataclass(frozen=True, slots=True)
class Clash:
    """A gate that a unit is below, and a day by which it is to send people nevertheless.

    Attributes:
        unit: The unit.
        rotation: Whose first batch leaves by the deadline.
        verified: What is verified of the unit; 0 as long as nobody inspected it.
        conflict: Both sides, what is lacking, and the days left.
    """

    unit: Unit
    rotation: Rotation
    verified: Verified
    conflict: Conflict


def clashes(actor: Actor) -> list[Clash]:
    """Every clash within reach, by its deadline, then by the names of units; a unit that has sent people has none.

    The deadline is the last day on which the first batch of an open rotation may depart. It is reported and not solved:
    people move the day, or more is corrected and inspected.
    """
    known = {row.unit.code: row for row in latest(actor)}
    rotations = visible(actor, Rotation.objects.filter(closed_on=None).select_related("home")) if known else ()
    gone = set(_departed().values_list("rotation", "home_unit__path").distinct()) if known else set()
    found = []
    for rotation in rotations:
        day = deadline(rotation)
        paths = [path for key, path in gone if key == rotation.pk]
        waiting = [
            verified(row)
            for row in known.values()
            if row.unit.path.startswith(rotation.home.path)
            and not any(path.startswith(row.unit.path) for path in paths)
        ]
        found += [
            Clash(known[one.unit].unit, rotation, share, one)
            for gate in (GATES.under_way, GATES.complete)
            for share in waiting
            for one in (conflicts([share], gate, day, timezone.localdate()) if day else ())
        ]
    return sorted(found, key=lambda one: (one.conflict.deadline, one.unit.name, one.unit.pk, one.conflict.gate))


def latest(actor: Actor, below: str = "", day: date | None = None) -> Sequence[Claim]:
    """The claim that tells most of each unit: the latest with a verdict, else the latest frozen; by unit names.

    Args:
        actor: Who looks.
        below: Path of the unit at and below which they are wanted; empty for everywhere.
        day: Only what was known by then is taken up; now if not given.
    """
    rows = visible(actor, Claim.objects.select_related("unit", "round").defer("listed"))
    rows = rows.filter(unit__path__startswith=below, **({"round__as_of__lte": day} if day else {}))
    rows = rows.order_by("round__as_of", "pk")
    by_unit: dict[int, Claim] = {}
    for row in rows:
        known = by_unit.get(row.unit_id)
        if known is None or concluded_by(row, day) or not concluded_by(known, day):
            by_unit[row.unit_id] = row
    return sorted(by_unit.values(), key=lambda row: (row.unit.name, row.unit_id))


def concluded_by(row: Claim, day: date | None) -> bool:
    """True if a verdict was given by a day; by now if none is named."""
    return row.concluded_on is not None and (day is None or row.concluded_on <= day)


def deadline(rotation: Rotation) -> date | None:
    """The last day on which a rotation's first batch may depart; None as long as it has no policy."""
    policy = rotation.policies.first()
    return policy_of_text(policy.text).batches[0].depart_by if policy else None


def concluded(actor: Actor) -> list[Claim]:
    """The claims within reach that were judged, in the order of their verdicts."""
    rows = Claim.objects.exclude(concluded_on=None).select_related("unit", "round__commitment").defer("listed")
    return list(visible(actor, rows).order_by("concluded_on", "round__as_of", "pk"))


def progress(claims: Iterable[Claim]) -> list[Progress]:
    """When each unit was first found to reach the upper gate, and when it sent people since; both are kept."""
    # days alone, of which everybody knows who reads the list of a rotation
    gone = _departed().values_list("home_unit__path", "departed_on").distinct().order_by("departed_on")
    days = [(path, day) for path, day in gone if day]
    return [
        Progress(
            unit.code, passed, next((day for path, day in days if day >= passed and path.startswith(unit.path)), None)
        )
        for unit, passed in _passed(claims)
    ]


def _passed(claims: Iterable[Claim]) -> Iterator[tuple[Unit, date]]:
    known: set[int] = set()
    for claim in claims:
        if claim.unit_id not in known and claim.concluded_on and GATES.status(verified(claim)) is Status.COMPLETE:
            known.add(claim.unit_id)
            yield claim.unit, claim.concluded_on


def _departed() -> QuerySet[Posting]:
    return Posting.objects.exclude(departed_on=None).order_by()
