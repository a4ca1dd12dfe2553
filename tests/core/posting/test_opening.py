from __future__ import annotations

from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role
from grassrota.org import Sector
from grassrota.posting.opening import Opening, Team


def _opening(**more: Any) -> Opening:
    plain: dict[str, Any] = {
        "id": "o1",
        "place": "yanbei",
        "sector": Sector.RURAL,
        "role": Role.FIELD_WORK,
        "low": 0,
        "high": 1,
    }
    return Opening(**plain | more)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"id": ""}, "id"),
        ({"place": ""}, "place"),
        ({"low": -1}, "low"),
        ({"high": 0}, "high"),
        ({"low": 3, "high": 2}, "high"),
        ({"length": 0}, "length"),
        ({"batches": frozenset({0, 1})}, "batches"),
        ({"hardship": 4}, "hardship"),
    ],
)
def test_an_opening_that_makes_no_sense_is_bad_input(wrong: dict[str, Any], column: str) -> None:
    """An opening has an id and a place, room for somebody, and lasts at least one batch."""
    with pytest.raises(BadInput) as caught:
        _opening(**wrong)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_every_fault_of_an_opening_is_reported_at_once() -> None:
    """Five gaps are five faults."""
    with pytest.raises(BadInput) as caught:
        _opening(id="", place="", low=-1, high=0, length=0)
    assert [fault.column for fault in caught.value.faults] == ["id", "place", "low", "high", "length"]


def test_a_commune_of_wushan_has_room_for_six_or_seven_secretaries() -> None:
    """Each of the 8 communes has 6 to 7 secretaries: 48 to 56 in all."""
    opening = _opening(role=Role.FIELD_WORK_AND_LEADERSHIP, low=6, high=7)
    assert (8 * opening.low, 8 * opening.high) == (48, 56)


def test_an_opening_of_one_exact_size() -> None:
    """Least and greatest headcount may be the same."""
    assert _opening(low=2, high=2).low == 2


def test_a_team_is_led_by_one_of_its_members() -> None:
    """The leaders of Shanxi head the corps and go along; one who stays behind leads no team."""
    assert Team(1, "yanbei", Sector.RURAL, "wei", ("wei", "p1")).leader == "wei"
    with pytest.raises(Refused) as caught:
        Team(1, "yanbei", Sector.RURAL, "wei", ("p1", "p2"))
    assert caught.value.code == "leader_stays_behind"
    assert caught.value.data == {"leader": "wei", "place": "yanbei", "batch": 1}


def test_nobody_is_in_a_team_twice() -> None:
    """Members are people, not seats."""
    with pytest.raises(BadInput, match="each person once"):
        Team(1, "yanbei", Sector.RURAL, "wei", ("wei", "p1", "p1"))


@pytest.mark.parametrize(
    ("batch", "place", "members", "columns"),
    [
        (0, "yanbei", ("wei",), ["batch"]),
        (1, "", ("wei",), ["place"]),
        (1, "yanbei", (), ["members"]),
        (1, "yanbei", ("wei", ""), ["members"]),
        (0, "", (), ["batch", "place", "members"]),
    ],
)
def test_a_team_has_a_batch_a_place_and_people(
    batch: int, place: str, members: tuple[str, ...], columns: list[str]
) -> None:
    """Batches are numbered from 1, and every gap is reported at once."""
    with pytest.raises(BadInput) as caught:
        Team(batch, place, Sector.RURAL, "wei", members)
    assert [fault.column for fault in caught.value.faults] == columns
