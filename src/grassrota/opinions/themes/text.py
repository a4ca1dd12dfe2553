"""What themes are made from: the words of an opinion, its place and its day, and nothing about who raised it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from grassrota.errors import BadInput, Fault, Faults


@dataclass(frozen=True, slots=True)
class Text:
    """An opinion as themes see it.

    Attributes:
        id: Random and unique.
        words: What was said, in Chinese, English or both.
        place: Id of the place of the problem.
        day: The day it was raised, nothing finer.
    """

    id: str
    words: str
    place: str
    day: date

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a random id", "nothing")
        faults.unless(not isinstance(self.day, datetime), "day", "a day, nothing finer", "a clock time")
        faults.raise_if_any()


def check_once(texts: Sequence[Text]) -> None:
    """Refuses texts of which two bear one id.

    Raises:
        BadInput: Naming the first such id.
    """
    seen: set[str] = set()
    for text in texts:
        if text.id in seen:
            raise BadInput([Fault("id", "each text once", text.id)])
        seen.add(text.id)
