"""Checking a claimed fix without exposing anybody: the receipt first, then the place, and a person only by consent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from grassrota.errors import Faults, Refused
from grassrota.opinions.workdays import WEEKDAYS, Span, Term, WorkCalendar, due

TEN_WORKING_DAYS = Term(10, Span.WORKING_DAYS)


class Next(StrEnum):
    """What is done next about an opinion that was drawn."""

    ASK = "ask"
    WAIT = "wait"
    VISIT_PLACE = "visit_place"
    VISIT_PERSON = "visit_person"
    NOTHING = "nothing"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class BackCheck:
    """How far the check of one opinion has come.

    Attributes:
        opinion: Id of the opinion.
        place: Id of the place of the problem; empty if it has none that can be visited.
        consents: True if the raiser agreed to a visit when filing. Consent given later, to a visitor, is none.
        asked_on: When the question was put to the receipt.
        answered_on: When it was answered.
        place_seen_on: When the place was visited.
        settled: True if the visit to the place showed whether it was fixed.
        person_seen_on: When the raiser was visited.
    """

    opinion: str
    place: str
    consents: bool
    asked_on: date | None = None
    answered_on: date | None = None
    place_seen_on: date | None = None
    settled: bool = False
    person_seen_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.opinion), "opinion", "the id of an opinion", "nothing")
        asked = self.asked_on is not None or not (self.answered_on or self.place_seen_on or self.person_seen_on)
        faults.unless(asked, "asked_on", "a question before anything else", "nothing")
        faults.unless(self.consents or self.person_seen_on is None, "person_seen_on", "no visit", self.person_seen_on)
        placed = bool(self.place) or self.place_seen_on is None
        faults.unless(placed, "place_seen_on", "a place that was visited", "nothing")
        faults.unless(not self.settled or self.place_seen_on is not None, "settled", "a visit that shows it", "none")
        faults.raise_if_any()


def next_step(
    check: BackCheck, as_of: date, patience: Term = TEN_WORKING_DAYS, calendar: WorkCalendar = WEEKDAYS
) -> Next:
    """What may be done next: never a person before the question and the place, never without consent."""
    if check.answered_on is not None or check.settled:
        return Next.NOTHING
    if check.asked_on is None:
        return Next.ASK
    if as_of <= due(check.asked_on, patience, calendar).on:
        return Next.WAIT
    if check.place and check.place_seen_on is None:
        return Next.VISIT_PLACE
    if check.consents and check.person_seen_on is None:
        return Next.VISIT_PERSON
    return Next.UNRESOLVED


def mixed_with_decoys(places: Sequence[str], others: Collection[str], seed: int, decoys_each: int = 1) -> list[str]:
    """The places to visit in random order, with decoys among them that nothing tells apart.

    Each place is on the list once, even if several opinions are about it.

    Args:
        places: Places of problems.
        others: Places of the same kind from which decoys are drawn; places of problems among them are none.
        seed: Chance, from which the list can be made again by whoever keeps it sealed.
        decoys_each: Decoys for each place, 1 or more.

    Raises:
        Refused: ``too_few_decoys`` if there are not enough other places: then nobody is visited.
    """
    real = sorted(set(places))
    pool = sorted(set(others) - set(real))
    wanted = len(real) * max(1, decoys_each)
    if len(pool) < wanted:
        message = f"{len(real)} places need {wanted} decoys; there are {len(pool)}. Draw from a wider area."
        raise Refused("too_few_decoys", message, wanted=wanted, there=len(pool))
    chance = Random(seed)
    listed = real + chance.sample(pool, wanted)
    chance.shuffle(listed)
    return listed


def draw_service_users(pool: Iterable[str], spoke: Collection[str], seed: int, count: int = 1) -> tuple[str, ...]:
    """The people's side of a team: service users by lot, none of whom raised any of the opinions checked.

    Args:
        pool: Tokens of service users who are ready to take part.
        spoke: Tokens of those who raised an opinion about these cases, as whoever keeps them sealed says.
        seed: Chance.
        count: How many.

    Raises:
        Refused: ``too_few_users``.
    """
    users = sorted(set(pool) - set(spoke))
    if len(users) < count:
        message = f"{count} service users are needed by lot, {len(users)} may be drawn."
        raise Refused("too_few_users", message, wanted=count, there=len(users))
    return tuple(Random(seed).sample(users, count))
