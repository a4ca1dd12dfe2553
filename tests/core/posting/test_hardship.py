from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role
from grassrota.posting.concern import Concern, ConcernKind, ConcernOutcome
from grassrota.posting.hardship import FamilyArrangement, Hardship, Need, arrange, postpone, resolve, still_holding
from grassrota.posting.steps import BatchRecord, Posting, depart
from grassrota.turns import Turn

RAISED, ANSWERED, LEAVES = date(1957, 12, 4), date(1957, 12, 6), date(1957, 12, 9)
TURN = Turn(LEAVES, date(1958, 1, 17))
POSTING = Posting("p1", "home", "o1", 1, "turn40", Role.FIELD_WORK, TURN, returns_to="home", listed_on=RAISED)
READY = BatchRecord(1, RAISED, RAISED, RAISED)


def _hardship(number: str = "c1", raised: date = RAISED, **more: Any) -> Hardship:
    return Hardship(Concern(number, "p1", ConcernKind.HARDSHIP, raised, **more), Need.CHILDCARE)


def test_only_the_class_of_a_need_is_kept() -> None:
    """Six needs; neither a hardship nor an arrangement has room for a diagnosis, a name or a reason."""
    assert [str(need) for need in Need] == [
        *("childcare", "care_of_relative", "housing", "schooling", "health_care_access", "other"),
    ]
    assert {field.name for field in fields(Hardship)} == {"concern", "need"}
    assert {field.name for field in fields(FamilyArrangement)} == {"person", "need", "days"}


def test_a_hardship_holds_the_departure_until_it_is_resolved() -> None:
    """Open it holds the person back; resolved on the 6th it does no more."""
    with pytest.raises(Refused) as refused:
        depart(POSTING, LEAVES, READY, [_hardship().concern])
    assert refused.value.code == "not_ready"
    resolved = resolve(_hardship(), ANSWERED)
    assert depart(POSTING, LEAVES, READY, [resolved.concern]).departed_on == LEAVES


def test_a_hardship_not_resolved_postpones_the_departure() -> None:
    """Postponed to the 20th one may leave on the 20th and not before; postponed again, later still."""
    until, later = date(1957, 12, 20), date(1958, 1, 6)
    waits = postpone(_hardship(), ANSWERED, until)
    with pytest.raises(Refused):
        depart(POSTING, date(1957, 12, 19), READY, [waits.concern])
    assert depart(POSTING, until, READY, [waits.concern]).departed_on == until
    assert postpone(waits, until, later).concern.until == later
    assert resolve(waits, until).concern.outcome == ConcernOutcome.RESOLVED


def test_an_arrangement_at_home_lasts_the_whole_turn() -> None:
    """Childcare from 9 December to 17 January resolves the hardship; one day less on either side does not."""
    done, arrangement = arrange(_hardship(), ANSWERED, TURN, TURN)
    assert (done.concern.outcome, arrangement) == (
        ConcernOutcome.RESOLVED,
        FamilyArrangement("p1", Need.CHILDCARE, TURN),
    )
    for days in (Turn(date(1957, 12, 10), TURN.last), Turn(TURN.first, date(1958, 1, 16))):
        with pytest.raises(Refused) as refused:
            arrange(_hardship(), ANSWERED, days, TURN)
        assert refused.value.code == "arrangement_too_short"


def test_what_is_resolved_stays_so() -> None:
    """It is neither resolved twice nor postponed afterwards."""
    resolved = resolve(_hardship(), ANSWERED)
    with pytest.raises(Refused) as twice:
        resolve(resolved, LEAVES)
    with pytest.raises(Refused) as after:
        postpone(resolved, LEAVES, TURN.last)
    assert twice.value.code == after.value.code == "already_resolved"


def test_what_still_holds_as_departure_nears_is_listed() -> None:
    """Open and postponed past the day, the longest waiting first; resolved and not yet raised are not in it."""
    first, later = _hardship("c2", date(1957, 12, 1)), _hardship("c1")
    postponed = postpone(_hardship("c3", date(1957, 12, 2)), ANSWERED, date(1957, 12, 10))
    entries = [later, postponed, first, resolve(_hardship("c4"), ANSWERED), _hardship("c5", date(1957, 12, 10))]
    assert [entry.concern.id for entry in still_holding(entries, LEAVES)] == ["c2", "c3", "c1"]


def test_a_hardship_is_a_concern_of_that_kind() -> None:
    """A question has no need, and an arrangement is somebody's."""
    with pytest.raises(BadInput):
        Hardship(Concern("c1", "p1", ConcernKind.QUESTION, RAISED), Need.OTHER)
    with pytest.raises(BadInput):
        FamilyArrangement("", Need.OTHER, TURN)
