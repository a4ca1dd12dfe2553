"""What a campaign period did to the backlog: opened, closed, reopened, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grassrota.errors import BadInput, Fault
from grassrota.opinions.case import Case
from grassrota.opinions.merging import apart
from grassrota.opinions.moves import moves
from grassrota.turns import ONE_DAY


@dataclass(frozen=True, slots=True)
class Backlog:
    """Opinions that wait, and what happened to them; before + opened + reopened - closed = after.

    Attributes:
        first: First day of the period.
        last: Last day of the period.
        before: Opinions open or refuted when it began.
        opened: Opinions of cases opened in it.
        reopened: Times an opinion stood again after it had been closed.
        closed: Times an opinion was closed: claimed so by a unit, or withdrawn by its raiser; not confirmed fixed.
        after: Opinions open or refuted when it ended.
    """

    first: date
    last: date
    before: int
    opened: int
    reopened: int
    closed: int
    after: int


def backlog(cases: Iterable[Case], first: date, last: date) -> Backlog:
    """Counts for the days from ``first`` to ``last``, both included.

    Raises:
        BadInput: If the period ends before it begins.
    """
    if last < first:
        raise BadInput([Fault("last", f"a day on or after {first}", str(last))])
    single = apart(cases)
    moved = [move for case in single for move in moves(case) if first <= move.on <= last]
    return Backlog(
        first,
        last,
        _waiting(single, first - ONE_DAY),
        sum(len(case.opinions) for case in single if first <= case.opened_on <= last),
        sum(not move.closed for move in moved),
        sum(move.closed for move in moved),
        _waiting(single, last),
    )


def _waiting(cases: Iterable[Case], day: date) -> int:
    return sum(state.stands for case in cases if case.opened_on <= day for state in case.opinion_states(day).values())
