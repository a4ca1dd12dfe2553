from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.field_log import LogCounts, LogEntry, OpinionDraft, Topic, count_log, keep

DAY = date(1957, 11, 28)


def _day(person: str = "p1", place: str = "Works 2", day: date = DAY) -> FieldDay:
    return FieldDay(person, day, FieldDayKind.LIAISE, place)


def test_a_topic_becomes_a_draft_with_consent_and_the_rest_is_not_kept() -> None:
    """Of two topics one may be passed on; nothing that is kept holds a word of the other."""
    passed, private = Topic("housing", "The roof leaks.", True), Topic("family", "My daughter is ill.", False)
    entry, drafts = keep(_day(), 3, [private, passed])
    assert drafts == (OpinionDraft(DAY, "Works 2", "housing", "The roof leaks."),)
    assert entry == LogEntry(_day(), 3)
    assert "daughter" not in repr((entry, drafts))
    assert "family" not in repr((entry, drafts))


def test_a_draft_leads_to_nobody() -> None:
    """It has day, place, topic and words: neither raiser nor collector; and its order is not that of the talks."""
    assert {field.name for field in fields(OpinionDraft)} == {"raised_on", "place", "topic", "text"}
    roof, road = Topic("housing", "The roof leaks.", True), Topic("roads", "No bridge.", True)
    assert keep(_day(), 2, [road, roof]) == keep(_day(), 2, [roof, road])


def test_a_log_holds_a_count_and_a_place() -> None:
    """No field for a name, a feeling or an impression."""
    assert {field.name for field in fields(LogEntry)} == {"field_day", "contacts"}
    assert fields(LogEntry)[1].type == "int"


def test_contacts_and_places_are_counted() -> None:
    """Two people on one day, one of them at two places: 2 days, 3 + 4 + 5 = 12 contacts, 2 places."""
    log = [LogEntry(_day(), 3), LogEntry(_day(place="Works 1"), 4), LogEntry(_day("p2"), 5)]
    assert count_log(log) == LogCounts(2, 12, ("Works 1", "Works 2"))
    assert count_log([]) == LogCounts(0, 0, ())


def test_a_count_is_no_less_than_nothing_and_a_draft_has_words() -> None:
    """Bad input is told."""
    with pytest.raises(BadInput):
        LogEntry(_day(), -1)
    with pytest.raises(BadInput):
        keep(_day(), 1, [Topic("housing", " ", True)])


@settings(max_examples=50)
@given(st.lists(st.tuples(st.text("ab", min_size=1, max_size=3), st.booleans()), max_size=6))
def test_as_many_drafts_as_consents(raised: list[tuple[str, bool]]) -> None:
    """Exactly those with consent come out, whatever else was said."""
    _, drafts = keep(_day(), len(raised), [Topic("t", text, consent) for text, consent in raised])
    assert [draft.text for draft in drafts] == sorted(text for text, consent in raised if consent)
