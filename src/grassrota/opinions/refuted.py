"""A fix that is claimed again after it was refuted: whoever checks knows how often, and looks at it first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from grassrota.opinions.case import Case
from grassrota.opinions.closures import Flag, FlagKind
from grassrota.opinions.entries import Answer, ClosingReason, ReopenedBy

_AGREES = (Answer.FIXED, Answer.WITHDRAWN)


def refuted_before(case: Case) -> int:
    """How many claims of a fix before the last claim were refuted: by a raiser, an inspection, or an appeal upheld.

    A day is the finest time there is. The unit cannot claim anew before its claim was refuted or the case was opened
    again, so what was said on the day of the next claim is about the one before; nothing is counted twice, however
    many raisers say it.
    """
    refuted = sorted(
        [entry.on for entry in case.answers if entry.answer not in _AGREES]
        + [entry.on for entry in case.reopenings if entry.by != ReopenedBy.UNIT]
    )
    count, after = 0, date.min
    for claim, following in zip(case.claims, case.claims[1:], strict=False):
        if claim.reason != ClosingReason.FIXED:
            continue
        against = [day for day in refuted if claim.on <= day <= following.on and day > after]
        if against:
            # what counted against one claim on the day of the next does not count against that one as well
            count, after = count + 1, max(against)
    return count


def claimed_again(cases: Iterable[Case]) -> tuple[Flag, ...]:
    """Cases whose unit claims a fix again that was refuted before, each by itself; a merged case is one."""
    found = []
    for case in sorted(cases, key=lambda case: case.id):
        last = case.last_claim()
        times = refuted_before(case)
        if times and last is not None and last.reason == ClosingReason.FIXED:
            words = f"It is claimed as fixed again; refuted before: {times}."
            found.append(Flag(FlagKind.REFUTED_BEFORE, case.owner, (case.id,), words, last.on, times=times))
    return tuple(found)
