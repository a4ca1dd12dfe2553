"""One round of inspection: the claims of one day, one public chance, one key, and what the teams found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from grassrota.errors import BadInput, Faults, Refused
from grassrota.inspection import draw as drawing
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import RoundKey
from grassrota.inspection.claim import Claim
from grassrota.inspection.draw import Draw
from grassrota.inspection.finding import Finding
from grassrota.inspection.flagged import Flagged, how_many
from grassrota.inspection.sequential.design import SequentialDesign
from grassrota.inspection.terms import Terms
from grassrota.inspection.verdict import Verdict, judge


@dataclass(frozen=True, slots=True)
class Round:
    """What a round is and, as it goes on, what was found.

    Attributes:
        claims: One for each unit, all of one day, each made under these terms.
        terms: What was fixed before the first round.
        beacon: The public chance.
        key: The office's key of this round; None for everybody else until it is published.
        findings: By unit, so far.
        flagged: Of each unit the closures that looked odd; none where the terms draw no share of them.

    Raises:
        BadInput: If a unit claims twice, under other terms, or of another day than the others or one after the draw,
            the beacon is not the one scheduled, a finding is of a unit without a claim or of a day before the claims',
            flagged closures are not those of a claim once each, or the key is not that of the round.
    """

    claims: tuple[Claim, ...]
    terms: Terms
    beacon: Beacon
    key: RoundKey | None = None
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    flagged: tuple[Flagged, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        units = Counter(claim.unit for claim in self.claims)
        for unit, times in units.items():
            faults.unless(times == 1, "unit", "one claim a unit", f"{times} claims of {unit}")
        days = {claim.as_of for claim in self.claims}
        faults.unless(len(days) == 1, "claims", "at least one claim, all of one day", f"{len(days)} days")
        terms = self.terms.hash
        for claim in self.claims:
            faults.unless(claim.terms == terms, "terms", terms, f"terms {claim.terms or 'none'} of {claim.unit}")
        first = max(days, default=None)
        try:
            drawn = self.terms.draw_of(self.beacon).on
            faults.unless(first is None or first <= drawn, "claims", f"a day up to the draw on {drawn}", first)
        except BadInput as error:
            faults.found.extend(error.faults)
        early = [finding.case for some in self.findings.values() for finding in some if first and finding.on < first]
        faults.unless(not early, "findings", f"visits on or after the day of the claims, {first}", ", ".join(early))
        for unit in self.findings:
            faults.unless(unit in units, "findings", "a unit with a claim", unit)
        hashes = {claim.unit: claim.list_hash for claim in self.claims} if self.terms.flagged else {}
        for listed in self.flagged:
            frozen = hashes.pop(listed.unit, "none, or no second list")
            faults.unless(listed.claim == frozen, "flagged", f"those of the claim {frozen}", listed.claim)
        if self.key is not None:
            bound = self.key.round == self.beacon.round and self.terms.commitment.binds(self.key)
            faults.unless(bound, "key", f"the key of round {self.beacon.round} that was committed to", "another")
        faults.raise_if_any()

    def design(self, claim: Claim) -> SequentialDesign:
        """The design for a claim of the round; ``Refused`` as ``design.hypotheses`` says."""
        return self.terms.design(claim)

    def overall(self, n: int) -> tuple[tuple[str, str], ...]:
        """A sample of ``n`` from all claims together (``draw.overall``); ``Refused`` as ``draw`` without the key."""
        return drawing.overall(self.claims, n, self._key(), self.beacon)

    def draw(self, claim: Claim) -> Draw:
        """The sample of a claim, in the order in which it is visited: seldom to its end.

        Raises:
            Refused: ``key_unpublished``, without the office's key.
        """
        return drawing.draw(claim, self.terms.sample_size(claim), self._key(), self.beacon)

    def draw_flagged(self) -> tuple[Draw, ...]:
        """What is looked at beside the samples, of each unit with a flagged closure; ``Refused`` as ``draw``."""
        sizes = [
            (listed, how_many(len(listed.population), self.terms.flagged, self.terms.most_flagged))
            for listed in self.flagged
        ]
        return tuple(drawing.draw(listed, n, self._key(), self.beacon) for listed, n in sizes if n)

    def verdict(self, claim: Claim) -> Verdict:
        """The verdict on a claim with the findings so far; a case without one is silent."""
        return judge(claim, self.design(claim), self.draw(claim), self.findings.get(claim.unit, ()))

    def next_visits(self, claim: Claim) -> int:
        """How many more cases of the draw are to be visited at once; 0 if what was found decides."""
        cases = self.draw(claim).cases
        seen = {finding.case for finding in self.findings.get(claim.unit, ())}
        visited = max((place for place, case in enumerate(cases, 1) if case in seen), default=0)
        return self.design(claim).next_visits(self.verdict(claim).found[:visited])

    def _key(self) -> RoundKey:
        if self.key is None:
            message = "Without the office's key of this round nobody can tell the sample: wait until it is published."
            raise Refused("key_unpublished", message, round=self.beacon.round)
        return self.key
