from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role
from grassrota.org import Sector
from grassrota.posting.incident import (
    Incident,
    IncidentKind,
    Recall,
    RecallStatus,
    check_not_recalled,
    lift,
    recall_status,
)
from grassrota.posting.opening import Opening
from grassrota.posting.steps import Posting
from grassrota.turns import Turn

LEFT, ORDERED, DUE = date(1957, 12, 9), date(1957, 12, 20), date(1957, 12, 22)
ONE = timedelta(days=1)
OPENINGS = {place: Opening(place, f"at {place}", Sector.RURAL, Role.FIELD_WORK, 0, 9) for place in ("valley", "hill")}
FLOOD = Recall("r1", "i1", "at valley", 0, ORDERED, DUE)


def _posting(
    person: str, opening: str = "valley", left: date | None = LEFT, back: date | None = None, batch: int = 1
) -> Posting:
    turn = Turn(LEFT, date(1958, 1, 17))
    posting = Posting(person, "home", opening, batch, "turn40", Role.FIELD_WORK, turn, "home", listed_on=LEFT)
    return replace(posting, departed_on=left, arrived_on=left, returned_on=back)


def test_a_recall_says_who_is_back_and_who_is_not() -> None:
    """Three in the valley are ordered home by the 22nd: one is back on the 21st, one on the 23rd, one never."""
    postings = [
        _posting("quick", back=DUE - ONE),
        _posting("slow", back=DUE + ONE),
        _posting("missing"),
        _posting("on the hill", "hill"),
        _posting("never left", left=None),
        _posting("home before", back=ORDERED),
    ]
    on_the_day = recall_status(FLOOD, postings, OPENINGS, DUE)
    assert on_the_day == RecallStatus(DUE, ("quick",), ("slow", "missing"), False)
    after = recall_status(FLOOD, postings, OPENINGS, DUE + ONE)
    assert after == RecallStatus(DUE + ONE, ("quick", "slow"), ("missing",), True)
    assert recall_status(FLOOD, postings[:2], OPENINGS, DUE + ONE).late is False


def test_a_recall_is_for_a_place_a_batch_or_both() -> None:
    """Batch 2 everywhere, or batch 2 in the valley only."""
    postings = [
        _posting("a", batch=1),
        _posting("b", batch=2),
        _posting("c", "hill", batch=2),
    ]
    batch = recall_status(replace(FLOOD, place="", batch=2), postings, OPENINGS, DUE)
    both = recall_status(replace(FLOOD, batch=2), postings, OPENINGS, DUE)
    assert (batch.not_back, both.not_back) == (("b", "c"), ("b",))


def test_who_leaves_in_spite_of_a_recall_is_looked_for_as_well() -> None:
    """Departed on the 21st against the order, a person is not back; after the recall was lifted it is no matter."""
    against = _posting("p1", left=ORDERED + ONE)
    assert recall_status(FLOOD, [against], OPENINGS, DUE).not_back == ("p1",)
    assert recall_status(FLOOD, [against], OPENINGS, ORDERED).not_back == ()
    assert recall_status(lift(FLOOD, ORDERED), [against], OPENINGS, DUE).not_back == ()


def test_a_transfer_is_not_ordered_home() -> None:
    """Who lives there has no home unit to come back to."""
    transfer = replace(_posting("p1"), returns_to="")
    assert recall_status(FLOOD, [transfer], OPENINGS, DUE).not_back == ()


def test_nobody_departs_into_a_recall() -> None:
    """From the day of the order until it is lifted, to that place; before, after and elsewhere one may go."""
    waits = _posting("p1", left=None)
    with pytest.raises(Refused) as refused:
        check_not_recalled([FLOOD], waits, OPENINGS, ORDERED)
    assert (refused.value.code, refused.value.data["recalls"]) == ("recalled", ("r1",))
    check_not_recalled([FLOOD], waits, OPENINGS, ORDERED - ONE)
    check_not_recalled([FLOOD], _posting("p2", "hill", None), OPENINGS, ORDERED)
    lifted = lift(FLOOD, DUE)
    check_not_recalled([lifted], waits, OPENINGS, DUE)
    with pytest.raises(Refused):
        check_not_recalled([lifted], waits, OPENINGS, DUE - ONE)


def test_a_recall_is_lifted_once() -> None:
    """The second time is refused."""
    with pytest.raises(Refused) as refused:
        lift(lift(FLOOD, DUE), DUE)
    assert refused.value.code == "recall_lifted"


def test_every_fault_is_told() -> None:
    """A recall of nobody in particular, and days in the wrong order, cannot exist."""
    with pytest.raises(BadInput) as caught:
        Recall("", "", "", 0, DUE, ORDERED, ORDERED)
    assert [fault.column for fault in caught.value.faults] == ["id", "place", "due_on", "lifted_on"]
    with pytest.raises(BadInput):
        Recall("r1", "", "at valley", -1, ORDERED, DUE)
    with pytest.raises(BadInput) as incident:
        Incident("", "", DUE, IncidentKind.OTHER, "", ORDERED)
    assert [fault.column for fault in incident.value.faults] == ["id", "place", "closed_on"]


@settings(max_examples=40)
@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=6), st.integers(0, 9))
def test_back_and_not_back_are_all_who_were_away(returns: list[int | None], day: int) -> None:
    """Nobody ordered home is lost: each is back or not, by the day of return alone."""
    postings = [
        _posting(f"p{number}", back=None if back is None else ORDERED + (back + 1) * ONE)
        for number, back in enumerate(returns)
    ]
    status = recall_status(FLOOD, postings, OPENINGS, ORDERED + day * ONE)
    assert sorted((*status.back, *status.not_back)) == [f"p{number}" for number in range(len(returns))]
    assert len(status.back) == sum(back is not None and back + 1 <= day for back in returns)
