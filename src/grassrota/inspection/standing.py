"""Whether and how a reported rate was verified: printed with it, and the one thing that units are ranked by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.inspection.design import Outcome
from grassrota.inspection.verdict import Verdict
from grassrota.inspection.words import Language, percent


@dataclass(frozen=True, slots=True)
class Standing:
    """A reported rate and what an inspection made of it.

    Attributes:
        unit: The unit's id.
        reported: How many it says are fixed.
        received: Of how many opinions; at least ``reported``.
        verdict: Of the inspection of that very claim; None if nobody looked.
    """

    unit: str
    reported: int
    received: int
    verdict: Verdict | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(0 <= self.reported <= self.received, "reported", f"0 to {self.received}", self.reported)
        if self.verdict is not None:
            claim = self.verdict.claim
            judged, here = (claim.unit, claim.claimed, claim.received), (self.unit, self.reported, self.received)
            faults.unless(judged == here, "verdict", f"one on {here}", judged)
        faults.raise_if_any()

    @classmethod
    def of(cls, verdict: Verdict) -> Standing:
        """The standing of a claim that was judged."""
        return cls(verdict.claim.unit, verdict.claim.claimed, verdict.claim.received, verdict)

    @property
    def share(self) -> Fraction | None:
        """The verified lower bound as a share of the opinions received; None if nobody looked, or nothing came in."""
        return self.verdict.verified.share if self.verdict else None

    def words(self, language: Language = Language.ENGLISH) -> str:
        """The reported rate with its status, the sample and the risk: one line, never the rate alone."""
        zh = language is Language.CHINESE
        rate = percent(Fraction(self.reported, self.received)) if self.received else ("无从计算" if zh else "unknown")
        if zh:
            return f"{self.unit}自报{self.reported}/{self.received}（{rate}）：{self._checked_zh()}"
        return f"{self.unit} reports {self.reported} of {self.received} ({rate}): {self._checked_en()}"

    def _checked_en(self) -> str:
        if self.verdict is None:
            return "unchecked"
        told = {
            Outcome.CONFIRMED: "confirmed",
            Outcome.REFUTED: "refuted",
            Outcome.INCONCLUSIVE: "sampled, no verdict yet",
        }
        return (
            f"{told[self.verdict.outcome]}, {self.verdict.visited} cases visited, "
            f"at least {self.verdict.at_least} truly fixed, wrong with a chance of at most {self._risk}"
        )

    def _checked_zh(self) -> str:
        if self.verdict is None:
            return "未经核查"
        told = {Outcome.CONFIRMED: "属实", Outcome.REFUTED: "未通过核查", Outcome.INCONCLUSIVE: "已抽查，尚无定论"}
        return (
            f"{told[self.verdict.outcome]}，走访{self.verdict.visited}件，真正整改的至少{self.verdict.at_least}件，"
            f"出错的可能性不超过{self._risk}"
        )

    @property
    def _risk(self) -> str:
        return f"{float(self.verdict.design.hypotheses.alpha * 100):g}%" if self.verdict else ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Units in order of what is verified, and those that have no place in it.

    Attributes:
        ranked: Inspected units, the greatest verified share first; of equal ones the smaller id.
        unranked: Units that nobody inspected, or that received nothing, by id: no report gives them a place.
    """

    ranked: tuple[Standing, ...]
    unranked: tuple[Standing, ...]


def rank(units: Iterable[Standing]) -> Ranking:
    """Ranks units by their verified lower bounds; what they report plays no part."""
    by_id = sorted(units, key=lambda unit: unit.unit)
    verified = [(unit.share, unit) for unit in by_id if unit.share is not None]
    verified.sort(key=lambda pair: -pair[0])
    return Ranking(tuple(unit for _, unit in verified), tuple(unit for unit in by_id if unit.share is None))
