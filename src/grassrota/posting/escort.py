"""A senior who goes along with a departure and hands people over to their host. The escort takes no turn by that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.posting.steps import Posting
from grassrota.staff import GradeScale, Person


@dataclass(frozen=True, slots=True)
class Escort:
    """One escort.

    Attributes:
        escort: Id of the senior.
        batch: Number of the batch.
        people: Ids of those escorted, at least one, sorted.
        departed_on: The day of the departure.
        handed_to: Id of the host unit that received them; empty before.
        handed_over_on: When; None before.
    """

    escort: str
    batch: int
    people: tuple[str, ...]
    departed_on: date
    handed_to: str = ""
    handed_over_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.escort), "escort", "the id of a person", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        faults.unless(bool(self.people), "people", "ids of people", "nobody")
        faults.unless(self.escort not in self.people, "people", "others than the escort", self.escort)
        both = bool(self.handed_to) == (self.handed_over_on is not None)
        faults.unless(both, "handed_to", "a host exactly when there is a day", self.handed_to or "nothing")
        handed = self.handed_over_on or self.departed_on
        faults.unless(handed >= self.departed_on, "handed_over_on", f"on or after {self.departed_on}", handed)
        faults.raise_if_any()


def escort(senior: Person, escorted: Collection[Person], postings: Iterable[Posting], scale: GradeScale) -> Escort:
    """Records the escort of people who departed together.

    Args:
        senior: Who went along.
        escorted: Who was escorted.
        postings: Their postings, departed in one batch on one day; other people's are passed over.
        scale: The grade scale.

    Raises:
        Refused: ``not_senior`` unless the escort's grade is above everybody's; ``not_departed`` unless all departed in
            one batch on one day.
    """
    rank = scale.grade(senior.grade).rank
    equals = tuple(sorted(person.id for person in escorted if scale.grade(person.grade).rank >= rank))
    if equals:
        message = f"{senior.id} is not senior to {', '.join(equals)}."
        raise Refused("not_senior", message, escort=senior.id, people=equals)
    people = {person.id for person in escorted}
    gone = {
        (posting.person, posting.batch, posting.departed_on)
        for posting in postings
        if posting.person in people and posting.departed_on is not None
    }
    together = sorted({(day, batch) for _, batch, day in gone})
    if len(together) != 1 or {person for person, *_ in gone} != people:
        message = f"Those whom {senior.id} escorts did not depart in one batch on one day."
        raise Refused("not_departed", message, escort=senior.id, people=tuple(sorted(people)))
    day, batch = together[0]
    return Escort(senior.id, batch, tuple(sorted(people)), day)


def hand_over(entry: Escort, host: str, on: date) -> Escort:
    """Records that the host unit received the people.

    Raises:
        Refused: ``handed_over`` if that is recorded.
    """
    if entry.handed_over_on is not None:
        message = f"{entry.escort} handed over to {entry.handed_to} on {entry.handed_over_on}."
        raise Refused("handed_over", message, escort=entry.escort)
    return replace(entry, handed_to=host, handed_over_on=on)
