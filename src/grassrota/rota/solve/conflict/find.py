"""From a problem to what clashes in it: a proof, by parts or by whole numbers, then what the proof can do without."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from grassrota.rota.rules import couples, dumping
from grassrota.rota.solve.conflict.demands import alike, gathered, one_by_one
from grassrota.rota.solve.conflict.ground import Ground
from grassrota.rota.solve.conflict.member import Conflict, Member
from grassrota.rota.solve.conflict.outline import Outline
from grassrota.rota.solve.conflict.programme import Answer
from grassrota.rota.solve.conflict.relax import relaxations
from grassrota.rota.solve.conflict.shrink import shrunk
from grassrota.rota.solve.conflict.words import said, who
from grassrota.rota.solve.model import Model

SMALL, MIDDLING = 20_000, 3_000_000
"""Up to so many pairs of a person and a slot everything is asked for one by one and by whole numbers; up to so many one
by one, where nothing clashes when what is alike is taken together."""

LATER = frozenset({dumping.RULE, couples.RULE})
"""Rules of so many rows that they are looked at only if the others do not clash."""

FEW, MANY = 6, 200
"""More than so many rows of one rule and batch are told together; what stands for more than so many stays together."""

PATIENCE = 10.0
"""A last resort: seconds for one question."""


def conflict_of(model: Model, seconds: float = 120.0) -> Conflict | None:
    """What clashes in a problem, no more than needed, and what would settle it; None if no clash is found.

    Args:
        model: All rows.
        seconds: A last resort. When they are over, the clash found so far is the answer, which may be larger than
            needed.
    """
    if any(len(party) > 1 for party in model.frame.parties):
        return None  # people of a group are not told apart yet
    finder = _Finder(Ground(model), time.perf_counter() + seconds)
    return finder.run()


@dataclass
class _Finder:
    ground: Ground
    until: float
    sure: bool = True

    def run(self) -> Conflict | None:
        """The clash, what is not needed left out."""
        pairs = len(self.ground.frame.people) * len(self.ground.frame.slots)
        ways = [one_by_one] if pairs <= SMALL else [alike, one_by_one] if pairs <= MIDDLING else [alike]
        everything = [way(self.ground) for way in ways]
        found = next(filter(None, (self._by_parts(members) for members in everything)), None)
        integer = found is None
        if integer and pairs <= SMALL and self._answer(everything[0], True) is Answer.NO:
            found = everything[0]
        if found is None:
            return None
        members = self._needed(gathered(self.ground, found, FEW), integer)
        members = self._needed(self._taken_apart(members, integer), True)
        members.sort(key=lambda member: (not member.rows, member.rows, member.rule, member.about))
        offers = relaxations(self.ground, members, everything[0] if pairs <= SMALL else None, PATIENCE)
        words = tuple(said(self.ground, member) for member in members)
        return Conflict(tuple(members), words, self.sure, who(self.ground, members), offers)

    def _by_parts(self, members: Sequence[Member]) -> list[Member] | None:
        """Members that clash even by parts, though not all of them may be needed; None if they do not."""
        for later in (LATER, frozenset[str]()):
            kept = [member for member in members if member.rule not in later]
            if found := Outline(self.ground, kept, elastic=True).priced(self.until - time.perf_counter()):
                return found
        return None

    def _answer(self, members: Sequence[Member], integer: bool) -> Answer:
        """Whether some members can be met; time may run out."""
        left = min(PATIENCE, self.until - time.perf_counter())
        return Outline(self.ground, members).solve(integer, left).answer if left > 0 else Answer.UNKNOWN

    def _clash(self, members: Sequence[Member], integer: bool) -> bool:
        answer = self._answer(members, integer)
        self.sure &= answer is not Answer.UNKNOWN
        return answer is Answer.NO

    def _needed(self, members: list[Member], integer: bool) -> list[Member]:
        """Those that are needed: by parts, which is quick, where they clash by parts; or by whole numbers."""
        return shrunk(lambda some: self._clash(some, integer), members) or []

    def _taken_apart(self, members: list[Member], integer: bool) -> list[Member]:
        """Takes apart what stands for several, as far as few of those are needed."""
        for member in [one for one in members if 1 < len(self.ground.parts(one)) <= MANY]:
            others = [one for one in members if one is not member]

            def clash(parts: Sequence[Member], others: Sequence[Member] = others) -> bool:
                return self._clash([*others, *parts], integer)

            parts = shrunk(clash, self.ground.parts(member), FEW)
            members = members if parts is None else [*others, *parts]
        return members
