"""What counts of the looks at a case: of two that agree the first, where they differ the third's."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from grassrota.inspection.finding import State
from grassrota_web.inspections import convert
from grassrota_web.inspections.models import Claim, Finding


def counting(row: Claim) -> list[Finding]:
    """Of each case the finding that counts, in the order of the draw."""
    rows = Finding.objects.filter(visit__claim=row).select_related("visit").order_by("visit__order", "visit__turn")
    looks: dict[UUID, list[Finding]] = {}
    for one in rows:
        if one.visit.case_id:
            looks.setdefault(one.visit.case_id, []).append(one)
    return [settled(some) for some in looks.values()]


def settled(looks: Sequence[Finding]) -> Finding:
    """What counts of the looks at one case, in their order: the third's where the first two differ."""
    return looks[-1] if len(looks) != 2 or differ(looks) else looks[0]


def differ(looks: Sequence[Finding]) -> bool:
    """Whether the first two looks at a case say different things."""
    return len(looks) >= 2 and convert.finding(looks[0]).state is not convert.finding(looks[1]).state


def failed(row: Finding) -> bool:
    """Whether a case was found not to be fixed."""
    return convert.finding(row).state is State.NOT_FIXED
