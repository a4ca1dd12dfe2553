"""Days to a claimed fix at places to which somebody was posted, before and after they arrived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grassrota.opinions.case import Case
from grassrota.opinions.opinion import Opinion
from grassrota.opinions.resolution import BeforeAfter, before_and_after, handed_over
from grassrota.posting.opening import Opening
from grassrota.posting.steps import Posting


@dataclass(frozen=True, slots=True)
class PlaceCompared:
    """One place.

    Attributes:
        place: Its id.
        arrived_on: When the first posted person arrived.
        handed_over: Cases still open then, which they took on; cases stay with their owner when people return.
        compared: Cases opened before and after, with a caution.
    """

    place: str
    arrived_on: date
    handed_over: int
    compared: BeforeAfter


def places_compared(
    postings: Iterable[Posting],
    openings: Mapping[str, Opening],
    opinions: Sequence[Opinion],
    cases: Sequence[Case],
    as_of: date,
) -> tuple[PlaceCompared, ...]:
    """Every place with cases from before and from after the first arrival, in order of places, as of one day."""
    arrived: dict[str, date] = {}
    for posting in postings:
        if posting.arrived_on is not None:
            place = openings[posting.opening].place
            arrived[place] = min(arrived.get(place, date.max), posting.arrived_on)
    place_of = {opinion.id: opinion.place for opinion in opinions}
    found = []
    for place, day in sorted(arrived.items()):
        here = [case for case in cases if place_of.get(case.opinions[0]) == place]
        if len({case.opened_on < day for case in here}) == 2:
            found.append(PlaceCompared(place, day, len(handed_over(here, day)), before_and_after(here, day, as_of)))
    return tuple(found)
