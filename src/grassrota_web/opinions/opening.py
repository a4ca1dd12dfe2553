"""From an opinion to a case: within the transaction that appends it, with its chain and its first receiver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from grassrota.opinions.chain import OUTSIDE, Chain, Whom
from grassrota.opinions.deadlines import DutyKind
from grassrota.opinions.routing import RoutingTable
from grassrota.opinions.workdays import WorkCalendar, due
from grassrota.org import UnitTree
from grassrota_web.intake.convert import NewOpinion
from grassrota_web.intake.models import Concerned
from grassrota_web.intake.queries import Whom as Said
from grassrota_web.journal.daily import daily_ids
from grassrota_web.journal.rows import insert
from grassrota_web.opinions import chains, trees
from grassrota_web.opinions.models import Case, Chained, Fact, FactKind, Raised, Topic
from grassrota_web.opinions.standing import TERMS, calendar
from grassrota_web.orgs.models import Unit

ROWS = 2000
"""Rows written at once."""


def open_cases(opinions: Sequence[NewOpinion]) -> None:
    """Opens a case for each opinion that has none, in the order given, which was drawn by chance."""
    desk = _Desk()
    said = _said(opinions)
    ids = {day: daily_ids(day, count) for day, count in Counter(opinion.day for opinion in opinions).items()}
    opened = [desk.opened(next(ids[one.day]), one, said.get(one.id, _NOBODY)) for one in opinions]
    sent = [case for case in opened if case.owner_id or case.outside]
    insert(Case, _Opened._fields, opened)
    insert(Raised, ("opinion_id", "case_id"), ((of.id, case.id) for of, case in zip(opinions, opened, strict=True)))
    Chained.objects.bulk_create(desk.chained, batch_size=ROWS)
    facts = ((case.id, 1, case.opened_on, FactKind.SENT, case.owner_id) for case in sent)
    insert(Fact, ("case_id", "number", "on", "kind", "unit_id"), facts)


class _Opened(NamedTuple):
    """Columns of a new case."""

    id: UUID
    opened_on: date
    owner_id: int | None
    outside: bool
    place_id: int | None
    topic_id: int | None
    on_leadership: bool
    owed: DutyKind
    due_on: date
    above_on: date


_NOBODY = Said((), (), inspection=False, unclear=False)


def _said(opinions: Sequence[NewOpinion]) -> Mapping[object, Said]:
    """Whom the opinions concern, those alone that concern anybody."""
    units: dict[object, set[str]] = {}
    people: dict[object, set[str]] = {}
    days = {opinion.day for opinion in opinions}
    for row in Concerned.objects.filter(opinion__day__in=days).select_related("unit"):
        if row.unit:
            units.setdefault(row.opinion_id, set()).add(row.unit.code)
        if row.staff:
            people.setdefault(row.opinion_id, set()).add(row.staff)
    return {
        opinion.id: Said(
            tuple(sorted(units.get(opinion.id, ()))),
            tuple(sorted(people.get(opinion.id, ()))),
            opinion.inspection,
            opinion.unclear,
        )
        for opinion in opinions
        if opinion.inspection or opinion.unclear or opinion.id in units or opinion.id in people
    }


@dataclass
class _Desk:
    """The trees and rules by which a day's opinions are sent, read once."""

    tree: UnitTree = field(default_factory=trees.all_units)
    worked: WorkCalendar = field(default_factory=calendar)
    chains: dict[Whom, Chain] = field(default_factory=dict)
    chained: list[Chained] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.table: RoutingTable = trees.table(tree=self.tree)
        self.codes = dict(Unit.objects.values_list("pk", "code"))
        self.keys = {code: key for key, code in self.codes.items()}
        self.topics = dict(Topic.objects.values_list("code", "pk"))

        self.by_day: dict[date, tuple[date, date]] = {}

    def opened(self, key: UUID, opinion: NewOpinion, said: Said) -> _Opened:
        """The case; the chain of whom the opinion concerns is added to ``chained``."""
        chain = Chain() if said is _NOBODY else self._chain(key, said)
        topic = self.table.topics.in_use(opinion.topic).id if opinion.topic in self.topics else ""
        place, organ = (self.codes.get(key or 0, "") for key in (opinion.place_id, opinion.addressed_id))
        # what no rule and no address sends anywhere waits for somebody to say, unless it concerns somebody
        to = self.table.receiver(topic, place, organ, chain) or chain.receiver
        due_on, above_on = self._dates(opinion.day)
        return _Opened(
            id=key,
            opened_on=opinion.day,
            owner_id=self.keys.get(to),
            outside=to == OUTSIDE,
            place_id=opinion.place_id,
            topic_id=self.topics.get(topic),
            on_leadership=any(one in self.tree.headed for one in said.people),
            owed=DutyKind.ACKNOWLEDGE,
            due_on=due_on,
            above_on=above_on,
        )

    def _chain(self, case: UUID, said: Said) -> Chain:
        whom = chains.concerned(said)
        chain = self.chains.get(whom)
        if chain is None:
            chain = self.chains[whom] = chains.computed(whom, self.tree, settings.INSPECTION_OFFICE)
        self.chained += chains.rows(case, chain, self.tree, self.keys, whom.inspection)
        return chain

    def _dates(self, day: date) -> tuple[date, date]:
        """Until when an opinion of a day is acknowledged, and from when on it is seen to above."""
        if day not in self.by_day:
            by = due(day, TERMS.acknowledge, self.worked).on
            self.by_day[day] = by, due(by, TERMS.escalate, self.worked).on
        return self.by_day[day]
