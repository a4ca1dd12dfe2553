"""One opinion as it was raised. Who raised it is nowhere here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from grassrota.errors import Faults


class Channel(StrEnum):
    """How an opinion came in."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    FIELD = "field"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Opinion:
    """Something that somebody says is wrong, in their own words.

    Attributes:
        id: Random and unique; it says nothing about when the opinion came in.
        raiser: Opaque token of the raiser; empty if anonymous. Contact details are held elsewhere, sealed.
        raised_on: The day, nothing finer.
        place: Id of the place of the problem.
        addressed: Id of the organ it is addressed to.
        topic: A word of the topic tree.
        text: The original words, kept as they are.
        channel: How it came in.
        by_proxy: True if a posted person or clerk wrote it down for the raiser.
        on_leadership: True if it concerns the leaders themselves.
    """

    id: str
    raiser: str
    raised_on: date
    place: str
    addressed: str
    topic: str
    text: str
    channel: Channel
    by_proxy: bool = False
    on_leadership: bool = False

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a random id", "nothing")
        faults.unless(not isinstance(self.raised_on, datetime), "raised_on", "a day, nothing finer", "a clock time")
        faults.unless(bool(self.place), "place", "the id of the place of the problem", "nothing")
        faults.unless(bool(self.addressed), "addressed", "the id of an organ", "nothing")
        faults.unless(bool(self.text.strip()), "text", "the opinion's words", "nothing")
        faults.raise_if_any()
