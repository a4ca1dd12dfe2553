from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

import pytest

from grassrota.errors import BadInput
from grassrota.opinions.opinion import Channel, Opinion

PLAIN: dict[str, Any] = {
    "id": "x7",
    "raiser": "",
    "raised_on": date(1957, 12, 11),
    "place": "yanbei",
    "addressed": "hq",
    "topic": "canteen",
    "text": "The soup is cold.",
    "channel": Channel.FIELD,
}


@pytest.mark.parametrize(
    ("wrong", "column"),
    [({"id": ""}, "id"), ({"place": ""}, "place"), ({"addressed": ""}, "addressed"), ({"text": " \n"}, "text")],
)
def test_an_opinion_has_a_place_an_addressee_and_words(wrong: dict[str, Any], column: str) -> None:
    """It carries place and date, is addressed to an organ, and says something."""
    with pytest.raises(BadInput) as caught:
        Opinion(**PLAIN | wrong)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_every_fault_of_an_opinion_is_reported_at_once() -> None:
    """Four gaps are four faults."""
    with pytest.raises(BadInput) as caught:
        Opinion(**PLAIN | {"id": "", "place": "", "addressed": "", "text": ""})
    assert [fault.column for fault in caught.value.faults] == ["id", "place", "addressed", "text"]


def test_the_day_and_nothing_finer() -> None:
    """A moment betrays its raiser: a clock time is refused, and the refusal does not repeat it."""
    with pytest.raises(BadInput) as caught:
        Opinion(**PLAIN | {"raised_on": datetime(1957, 12, 11, 8, 15)})  # noqa: DTZ001
    assert [fault.column for fault in caught.value.faults] == ["raised_on"]
    assert "08:15" not in str(caught.value)


def test_a_raiser_may_be_anonymous_and_an_entry_by_proxy_is_marked() -> None:
    """An opinion told to a posted person needs no token, keeps its words, and says that somebody else wrote it."""
    opinion = Opinion(**PLAIN, by_proxy=True)
    assert (opinion.raiser, opinion.by_proxy, opinion.text) == ("", True, "The soup is cold.")


def test_who_raised_it_is_nowhere_in_an_opinion() -> None:
    """There is a token and no name, address, account, sequence or file."""
    assert {field.name for field in fields(Opinion)} == {*PLAIN, "by_proxy", "on_leadership"}


def test_the_channels_are_recorded() -> None:
    """Problems come to light from all sides, and each side is named."""
    assert [channel.value for channel in Channel] == ["web", "paper", "phone", "field", "meeting"]
