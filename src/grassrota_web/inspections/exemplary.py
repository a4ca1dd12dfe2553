"""What is verified of a claim at the gates, and what its unit did where it may serve others as an example."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

from grassrota.errors import Refused
from grassrota.inspection.gate import Gates
from grassrota.inspection.methods import Method, methods_of
from grassrota.inspection.verdict import Verified
from grassrota_web.inspections import convert
from grassrota_web.inspections.looks import counting
from grassrota_web.inspections.models import Claim, Finding
from grassrota_web.opinions.models import Case
from grassrota_web.orgs.models import Unit

GATES = Gates()
LEAST = 5
"""Of fewer opinions about a topic at a unit no method is offered: it could tell whoever raised one."""


def verified(row: Claim) -> Verified:
    """What is verified of a claim: nothing before its verdict."""
    return Verified(row.unit.code, row.round.as_of, row.at_least or 0, row.received)


def of_claim(claim: Claim) -> Iterator[tuple[Finding, Method]]:
    """What a unit did in the cases found fixed, if the verdict bears it out, about topics of enough opinions."""
    found = counting(claim)
    cases = {one.visit.case_id for one in found if one.visit.case_id}
    topics = _common_topics(claim.unit, cases)
    visits = list(claim.visits.filter(case__isnull=False))
    verdict = convert.verdict(claim, visits, found)
    try:
        values = methods_of(verdict, [convert.finding(one) for one in found], topics, GATES)
    except Refused:
        return
    by_case = {str(one.visit.case_id): one for one in found}
    yield from ((by_case[value.case], value) for value in values)


def _common_topics(unit: Unit, cases: set[UUID]) -> Mapping[str, str]:
    """The topics of some cases, by case, as far as the unit received enough opinions about them."""
    rows = dict(Case.objects.filter(pk__in=cases).exclude(topic=None).values_list("pk", "topic"))
    counts: dict[int, int] = defaultdict(int)
    for topic in Case.objects.filter(owner=unit, merged=False, topic__in=set(rows.values())).values_list(
        "topic", flat=True
    ):
        counts[topic or 0] += 1
    return {str(case): str(topic) for case, topic in rows.items() if topic and counts[topic] >= LEAST}
