"""Where somebody is wanted: openings at host places, and the teams that go there together."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota.errors import Faults, Refused
from grassrota.forms import Role
from grassrota.org import Sector


@dataclass(frozen=True, slots=True)
class Opening:
    """Room for ``low`` to ``high`` people in each batch at one place.

    Attributes:
        id: Stable, unique.
        place: Id of the host unit.
        sector: What people do there.
        role: What the posted person does.
        low: Least headcount in each of its batches; 0 if it may stay empty.
        high: Greatest headcount, at least ``low`` and 1.
        batches: Numbers of the batches in which one may start here; empty means all.
        length: Number of consecutive batches one stays, 1 or more.
        needs: Skills that everyone sent here must have.
        prefers: Skills that make a person fit better.
        hardship: 0 for an easy place to 3 for a hard one; those who served often are spared the hard ones.
        grades: Codes of the grades that may be sent; empty means any.
    """

    id: str
    place: str
    sector: Sector
    role: Role
    low: int
    high: int
    batches: frozenset[int] = frozenset()
    length: int = 1
    needs: frozenset[str] = frozenset()
    prefers: frozenset[str] = frozenset()
    hardship: int = 0
    grades: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(bool(self.place), "place", "the id of a unit", "nothing")
        faults.unless(self.low >= 0, "low", "0 or more", self.low)
        faults.unless(self.high >= max(1, self.low), "high", f"at least {max(1, self.low)}", self.high)
        faults.unless(all(batch >= 1 for batch in self.batches), "batches", "numbers from 1 on", sorted(self.batches))
        faults.unless(0 <= self.hardship <= 3, "hardship", "0 to 3", self.hardship)
        faults.unless(self.length >= 1, "length", "1 or more batches", self.length)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Team:
    """People of one batch at one place, with a leader who goes along.

    Attributes:
        batch: Number of the batch.
        place: Id of the host unit.
        sector: The one site type of the team.
        leader: Id of the leader, who is one of the members.
        members: Ids of everyone in it.
    """

    batch: int
    place: str
    sector: Sector
    leader: str
    members: tuple[str, ...]

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        faults.unless(bool(self.place), "place", "the id of a unit", "nothing")
        named = bool(self.members) and all(self.members)
        faults.unless(named, "members", "ids of people", self.members or "nobody")
        faults.unless(len(set(self.members)) == len(self.members), "members", "each person once", self.members)
        faults.raise_if_any()
        if self.leader not in self.members:
            message = (
                f"The leader {self.leader!r} of the team for {self.place} in batch {self.batch} does not go along."
            )
            raise Refused("leader_stays_behind", message, leader=self.leader, place=self.place, batch=self.batch)
