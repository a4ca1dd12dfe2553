from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.posting.field_version import Version, read_version
from grassrota.posting.sync import Receipt, Result, SyncedLog, merge

TODAY = date(1957, 12, 5)
IDS = ("a" * 32, "b" * 32)
Sent = dict[str, Any]


def _sent(number: str = IDS[0], contacts: int = 3, day: str = "1957-11-28", **more: object) -> Sent:
    return {"id": number, "day": day, "kind": "labour", "place": "Works 2", "contacts": contacts, **more}


def _version(sent: Sent, person: str = "p1") -> Version:
    return read_version(sent, person, TODAY)


def _receipts(results: tuple[Result, ...]) -> list[Receipt]:
    return [result.receipt for result in results]


def test_what_is_sent_again_is_known_already() -> None:
    """The answer got lost and the phone sends the batch anew: the log is the same, and each entry is known."""
    batch = [_sent(), _sent(IDS[1])]
    once, first = merge(SyncedLog(), batch, "p1", TODAY)
    twice, again = merge(once, batch, "p1", TODAY)
    assert twice == once
    assert len(once.entries()) == 2
    assert _receipts(first) == [Receipt.ACCEPTED] * 2
    assert _receipts(again) == [Receipt.ALREADY_KNOWN] * 2


def test_a_bad_entry_holds_up_no_other() -> None:
    """The second of three is from tomorrow: it alone is refused, with its reason, and the device finds it by its id."""
    log, results = merge(SyncedLog(), [_sent(), _sent(IDS[1], day="1957-12-06"), _sent("c" * 32)], "p1", TODAY)
    assert _receipts(results) == [Receipt.ACCEPTED, Receipt.REFUSED, Receipt.ACCEPTED]
    assert (results[1].id, [fault.column for fault in results[1].faults]) == (IDS[1], ["day"])
    assert len(log.versions) == 2
    _, (nameless,) = merge(log, [{"id": 5}], "p1", TODAY)
    assert (nameless.id, nameless.receipt) == ("", Receipt.REFUSED)


def test_an_edit_stands_in_for_what_it_replaces() -> None:
    """Three contacts corrected to four are four, also if the correction comes in first."""
    first = _sent()
    edit = _sent(contacts=4, replaces=[_version(first).digest])
    for batch in ([first, edit], [edit, first]):
        log, _ = merge(SyncedLog(), batch, "p1", TODAY)
        assert [entry.contacts for entry in log.entries()] == [4]
        assert log.conflicts() == {}


def test_conflicting_edits_both_stand_and_are_flagged() -> None:
    """Phone and tablet correct the same entry apart: both are kept, until a third version replaces both."""
    first = _sent()
    base = _version(first).digest
    phone, tablet = _sent(contacts=4, replaces=[base]), _sent(contacts=5, replaces=[base])
    log, results = merge(SyncedLog(), [first, phone, tablet], "p1", TODAY)
    assert _receipts(results) == [Receipt.ACCEPTED] * 3
    assert sorted(entry.contacts for entry in log.entries()) == [4, 5]
    assert {key: len(versions) for key, versions in log.conflicts().items()} == {("p1", IDS[0]): 2}
    settled = _sent(contacts=6, replaces=[_version(phone).digest, _version(tablet).digest])
    log, _ = merge(log, [settled], "p1", TODAY)
    assert ([entry.contacts for entry in log.entries()], log.conflicts()) == ([6], {})


def test_an_entry_can_be_struck_out() -> None:
    """Struck, no day is left; struck against an edit is a conflict in which the edit is not lost."""
    first = _sent()
    base = _version(first).digest
    strike: Sent = {"id": IDS[0], "struck": True, "replaces": [base]}
    log, _ = merge(SyncedLog(), [first, strike], "p1", TODAY)
    assert (log.entries(), log.conflicts()) == ((), {})
    log, _ = merge(log, [_sent(contacts=4, replaces=[base])], "p1", TODAY)
    assert [entry.contacts for entry in log.entries()] == [4]
    assert list(log.conflicts()) == [("p1", IDS[0])]


def test_nobody_touches_anothers_entry() -> None:
    """Somebody else who sends the same id, or names the digest, makes an entry of their own."""
    log, _ = merge(SyncedLog(), [_sent()], "p1", TODAY)
    digest = log.versions[0].digest
    log, _ = merge(log, [_sent(contacts=9), _sent(contacts=8, replaces=[digest])], "p2", TODAY)
    assert [one.contacts for one in log.entries() if one.field_day.person == "p1"] == [3]
    assert set(log.standing()) == {("p1", IDS[0]), ("p2", IDS[0])}


def test_a_log_has_each_version_once_in_one_order() -> None:
    """Twice the same, or another order, is no log."""
    one, two = _version(_sent()), _version(_sent(IDS[1]))
    assert SyncedLog((one, two)).versions == (one, two)
    for versions in ((two, one), (one, one)):
        with pytest.raises(BadInput):
            SyncedLog(versions)


def _history(steps: list[tuple[int, int, int]]) -> list[Sent]:
    """Edits as devices make them: each of an id, replacing nothing, one earlier version or the newest."""
    sent: list[Sent] = []
    for which, contacts, back in steps:
        number = IDS[which]
        own = [_version(one).digest for one in sent if one["id"] == number]
        replaces = [own[-min(back, len(own))]] if back and own else []
        sent.append(_sent(number, contacts, replaces=replaces))
    return sent


STEPS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=6)


@settings(max_examples=60)
@given(STEPS, st.data())
def test_any_order_any_number_of_times_gives_the_same_log(
    steps: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    """Shuffled, cut into batches, sent again, with bad entries between: the log is that of one clean batch."""
    sent = _history(steps)
    expected, _ = merge(SyncedLog(), sent, "p1", TODAY)
    shuffled = data.draw(st.permutations([*sent, *sent, _sent(contacts=-1)]))
    cut = data.draw(st.integers(0, len(shuffled)))
    log, first = merge(SyncedLog(), shuffled[:cut], "p1", TODAY)
    log, second = merge(log, shuffled[cut:], "p1", TODAY)
    assert log == expected
    receipts = _receipts((*first, *second))
    assert receipts.count(Receipt.ACCEPTED) == len(expected.versions)
    assert receipts.count(Receipt.REFUSED) == 1
    assert len(receipts) == len(shuffled)
