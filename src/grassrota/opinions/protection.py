"""Raisers who are put on a posting list afterwards: each such listing is reviewed by somebody independent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grassrota.errors import Faults
from grassrota.opinions.opinion import Opinion


@dataclass(frozen=True, slots=True)
class Listing:
    """That the raiser behind a token is on a list; only who keeps the sealed register can say so.

    Attributes:
        raiser: Opaque token of the raiser; nothing in it names the person.
        listed_on: The day of the list.
    """

    raiser: str
    listed_on: date

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.raiser), "raiser", "the token of a raiser", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Review:
    """One listing that is reviewed before the departure. It says nothing about why somebody was listed.

    Attributes:
        listing: The listing.
        opinions: Ids of the opinions that the raiser had raised by that day, in the order given, at least one.
    """

    listing: Listing
    opinions: tuple[str, ...]


def to_review(opinions: Iterable[Opinion], listings: Iterable[Listing]) -> tuple[Review, ...]:
    """The listings, in the order given, of people who had raised an opinion on that day or before.

    Who was listed first and spoke later is not among them; neither is an anonymous raiser, whom nobody can know.
    """
    raised: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        raised.setdefault(opinion.raiser, []).append(opinion)
    found = []
    for listing in listings:
        own = raised.get(listing.raiser, [])
        earlier = tuple(opinion.id for opinion in own if opinion.raised_on <= listing.listed_on)
        if earlier:
            found.append(Review(listing, earlier))
    return tuple(found)
