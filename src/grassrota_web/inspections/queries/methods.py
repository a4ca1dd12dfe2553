"""How verified good units did it: what inspectors may still offer, and what slow units are offered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from grassrota.inspection import methods as core
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.inspections.exemplary import GATES, of_claim, verified
from grassrota_web.inspections.models import Claim, Finding, Method
from grassrota_web.inspections.queries.gates import latest
from grassrota_web.opinions.models import Case, Topic
from grassrota_web.opinions.queries.worklist import live
from grassrota_web.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class Offered:
    """What a slow unit is offered: methods about topics that it has open."""

    unit: Unit
    methods: list[Method]


def offered(actor: Actor) -> list[Offered]:
    """The offers to the units within reach that are below the lower gate, by name."""
    known = {str(row.pk): row for row in standing(actor)}
    rows = {row.unit.code: row for row in latest(actor) if actor.may(Right.READ_CASES, row.unit.path)}
    values = [core.Method(row.unit.code, key, str(row.topic_id), row.words) for key, row in known.items()]
    found = core.offers([verified(row) for row in rows.values()], _open_topics(rows), values, GATES)
    return [Offered(rows[one.unit].unit, [known[method.case] for method in one.methods]) for one in found]


def standing(actor: Actor) -> QuerySet[Method]:
    """The methods that are offered and were not taken back."""
    return visible(actor, Method.objects.filter(withdrawn_on=None).select_related("unit", "topic", "place"))


def to_offer(actor: Actor) -> list[tuple[Finding, core.Method]]:
    """Findings of verified good units within an inspector's reach that somebody else than their finder may offer."""
    claims = Claim.objects.exclude(concluded_on=None).select_related("unit", "round__commitment", "round__place")
    within = reached(actor, claims, [At(Right.CHECK_CASES, "round__place__path")])
    newest = {row.unit_id: row for row in within.order_by("concluded_on", "round__as_of", "pk")}
    return [
        (finding, method)
        for claim in newest.values()
        for finding, method in of_claim(claim)
        if finding.visit.inspector != actor.account and not Method.objects.filter(finding=finding).exists()
    ]


def _open_topics(rows: Mapping[str, Claim]) -> Mapping[str, set[str]]:
    units = {row.unit_id: code for code, row in rows.items()}
    found: dict[str, set[str]] = defaultdict(set)
    opened = live(Case.objects.filter(owner__in=units, closed_on=None)).exclude(topic=None).order_by()
    for owner, topic in opened.values_list("owner", "topic").distinct():
        found[units[owner or 0]].add(str(topic))
    return found


def topic_names(actor: Actor, methods: list[tuple[Finding, core.Method]]) -> dict[str, str]:
    """What the topics of some methods are called, by their keys."""
    rows = visible(actor, Topic.objects.filter(pk__in={int(method.topic) for _finding, method in methods}))
    return {str(key): name for key, name in rows.values_list("pk", "name")}
