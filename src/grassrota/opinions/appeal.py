"""Appeals: a raiser who is not content is heard by another, higher organ, and by nobody who decided before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.opinions.case import Case, reopen
from grassrota.opinions.chain import OUTSIDE, Chain, free_above, require_free
from grassrota.opinions.entries import ReopenedBy, Reopening
from grassrota.org import UnitTree


class AppealOutcome(StrEnum):
    """How it was decided."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class CaseAppeal:
    """One appeal against what was decided about a case.

    Attributes:
        case: The case's id.
        filed_on: When it was filed, through the receipt.
        to: Id of the organ that decides, or the outside reviewer.
        deciders: Ids of people who handled the case or decided about it before: none of them decides now.
        decided_by: Who decided; empty while it is open.
        decided_on: When.
        outcome: How.
        why: The reason given to the raiser.
    """

    case: str
    filed_on: date
    to: str
    deciders: tuple[str, ...]
    decided_by: str = ""
    decided_on: date | None = None
    outcome: AppealOutcome | None = None
    why: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.case), "case", "the id of a case", "nothing")
        faults.unless(bool(self.to), "to", "the id of an organ", "nothing")
        given = {bool(self.decided_by), self.decided_on is not None, self.outcome is not None, bool(self.why.strip())}
        faults.unless(len(given) == 1, "outcome", "an outcome, its day, who and why, or none of them", self.outcome)
        decided = self.decided_on or self.filed_on
        faults.unless(decided >= self.filed_on, "decided_on", f"on or after {self.filed_on}", self.decided_on)
        faults.unless(self.decided_by not in self.deciders, "decided_by", "somebody who had no part", self.decided_by)
        faults.raise_if_any()


def appeal(
    case: Case, on: date, chain: Chain, tree: UnitTree, decided_by: Collection[str] = (), last: CaseAppeal | None = None
) -> CaseAppeal:
    """A raiser appeals: to the nearest free organ above whoever decided last, and so on up to the outside reviewer.

    Once an appeal was upheld, what the unit claims then is another decision: an appeal against it begins above the unit
    again, and with nobody who decided before.

    Args:
        case: The case.
        on: The day.
        chain: Its chain.
        tree: All units.
        decided_by: Ids of people who decided about it at its owner.
        last: The appeal before this one, if there is one.

    Raises:
        Refused: ``nothing_decided`` if the case stands open; ``nothing_to_appeal`` if the last appeal is
            open, or was upheld and nothing was claimed since; ``no_higher`` after the outside reviewer.
    """
    if case.stands:
        raise Refused("nothing_decided", f"Case {case.id} is {case.state}: nothing was decided yet.", case=case.id)
    anew = last is not None and last.outcome == AppealOutcome.UPHELD and _claimed_since(case, last)
    if last is not None and not anew and last.outcome != AppealOutcome.DISMISSED:
        raise Refused("nothing_to_appeal", f"The appeal about {case.id} was not dismissed.", case=case.id)
    below = case.owner if last is None or anew else last.to
    if below == OUTSIDE:
        raise Refused("no_higher", f"The outside reviewer has decided about {case.id}.", case=case.id)
    before = (*last.deciders, last.decided_by) if last is not None else ()
    deciders = dict.fromkeys((*before, *case.posted_handlers, *case.local_handlers, *decided_by))
    return CaseAppeal(case.id, on, free_above([below], tree, chain), tuple(deciders))


def _claimed_since(case: Case, decided: CaseAppeal) -> bool:
    return any(decided.decided_on is not None and entry.on >= decided.decided_on for entry in case.claims)


def decide(
    filed: CaseAppeal, by: str, works_in: Collection[str], on: date, outcome: AppealOutcome, why: str, chain: Chain
) -> CaseAppeal:
    """Decides an appeal.

    Raises:
        Refused: ``already_decided``; ``decided_before``; ``in_chain``; ``other_organ`` unless the organ is theirs.
    """
    if filed.outcome is not None:
        raise Refused("already_decided", f"It was decided on {filed.decided_on}.", case=filed.case)
    if by in filed.deciders:
        raise Refused("decided_before", f"{by} had a part in {filed.case}: somebody else decides.", by=by)
    require_free(chain, person=by, works_in=works_in)
    if filed.to != OUTSIDE and filed.to not in works_in:
        raise Refused("other_organ", f"{filed.to} decides about {filed.case}.", by=by, to=filed.to)
    return replace(filed, decided_by=by, decided_on=on, outcome=outcome, why=why)


def carry_out(case: Case, decided: CaseAppeal) -> Case:
    """Opens the case again if the appeal was upheld, unless it stands open as it is.

    The organ that decided sees to it that it is done.
    """
    if decided.outcome != AppealOutcome.UPHELD or decided.decided_on is None or case.stands:
        return case
    return reopen(case, Reopening(decided.decided_on, ReopenedBy.APPEAL, decided.why))


def for_parts(decided: CaseAppeal, parts: Iterable[Case], own: str, why: str) -> tuple[CaseAppeal, ...]:
    """What was decided about a merged case, as each of its parts keeps it when it is taken apart.

    Who decided once decides about no part again, and the next appeal about any of them goes higher. The reason answers
    one raiser, and stays with the part of theirs.

    Args:
        decided: The appeal about the whole.
        parts: The cases that it became.
        own: Id of the one of them whose raiser appealed.
        why: What stands for the reason with the others.

    Raises:
        Refused: ``appeal_open`` if it is not decided.
    """
    if decided.outcome is None:
        message = f"An appeal about {decided.case} is being decided: take it apart afterwards."
        raise Refused("appeal_open", message, case=decided.case)
    return tuple(replace(decided, case=part.id, why=decided.why if part.id == own else why) for part in parts)
