"""A sequential design: what to do after each visit, and what it does whatever the truth is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from grassrota.errors import BadInput, Fault
from grassrota.inspection.design import Hypotheses, Outcome
from grassrota.inspection.sequential.boundaries import Boundaries
from grassrota.inspection.sequential.induction import Weights
from grassrota.inspection.sequential.walk import walk


@dataclass(frozen=True, slots=True)
class Operating:
    """What a design does if so many cases are truly fixed.

    Attributes:
        truly_fixed: K, of the N cases.
        confirm: Chance of confirming.
        refute: Chance of refuting; the two make one.
        mean_visits: Visits on average.
        usual_most: So many visits suffice with a chance of 95 %.
    """

    truly_fixed: int
    confirm: float
    refute: float
    mean_visits: float
    usual_most: int


@dataclass(frozen=True, slots=True)
class End:
    """Where an inspection ended.

    Attributes:
        visited: Visits.
        failed: How many of them found the case not fixed, as read.
        outcome: Confirmed or refuted.
    """

    visited: int
    failed: int
    outcome: Outcome


@dataclass(frozen=True)
class SequentialDesign:
    """Visit case after case in the order of the draw, and stop as soon as a boundary is met.

    Attributes:
        hypotheses: The question it answers.
        boundaries: When it stops.
        fixed_size: Visits that the smallest fixed-size design needs.
        weights: Of the mean visits at ``false_at``, in the middle and at ``honest_at``: their mean is kept least.
        confirm_risk: Chance of confirming at ``false_at``, and the greatest for any falser claim.
        refute_risk: Chance of refuting at ``honest_at``, and the greatest for any more honest claim.
        mean_visits: The weighted mean.
        bound: No plan of at most ``LONGEST`` fixed sizes that keeps both risks has a smaller weighted mean.
    """

    hypotheses: Hypotheses
    boundaries: Boundaries
    fixed_size: int
    weights: Weights
    confirm_risk: float
    refute_risk: float
    mean_visits: float
    bound: float

    @property
    def longest(self) -> int:
        """The most visits that can be needed."""
        return self.boundaries.longest

    @property
    def gap(self) -> float:
        """By how much the mean visits may be above the least there are, as a part of those."""
        return self.mean_visits / self.bound - 1

    @property
    def draws_lots(self) -> bool:
        """Whether a lot sometimes decides if one more case is visited."""
        return bool(self.boundaries.lots)

    def step(self, visited: int, failed: int, drawn: float | None = None) -> Outcome | None:
        """The answer after so many visits, as long as none came before; None to visit one more.

        Args:
            visited: Visits so far, 0 to ``longest``.
            failed: How many found the case not fixed.
            drawn: The last case's ``lot_of``; needed in the few states where a lot is drawn.

        Raises:
            BadInput: If the counts are impossible, or a lot is needed and not given.
        """
        if not 0 <= failed <= visited <= self.longest:
            where = f"0 <= failed <= visited <= {self.longest}"
            raise BadInput([Fault("visited, failed", where, f"{visited}, {failed}")])
        if drawn is None and (visited, failed) in self.boundaries.lot_at:
            raise BadInput([Fault("drawn", "the lot of the last case visited", "none", "Give its lot_of(ticket).")])
        return self.boundaries.at(visited, failed, 1.0 if drawn is None else drawn)

    def follow(self, fixed: Sequence[bool | None], drawn: Sequence[float] = ()) -> Outcome | None:
        """The answer that findings give, silence read both ways; None if more cases must be visited.

        Args:
            fixed: In the order of the draw: whether each case is truly fixed, None if it is unresolved.
            drawn: Each case's ``lot_of``; may be left out if the design draws no lots.

        Returns:
            Confirmed only if the plan confirms with every unresolved case as not fixed, refuted only if it refutes with
            every one as fixed, inconclusive if neither can be any more.
        """
        return read_both_ways(*self.ends(fixed, drawn))

    def ends(self, fixed: Sequence[bool | None], drawn: Sequence[float] = ()) -> tuple[End | None, End | None]:
        """Where the inspection ends if every unresolved case is not fixed, and if every one is; see ``follow``."""
        worst = self._end([found is not True for found in fixed], drawn)
        return worst, self._end([found is False for found in fixed], drawn)

    def next_visits(self, fixed: Sequence[bool | None]) -> int:
        """How many more cases to visit at once: as many as would end both readings if each of them was found fixed.

        Args:
            fixed: What was found so far, in the order of the draw, as in ``follow``; the design draws no lots.

        Returns:
            0 if both readings have ended.
        """
        visited, needed = len(fixed), 0
        for failing in ([found is not True for found in fixed], [found is False for found in fixed]):
            if self._end(failing, ()) is None:
                failed = sum(failing)
                later = range(visited + 1, self.longest + 1)
                needed = max(needed, next(n for n in later if self.step(n, failed)) - visited)
        return needed

    def operating(self, truths: Sequence[int]) -> tuple[Operating, ...]:
        """The operating characteristic, computed exactly where so many of the N cases are truly fixed."""
        walks = walk(self.boundaries, self.hypotheses.population, truths)
        rows = zip(truths, walks.confirmed, walks.refuted, walks.mean_visits, walks.visits_within(0.95), strict=True)
        return tuple(Operating(k, float(yes), float(no), float(mean), int(most)) for k, yes, no, mean, most in rows)

    def exits(self) -> Iterator[tuple[int, int, Outcome]]:
        """Visits, failures and answer where each boundary moves: a table of the plan in as few rows as it has.

        The plan confirms from so many visits on with so many failures or fewer, and refutes up to so many visits with
        so many failures or more.
        """
        confirm, refute = self.boundaries.confirm, self.boundaries.refute
        for n, (before, now) in enumerate(pairwise(confirm), 1):
            yield from ((n, failed, Outcome.CONFIRMED) for failed in range(before + 1, now + 1))
        for n, (now, after) in enumerate(pairwise(refute)):
            if now <= n and after > now:
                yield from ((n, failed, Outcome.REFUTED) for failed in range(now, after))
        yield self.longest, refute[-1], Outcome.REFUTED

    def _end(self, failing: Sequence[bool], drawn: Sequence[float]) -> End | None:
        failed = 0
        for visited, fails in enumerate(failing, 1):
            failed += fails
            if answer := self.step(visited, failed, drawn[visited - 1] if drawn else None):
                return End(visited, failed, answer)
        return None


def read_both_ways(worst: End | None, best: End | None) -> Outcome | None:
    """The answer of the two readings of ``SequentialDesign.ends``; None while neither tells and one goes on."""
    if worst and worst.outcome is Outcome.CONFIRMED:
        return Outcome.CONFIRMED
    if best and best.outcome is Outcome.REFUTED:
        return Outcome.REFUTED
    return Outcome.INCONCLUSIVE if worst and best else None


def lot_of(ticket: bytes) -> float:
    """A public number from 0 up to 1 that belongs to a case's ticket, which nobody can choose or foresee."""
    return int.from_bytes(sha256(b"grassrota lot 1" + ticket).digest()[:6], "big") / 2**48
