from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from grassrota.errors import BadInput
from grassrota.opinions.opinion import Channel
from grassrota.opinions.quiet import Intake, MakeUpRound, unusually_low

DAY = date(1957, 12, 2)


def _county(*opinions: int, people: int = 100) -> list[Intake]:
    return [Intake(f"u{place}", "county", people, count) for place, count in enumerate(opinions)]


def test_a_unit_far_below_comparable_ones_may_be_afraid() -> None:
    """Twenty each and two in one: expected twenty, and so few by chance are 1 + 20 + 200 times e to the -20."""
    (quiet,) = unusually_low(_county(20, 20, 2, 20, 20))
    assert (quiet.unit, quiet.opinions, quiet.expected) == ("u2", 2, Fraction(20))
    assert quiet.chance == pytest.approx(221 * 2.061153622e-9, rel=1e-6)


def test_small_numbers_and_large_differences_are_told_apart() -> None:
    """Two where four are expected come by chance; twelve where twenty are is no half; nothing is compared with two."""
    assert unusually_low(_county(4, 4, 1, 4, 4)) == ()
    assert unusually_low(_county(20, 20, 12, 20, 20)) == ()
    assert unusually_low(_county(20, 20, 0)) == ()
    assert unusually_low(_county(20, 20, 0), peers=3) != ()
    assert unusually_low(_county(0, 0, 0, 0, 0)) == ()


def test_a_unit_is_compared_by_its_people_with_its_own_kind() -> None:
    """Ten people with two opinions are as many as a hundred with twenty; townships are not compared with counties."""
    small = Intake("small", "county", 10, 2)
    townships = [Intake(f"t{number}", "township", 100, 1) for number in range(5)]
    assert unusually_low([*_county(20, 20, 20, 20), small, *townships]) == ()
    large = Intake("large", "county", 100_000, 9_000)
    assert [quiet.unit for quiet in unusually_low([*_county(20, 20, 20, 20), large])] == ["large"]


def test_the_channel_is_opened_again_without_a_quota() -> None:
    """A make-up round says where it is told, how one can speak, and until when; no field asks for a number."""
    again = MakeUpRound("u2", ("the canteen",), (Channel.WEB, Channel.MEETING), DAY, DAY + timedelta(days=30))
    assert {field.name for field in fields(again)} == {"unit", "told_at", "channels", "first", "last"}
    with pytest.raises(BadInput) as caught:
        MakeUpRound("", (" ",), (Channel.MEETING,), DAY, DAY - timedelta(days=1))
    assert [fault.column for fault in caught.value.faults] == ["unit", "told_at", "channels", "last"]


@pytest.mark.parametrize("wrong", [{"share": Fraction(0)}, {"chance": 1.0}, {"peers": 2}])
def test_settings_out_of_range_are_bad_input(wrong: dict[str, Any]) -> None:
    """Each is named."""
    with pytest.raises(BadInput) as caught:
        unusually_low([], **wrong)
    assert [fault.column for fault in caught.value.faults] == list(wrong)


def test_an_intake_has_people() -> None:
    """Nobody cannot be silent."""
    with pytest.raises(BadInput) as caught:
        Intake("", "county", 0, -1)
    assert [fault.column for fault in caught.value.faults] == ["unit", "people", "opinions"]
