"""What is late goes higher by itself, step by step, and never to anybody of the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from grassrota.opinions.appeal import CaseAppeal
from grassrota.opinions.case import Case
from grassrota.opinions.chain import OUTSIDE, Chain, free_above
from grassrota.opinions.deadlines import DEFAULT, Duty, Terms, duties, to_decide
from grassrota.opinions.merging import apart
from grassrota.opinions.workdays import WEEKDAYS, WorkCalendar, due
from grassrota.org import UnitTree


@dataclass(frozen=True, slots=True)
class Escalation:
    """Something late that an organ above sees to; the owner stays responsible.

    Attributes:
        duty: What is late.
        steps: Organs above that it has come to, nearest first, each after another term; the last may be the outside
            reviewer, after whom there is nobody.
    """

    duty: Duty
    steps: tuple[str, ...]


def escalations(
    cases: Iterable[Case],
    chains: Mapping[str, Chain],
    tree: UnitTree,
    as_of: date,
    terms: Terms = DEFAULT,
    calendar: WorkCalendar = WEEKDAYS,
) -> tuple[Escalation, ...]:
    """What organs above have to see to at the end of a day, what has been late longest first.

    Args:
        cases: Cases, merged or not.
        chains: The chain of each part by its id; one that is not there concerns nobody.
        tree: All units.
        as_of: The day.
        terms: How long units have.
        calendar: Which days are worked.
    """
    single = apart(cases)
    owners = {case.id: case.owner for case in single}
    found = [
        Escalation(duty, _steps(duty, owners[duty.case], chains.get(duty.case, Chain()), tree, as_of, terms, calendar))
        for duty in duties(single, as_of, terms, calendar)
        if duty.above_on(as_of)
    ]
    return tuple(sorted(found, key=lambda one: (one.duty.by.on, one.duty.case, one.duty.kind)))


def late_appeal(
    filed: CaseAppeal,
    chain: Chain,
    tree: UnitTree,
    as_of: date,
    terms: Terms = DEFAULT,
    calendar: WorkCalendar = WEEKDAYS,
) -> Escalation | None:
    """The organs above the one that hears an appeal to which it has come; None as long as it is not that late."""
    duty = to_decide(filed.case, filed.filed_on, filed.decided_on, terms, calendar)
    if not duty.above_on(as_of):
        return None
    return Escalation(duty, _steps(duty, filed.to, chain, tree, as_of, terms, calendar))


def _steps(
    duty: Duty, owner: str, chain: Chain, tree: UnitTree, as_of: date, terms: Terms, calendar: WorkCalendar
) -> tuple[str, ...]:
    at, on, found = owner, duty.above_from.on, []
    while on <= as_of and OUTSIDE not in found:
        at = free_above([at], tree, chain) if at != OUTSIDE else OUTSIDE
        found.append(at)
        on = due(on, terms.escalate, calendar).on
    return tuple(found)
