"""What raisers are owed by which day: an acknowledgement, feedback, an interim reply when it is late, and then more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.opinions.case import Case
from grassrota.opinions.entries import ClosingReason, ReplyKind
from grassrota.opinions.merging import apart
from grassrota.opinions.moves import moves
from grassrota.opinions.workdays import WEEKDAYS, Due, Span, Term, WorkCalendar, due

A_WEEK = Term(7)
TEN_WORKING_DAYS = Term(10, Span.WORKING_DAYS)
THREE_MONTHS = Term(3, Span.MONTHS)
THIRTY_DAYS = Term(30)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long units have.

    The defaults of the first two are those of Directive (EU) 2019/1937, articles 9 and 11; that of an appeal is the one
    of China's Regulation on the Work of Letters and Visits (2022), article 35.

    Attributes:
        acknowledge: From the day the case was opened to the acknowledgement.
        feedback: From the same day, the day on which it stood again, or that of feedback that closed nothing, to
            feedback.
        interim: From the day feedback was due, or was expected, to an interim reply that names another day.
        escalate: From the day something was due to the day it is taken to the organ above.
        appeal: From the day an appeal was filed to its decision.
    """

    acknowledge: Term = A_WEEK
    feedback: Term = THREE_MONTHS
    interim: Term = A_WEEK
    escalate: Term = TEN_WORKING_DAYS
    appeal: Term = THIRTY_DAYS


DEFAULT = Terms()


class DutyKind(StrEnum):
    """What is owed."""

    ACKNOWLEDGE = "acknowledge"
    FEEDBACK = "feedback"
    INTERIM = "interim"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is owed to the raisers of a case.

    Attributes:
        case: The case's id; of a merged case the part's.
        kind: What is owed.
        by: The last day for it.
        met_on: When it was done; None if it was not.
        above_from: The day from which it is with the organ above, as long as it was not done.
    """

    case: str
    kind: DutyKind
    by: Due
    met_on: date | None
    above_from: Due

    def late_on(self, day: date) -> bool:
        """True if it was not done by the end of a day after the last one for it."""
        return self.by.on < day and (self.met_on is None or self.met_on > day)

    def above_on(self, day: date) -> bool:
        """True if the organ above has to see to it at the end of a day."""
        return self.above_from.on <= day and (self.met_on is None or self.met_on > day)


def duties(
    cases: Iterable[Case], as_of: date, terms: Terms = DEFAULT, calendar: WorkCalendar = WEEKDAYS
) -> tuple[Duty, ...]:
    """Everything owed for cases opened by ``as_of``, done or not; parts of merged cases one by one.

    Whatever is said about a merged case is said about each part, so none is left behind. A claim is feedback, unless it
    sends the case on; an acknowledgement that never came is made up for by feedback. Feedback on a case that still
    stands begins another term, so that whatever stands is owed something. Of a case that all raisers withdrew nothing
    is owed any more.
    """
    found = []
    for case in apart(cases):
        if case.opened_on <= as_of and len(case.withdrawn_by(as_of)) < len(case.opinions):
            told = _Told.of(case, as_of)
            found += [told.acknowledgement(terms, calendar)]
            found += told.feedback(case.opened_on, told.first_feedback(), terms, calendar, as_of)
            for day in _again(case, as_of):
                found += told.feedback(day, told.feedback_after(day), terms, calendar, as_of)
    return tuple(found)


def to_decide(
    case: str, filed_on: date, decided_on: date | None = None, terms: Terms = DEFAULT, calendar: WorkCalendar = WEEKDAYS
) -> Duty:
    """That an appeal about a case is decided: owed by the organ that hears it, whatever is owed about the case itself.

    Args:
        case: The case's id.
        filed_on: When the appeal was filed.
        decided_on: When it was decided; None as long as it is open.
        terms: How long there is.
        calendar: Which days are worked.
    """
    by = due(filed_on, terms.appeal, calendar)
    return Duty(case, DutyKind.DECIDE, by, decided_on, due(by.on, terms.escalate, calendar))


def _again(case: Case, as_of: date) -> list[date]:
    """The days from which feedback is owed anew: whenever it stood again, or feedback left it standing."""
    again = {move.on for move in moves(case) if not move.closed and move.on <= as_of}
    # of a claim that its raiser refutes on the same day no move tells, since it never held at the end of one
    again |= {entry.on for entry in case.answers if entry.on <= as_of and _claimed_on(case, entry.on)}
    again |= {entry.on for entry in case.replies if entry.on <= as_of and entry.kind == ReplyKind.FEEDBACK}
    return sorted(day for day in again if case.state_on(day).stands)


def _claimed_on(case: Case, day: date) -> bool:
    last = case.last_claim(day)
    return last is not None and last.on == day


@dataclass(frozen=True, slots=True)
class _Told:
    """What the raisers of a case had been told by some day."""

    case: Case
    any_on: tuple[date, ...]
    feedback_on: tuple[date, ...]
    interim: tuple[tuple[date, date], ...]

    @classmethod
    def of(cls, case: Case, as_of: date) -> _Told:
        replies = [entry for entry in case.replies if entry.on <= as_of]
        claims = [entry.on for entry in case.claims if entry.on <= as_of and entry.reason != ClosingReason.NOT_OURS]
        feedback = sorted([*claims, *(entry.on for entry in replies if entry.kind == ReplyKind.FEEDBACK)])
        told = sorted([*claims, *(entry.on for entry in replies)])
        interim = tuple((entry.on, entry.expected_on) for entry in replies if entry.expected_on is not None)
        return cls(case, tuple(told), tuple(feedback), interim)

    def acknowledgement(self, terms: Terms, calendar: WorkCalendar) -> Duty:
        by = due(self.case.opened_on, terms.acknowledge, calendar)
        return self._owed(DutyKind.ACKNOWLEDGE, by, min(self.any_on, default=None), terms, calendar)

    def first_feedback(self) -> date | None:
        """When feedback was first given, on the day on which it was opened at the earliest."""
        return min(self.feedback_on, default=None)

    def feedback_after(self, begins: date) -> date | None:
        """When it was given after a day from which it was owed anew."""
        return next((day for day in self.feedback_on if day > begins), None)

    def feedback(
        self, begins: date, given: date | None, terms: Terms, calendar: WorkCalendar, as_of: date
    ) -> list[Duty]:
        """Feedback from a day on and, each time the day for it passes without, an interim reply that names another."""
        by = due(begins, terms.feedback, calendar)
        found = [self._owed(DutyKind.FEEDBACK, by, given, terms, calendar)]
        expected: date | None = by.on
        while expected is not None and expected < as_of and (given is None or given > expected):
            later = [(on, until) for on, until in self.interim if on > begins and until > expected]
            said = [on for on, _ in later] + [day for day in (given,) if day is not None]
            owed = due(expected, terms.interim, calendar)
            found.append(self._owed(DutyKind.INTERIM, owed, min(said, default=None), terms, calendar))
            expected = max((until for _, until in later), default=None)
        return found

    def _owed(self, kind: DutyKind, by: Due, met_on: date | None, terms: Terms, calendar: WorkCalendar) -> Duty:
        return Duty(self.case.id, kind, by, met_on, due(by.on, terms.escalate, calendar))
