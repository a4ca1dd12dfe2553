"""What counts of the looks at a case: of two that agree the first, where they differ the third's."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from grassrota.inspection.finding import State
from grassrota_web.inspections import convert
from grassrota_web.inspections.models import Claim, Finding, Round, Visit

LOOKS = Q(case__isnull=False) | Q(flagged__isnull=False)
"""Visits at which something is looked at; the others are decoys."""


def to_settle(row: Round) -> QuerySet[Claim]:
    """The lists of a round, drawn, of which something is looked at and what was found has not taken effect yet."""
    looked_at = Exists(Visit.objects.filter(LOOKS, claim=OuterRef("pk")))
    return Claim.objects.filter(Q(refusal="") | looked_at, round=row, settled_on=None)


def counting(row: Claim) -> list[Finding]:
    """Of each case of the sample the finding that counts, in the order of the draw."""
    rows = Finding.objects.filter(visit__claim=row).select_related("visit").order_by("visit__order", "visit__turn")
    looks: dict[UUID, list[Finding]] = {}
    for one in rows:
        if one.visit.case_id:
            looks.setdefault(one.visit.case_id, []).append(one)
    return [settled(some) for some in looks.values()]


def beside(row: Claim) -> list[Finding]:
    """What was found of each case that was drawn because its closure looked odd, by what counts of it."""
    rows = Finding.objects.filter(visit__claim=row, visit__flagged__isnull=False).select_related("visit")
    sample = {one.visit.case_id: one for one in counting(row)}
    # of a case that the sample names as well, second and third looks decide
    return [sample.get(one.visit.case_id, one) for one in rows.order_by("visit")]


def settled(looks: Sequence[Finding]) -> Finding:
    """What counts of the looks at one case, in their order: the third's where the first two differ."""
    return looks[-1] if len(looks) != 2 or differ(looks) else looks[0]


def differ(looks: Sequence[Finding]) -> bool:
    """Whether the first two looks at a case say different things."""
    return len(looks) >= 2 and convert.finding(looks[0]).state is not convert.finding(looks[1]).state


def failed(row: Finding) -> bool:
    """Whether a case was found not to be fixed."""
    return convert.finding(row).state is State.NOT_FIXED
