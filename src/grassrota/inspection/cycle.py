"""A round of inspections over all units, when it may close, and what a failed check does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from grassrota.errors import Faults, Refused
from grassrota.inspection.finding import Finding, Source, State
from grassrota.opinions.case import Case, reopen
from grassrota.opinions.entries import ReopenedBy, Reopening


class VisitKind(StrEnum):
    """A survey of some places, or a full inspection; they are never added up."""

    SURVEY = "survey"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class Visit:
    """One unit looked at in a cycle.

    Attributes:
        unit: The unit's id.
        on: The day.
        kind: Survey or full inspection.
        evidence: Pieces of evidence gathered, 0 or more.
        from_raisers: How many of them come from the people who raised the opinions.
        representative: Whether the place is called representative of others.
        sampling_rule: How it was chosen, in words; needed if it is called representative.

    Raises:
        Refused: ``no_sampling_rule``, for a place called representative without saying how it was chosen.
    """

    unit: str
    on: date
    kind: VisitKind
    evidence: int = 0
    from_raisers: int = 0
    representative: bool = False
    sampling_rule: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        ordered = 0 <= self.from_raisers <= self.evidence
        faults.unless(ordered, "from_raisers", f"0 to the {self.evidence} pieces of evidence", self.from_raisers)
        faults.raise_if_any()
        if self.representative and not self.sampling_rule.strip():
            message = f"{self.unit} is called representative: say by which rule it was chosen, or drop the word."
            raise Refused("no_sampling_rule", message, unit=self.unit)

    @classmethod
    def of(cls, unit: str, on: date, findings: Iterable[Finding]) -> Visit:
        """The full inspection that some findings make up, with its evidence counted."""
        sources = [piece.source for finding in findings for piece in finding.evidence]
        return cls(unit, on, VisitKind.INSPECTION, len(sources), sources.count(Source.RAISER))

    @property
    def raiser_share(self) -> Fraction | None:
        """The share of the evidence that comes from raisers; None without evidence."""
        return Fraction(self.from_raisers, self.evidence) if self.evidence else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Distinct units surveyed and distinct units fully inspected: two counts, never one."""

    surveyed: int
    inspected: int


def coverage(visits: Iterable[Visit]) -> Coverage:
    """Counts the units of each kind apart; a unit that was both surveyed and inspected is in both."""
    units: dict[VisitKind, set[str]] = defaultdict(set)
    for visit in visits:
        units[visit.kind].add(visit.unit)
    return Coverage(len(units[VisitKind.SURVEY]), len(units[VisitKind.INSPECTION]))


def close_cycle(units: Iterable[str], visits: Iterable[Visit]) -> Coverage:
    """Closes a cycle, whatever the units' figures are.

    Args:
        units: The ids of all units; from an open list there is no such thing (``UnitTree.require_complete``).
        visits: All visits of the cycle.

    Raises:
        Refused: ``cycle_open``, with the units not fully inspected, and those where no raiser was heard.
    """
    visited = tuple(visits)
    heard: dict[str, int] = defaultdict(int)
    for visit in visited:
        if visit.kind is VisitKind.INSPECTION:
            heard[visit.unit] += visit.from_raisers
    units = tuple(units)
    uninspected = tuple(unit for unit in units if unit not in heard)
    unheard = tuple(unit for unit in units if heard.get(unit) == 0)
    if uninspected or unheard:
        message = (
            f"The cycle stays open: not inspected: {', '.join(uninspected) or 'none'}; "
            f"inspected without hearing any raiser: {', '.join(unheard) or 'none'}."
        )
        raise Refused("cycle_open", message, uninspected=uninspected, unheard=unheard)
    return coverage(visited)


@dataclass(frozen=True, slots=True)
class Counted:
    """The cases counted as fixed, and those opened again after a failed check; each id once, in one of the two."""

    cases: tuple[str, ...]
    reopened: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        ids = self.cases + self.reopened
        faults.unless(len(set(ids)) == len(ids), "cases", "each case once", "a case more than once")
        faults.raise_if_any()


def reopen_failed(counted: Counted, case: Case, finding: Finding) -> tuple[Counted, Case]:
    """What a failed check does: the confirmed count falls by exactly one, and the case is open again.

    Args:
        counted: The cases counted as fixed.
        case: The case that was checked.
        finding: What the team found there.

    Raises:
        Refused: ``not_failed``, if the finding does not say that the case is not fixed; as ``fail_check`` and
            ``opinions.case.reopen``.
    """
    if finding.case != case.id or finding.state is not State.NOT_FIXED:
        raise Refused("not_failed", f"No finding says that {case.id} is not fixed.", case=case.id)
    entry = Reopening(finding.on, ReopenedBy.INSPECTION, finding.how_changed)
    return fail_check(counted, case.id), reopen(case, entry)


def fail_check(counted: Counted, case: str) -> Counted:
    """What is left after a counted case failed its check: exactly one fewer, and that one open again.

    Raises:
        Refused: ``not_counted``, if the case was not counted, so that no failure lowers a count twice.
    """
    if case not in counted.cases:
        raise Refused("not_counted", f"{case} is not counted as fixed.", case=case)
    rest = tuple(other for other in counted.cases if other != case)
    return replace(counted, cases=rest, reopened=(*counted.reopened, case))
