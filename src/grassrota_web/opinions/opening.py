"""From an opinion to a case: within the transaction that appends it, with its chain and its first receiver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from grassrota.opinions.chain import OUTSIDE, Chain, Whom
from grassrota.opinions.deadlines import DutyKind
from grassrota.opinions.routing import RoutingTable
from grassrota.opinions.workdays import WorkCalendar, due
from grassrota.org import UnitTree
from grassrota_web.intake.models import Concerned, Opinion
from grassrota_web.intake.queries import Whom as Said
from grassrota_web.opinions import chains, trees
from grassrota_web.opinions.models import Case, Chained, Fact, FactKind, Raised, Topic
from grassrota_web.opinions.standing import TERMS, calendar
from grassrota_web.orgs.models import Unit

ROWS = 2000
"""Rows written at once."""


def open_cases(opinions: Sequence[Opinion]) -> None:
    """Opens a case for each opinion that has none, in the order given, which was drawn by chance."""
    desk = _Desk()
    said = _said(opinions)
    for start in range(0, len(opinions), ROWS):
        cases, raised, chained, facts = [], [], [], []
        for opinion in opinions[start : start + ROWS]:
            case, chain, whom = desk.opened(opinion, said.get(opinion.pk, _NOBODY))
            cases.append(case)
            raised.append(Raised(opinion=opinion, case=case))
            chained += chains.rows(case, chain, desk.tree, desk.keys, whom.inspection)
            if case.owner_id or case.outside:
                sent = {"kind": FactKind.SENT, "unit_id": case.owner_id}
                facts.append(Fact(case=case, number=1, on=opinion.day, **sent))
        Case.objects.bulk_create(cases, batch_size=ROWS)
        Raised.objects.bulk_create(raised, batch_size=ROWS)
        Chained.objects.bulk_create(chained, batch_size=ROWS)
        Fact.objects.bulk_create(facts, batch_size=ROWS)


_NOBODY = Said((), (), inspection=False, unclear=False)


def _said(opinions: Sequence[Opinion]) -> Mapping[object, Said]:
    """Whom the opinions concern, those alone that concern anybody."""
    units: dict[object, set[str]] = {}
    people: dict[object, set[str]] = {}
    keys = [opinion.pk for opinion in opinions]
    for start in range(0, len(keys), ROWS):
        rows = Concerned.objects.filter(opinion__in=keys[start : start + ROWS]).select_related("unit")
        for row in rows:
            if row.unit:
                units.setdefault(row.opinion_id, set()).add(row.unit.code)
            if row.staff:
                people.setdefault(row.opinion_id, set()).add(row.staff)
    return {
        opinion.pk: Said(
            tuple(sorted(units.get(opinion.pk, ()))),
            tuple(sorted(people.get(opinion.pk, ()))),
            opinion.inspection,
            opinion.unclear,
        )
        for opinion in opinions
        if opinion.inspection or opinion.unclear or opinion.pk in units or opinion.pk in people
    }


@dataclass
class _Desk:
    """The trees and rules by which a day's opinions are sent, read once."""

    tree: UnitTree = field(default_factory=trees.all_units)
    worked: WorkCalendar = field(default_factory=calendar)
    chains: dict[Whom, Chain] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.table: RoutingTable = trees.table(tree=self.tree)
        self.codes = dict(Unit.objects.values_list("pk", "code"))
        self.keys = {code: key for key, code in self.codes.items()}
        self.topics = dict(Topic.objects.values_list("code", "pk"))

    def opened(self, opinion: Opinion, said: Said) -> tuple[Case, Chain, Whom]:
        """The case, with the chain of whom the opinion concerns."""
        whom = chains.NOBODY if said is _NOBODY else chains.concerned(said)
        chain = self.chains.get(whom)
        if chain is None:
            chain = self.chains[whom] = chains.computed(whom, self.tree, settings.INSPECTION_OFFICE)
        topic = self.table.topics.in_use(opinion.topic).id if opinion.topic in self.topics else ""
        place, organ = (self.codes.get(key or 0, "") for key in (opinion.place_id, opinion.addressed_id))
        # what no rule and no address sends anywhere waits for somebody to say, unless it concerns somebody
        to = self.table.receiver(topic, place, organ, chain) or chain.receiver
        by = due(opinion.day, TERMS.acknowledge, self.worked).on
        return (
            Case(
                opened_on=opinion.day,
                owner_id=self.keys.get(to),
                outside=to == OUTSIDE,
                place_id=opinion.place_id,
                topic_id=self.topics.get(topic),
                on_leadership=any(one in self.tree.headed for one in said.people),
                owed=DutyKind.ACKNOWLEDGE,
                due_on=by,
                above_on=due(by, TERMS.escalate, self.worked).on,
            ),
            chain,
            whom,
        )
