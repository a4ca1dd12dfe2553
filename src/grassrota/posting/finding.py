"""What was found in the field feeds the next plan: each finding is listed, and used or left out with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.posting.field import Task, TaskReport


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """A finding that somebody at headquarters owns.

    Attributes:
        id: Stable, unique.
        report: What was found, with its owner at headquarters and the day on which the owner answers.
    """

    id: str
    report: TaskReport

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(self.report.task == Task.FINDINGS, "task", Task.FINDINGS, self.report.task)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class PlanInput:
    """One finding as an input of a plan.

    Attributes:
        finding: Id of the finding.
        used: True if the plan uses it, False if not, None while that is open.
        reason: Why not, or what for; exactly once it is decided.
    """

    finding: str
    used: bool | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.finding), "finding", "the id of a finding", "nothing")
        decided = self.used is not None
        faults.unless(bool(self.reason.strip()) == decided, "reason", "a reason exactly once decided", self.reason)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class PlanningCycle:
    """The making of one plan, such as that of a quarter.

    Attributes:
        id: Stable, unique.
        owner: Headquarters unit whose plan it is.
        opened_on: When it was opened.
        inputs: The findings listed, each once.
        closed_on: When the plan was made; None before. A closed cycle has decided about each input.
    """

    id: str
    owner: str
    opened_on: date
    inputs: tuple[PlanInput, ...]
    closed_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "owner"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        listed = [entry.finding for entry in self.inputs]
        faults.unless(len(set(listed)) == len(listed), "inputs", "each finding once", ", ".join(listed))
        closed = self.closed_on or self.opened_on
        faults.unless(closed >= self.opened_on, "closed_on", f"on or after {self.opened_on}", self.closed_on)
        waiting = [entry.finding for entry in self.inputs if entry.used is None]
        done = self.closed_on is None or not waiting
        faults.unless(done, "inputs", "a decision on each in a closed cycle", ", ".join(waiting))
        faults.raise_if_any()


def to_consider(
    findings: Iterable[SiteFinding], owner: str, as_of: date, earlier: Iterable[PlanningCycle] = ()
) -> tuple[SiteFinding, ...]:
    """The owner's findings filed by a day about which no closed cycle has decided, the first due coming first."""
    decided = {entry.finding for cycle in earlier if cycle.closed_on is not None for entry in cycle.inputs}
    found = [
        finding
        for finding in findings
        if finding.report.owner == owner and finding.report.filed_on <= as_of and finding.id not in decided
    ]
    return tuple(sorted(found, key=lambda finding: (finding.report.due_on or date.max, finding.id)))


def overdue(
    findings: Iterable[SiteFinding], owner: str, as_of: date, earlier: Iterable[PlanningCycle] = ()
) -> tuple[SiteFinding, ...]:
    """Those to consider whose day for an answer had passed by ``as_of``."""
    waiting = to_consider(findings, owner, as_of, earlier)
    return tuple(finding for finding in waiting if finding.report.due_on is not None and finding.report.due_on < as_of)


def open_cycle(
    cycle_id: str,
    owner: str,
    on: date,
    listed: Collection[str],
    findings: Iterable[SiteFinding],
    earlier: Iterable[PlanningCycle] = (),
) -> PlanningCycle:
    """Opens a cycle with its inputs.

    Args:
        cycle_id: Id of the new cycle.
        owner: Headquarters unit whose plan it is.
        on: When.
        listed: Ids of the findings listed as inputs.
        findings: All findings.
        earlier: Earlier cycles.

    Raises:
        Refused: ``findings_unlisted``, naming those to consider that are not listed.
    """
    cycle = PlanningCycle(cycle_id, owner, on, tuple(PlanInput(finding) for finding in sorted(listed)))
    _require_all_listed(cycle, to_consider(findings, owner, on, earlier))
    return cycle


def list_also(cycle: PlanningCycle, finding: str) -> PlanningCycle:
    """Lists a finding that came in after the cycle was opened.

    Raises:
        Refused: ``cycle_closed``.
    """
    _require_open(cycle)
    return replace(cycle, inputs=(*cycle.inputs, PlanInput(finding)))


def decide(cycle: PlanningCycle, finding: str, used: bool, reason: str) -> PlanningCycle:
    """Says whether the plan uses a finding, and what for or why not; said again, the later word stands.

    Raises:
        Refused: ``cycle_closed``; ``findings_unlisted`` if it is no input.
    """
    _require_open(cycle)
    if finding not in {entry.finding for entry in cycle.inputs}:
        message = f"Finding {finding} is not listed in cycle {cycle.id}."
        raise Refused("findings_unlisted", message, findings=(finding,))
    decided = PlanInput(finding, used, reason)
    return replace(cycle, inputs=tuple(decided if entry.finding == finding else entry for entry in cycle.inputs))


def close_cycle(
    cycle: PlanningCycle, on: date, findings: Iterable[SiteFinding], earlier: Iterable[PlanningCycle] = ()
) -> PlanningCycle:
    """Closes a cycle.

    Raises:
        Refused: ``cycle_closed``; ``findings_unlisted`` if one came in meanwhile; ``findings_undecided``.
    """
    _require_open(cycle)
    _require_all_listed(cycle, to_consider(findings, cycle.owner, on, earlier))
    waiting = tuple(entry.finding for entry in cycle.inputs if entry.used is None)
    if waiting:
        message = f"Cycle {cycle.id} stays open: neither used nor left out are {', '.join(waiting)}."
        raise Refused("findings_undecided", message, findings=waiting)
    return replace(cycle, closed_on=on)


def _require_all_listed(cycle: PlanningCycle, needed: Iterable[SiteFinding]) -> None:
    listed = {entry.finding for entry in cycle.inputs}
    missing = tuple(finding.id for finding in needed if finding.id not in listed)
    if missing:
        message = f"Cycle {cycle.id} leaves unlisted: {', '.join(missing)}."
        raise Refused("findings_unlisted", message, findings=missing)


def _require_open(cycle: PlanningCycle) -> None:
    if cycle.closed_on is not None:
        raise Refused("cycle_closed", f"Cycle {cycle.id} was closed on {cycle.closed_on}.", cycle=cycle.id)
