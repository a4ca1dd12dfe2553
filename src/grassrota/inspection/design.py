"""How many cases to visit, and how many may fail, with both risks stated.

Among the N cases that a unit claims as fixed, K really are. The claim is false if K is at most ``false_at`` and honest
if K is at least ``honest_at``; in between, either answer is right. ``docs/algorithms/inspection.md`` has the proofs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from grassrota.errors import Faults, Refused
from grassrota.inspection.claim import Claim
from grassrota.inspection.exact import Chance, Rate, at_most, exact, more_than, within

SCANNED = 64
"""Allowances up to this many failures are tried one by one from nothing."""


class Outcome(StrEnum):
    """What an inspection says about a claim."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Hypotheses:
    """The question, in counts.

    Attributes:
        population: N, the cases claimed as fixed, 1 or more.
        false_at: The claim is false if this many or fewer are truly fixed; 0 or more.
        honest_at: The claim is honest if this many or more are; above ``false_at``, at most N.
        alpha: The greatest allowed chance of confirming a false claim, between 0 and 1.
        beta: The greatest allowed chance of refuting an honest one, between 0 and 1.
        passed: The greatest share of the cases not fixed that are found fixed; the counts above allow for it.
        failed: The greatest share of the fixed cases that are found not fixed; likewise.
    """

    population: int
    false_at: int
    honest_at: int
    alpha: Fraction
    beta: Fraction
    passed: Fraction = Fraction(0)
    failed: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        faults = Faults()
        ordered = 0 <= self.false_at < self.honest_at <= self.population
        got = f"{self.false_at}, {self.honest_at} of {self.population}"
        faults.unless(ordered, "false_at, honest_at", "0 <= false_at < honest_at <= population", got)
        for name, risk in (("alpha", self.alpha), ("beta", self.beta)):
            faults.unless(0 < risk < 1, name, "a risk between 0 and 1", risk)
        faults.raise_if_any()

    def with_errors(self, passed: Rate, failed: Rate) -> Hypotheses:
        """The question to ask of what inspectors find, if they sometimes err.

        Args:
            passed: The greatest share of the cases not fixed that are found fixed, 0 up to 1.
            failed: The greatest share of the fixed cases that are found not fixed, 0 up to 1.

        Raises:
            Refused: ``too_many_errors``, if a false claim could then look as good as an honest one.
        """
        shares = {"passed": exact(passed), "failed": exact(failed)}
        faults = Faults()
        for name, share in shares.items():
            faults.unless(0 <= share < 1, name, "a share from 0 up to 1", share)
        faults.raise_if_any()
        false_at = self.false_at + floor(shares["passed"] * (self.population - self.false_at))
        honest_at = self.honest_at - floor(shares["failed"] * self.honest_at)
        if false_at >= honest_at:
            message = (
                f"If inspectors err so often, a false claim may show {false_at} fixed cases and an honest one only "
                f"{honest_at}: no sample tells them apart. Train them, or allow a wider tolerance."
            )
            raise Refused("too_many_errors", message, false_at=false_at, honest_at=honest_at)
        return Hypotheses(
            self.population, false_at, honest_at, self.alpha, self.beta, shares["passed"], shares["failed"]
        )

    def truly(self, found_least: int, found_most: int) -> tuple[int, int]:
        """Bounds of the truly fixed, from bounds of those that would be found fixed if every case was visited.

        The least K of which so many can be found, K + passed (N - K), and the greatest of which no more need be,
        K - failed K, both in whole cases.
        """
        cases = self.population
        least = bisect_left(range(cases), found_least, key=lambda fixed: fixed + floor(self.passed * (cases - fixed)))
        most = bisect_right(range(1, cases + 1), found_most, key=lambda fixed: fixed - floor(self.failed * fixed))
        return least, most


@dataclass(frozen=True, slots=True)
class FixedSizeDesign:
    """Visit ``n`` cases; confirm if at most ``allowed`` are not fixed, else refute.

    Attributes:
        hypotheses: The question it answers.
        n: Cases to visit, 1 to N; N is a census.
        allowed: The largest number of cases not fixed that still confirms, 0 or more.
        confirm_risk: Chance of confirming at ``false_at``, and the greatest for any falser claim.
        refute_risk: Chance of refuting at ``honest_at``, and the greatest for any more honest claim.
    """

    hypotheses: Hypotheses
    n: int
    allowed: int
    confirm_risk: Chance
    refute_risk: Chance

    @property
    def is_census(self) -> bool:
        """Whether every claimed case is visited."""
        return self.n == self.hypotheses.population

    def outcome(self, worst: int, best: int) -> Outcome:
        """Confirms only if the worst reading of the sample does, refutes only if the best one does.

        Args:
            worst: Cases of the sample surely fixed.
            best: Those and the unresolved ones; ``worst`` to ``n``.
        """
        needed = self.n - self.allowed
        if worst >= needed:
            return Outcome.CONFIRMED
        return Outcome.REFUTED if best < needed else Outcome.INCONCLUSIVE

    def chance_of_confirming(self, truly_fixed: int) -> Chance:
        """The operating characteristic: chance of confirming if so many of the N cases are truly fixed."""
        population = self.hypotheses.population
        return at_most(self.allowed, population, population - truly_fixed, self.n)


def hypotheses(
    claim: Claim, tolerance: Rate = "0.05", grace: Rate = "0.02", alpha: Rate = "0.05", beta: Rate = "0.05"
) -> Hypotheses:
    """The question to ask of a claim.

    Args:
        claim: What the unit says.
        tolerance: By how much of the opinions received the true rate may stay below the claimed one, above 0.
        grace: The share of the claimed cases that an honest unit may have wrong, 0 up to 1; with 0 one failure refutes.
        alpha: The greatest allowed chance of confirming a false claim.
        beta: The greatest allowed chance of refuting an honest one.

    Raises:
        Refused: ``nothing_claimed``, ``tolerance_exceeds_claim``, ``no_design`` or ``false_by_its_list``, with what to
            change.
    """
    rate, wide, slight = claim.rate, exact(tolerance), exact(grace)
    if not rate:
        message = f"{claim.unit} claims no case as fixed: there is nothing to inspect."
        raise Refused("nothing_claimed", message, unit=claim.unit)
    false_at = floor(claim.received * (rate - wide))
    honest_at = ceil(claim.claimed * (1 - slight))
    if false_at < 0:
        message = f"A tolerance of {tolerance} is more than the claim itself: make it less than {float(rate):.4g}."
        raise Refused("tolerance_exceeds_claim", message, unit=claim.unit, rate=rate)
    if false_at >= honest_at:
        message = (
            f"No sample can tell {false_at} truly fixed cases (false) from {honest_at} (honest): "
            f"make the tolerance more than {float(rate * slight):.4g}, or the grace less than {float(wide / rate):.4g}."
        )
        raise Refused("no_design", message, false_at=false_at, honest_at=honest_at)
    if len(claim.cases) <= false_at:
        message = (
            f"{claim.unit} claims {claim.claimed} cases and lists {len(claim.cases)}: even if all of those are fixed, "
            "the claim is false. Send it back for a full list."
        )
        raise Refused("false_by_its_list", message, unit=claim.unit, listed=len(claim.cases), false_at=false_at)
    return Hypotheses(claim.claimed, false_at, honest_at, exact(alpha), exact(beta))


def fixed_size(question: Hypotheses) -> FixedSizeDesign:
    """The smallest sample, drawn without replacement, that keeps both risks.

    For each number of failures allowed there is a smallest sample that keeps ``alpha``; it grows with that number, so
    the first number that keeps ``beta`` as well gives the smallest sample of all (Guenther 1969, for finite lots). A
    census always does. Populations up to ``exact.COUNTED_EXACTLY`` are counted in whole numbers.
    """
    allowed = _first_to_try(question)
    while not within(_refute_risk(question, allowed), question.beta):
        allowed += 1
    n = _smallest_sample(question, allowed)
    unfixed = question.population - question.false_at
    confirm_risk = at_most(allowed, question.population, unfixed, n)
    return FixedSizeDesign(question, n, allowed, confirm_risk, _refute_risk(question, allowed))


def smallest_sample(allowed: int, population: int, marked: int, risk: Fraction) -> int:
    """The smallest sample with a chance of at most ``risk`` to hold ``allowed`` or fewer of the marked ones.

    Args:
        allowed: Below ``marked``, so that a census always does.
        population: All cases.
        marked: How many of them are marked.
        risk: Between 0 and 1.
    """
    low, high = allowed, population
    while high - low > 1:
        middle = (low + high) // 2
        if within(at_most(allowed, population, marked, middle), risk):
            high = middle
        else:
            low = middle
    return high


def _smallest_sample(question: Hypotheses, allowed: int) -> int:
    return smallest_sample(allowed, question.population, question.population - question.false_at, question.alpha)


def _refute_risk(question: Hypotheses, allowed: int) -> Chance:
    """Chance of refuting at ``honest_at`` with the smallest sample that keeps ``alpha``."""
    n = _smallest_sample(question, allowed)
    return more_than(allowed, question.population, question.population - question.honest_at, n)


def _first_to_try(question: Hypotheses) -> int:
    """An allowance that is surely not above the one sought.

    The refute risk falls with the allowance but for a ripple, as samples are whole numbers. Above ``SCANNED`` the
    ripple is a few hundredths of the risk, so halving down to one and a half times ``beta`` stays below it.
    """
    certain = question.population - question.honest_at
    high = SCANNED
    while high < certain and not within(_refute_risk(question, high), question.beta):
        high *= 2
    if high == SCANNED:
        return 0
    low, high = high // 2, min(high, certain)
    while high - low > 1:
        middle = (low + high) // 2
        if _refute_risk(question, middle) > question.beta * Fraction(3, 2):
            low = middle
        else:
            high = middle
    return low
