from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.figures.change import LABELS, Change, Measured
from grassrota.figures.interval import Interval
from grassrota.figures.words import Language

BEFORE = Measured(date(1957, 8, 1), Interval.exactly(212), "county office")
AFTER = Measured(date(1957, 9, 5), Interval.half_open(300, 400), "posted team")
WELLS = Change("ningyi", "households with water from a well", "households", BEFORE, AFTER)


def test_a_change_needs_days_an_indicator_and_a_baseline() -> None:
    """Nothing measured, nobody who counted, and days out of order are named all at once."""
    with pytest.raises(BadInput) as caught:
        Change("ningyi", " ", "", AFTER, Measured(BEFORE.on, BEFORE.value, ""))
    assert [fault.column for fault in caught.value.faults] == ["indicator", "unit", "later.source", "later.on"]


@pytest.mark.parametrize("label", LABELS)
def test_no_place_is_labelled(label: str) -> None:
    """A label is no indicator, and there is no other field into which one would fit."""
    with pytest.raises(BadInput, match="not labelled"):
        Change("ningyi", f"its {label} face", "face", BEFORE, AFTER)
    assert [field.name for field in fields(Change)] == ["place", "indicator", "unit", "baseline", "later"]


def test_it_is_told_with_both_days_and_no_cause() -> None:
    """A month is 35 days here; both numbers stand with their days, in either language."""
    assert WELLS.words() == (
        "ningyi, households with water from a well: 212 on 1957-08-01, 300-odd on 1957-09-05 "
        "(households, 35 days between)."
    )
    assert WELLS.words(Language.CHINESE) == (
        "ningyi，households with water from a well：1957-08-01为212，1957-09-05为300多（households，相隔35天）。"
    )


def test_what_may_be_the_same_number_is_no_certain_change() -> None:
    """300-odd and 312 may be one number; 300-odd and 400 may not, as the end is excluded."""
    unsure = Change("p", "i", "u", Measured(BEFORE.on, Interval.exactly(312), "x"), AFTER)
    assert not unsure.is_certain
    assert "they may be the same" in unsure.words()
    assert "也可能相同" in unsure.words(Language.CHINESE)
    assert Change("p", "i", "u", Measured(BEFORE.on, Interval.exactly(400), "x"), AFTER).is_certain


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_a_certain_change_is_one_whatever_the_numbers_were(ends: list[int]) -> None:
    """Intervals without a number in common, and only those, say that something changed."""
    one, other = (Interval.closed(*sorted(pair)) for pair in (ends[:2], ends[2:]))
    shared = any(number in one and number in other for number in range(10))
    later = Measured(AFTER.on, other, "x")
    assert Change("p", "i", "u", Measured(BEFORE.on, one, "x"), later).is_certain is not shared
