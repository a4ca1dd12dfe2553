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
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from grassrota.opinions.case import CaseState
from grassrota_web.open311.cells import Cell, named_at
from grassrota_web.open311.models import Request, Update
from grassrota_web.opinions import convert, trees
from grassrota_web.opinions.apart import set_apart
from grassrota_web.opinions.models import Case, Raised, Topic
from grassrota_web.orgs.models import Unit

ROWS = 2000
"""Rows read and written at once."""
COLUMNS = ("day", "topic_id", "place_id", "state", "listed")
"""What is compared with what is written already."""

_FOR_NOBODY_NEAR = Q(opinion__inspection=True) | Q(opinion__unclear=True)
"""Opinions about the inspection office, or about somebody who could not be told: nobody near may have them."""


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
    rows = Raised.objects.order_by("pk").annotate(apart=set_apart("case__", "case") | _FOR_NOBODY_NEAR)
    columns = ("pk", "opinion__day", "case__topic", "case__place", "case__state", "case__merged_into", "apart")
    read = rows.values_list(*columns)
    part = list(read[:ROWS])
    while part:
        wholes = _wholes({merged_into for *_, merged_into, _apart_itself in part if merged_into})
        yield [_sight(row, wholes, topics) for row in part]
        part = list(read.filter(pk__gt=part[-1][0])[:ROWS])


def _sight(row: tuple[Any, ...], wholes: _Wholes, topics: Mapping[int, int]) -> Sight:
    opinion, day, topic, place, state, merged_into, apart = row
    if merged_into is not None:
        apart = apart or wholes.is_apart(merged_into)
        state = wholes.states[str(opinion)].value
    return Sight(opinion, day, topics[topic] if topic else None, place, state, not apart)


@dataclass(frozen=True, slots=True)
class _Wholes:
    """The merged cases of some opinions: of each opinion where it stands, and which of the cases are set apart."""

    above: Mapping[UUID, Case]
    states: Mapping[str, CaseState]
    apart: frozenset[UUID]

    def is_apart(self, key: UUID | None) -> bool:
        """Whether a merged case, or one that it is part of itself, is set apart."""
        while key is not None:
            if key in self.apart:
                return True
            key = self.above[key].merged_into_id
        return False


def _wholes(sought: set[UUID]) -> _Wholes:
    above: dict[UUID, Case] = {}
    while sought:
        found = Case.objects.select_related("owner").in_bulk(list(sought))
        above |= found
        sought = {case.merged_into_id for case in found.values() if case.merged_into_id} - set(above)
    tops = [case for case in above.values() if case.merged_into_id is None]
    values = convert.values(tops) if tops else {}
    states = {key: state for case in tops for key, state in values[case.pk].opinion_states().items()}
    apart = Case.objects.filter(set_apart(), pk__in=above).values_list("pk", flat=True)
    return _Wholes(above, states, frozenset(apart) if above else frozenset())


def _write(sights: Sequence[Sight], named: Mapping[Cell, int], today: date) -> None:
    """Writes what is new or different; what came to stand elsewhere did so today."""
    rows = Request.objects.filter(pk__in=[sight.opinion for sight in sights])
    kept = {row[0]: row[1:] for row in rows.values_list("pk", "updated_on", *COLUMNS)}
    made: list[Request] = []
    changed: list[Request] = []
    moved: list[Update] = []
    for sight in sights:
        place = named.get((sight.topic, sight.place)) if sight.listed and sight.place is not None else None
        said = (sight.day, sight.topic, place, sight.state, sight.listed)
        updated_on, *before = kept.get(sight.opinion, (sight.day, None, None, None, CaseState.OPEN, None))
        if tuple(before) == said:
            continue
        if before[3] != sight.state:
            updated_on = today
            moved.append(Update(request_id=sight.opinion, day=today, state=sight.state))
        row = Request(opinion_id=sight.opinion, updated_on=updated_on, **dict(zip(COLUMNS, said, strict=True)))
        (changed if sight.opinion in kept else made).append(row)
    Request.objects.bulk_create(made, batch_size=ROWS)
    Request.objects.bulk_update(changed, ["updated_on", "day", "topic", "place", "state", "listed"], batch_size=500)
    Update.objects.bulk_create(moved, batch_size=ROWS)
