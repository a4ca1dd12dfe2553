"""What findings, read in the order of the draw, say about a claim, with silence counted at its worst."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import repeat

from grassrota.errors import Faults
from grassrota.inspection.anytime import Seen, anytime_bounds
from grassrota.inspection.claim import Claim, is_unlisted
from grassrota.inspection.design import Outcome
from grassrota.inspection.draw import Draw
from grassrota.inspection.finding import Finding, State
from grassrota.inspection.many import e_value
from grassrota.inspection.sequential.bounds import bounds_at_end
from grassrota.inspection.sequential.design import End, SequentialDesign, read_both_ways

FIXED = {State.FIXED: True, State.NOT_FIXED: False, State.UNRESOLVED: None}
"""Whether a case is truly fixed, by what was found; None if nobody can tell."""


@dataclass(frozen=True, slots=True)
class Verified:
    """How many of the opinions a unit received are surely fixed: what gates read.

    Attributes:
        unit: The unit's id.
        as_of: The day the figure speaks of.
        at_least: The verified lower bound, a count; 0 for a unit that was not inspected.
        received: Opinions received, at least ``at_least``.
    """

    unit: str
    as_of: date
    at_least: int
    received: int

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(0 <= self.at_least <= self.received, "at_least", f"0 to {self.received}", self.at_least)
        faults.raise_if_any()

    @property
    def share(self) -> Fraction | None:
        """The bound as a share of the opinions received; None if there were none."""
        return Fraction(self.at_least, self.received) if self.received else None


@dataclass(frozen=True)
class Verdict:
    """The answer, and all it rests on.

    Only the cases up to where both readings have ended play a part: ``visited`` of them.

    Attributes:
        claim: The claim judged, with its hash.
        design: The question, the risks and the boundaries; it draws no lots.
        found: Of the cases of the draw, in its order, ``design.longest`` of them or more, whether each is truly fixed;
            None if it is unresolved, and for those that nobody visited.
        made: How many of them were visited, in their order, before the visits stopped.
        unlisted: How many of the cases that play a part were claimed but not listed; they are not fixed.
        at_least: Lower bound of the truly fixed among the claimed, every silent case taken as not fixed; it is too high
            with a chance of at most ``alpha``.
        at_most: Upper bound, every silent case taken as fixed; too low with a chance of at most ``beta``.
    """

    claim: Claim
    design: SequentialDesign
    found: tuple[bool | None, ...]
    made: int
    unlisted: int
    at_least: int
    at_most: int

    def __post_init__(self) -> None:
        faults = Faults()
        longest = self.design.longest
        faults.unless(not self.design.draws_lots, "design", "a design without lots", "one that draws lots")
        faults.unless(len(self.found) >= longest, "found", f"{longest} cases in all", len(self.found))
        faults.unless(self.at_least <= self.at_most, "at_least", f"at most {self.at_most}", self.at_least)
        faults.raise_if_any()

    @classmethod
    def of(
        cls, claim: Claim, design: SequentialDesign, found: Sequence[bool | None], unlisted: Sequence[int] = ()
    ) -> Verdict:
        """The verdict that findings give.

        Args:
            claim: The claim judged.
            design: The design for it.
            found: As the attribute, as far as visits were made; the rest is silent.
            unlisted: Places, from 0, of those that were claimed but not listed.
        """
        told = (*found, *repeat(None, design.longest - len(found)))
        worst, best = _ends(design, told)
        visited = max(worst.visited, best.visited)
        least, most = _bounds(claim, design, bounds_at_end(design, worst, best))
        return cls(claim, design, told, len(found), sum(place < visited for place in unlisted), least, most)

    @cached_property
    def ends(self) -> tuple[End, End]:
        """Where the inspection ends with every silent case as not fixed, and with every one as fixed."""
        return _ends(self.design, self.found)

    @property
    def visited(self) -> int:
        """How many cases of the draw play a part."""
        return max(end.visited for end in self.ends)

    @property
    def fixed(self) -> int:
        """How many of them were found fixed."""
        return self.found[: self.visited].count(True)

    @property
    def not_fixed(self) -> int:
        """How many were found not fixed, those claimed but unlisted included."""
        return self.found[: self.visited].count(False)

    @property
    def silent(self) -> int:
        """How many are unresolved, those without any finding included."""
        return self.found[: self.visited].count(None)

    @property
    def outcome(self) -> Outcome:
        """Confirmed, refuted or inconclusive."""
        told = read_both_ways(*self.ends)
        assert told, "both readings have ended"
        return told

    @property
    def verified(self) -> Verified:
        """The lower bound as gates read it."""
        return Verified(self.claim.unit, self.claim.as_of, self.at_least, self.claim.received)

    @cached_property
    def evidence(self) -> float:
        """How strong the evidence is that the claim is false, silence taken as fixed (``many.e_value``).

        It counts every visit that was made, so whoever is visited on gathers more.
        """
        return e_value(self.design.hypotheses, self.made, self.found[: self.made].count(False))

    @cached_property
    def at_any_moment(self) -> tuple[int, int]:
        """Bounds from all visits that were made, which hold whenever and why they stopped (``anytime``)."""
        seen = self.found[: self.made]
        counts = (seen.count(fixed) for fixed in (True, False, None))
        asked = self.design.hypotheses
        bounds = anytime_bounds(Seen(asked.population, *counts), asked.alpha, asked.beta)
        return _bounds(self.claim, self.design, bounds)

    @property
    def to_confirm(self) -> int | None:
        """How many more would have had to be found fixed for the claim to be confirmed: 0 if it is.

        Of the silent cases if it is inconclusive, of those not fixed if it is refuted, silence counting as not fixed;
        None if not even all of them would do, as more would then have been visited.
        """
        if self.outcome is Outcome.CONFIRMED:
            return 0
        changed = None if self.outcome is Outcome.INCONCLUSIVE else False
        return self._fewest(changed, True, Outcome.CONFIRMED)

    @property
    def to_refute(self) -> int | None:
        """How many more would have had to be found not fixed for the claim to be refuted: 0 if it is.

        Of the silent cases if it is inconclusive, of those fixed if it is confirmed, silence counting as fixed.
        """
        if self.outcome is Outcome.REFUTED:
            return 0
        changed = None if self.outcome is Outcome.INCONCLUSIVE else True
        return self._fewest(changed, False, Outcome.REFUTED)

    def _fewest(self, changed: bool | None, into: bool, outcome: Outcome) -> int | None:
        """The least number of such cases, the earliest first, that had to be found otherwise for another outcome."""
        places = [place for place, fixed in enumerate(self.found[: self.visited]) if fixed is changed]

        def decides(many: int) -> bool:
            others = set(places[:many])
            seen = [into if place in others else fixed for place, fixed in enumerate(self.found[: self.visited])]
            return self.design.follow(seen) is outcome

        fewest = bisect_left(range(len(places) + 1), True, key=decides)
        return fewest if fewest <= len(places) else None


def judge(claim: Claim, design: SequentialDesign, drawn: Draw, findings: Iterable[Finding]) -> Verdict:
    """Reads findings in the order of the draw and answers the design's question; their own order plays no part.

    A case without a finding is silent, and so is one that is not drawn yet. The plan is followed twice, with every
    silent case as not fixed and as fixed: the claim is confirmed only if the first reading confirms, refuted only if
    the second refutes.

    Raises:
        BadInput: If the draw is of another claim, or a finding is of a case not drawn, or given twice.
    """
    told = tuple(findings)
    _check(claim, design, drawn, told)
    states = {finding.case: FIXED[finding.state] for finding in told}
    made = max((place for place, case in enumerate(drawn.cases, 1) if case in states), default=0)
    # a case that was never listed is not fixed, and nobody need go there to know
    while made < len(drawn.cases) and is_unlisted(drawn.cases[made]):
        made += 1
    unlisted = [place for place, case in enumerate(drawn.cases[:made]) if is_unlisted(case)]
    found = [False if is_unlisted(case) else states.get(case) for case in drawn.cases[:made]]
    return Verdict.of(claim, design, found, unlisted)


def _ends(design: SequentialDesign, found: Sequence[bool | None]) -> tuple[End, End]:
    worst, best = design.ends(found)
    assert worst, "a plan has an answer after its longest inspection"
    assert best, "a plan has an answer after its longest inspection"
    return worst, best


def _bounds(claim: Claim, design: SequentialDesign, found: tuple[int, int]) -> tuple[int, int]:
    """Bounds of the truly fixed, never more than were listed, from those of what would be found."""
    least, most = design.hypotheses.truly(*found)
    return min(least, len(claim.cases)), min(most, len(claim.cases))


def _check(claim: Claim, design: SequentialDesign, drawn: Draw, findings: tuple[Finding, ...]) -> None:
    faults = Faults()
    faults.unless(drawn.list_hash == claim.list_hash, "list_hash", claim.list_hash, drawn.list_hash)
    population = design.hypotheses.population
    faults.unless(population == claim.claimed, "population", f"{claim.claimed} as claimed", population)
    visited: Mapping[str, int] = Counter(finding.case for finding in findings)
    sample = {case for case in drawn.cases if not is_unlisted(case)}
    for case, times in visited.items():
        faults.unless(times == 1, "case", "one finding a case", f"{times} of {case}")
        faults.unless(case in sample, "case", "a case of the sample", case)
    faults.raise_if_any()
