"""What everybody may know of opinions, decided here and nowhere else, and written down once a day.

A topic, about where, the day of filing, and how it stands. Listed is only what concerns nobody: whoever is in a chain
reads the list as well. Never the words, the unit that has the case, what was done, or who did it; a text that a
reviewer approved is public by itself, and is joined when it is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from grassrota.opinions.case import CaseState
from grassrota_web.open311.cells import Cell, named_at
from grassrota_web.open311.models import Request, Update
from grassrota_web.opinions import convert, trees
from grassrota_web.opinions.models import Case, Chained, Raised, Topic
from grassrota_web.orgs.models import Unit

ROWS = 2000
"""Rows read and written at once."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What may be known of one opinion, but for how its place is named."""

    opinion: UUID
    day: date
    topic: int | None
    place: int | None
    state: str
    listed: bool


def publish(today: date) -> None:
    """Writes what may be known as of today; what is as it was is not touched."""
    topics = _topics_in_use()
    counts: Counter[Cell] = Counter()
    for sights in _in_parts(topics):
        counts.update((one.topic, one.place) for one in sights if one.listed and one.place is not None)
    named = named_at(counts, dict(Unit.objects.values_list("pk", "path")))
    for sights in _in_parts(topics):
        with transaction.atomic():
            _write(sights, named, today)


def _topics_in_use() -> Mapping[int, int]:
    """The topic in use for each that was ever used, by keys."""
    keys = dict(Topic.objects.values_list("code", "pk"))
    tree = trees.all_topics()
    return {key: keys[tree.in_use(code).id] for code, key in keys.items()}


def _in_parts(topics: Mapping[int, int]) -> Iterator[list[Sight]]:
    """All opinions that have a case, by their random ids."""
    rows = (
        Raised.objects.select_related("case", "opinion")
        .order_by("pk")
        .annotate(concerns=Exists(Chained.objects.filter(case=OuterRef("case"))))
        .defer("opinion__words", "opinion__redacted", "opinion__suggestion")
    )
    part = list(rows[:ROWS])
    while part:
        wholes = _wholes(part)
        yield [_sight(row, wholes, topics) for row in part]
        part = list(rows.filter(pk__gt=part[-1].pk)[:ROWS])


def _sight(row: Raised, wholes: _Wholes, topics: Mapping[int, int]) -> Sight:
    case = wholes.of(row.case)
    concerns = row.concerns or case.pk in wholes.concerning or _elsewhere(row.case) or _elsewhere(case)  # type: ignore[attr-defined]
    return Sight(
        row.pk,
        row.opinion.day,
        topics[row.case.topic_id] if row.case.topic_id else None,
        row.case.place_id,
        wholes.states.get(str(row.pk), CaseState(case.state)).value,
        not (concerns or row.opinion.inspection or row.opinion.unclear),
    )


def _elsewhere(case: Case) -> bool:
    """Whether a case is about those who lead, or came before the outside reviewer."""
    return case.on_leadership or case.outside or case.asks_outside or case.appealed_outside


@dataclass(frozen=True, slots=True)
class _Wholes:
    """The merged cases of some rows, by the keys of their parts, and of each opinion in them where it stands."""

    above: Mapping[UUID, Case]
    states: Mapping[str, CaseState]
    concerning: frozenset[UUID]

    def of(self, case: Case) -> Case:
        """The case in which another one is handled now."""
        while case.merged_into_id is not None:
            case = self.above[case.merged_into_id]
        return case


def _wholes(part: Sequence[Raised]) -> _Wholes:
    above: dict[UUID, Case] = {}
    sought = {row.case.merged_into_id for row in part} - {None}
    while sought:
        found = Case.objects.select_related("owner").in_bulk(list(sought))
        above |= found
        sought = {case.merged_into_id for case in found.values()} - {None} - set(above)
    tops = [case for case in above.values() if case.merged_into_id is None]
    values = convert.values(tops) if tops else {}
    states = {key: state for case in tops for key, state in values[case.pk].opinion_states().items()}
    concerning = Chained.objects.filter(case__in=above).values_list("case", flat=True)
    return _Wholes(above, states, frozenset(concerning))


def _write(sights: Sequence[Sight], named: Mapping[Cell, int], today: date) -> None:
    kept = Request.objects.in_bulk([sight.opinion for sight in sights])
    made, changed, moved = [], [], []
    for sight in sights:
        place = named.get((sight.topic, sight.place)) if sight.listed and sight.place is not None else None
        said = {"day": sight.day, "topic_id": sight.topic, "place_id": place, "listed": sight.listed}
        row = kept.get(sight.opinion)
        if row is None:
            made.append(Request(opinion_id=sight.opinion, updated_on=sight.day, state=CaseState.OPEN, **said))
            row = made[-1]
        elif any(getattr(row, name) != value for name, value in said.items()) or row.state != sight.state:
            changed.append(row)
        for name, value in said.items():
            setattr(row, name, value)
        if row.state != sight.state:
            row.state, row.updated_on = sight.state, today
            moved.append(Update(request=row, day=today, state=sight.state))
    Request.objects.bulk_create(made, batch_size=ROWS)
    columns = ["day", "updated_on", "topic", "place", "state", "listed"]
    Request.objects.bulk_update(changed, columns, batch_size=500)
    Update.objects.bulk_create(moved, batch_size=ROWS)
