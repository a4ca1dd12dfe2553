from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from grassrota.opinions.case import Case
from grassrota.opinions.closures import FlagKind
from grassrota.opinions.entries import Answer, ClosingReason, RaiserAnswer, ReopenedBy, Reopening, UnitClaim
from grassrota.opinions.refuted import claimed_again, refuted_before

OPENED = date(1957, 12, 2)
CASE = Case("c1", ("o1", "o2"), "county", OPENED, investigated_on=OPENED)


def _on(days: int) -> date:
    return OPENED + timedelta(days=days)


def _fixed(days: int, reason: ClosingReason = ClosingReason.FIXED) -> UnitClaim:
    return UnitClaim(_on(days), reason, "a new pump")


def _says(days: int, answer: Answer, opinion: str = "o1") -> RaiserAnswer:
    return RaiserAnswer(_on(days), opinion, answer)


def _again(days: int, by: ReopenedBy) -> Reopening:
    return Reopening(_on(days), by, "it drips")


@pytest.mark.parametrize(
    ("known", "times"),
    [
        ({"claims": (_fixed(1),), "answers": (_says(2, Answer.NOT_FIXED),)}, 0),
        ({"claims": (_fixed(1), _fixed(9)), "answers": (_says(2, Answer.NOT_FIXED), _says(3, Answer.PARTLY, "o2"))}, 1),
        ({"claims": (_fixed(1), _fixed(9)), "answers": (_says(2, Answer.FIXED),)}, 0),
        ({"claims": (_fixed(1), _fixed(9)), "reopenings": (_again(5, ReopenedBy.INSPECTION),)}, 1),
        ({"claims": (_fixed(1), _fixed(9)), "reopenings": (_again(5, ReopenedBy.APPEAL),)}, 1),
        ({"claims": (_fixed(1), _fixed(9)), "reopenings": (_again(5, ReopenedBy.UNIT),)}, 0),
        ({"claims": (_fixed(1, ClosingReason.CANNOT), _fixed(9)), "reopenings": (_again(5, ReopenedBy.APPEAL),)}, 0),
        (
            {
                "claims": (_fixed(1), _fixed(5), _fixed(9)),
                "answers": (_says(5, Answer.NOT_FIXED), _says(8, Answer.NOT_FIXED)),
            },
            2,
        ),
        ({"claims": (_fixed(1), _fixed(5), _fixed(9)), "answers": (_says(5, Answer.NOT_FIXED),)}, 1),
    ],
    ids=[
        "only once claimed",
        "two raisers, one claim",
        "confirmed",
        "an inspection",
        "an appeal upheld",
        "the unit itself",
        "no fix was claimed",
        "twice",
        "on the day of the next, counted once",
    ],
)
def test_a_fix_that_is_claimed_again_tells_how_often_it_was_refuted(known: dict[str, object], times: int) -> None:
    """Each claim counts once, whoever refuted it; what the unit takes back by itself is no refutation."""
    case = replace(CASE, **known)  # type: ignore[arg-type]
    assert refuted_before(case) == times
    assert [(flag.kind, flag.cases, flag.times) for flag in claimed_again([case])] == (
        [(FlagKind.REFUTED_BEFORE, ("c1",), times)] if times else []
    )


def test_what_is_claimed_otherwise_after_it_was_refuted_is_not_marked() -> None:
    """A unit that says at last that it cannot be fixed claims no fix again; how often it was refuted stays known."""
    claims = (_fixed(1), _fixed(9, ClosingReason.CANNOT))
    case = replace(CASE, claims=claims, answers=(_says(2, Answer.NOT_FIXED),))
    assert (refuted_before(case), claimed_again([case])) == (1, ())
