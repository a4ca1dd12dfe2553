"""One round of inspection: the claims of one day, one public chance, one key, and what the teams found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grassrota.errors import Faults, Refused
from grassrota.inspection import draw as drawing
from grassrota.inspection.claim import Claim
from grassrota.inspection.design import FixedSizeDesign, fixed_size, hypotheses
from grassrota.inspection.draw import Beacon, Commitment, Draw, RoundKey
from grassrota.inspection.finding import Finding
from grassrota.inspection.verdict import Verdict, judge


@dataclass(frozen=True, slots=True)
class Round:
    """What a round is and, as it goes on, what was found.

    Attributes:
        claims: One for each unit, all of one day.
        beacon: The public chance.
        commitment: What the office published before the first round.
        key: The office's key of this round; None for everybody else until it is published.
        tolerance: See ``design.hypotheses``, as for the next three.
        grace: An honest unit's allowed share of wrong cases.
        alpha: Allowed risk of confirming a false claim.
        beta: Allowed risk of refuting an honest one.
        findings: By unit, so far.

    Raises:
        BadInput: If a unit claims twice or days differ, a share is out of range, a finding is of a unit without a
            claim or of a day before the claims', or the key is not that of the round.
    """

    claims: tuple[Claim, ...]
    beacon: Beacon
    commitment: Commitment
    key: RoundKey | None = None
    tolerance: Fraction = Fraction(5, 100)
    grace: Fraction = Fraction(2, 100)
    alpha: Fraction = Fraction(5, 100)
    beta: Fraction = Fraction(5, 100)
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults()
        units = Counter(claim.unit for claim in self.claims)
        for unit, times in units.items():
            faults.unless(times == 1, "unit", "one claim a unit", f"{times} of {unit}")
        days = {claim.as_of for claim in self.claims}
        faults.unless(len(days) == 1, "claims", "at least one claim, all of one day", f"{len(days)} days")
        faults.unless(0 < self.tolerance < 1, "tolerance", "a share between 0 and 1", self.tolerance)
        faults.unless(0 <= self.grace < 1, "grace", "a share from 0 up to 1", self.grace)
        for name, risk in (("alpha", self.alpha), ("beta", self.beta)):
            faults.unless(0 < risk < 1, name, "a risk between 0 and 1", risk)
        first = max(days, default=None)
        early = [finding.case for some in self.findings.values() for finding in some if first and finding.on < first]
        faults.unless(not early, "findings", f"visits on or after the day of the claims, {first}", ", ".join(early))
        for unit in self.findings:
            faults.unless(unit in units, "findings", "a unit with a claim", unit)
        if self.key is not None:
            bound = self.key.round == self.beacon.round and self.commitment.binds(self.key)
            faults.unless(bound, "key", f"the key of round {self.beacon.round} that was committed to", "another")
        faults.raise_if_any()

    def design(self, claim: Claim) -> FixedSizeDesign:
        """The smallest design for a claim of the round; ``Refused`` as ``design.hypotheses`` says."""
        return fixed_size(hypotheses(claim, self.tolerance, self.grace, self.alpha, self.beta))

    def draw(self, claim: Claim) -> Draw:
        """The sample of a claim.

        Raises:
            Refused: ``key_unpublished``, without the office's key.
        """
        if self.key is None:
            message = "Without the office's key of this round nobody can tell the sample: wait until it is published."
            raise Refused("key_unpublished", message, round=self.beacon.round)
        return drawing.draw(claim, self.design(claim).n, self.key, self.beacon)

    def verdict(self, claim: Claim) -> Verdict:
        """The verdict on a claim with the findings so far; a case without one is silent."""
        return judge(claim, self.design(claim), self.draw(claim), self.findings.get(claim.unit, ()))
