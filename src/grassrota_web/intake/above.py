"""What the room of cases is told and asked: it registers itself here, since imports lead downwards only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota_web.intake.convert import NewOpinion
from grassrota_web.intake.models import Answer, Message, Opinion


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, as its raiser is told.

    Attributes:
        words: The stage, in the reader's language; it names neither the unit nor what the opinion is about.
        on: Since which day; None if it has not begun.
        unit: Name of the unit that is responsible, shown with the passphrase alone; empty if there is none yet.
        next_by: The day by which the next word is due; None if none is.
        decided_by: The day by which their own appeal is to be decided; None if none of theirs is open.
        asks: True if the raiser is asked whether it is fixed.
        appeals: True if the raiser may appeal to another higher unit.
    """

    words: str | Promise
    on: date | None = None
    unit: str = ""
    next_by: date | None = None
    decided_by: date | None = None
    asks: bool = False
    appeals: bool = False


APPENDED: list[Callable[[Sequence[NewOpinion]], None]] = []
"""Told of the opinions of a day, in random order, within the transaction that appends them."""

ANSWERED: list[Callable[[Sequence[Answer]], None]] = []
"""Told of what raisers said of the correction, within the transaction of the day's work."""

WRITTEN: list[Callable[[Sequence[Message]], None]] = []
"""Told of messages of raisers, within the transaction of the day's work."""

STANDING: list[Callable[[Opinion], Standing]] = []
"""Asked where the case of an opinion stands; the last that is registered answers."""

TOPICS: list[Callable[[], Sequence[tuple[str, str]]]] = []
"""Asked for the topics that are in use, as ids with their words."""


def standing(opinion: Opinion) -> Standing:
    """Where the case of an opinion stands; received, as long as nobody above knows more."""
    return STANDING[-1](opinion) if STANDING else Standing(_("received"), opinion.day)


def topics() -> list[tuple[str, str]]:
    """The topics that are in use."""
    return [topic for offered in TOPICS for topic in offered()]
