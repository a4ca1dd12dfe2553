"""Every figure at the end of a day, counted by the store in few queries: what ``convert.things`` gives one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Sum, When

from grassrota.figures.counting import Cell, Parts, own_counts, tally, townships
from grassrota.figures.counting import StandingOpinion as Standing
from grassrota.figures.definitions import Dimension
from grassrota.opinions.ages import bands
from grassrota.opinions.case import CaseState
from grassrota_web.fieldwork.models import FieldEntry
from grassrota_web.figures import convert
from grassrota_web.opinions.models import Case, Fact, FactKind, Raised, Withdrawal
from grassrota_web.orgs.convert import unit_tree
from grassrota_web.orgs.models import HostAnswer, Opening, Person, Unit
from grassrota_web.postings.models import Posting
from grassrota_web.rotas.models import Assignment

Line = tuple[str, str, Parts, int]


def counted_by_store(day: date) -> dict[Cell, int]:
    """The counts of each unit by itself."""
    lines = (*_turns(day), *_planned(day), *_staff(day), *_rooms(day))
    found = tally(lines)
    found.update(own_counts(townships(unit_tree(Unit.objects.all()), _departures(day)), day))
    found.update(own_counts(_opinions(day), day))
    return dict(found)


def _turns(day: date) -> Iterator[Line]:
    rows = Posting.objects.filter(_not_yet("released_on", day)).order_by()
    away = Q(departed_on__lte=day) & _not_yet("returned_on", day)
    grouped = rows.values(
        "form", home=F("home_unit__code"), rota=F("rotation__code"), grade=F("person__grade"), to=F("opening__sector")
    ).annotate(
        listed=Count("pk", filter=Q(listed_on__lte=day)),
        departed=Count("pk", filter=Q(departed_on__lte=day)),
        arrived=Count("pk", filter=Q(arrived_on__lte=day)),
        returned=Count("pk", filter=Q(returned_on__lte=day)),
        away=Count("pk", filter=away),
    )
    for row in grouped:
        for figure in ("listed", "departed", "arrived", "returned", "away"):
            if row[figure]:
                yield figure, row["home"], _parts(row), row[figure]
    present = rows.filter(away).values(
        "form",
        place=F("opening__place__code"),
        rota=F("rotation__code"),
        grade=F("person__grade"),
        to=F("opening__sector"),
    )
    for one in present.annotate(count=Count("pk")):
        yield "present", one["place"], _parts(one), one["count"]


def _planned(day: date) -> Iterator[Line]:
    rows = Assignment.objects.filter(plan__in=convert.latest_plans(day)).order_by()
    grouped = rows.values(
        home=F("person__unit__code"), rota=F("plan__rotation__code"), grade=F("person__grade"), to=F("opening__sector")
    )
    for row in grouped.annotate(count=Count("pk")):
        yield "planned", row["home"], _parts(row), row["count"]


def _staff(day: date) -> Iterator[Line]:
    rows = Person.objects.filter(_not_yet("left_on", day)).order_by()
    for row in rows.values("grade", home=F("unit__code")).annotate(count=Count("pk"), turns=Sum("turns_served")):
        yield "staff", row["home"], _parts(row), row["count"]
        if row["turns"]:
            yield "turns", row["home"], {}, row["turns"]
    entries = FieldEntry.objects.filter(replaced=False, day__lte=day).order_by()
    for home, count in entries.values_list("person__unit__code").annotate(count=Count("pk")):
        yield "field_days", home, {}, count


def _rooms(day: date) -> Iterator[Line]:
    known = Opening.objects.filter(_not_yet("withdrawn_on", day), answer=HostAnswer.CONSENTED, answered_on__lte=day)
    listed = Q(postings__listed_on__lte=day) & _not_yet("postings__released_on", day)
    rows = known.order_by().annotate(filled=Count("postings", filter=listed))
    for place, low, batches, filled in rows.values_list("place__code", "low", "batches", "filled"):
        room = convert.room_of(low, batches)
        if room:
            yield "room", place, {}, room
        if room > filled:
            yield "vacant", place, {}, room - filled


def _departures(day: date) -> dict[str, date]:
    rows = Posting.objects.filter(_not_yet("released_on", day)).exclude(departed_on=None).order_by()
    return dict(rows.values_list("opening__place__code").annotate(first=Min("departed_on")))


def _opinions(day: date) -> Iterator[Standing]:
    """Cases that stand as their rows say are grouped; those merged, or added to since that day, are read one by one."""
    alone = Case.objects.filter(merged=False, merged_into=None, dissolved_on=None, opened_on__lte=day)
    since = _touched_since(day)
    # asked one by one: a store may go through a long list of cases that are left out once for each of the others
    untouched = (~Exists(rows.filter(**{name: OuterRef("pk")})) for rows, name in since)
    still = alone.filter(*untouched).exclude(owner=None).order_by()
    told = Exists(Fact.objects.filter(case=OuterRef("pk"), kind__in=convert.REPLIES))
    later = Fact.objects.filter(case=OuterRef("case"), kind=FactKind.CLAIMED, number__gt=OuterRef("number"))
    asked = Exists(Fact.objects.filter(~Exists(later), case=OuterRef("pk"), kind=FactKind.ASKED))
    # whether a raiser was asked plays a part for silent ones alone
    for rows, question in (
        (still.exclude(state=CaseState.CLAIMED), None),
        (still.filter(state=CaseState.CLAIMED, pk__in=_asked()).filter(asked), True),
        (still.filter(state=CaseState.CLAIMED).exclude(asked), False),
    ):
        known = rows.annotate(told=told, days=_waited(day))
        grouped = known.values_list("owner__code", "topic__code", "state", "told", "days")
        for organ, topic, state, heard, days, count in grouped.annotate(count=Count("pk")):
            parts = convert.parts_of(topic, days)
            yield Standing(organ, parts, CaseState(state), heard, bool(question), count)
    yield from convert.opinions(Case.objects.filter(merged=True), day)
    facts, *others = (rows.order_by().values(name) for rows, name in since)
    yield from convert.opinions(Case.objects.filter(merged=False, pk__in=facts.union(*others)), day)


def _waited(day: date) -> Choice:
    """The days from which the class of ages of a case begins."""
    ends = [When(opened_on__gt=day - timedelta(days=high), then=low) for low, high in bands() if high]
    return Choice(*ends, default=bands()[-1][0])


def _asked() -> QuerySet[Any, Any]:
    return Fact.objects.filter(kind=FactKind.ASKED).order_by().values("case")


def _touched_since(day: date) -> tuple[tuple[QuerySet[Any, Any], str], ...]:
    """What was added to cases after a day, facts, answers of raisers and withdrawals, with the column of the case."""
    return (
        (Fact.objects.filter(on__gt=day), "case"),
        (Raised.objects.filter(opinion__answers__day__gt=day), "case"),
        (Withdrawal.objects.filter(settled_on__gt=day), "raised__case"),
    )


def _not_yet(column: str, day: date) -> Q:
    """That something had not come about at the end of a day."""
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": day})


def _parts(row: Mapping[str, Any]) -> Parts:
    names = {Dimension.ROTATION: "rota", Dimension.FORM: "form", Dimension.GRADE: "grade", Dimension.SECTOR: "to"}
    return {dimension: row[name] for dimension, name in names.items() if row.get(name)}
