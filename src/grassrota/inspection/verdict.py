"""What the findings of a sample say about a claim, with silence counted at its worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.inspection.claim import Claim, is_unlisted
from grassrota.inspection.design import FixedSizeDesign, Outcome
from grassrota.inspection.draw import Draw
from grassrota.inspection.exact import most_marked
from grassrota.inspection.finding import Finding, State
from grassrota.inspection.many import e_value


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and all it rests on.

    Attributes:
        claim: The claim judged, with its hash.
        design: The question, the risks and the sample size.
        fixed: Cases of the sample found fixed.
        not_fixed: Cases found not fixed, those claimed but unlisted included.
        unlisted: How many of ``not_fixed`` were claimed but not listed.
        silent: Cases of the sample that are unresolved, those without any finding included.
        at_least: Lower bound of the truly fixed among the claimed, every silent case taken as not fixed; it is too high
            with a chance of at most ``alpha``.
        at_most: Upper bound, every silent case taken as fixed; too low with a chance of at most ``beta``.
    """

    claim: Claim
    design: FixedSizeDesign
    fixed: int
    not_fixed: int
    unlisted: int
    silent: int
    at_least: int
    at_most: int

    def __post_init__(self) -> None:
        faults = Faults()
        drawn = self.fixed + self.not_fixed + self.silent
        faults.unless(drawn == self.design.n, "fixed, not_fixed, silent", f"{self.design.n} cases in all", drawn)
        faults.unless(self.at_least <= self.at_most, "at_least", f"at most {self.at_most}", self.at_least)
        faults.raise_if_any()

    @property
    def outcome(self) -> Outcome:
        """Confirmed, refuted or inconclusive."""
        return self.design.outcome(self.fixed, self.fixed + self.silent)

    @property
    def verified(self) -> Verified:
        """The lower bound as gates read it."""
        return Verified(self.claim.unit, self.claim.as_of, self.at_least, self.claim.received)

    @property
    def evidence(self) -> float:
        """How strong the evidence is that the claim is false, silence taken as fixed (``many.e_value``)."""
        return e_value(self.design.hypotheses, self.design.n, self.not_fixed)

    @property
    def to_confirm(self) -> int:
        """How many more cases of the sample would have to be found fixed for the claim to be confirmed; 0 if it is."""
        return max(self.design.n - self.design.allowed - self.fixed, 0)

    @property
    def to_refute(self) -> int:
        """How many more cases of the sample would have to be found not fixed to refute the claim; 0 if it is."""
        return max(self.design.allowed + 1 - self.not_fixed, 0)


def judge(claim: Claim, design: FixedSizeDesign, drawn: Draw, findings: Iterable[Finding]) -> Verdict:
    """Counts the findings of a draw and answers the design's question; the order of the findings plays no part.

    A drawn case without a finding is silent. The same rule is applied twice, with every silent case as not fixed and as
    fixed: the claim is confirmed only if the first reading confirms, refuted only if the second refutes.

    Raises:
        BadInput: If the draw is of another claim or size, or a finding is of a case not drawn, or given twice.
    """
    found = tuple(findings)
    _check(claim, design, drawn, found)
    unlisted = sum(map(is_unlisted, drawn.cases))
    counts = Counter(finding.state for finding in found)
    fixed, not_fixed = counts[State.FIXED], counts[State.NOT_FIXED] + unlisted
    at_least, at_most = bounds(claim, design, fixed, not_fixed)
    return Verdict(claim, design, fixed, not_fixed, unlisted, design.n - fixed - not_fixed, at_least, at_most)


def bounds(claim: Claim, design: FixedSizeDesign, fixed: int, not_fixed: int) -> tuple[int, int]:
    """Exact bounds of the truly fixed cases, each at its own one-sided risk, and never more than were listed.

    The lower bound exceeds ``false_at`` just when the design confirms, since both turn round the same test.
    """
    asked = design.hypotheses
    lower = asked.population - most_marked(design.n - fixed, asked.population, design.n, asked.alpha)
    upper = most_marked(design.n - not_fixed, asked.population, design.n, asked.beta)
    return min(lower, len(claim.cases)), min(upper, len(claim.cases))


def _check(claim: Claim, design: FixedSizeDesign, drawn: Draw, findings: tuple[Finding, ...]) -> None:
    faults = Faults()
    faults.unless(drawn.list_hash == claim.list_hash, "list_hash", claim.list_hash, drawn.list_hash)
    faults.unless(len(drawn.cases) == design.n, "cases", f"{design.n} drawn cases", len(drawn.cases))
    population = design.hypotheses.population
    faults.unless(population == claim.claimed, "population", f"{claim.claimed} as claimed", population)
    visited: Mapping[str, int] = Counter(finding.case for finding in findings)
    sample = {case for case in drawn.cases if not is_unlisted(case)}
    for case, times in visited.items():
        faults.unless(times == 1, "case", "one finding a case", f"{times} of {case}")
        faults.unless(case in sample, "case", "a case of the sample", case)
    faults.raise_if_any()
