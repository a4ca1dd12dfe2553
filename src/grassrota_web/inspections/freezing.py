"""What each unit says on a day: opinions received, and the cases that stand as fixed by its word.

Everything is counted in opinions, each by the case that was opened for it: merging changes neither list nor count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from grassrota.opinions.case import CaseState
from grassrota_web.intake.models import LogHead, Opinion
from grassrota_web.opinions import convert
from grassrota_web.opinions.models import Case, Fact, FactKind, Flag, Raised
from grassrota_web.opinions.queries.worklist import live
from grassrota_web.orgs.models import Unit

STANDS_FIXED = (CaseState.CLAIMED, CaseState.CONFIRMED)
"""Where an opinion stands that its unit says it fixed and its raiser did not contradict."""


@dataclass(slots=True)
class Said:
    """What one unit says: opinions ``received``, and the ids of the ``cases`` that it fixed."""

    received: int = 0
    cases: list[UUID] = field(default_factory=list)


def said_by_units(place: Unit, day: date) -> Mapping[int, Said]:
    """What the units at and below a place say, by their keys."""
    found: dict[int, Said] = defaultdict(Said)
    rows = live(Case.objects.filter(owner__path__startswith=place.path)).order_by()
    whole = rows.filter(merged=False, raised__opinion__day__lte=day)
    for owner, count in whole.values_list("owner").annotate(count=Count("pk")):
        found[owner].received += count
    later = Fact.objects.filter(case=OuterRef("pk"), kind=FactKind.CLAIMED, on__gt=day)
    for owner, key in whole.filter(~Exists(later), state__in=STANDS_FIXED).values_list("owner", "pk").iterator():
        found[owner].cases.append(key)
    for row in rows.filter(merged=True).select_related("owner"):
        _add_merged(found[row.owner_id or 0], row, day)
    return {owner: said for owner, said in found.items() if said.received}


def _add_merged(said: Said, row: Case, day: date) -> None:
    states = convert.value(row).opinion_states(day)
    raised = Raised.objects.filter(opinion__in=list(states), opinion__day__lte=day)
    for opinion, key in raised.values_list("opinion_id", "case_id"):
        said.received += 1
        if states[str(opinion)] in STANDS_FIXED:
            said.cases.append(key)


def looking_odd(place: Unit) -> set[UUID]:
    """The cases at and below a place whose closures are marked, and those that were merged into one."""
    found = further = set(Flag.objects.filter(case__owner__path__startswith=place.path).values_list("case", flat=True))
    while further := set(Case.objects.filter(merged_into__in=further).values_list("pk", flat=True)) - found:
        found = found | further
    return found


def in_log(day: date) -> int:
    """How many promises the log of receipts holds by a day."""
    return LogHead.objects.filter(day__lte=day).order_by("-day").values_list("size", flat=True).first() or 0


def elsewhere(found: Mapping[int, Said], day: date) -> int:
    """How many opinions of the day or before are in no list: with other units, the outside reviewer, or not sent."""
    return Opinion.objects.filter(day__lte=day).count() - sum(said.received for said in found.values())
