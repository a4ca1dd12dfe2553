from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from grassrota.errors import BadInput
from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.field_log import LogEntry
from grassrota.posting.field_version import Version, read_version

TODAY = date(1957, 12, 5)
ENTRY = LogEntry(FieldDay("p1", date(1957, 11, 28), FieldDayKind.LABOUR, "Works 2"), 3)
SENT: dict[str, Any] = {"id": "a" * 32, "day": "1957-11-28", "kind": "labour", "place": "Works 2", "contacts": 3}
FIRST = Version("a" * 32, "p1", ENTRY)


def test_a_device_sends_a_day_and_never_whose_it_is() -> None:
    """The entry belongs to who is signed in; a person in it is a fault."""
    assert read_version(SENT, "p1", TODAY) == FIRST
    with pytest.raises(BadInput) as caught:
        read_version({**SENT, "person": "p2"}, "p1", TODAY)
    assert [fault.column for fault in caught.value.faults] == ["person"]


def test_an_edit_and_a_strike_name_what_they_replace() -> None:
    """Each digest once and sorted, however it was sent."""
    other = "0" * 64
    edit = read_version({**SENT, "contacts": 4, "replaces": [FIRST.digest, other, FIRST.digest]}, "p1", TODAY)
    assert edit.replaces == tuple(sorted((FIRST.digest, other)))
    struck = read_version({"id": "a" * 32, "struck": True, "replaces": [FIRST.digest]}, "p1", TODAY)
    assert (struck.entry, struck.replaces) == (None, (FIRST.digest,))


@pytest.mark.parametrize(
    "other",
    [
        {"id": "b" * 32},
        {"day": "1957-11-27"},
        {"kind": "liaise"},
        {"place": "Works 1"},
        {"contacts": 4},
        {"replaces": ["0" * 64]},
    ],
)
def test_a_digest_covers_everything(other: dict[str, Any]) -> None:
    """Whatever differs, the digest does; the same has the same."""
    assert read_version(SENT, "p1", TODAY).digest == FIRST.digest
    assert read_version({**SENT, **other}, "p1", TODAY).digest != FIRST.digest


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"id": 5}, "id"),
        ({"id": "17"}, "id"),
        ({"day": "1957-11-28T08:15"}, "day"),
        ({"day": "1957-02-30"}, "day"),
        ({"day": None}, "day"),
        ({"day": "1957-12-06"}, "day"),
        ({"kind": "holiday"}, "kind"),
        ({"kind": ["labour"]}, "kind"),
        ({"place": " "}, "place"),
        ({"place": 7}, "place"),
        ({"contacts": -1}, "contacts"),
        ({"contacts": True}, "contacts"),
        ({"contacts": "3"}, "contacts"),
        ({"replaces": "0" * 64}, "replaces"),
        ({"replaces": [1]}, "replaces"),
        ({"replaces": ["short"]}, "replaces"),
        ({"struck": "yes"}, "struck"),
        ({"struck": True}, "replaces"),
        ({"latitude": 45.12}, "latitude"),
    ],
)
def test_a_bad_entry_is_told_without_repeating_it(wrong: dict[str, Any], column: str) -> None:
    """Where the fault is, and neither a clock time nor coordinates in the words."""
    with pytest.raises(BadInput) as caught:
        read_version({**SENT, **wrong}, "p1", TODAY)
    assert [fault.column for fault in caught.value.faults] == [column]
    assert "08:15" not in str(caught.value)
    assert "45.12" not in str(caught.value)


def test_all_faults_of_an_entry_are_told_at_once() -> None:
    """Nothing sent, everything missing."""
    with pytest.raises(BadInput) as caught:
        read_version({}, "p1", TODAY)
    assert [fault.column for fault in caught.value.faults] == ["id", "day", "kind", "place", "contacts"]


def test_a_version_is_ones_own_day() -> None:
    """Another person's day, nobody's, and digests out of order cannot be."""
    with pytest.raises(BadInput) as other:
        Version("a" * 32, "p2", ENTRY)
    with pytest.raises(BadInput) as nobody:
        Version("a" * 32, "", None, ("b" * 64, "a" * 64))
    assert [fault.column for fault in other.value.faults] == ["person"]
    assert [fault.column for fault in nobody.value.faults] == ["person", "replaces"]
