"""A report of coercion: it goes to an officer whom nobody in the home unit's chain can lean on, and is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.org import UnitTree
from grassrota.staff import Person


class CoercionState(StrEnum):
    """How far a report has come."""

    FILED = "filed"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"


class CoercionAnswer(StrEnum):
    """What the officer found."""

    COERCED = "coerced"
    NOT_COERCED = "not_coerced"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class CoercionReport:
    """Somebody says that people are made to go. Who says so, and what, is sealed elsewhere.

    Attributes:
        id: Random and unique.
        unit: Id of the home unit it is about.
        officer: Id of the independent officer who receives it.
        filed_on: When it was filed.
        answer_by: Last day for the answer.
        sealed_ref: Opaque reference to where its text is sealed.
        taken_up_on: When the officer took it up; None if not yet.
        answered_on: When the officer answered; None if not yet.
        answer: What was found; None while there is no answer.
    """

    id: str
    unit: str
    officer: str
    filed_on: date
    answer_by: date
    sealed_ref: str
    taken_up_on: date | None = None
    answered_on: date | None = None
    answer: CoercionAnswer | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "unit", "officer", "sealed_ref"):
            faults.unless(bool(getattr(self, name)), name, "an id or reference", "nothing")
        faults.unless(self.answer_by >= self.filed_on, "answer_by", f"on or after {self.filed_on}", self.answer_by)
        taken = self.taken_up_on or self.filed_on
        faults.unless(taken >= self.filed_on, "taken_up_on", f"on or after {self.filed_on}", self.taken_up_on)
        both = (self.answered_on is None) == (self.answer is None)
        faults.unless(both, "answer", "an answer exactly when there is its day", self.answer)
        answered = self.answered_on or taken
        faults.unless(answered >= taken, "answered_on", f"on or after {taken}", self.answered_on)
        first = self.answered_on is None or self.taken_up_on is not None
        faults.unless(first, "taken_up_on", "a day before the answer", "nothing")
        faults.raise_if_any()

    @property
    def state(self) -> CoercionState:
        """How far it has come."""
        if self.answered_on is not None:
            return CoercionState.ANSWERED
        return CoercionState.FILED if self.taken_up_on is None else CoercionState.TAKEN_UP


def check_independent(officer: Person, unit: str, tree: UnitTree) -> None:
    """Refuses an officer of the unit's chain: those at home in it or below, and the heads of it, below and above.

    Raises:
        Refused: ``officer_in_chain``.
    """
    below = tuple(tree.subtree(unit))
    heads = {head for place in (*below, *tree.ancestors(unit)) for head in place.headed_by}
    if officer.id in heads or officer.unit in {place.id for place in below}:
        message = f"{officer.id} belongs to the chain of {unit}; a report of coercion goes to somebody independent."
        raise Refused("officer_in_chain", message, officer=officer.id, unit=unit)


def send_to(report: CoercionReport, officer: Person, tree: UnitTree) -> CoercionReport:
    """Gives an unanswered report to an independent officer, who takes it up anew.

    Raises:
        Refused: ``officer_in_chain``, or ``already_answered``.
    """
    _require_unanswered(report)
    check_independent(officer, report.unit, tree)
    return replace(report, officer=officer.id, taken_up_on=None)


def take_up(report: CoercionReport, by: Person, on: date, tree: UnitTree) -> CoercionReport:
    """The officer takes the report up.

    Raises:
        Refused: ``not_the_officer``, ``already_answered``, or ``officer_in_chain`` if the officer has since come into
            the chain.
    """
    _require_officer(report, by, tree)
    return replace(report, taken_up_on=report.taken_up_on or on)


def answer(report: CoercionReport, by: Person, on: date, found: CoercionAnswer, tree: UnitTree) -> CoercionReport:
    """The officer answers.

    Raises:
        Refused: As for ``take_up``; ``not_taken_up`` if nobody has looked into it.
    """
    _require_officer(report, by, tree)
    if report.taken_up_on is None:
        raise Refused("not_taken_up", f"Report {report.id} is answered only after it was taken up.", report=report.id)
    return replace(report, answered_on=on, answer=found)


def unanswered(reports: Iterable[CoercionReport], as_of: date) -> tuple[CoercionReport, ...]:
    """Reports whose day for an answer had passed without one by ``as_of``, the longest waiting first."""
    late = [
        report
        for report in reports
        if report.answer_by < as_of and (report.answered_on is None or report.answered_on > as_of)
    ]
    return tuple(sorted(late, key=lambda report: (report.answer_by, report.id)))


def _require_officer(report: CoercionReport, by: Person, tree: UnitTree) -> None:
    _require_unanswered(report)
    if by.id != report.officer:
        raise Refused("not_the_officer", f"Report {report.id} is not with {by.id}.", report=report.id, by=by.id)
    check_independent(by, report.unit, tree)


def _require_unanswered(report: CoercionReport) -> None:
    if report.state == CoercionState.ANSWERED:
        raise Refused("already_answered", f"Report {report.id} is answered already.", report=report.id)
