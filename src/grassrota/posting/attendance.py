"""Attendance of a recurring field day: so many of so many, and who was excused or moved to another day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults
from grassrota.posting.field import FieldDay


class ExcuseReason(StrEnum):
    """Why somebody misses a field day. Health, family and refusal are one undivided word."""

    OTHER_DUTY = "other_duty"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, slots=True)
class FieldDayExcuse:
    """One field day that a person misses with a reason.

    Attributes:
        person: Id of the person.
        day: The field day missed.
        reason: From the fixed list.
        swapped_to: The day that stands in for it; None if none does.
    """

    person: str
    day: date
    reason: ExcuseReason
    swapped_to: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(self.swapped_to != self.day, "swapped_to", f"another day than {self.day}", self.swapped_to)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Attendance:
    """One field day: the attended are so many of all in scope; an excuse makes the scope no smaller.

    Attributes:
        day: The field day.
        attended: Ids of those in scope who were in the field, sorted.
        excused: Ids of those in scope who were not, and had a reason, sorted.
        in_scope: Number of people for whom this is a field day.
        outside: Ids of those in the field for whom it is none, sorted; they are not counted.
    """

    day: date
    attended: tuple[str, ...]
    excused: tuple[str, ...]
    in_scope: int
    outside: tuple[str, ...]


def attendance(
    field_days: Iterable[FieldDay], day: date, in_scope: Collection[str], excuses: Iterable[FieldDayExcuse] = ()
) -> Attendance:
    """Rolls up one field day.

    Args:
        field_days: Days in the field of any people; those of other days are passed over.
        day: The field day.
        in_scope: Ids of the people for whom it is one.
        excuses: Excuses of any people for any days.
    """
    there = {entry.person for entry in field_days if entry.day == day}
    scope = set(in_scope)
    excused = {entry.person for entry in excuses if entry.day == day}
    return Attendance(
        day,
        tuple(sorted(there & scope)),
        tuple(sorted((excused & scope) - there)),
        len(scope),
        tuple(sorted(there - scope)),
    )
