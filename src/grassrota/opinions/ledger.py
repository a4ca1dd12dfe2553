"""Counts of opinions by who says what, as of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grassrota.opinions.asking import Asked, to_ask
from grassrota.opinions.case import Case, CaseState
from grassrota.opinions.merging import apart
from grassrota.opinions.moves import Move, moves


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts of opinions by who says what; open to refuted always add up to ``raised``, merged or not.

    Attributes:
        as_of: The day at whose end it stood so.
        raised: Opinions in all cases opened by then.
        open: Not claimed as anything, or sent on to another unit.
        otherwise_closed: Closed for a reason that is no fix, or withdrawn by the raiser.
        unanswered: Claimed fixed, and the raiser has not answered since.
        confirmed: Claimed fixed, and the raiser says so.
        refuted: Claimed fixed, and the raiser says it is not.
        reopened: Those of all that stood again at least once after they had been closed, wherever they stand now.
        unasked: Those of the unanswered whose raisers nobody has asked since; None if it is not known who was asked.
    """

    as_of: date
    raised: int
    open: int
    otherwise_closed: int
    unanswered: int
    confirmed: int
    refuted: int
    reopened: int
    unasked: int | None = None

    @property
    def claimed(self) -> int:
        """What the units say is fixed, whoever agrees."""
        return self.unanswered + self.confirmed + self.refuted


def ledger(cases: Iterable[Case], as_of: date, asked: Iterable[Asked] | None = None) -> Ledger:
    """Counts the opinions of the cases by state at the end of ``as_of``; cases opened later are not yet there.

    Only units and raisers speak here: what an inspector found is in neither ledger.
    """
    opened = [case for case in apart(cases) if case.opened_on <= as_of]
    counts = Counter(state for case in opened for state in case.opinion_states(as_of).values())
    reopened = {(case.id, move.opinion) for case in opened for move in moves(case) if _again(move, as_of)}
    return Ledger(
        as_of,
        counts.total(),
        counts[CaseState.OPEN],
        counts[CaseState.OTHERWISE_CLOSED],
        counts[CaseState.CLAIMED],
        counts[CaseState.CONFIRMED],
        counts[CaseState.REFUTED],
        len(reopened),
        None if asked is None else len(to_ask(opened, asked, as_of)),
    )


def _again(move: Move, as_of: date) -> bool:
    return not move.closed and move.on <= as_of
