from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.posting.concern import Concern, ConcernKind, ConcernOutcome, unsettled

RAISED, ANSWERED, UNTIL = date(1957, 12, 3), date(1957, 12, 6), date(1958, 1, 15)


@pytest.mark.parametrize(
    ("answered_on", "outcome"), [(ANSWERED, None), (None, ConcernOutcome.ANSWERED), (None, ConcernOutcome.RESOLVED)]
)
def test_an_answer_has_a_day_and_an_outcome(answered_on: date | None, outcome: ConcernOutcome | None) -> None:
    """An answer without a day, or a day without an outcome, is no answer."""
    with pytest.raises(BadInput, match="an outcome exactly when there is a day of answer"):
        Concern("c1", "p1", ConcernKind.QUESTION, RAISED, answered_on, outcome)


def test_nothing_is_answered_before_it_is_raised() -> None:
    """The day of answer may be the day of raising, not an earlier one."""
    same_day = Concern("c1", "p1", ConcernKind.QUESTION, RAISED, RAISED, ConcernOutcome.ANSWERED)
    assert same_day.settled_by(RAISED)
    with pytest.raises(BadInput, match="on or after 1957-12-03, got 1957-12-02"):
        Concern("c1", "p1", ConcernKind.QUESTION, RAISED, date(1957, 12, 2), ConcernOutcome.ANSWERED)


def test_words_do_not_settle_a_hardship() -> None:
    """A hardship is resolved or the departure postponed; "answered" is refused."""
    with pytest.raises(BadInput, match="resolved or postponed for a hardship, got answered"):
        Concern("c1", "p1", ConcernKind.HARDSHIP, RAISED, ANSWERED, ConcernOutcome.ANSWERED)


@pytest.mark.parametrize("kind", list(ConcernKind))
@pytest.mark.parametrize("outcome", [*ConcernOutcome, None])
def test_what_settles_a_concern(kind: ConcernKind, outcome: ConcernOutcome | None) -> None:
    """Answered or resolved settles it from that day on, postponed from the day it is postponed to, open never."""
    if kind == ConcernKind.HARDSHIP and outcome == ConcernOutcome.ANSWERED:
        return
    until = UNTIL if outcome == ConcernOutcome.POSTPONED else None
    concern = Concern("c1", "p1", kind, RAISED, ANSWERED if outcome else None, outcome, until=until)
    settles = outcome in (ConcernOutcome.ANSWERED, ConcernOutcome.RESOLVED)
    assert not concern.settled_by(ANSWERED - timedelta(days=1))
    assert concern.settled_by(ANSWERED) == concern.settled_by(UNTIL - timedelta(days=1)) == settles
    assert concern.settled_by(UNTIL) == (outcome is not None)


@pytest.mark.parametrize(
    ("outcome", "until", "expected"),
    [
        (ConcernOutcome.POSTPONED, None, "a day exactly when postponed, got None"),
        (ConcernOutcome.RESOLVED, UNTIL, "a day exactly when postponed, got 1958-01-15"),
        (ConcernOutcome.POSTPONED, ANSWERED, "a day after 1957-12-06, got 1957-12-06"),
    ],
)
def test_a_departure_is_postponed_to_a_day(outcome: ConcernOutcome, until: date | None, expected: str) -> None:
    """Putting it off without a day is no answer, and a day that has come postpones nothing."""
    with pytest.raises(BadInput, match=expected):
        Concern("c1", "p1", ConcernKind.HARDSHIP, RAISED, ANSWERED, outcome, until=until)


def test_a_concern_has_an_id_and_a_person() -> None:
    """Both gaps are reported at once."""
    with pytest.raises(BadInput) as caught:
        Concern("", "", ConcernKind.QUESTION, RAISED)
    assert [fault.column for fault in caught.value.faults] == ["id", "person"]


def test_nobody_is_asked_for_thoughts() -> None:
    """The report has people "raise questions, state difficulties, talk about thought"; the last is not built."""
    assert [kind.value for kind in ConcernKind] == ["question", "difficulty", "hardship"]


@given(st.lists(st.tuples(st.sampled_from(["p1", "p2"]), st.integers(0, 9), st.none() | st.integers(0, 9))))
def test_only_ones_own_open_concerns_stand_against_a_departure(entries: list[tuple[str, int, int | None]]) -> None:
    """They are those of the person, raised by the day, and not answered by it; in the order given."""
    concerns, standing = [], []
    for number, (person, raised, wait) in enumerate(entries):
        answered = None if wait is None else RAISED + timedelta(days=raised + wait)
        outcome = None if wait is None else ConcernOutcome.ANSWERED
        raised_on = RAISED + timedelta(days=raised)
        concerns.append(Concern(f"c{number}", person, ConcernKind.QUESTION, raised_on, answered, outcome))
        if person == "p1" and raised <= 5 and (wait is None or raised + wait > 5):
            standing.append(f"c{number}")
    found = unsettled(concerns, "p1", RAISED + timedelta(days=5))
    assert [concern.id for concern in found] == standing
