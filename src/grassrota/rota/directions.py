"""Whether places of the first direction are filled first and get the most people."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota.org import Sector
from grassrota.rota.part import Part
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem


@dataclass(frozen=True, slots=True)
class Direction:
    """One rank of directions: its sectors, its seats taken of those there are, and its part of all who go."""

    rank: int
    sectors: tuple[Sector, ...]
    seats: Part
    people: Part


@dataclass(frozen=True, slots=True)
class Directions:
    """All ranks with openings, the first direction first.

    Attributes:
        ranks: 0 for the first direction; sectors that the policy does not rank come last.
    """

    ranks: tuple[Direction, ...]

    @property
    def first_is_filled_first(self) -> bool | None:
        """True if no other direction has a larger share of its seats taken; None if nobody goes, or it has no seats."""
        if not self.ranks or self.ranks[0].rank or not self.ranks[0].people.of:
            return None
        first, *others = self.ranks
        share = first.seats.share
        if share is None:
            return None
        return all(other.seats.share is None or other.seats.share <= share for other in others)

    @property
    def first_gets_most(self) -> bool | None:
        """True if more people go in the first direction than in any other; None if nobody goes."""
        if not self.ranks or not self.ranks[0].people.of:
            return None
        first, *others = self.ranks
        return first.rank == 0 and all(other.people.count < first.people.count for other in others)


def directions(problem: RotaProblem, plan: Plan) -> Directions:
    """Counts seats and people by the policy's ranks of directions."""
    rank_of = {opening.id: problem.policy.direction_rank(opening.sector) for opening in problem.openings}
    going = [rank_of[entry.opening] for entry in plan.assignments]
    found = []
    for rank in sorted(set(rank_of.values())):
        sectors = {opening.sector for opening in problem.openings if rank_of[opening.id] == rank}
        seats = sum(problem.opening[slot.opening].high for slot in problem.slots if rank_of[slot.opening] == rank)
        # a plan may break the headcount: then there are no more seats, and none is free
        taken = Part(min(going.count(rank), seats), seats)
        found.append(Direction(rank, tuple(sorted(sectors)), taken, Part(going.count(rank), len(going))))
    return Directions(tuple(found))
