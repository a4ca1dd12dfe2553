"""Rows as what counts, one by one; the store counts the same by grouping them, in ``grouped``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db.models import Max, Model, Prefetch, Q, QuerySet

from grassrota.figures.counting import Counted, OnTheStaff, Parts, PlannedTurn, PostedTurn, Room, StandingOpinion
from grassrota.figures.definitions import Dimension
from grassrota.opinions import case as core
from grassrota.opinions.ages import begun
from grassrota.opinions.chain import OUTSIDE
from grassrota.opinions.route import Route
from grassrota_web.fieldwork.models import FieldEntry
from grassrota_web.opinions import convert
from grassrota_web.opinions.models import Case, Fact, FactKind
from grassrota_web.orgs.models import Opening, Person
from grassrota_web.postings.models import Posting
from grassrota_web.rotas.models import SHOWN_TO_UNITS, Assignment, Plan

Row = TypeVar("Row", bound=Model)

AT_ONCE = 2_000
"""Cases read at a time."""
REPLIES = tuple(convert.REPLIES.values())
"""Facts by which a raiser is told something."""


def things(day: date) -> Iterator[Counted]:
    """Everything that counts at the end of a day but townships, which are counted over the whole tree."""
    yield from _turns()
    yield from _planned(day)
    yield from _staff()
    yield from _rooms()
    yield from opinions(Case.objects.exclude(owner=None, outside=False), day)


def departures(day: date) -> Mapping[str, date]:
    """The first day on which somebody departed for each place, of those who were not taken off by a day."""
    first: dict[str, date] = {}
    for row in Posting.objects.exclude(departed_on=None).select_related("opening__place"):
        on = row.departed_on
        if on is not None and (row.released_on is None or row.released_on > day):
            first[row.opening.place.code] = min(on, first.get(row.opening.place.code, on))
    return first


def latest_plans(day: date) -> QuerySet[Plan]:
    """Of each rotation the latest plan that units were shown, made by a day."""
    shown = Plan.objects.filter(state__in=SHOWN_TO_UNITS, made_on__lte=day)
    last = shown.order_by().values("rotation").annotate(last=Max("number"))
    where = Q(pk__in=[])
    for row in last:
        where |= Q(rotation=row["rotation"], number=row["last"])
    return shown.filter(where)


def opinions(rows: QuerySet[Case], day: date) -> Iterator[StandingOpinion]:
    """The opinions of cases as they stood at the end of a day; parts of merged cases count with these."""
    whole = rows.filter(merged_into=None, dissolved_on=None, opened_on__lte=day)
    waiting = whole.select_related("owner", "topic").order_by("pk").iterator(AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        facts = by_case(convert.facts_of([row.pk for row in some]))
        known = convert.values(some, facts)
        for row in some:
            yield from _standing(row, known[row.pk], facts.get(row.pk, ()), day)


def by_case(facts: Iterable[Fact]) -> Mapping[UUID, list[Fact]]:
    """Facts of some cases by case, in their order."""
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.case_id].append(fact)
    return found


def room_of(low: int, batches: Sequence[int]) -> int:
    """The least headcount of an opening over all its batches; one that names none is of one."""
    return low * max(len(batches), 1)


def parts_of(topic: str | None, days: int) -> Parts:
    """The parts of an opinion that has waited so many days, or whose class of ages begins with them."""
    return ({Dimension.TOPIC: topic} if topic else {}) | {Dimension.AGE: str(begun(days))}


def _standing(row: Case, value: core.Case, facts: Sequence[Fact], day: date) -> Iterator[StandingOpinion]:
    organ = _organ(row, facts, day)
    if not organ:
        return
    topic = row.topic.code if row.topic else None
    by_now = [fact for fact in facts if fact.on <= day]
    claimed = max((fact.number for fact in by_now if fact.kind == FactKind.CLAIMED), default=0)
    asked = any(fact.kind == FactKind.ASKED and fact.number > claimed for fact in by_now)
    told = any(fact.kind in REPLIES for fact in by_now)
    opened = dict(_opened(value))
    for opinion, state in value.opinion_states(day).items():
        if opened[opinion] <= day:
            yield StandingOpinion(organ, parts_of(topic, (day - opened[opinion]).days), state, told, asked)


def _organ(row: Case, facts: Sequence[Fact], day: date) -> str:
    """Code of the unit that answered for a case; empty if nobody or the outside reviewer did."""
    route = convert.route(row, facts)
    if route is None:
        return row.owner.code if row.owner else ""
    steps = tuple(step for step in route.steps if step.on <= day)
    # a merged case begins later than its parts: before that it counts where it began
    organ = Route(route.case, steps or route.steps[:1]).responsible if steps or row.merged else ""
    return "" if organ == OUTSIDE else organ


def _opened(value: core.Case) -> Iterator[tuple[str, date]]:
    """Each opinion of a case with the day on which it came in."""
    if not value.parts:
        yield from ((opinion, value.opened_on) for opinion in value.opinions)
    for part in value.parts:
        yield from _opened(part)


def _turns() -> Iterator[PostedTurn]:
    for row in Posting.objects.select_related("person", "home_unit", "opening__place", "rotation").iterator():
        yield PostedTurn(
            row.home_unit.code,
            row.opening.place.code,
            {
                Dimension.ROTATION: row.rotation.code,
                Dimension.FORM: row.form,
                Dimension.GRADE: row.person.grade,
                Dimension.SECTOR: row.opening.sector,
            },
            row.listed_on,
            row.departed_on,
            row.arrived_on,
            row.returned_on,
            row.released_on,
        )


def _planned(day: date) -> Iterator[PlannedTurn]:
    rows = Assignment.objects.filter(plan__in=latest_plans(day))
    for row in rows.select_related("person__unit", "opening", "plan__rotation").iterator():
        parts = {
            Dimension.ROTATION: row.plan.rotation.code,
            Dimension.GRADE: row.person.grade,
            Dimension.SECTOR: row.opening.sector,
        }
        yield PlannedTurn(row.person.unit.code, parts, row.plan.made_on)


def _staff() -> Iterator[OnTheStaff]:
    entries = FieldEntry.objects.filter(replaced=False).exclude(day=None)
    rows = Person.objects.select_related("unit").order_by("pk")
    for row in rows.prefetch_related(Prefetch("field_entries", entries)).iterator(AT_ONCE):
        days = tuple(entry.day for entry in row.field_entries.all() if entry.day)
        yield OnTheStaff(row.unit.code, {Dimension.GRADE: row.grade}, row.turns_served, row.left_on, days)


def _rooms() -> Iterator[Room]:
    for row in Opening.objects.select_related("place").prefetch_related("postings").order_by("pk").iterator(AT_ONCE):
        listed = tuple((one.listed_on, one.released_on) for one in row.postings.all() if one.listed_on)
        agreed = row.answered_on if row.answer == "consented" else None
        yield Room(row.place.code, {}, room_of(row.low, row.batches), agreed, row.withdrawn_on, listed)
