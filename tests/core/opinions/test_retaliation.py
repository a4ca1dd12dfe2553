from __future__ import annotations

import inspect
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.opinions.retaliation import (
    Change,
    ChangeKind,
    ReviewFile,
    UnitRate,
    files_to_review,
    match_days,
    match_period,
    rate,
    rates_of,
    require_match,
)

DAY = date(1958, 3, 1)


def _changes(**units: int) -> list[Change]:
    return [
        Change(f"{unit}-{number}", unit, ChangeKind.MOVED, DAY)
        for unit, count in units.items()
        for number in range(count)
    ]


def test_matches_are_run_on_fixed_days_by_two() -> None:
    """Every six months from 31 January, the last of a month where it has no 31st; never at will, never alone."""
    days = match_days(date(1958, 1, 31), 5, 3)
    assert days == (date(1958, 1, 31), date(1958, 6, 30), date(1958, 11, 30))
    require_match(days[1], days, ["k1", "k2"])
    for on, holders, code in ((DAY, ["k1", "k2"], "not_a_match_day"), (days[0], ["k1", "k1"], "two_holders")):
        with pytest.raises(Refused) as caught:
            require_match(on, days, holders)
        assert caught.value.code == code
    with pytest.raises(BadInput, match="1 or more"):
        match_days(DAY, 0, 1)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 13), min_size=1), st.integers(0, 9))
@settings(max_examples=40)
def test_every_change_is_in_one_file_of_ten_or_more(units: dict[str, int], seed: int) -> None:
    """All changes of a unit are in the same file, none is in two, and each file has at least ten."""
    changes = _changes(**units)
    if len(changes) < 10:
        with pytest.raises(Refused, match="match over a longer period"):
            files_to_review(changes, seed)
        return
    files = files_to_review(changes, seed)
    assert all(len(one.changes) >= 10 for one in files)
    assert Counter(change for one in files for change in one.changes) == Counter(
        (change.person, change.kind, change.on) for change in changes
    )
    for one in files:
        assert len(one.changes) == sum(units[unit] for unit in one.units)


def test_a_file_marks_nobody() -> None:
    """Neither a unit nor a watch stands beside a change, changes are by person, and hits are no argument at all."""
    (one,) = files_to_review(_changes(a=1, b=9)[::-1], seed=1)
    assert one.units == ("a", "b")
    assert one.changes == tuple(sorted(one.changes))
    assert set(ReviewFile.__dataclass_fields__) == {"units", "changes"}
    assert set(inspect.signature(files_to_review).parameters) == {"changes", "seed", "least"}


def test_a_large_unit_stands_alone_and_the_small_ones_together() -> None:
    """Twelve are enough; six, three and one make one file."""
    files = files_to_review(_changes(big=12, x=6, y=3, z=1), seed=3)
    assert [one.units for one in files] == [("big",), ("x", "y", "z")]


def test_a_rate_is_shown_from_twenty_people_up() -> None:
    """Three of nineteen is nothing, three of twenty is 3/20."""
    assert (rate(3, 19), rate(3, 20), rate(0, 25)) == (None, Fraction(3, 20), Fraction(0))
    for changed in (-1, 21):
        with pytest.raises(BadInput):
            rate(changed, 20)


def test_each_day_is_in_the_period_of_one_match() -> None:
    """The first takes whatever was before; each other begins on the day after the one before."""
    days = match_days(date(1958, 1, 31), 1, 3)
    assert [match_period(day, days) for day in days] == [
        (date.min, date(1958, 1, 31)),
        (date(1958, 2, 1), date(1958, 2, 28)),
        (date(1958, 3, 1), date(1958, 3, 31)),
    ]


def test_a_unit_is_told_by_its_own_people_on_the_watch() -> None:
    """Of twenty of a, two changed, one of them twice and in b; of nineteen of b one; of c nobody is on the watch."""
    unit_of = {f"{unit}{number}": unit for unit in "abc" for number in range(25)}
    watched = {*(f"a{number}" for number in range(20)), *(f"b{number}" for number in range(19)), "a stranger"}
    changes = [Change(person, "b", ChangeKind.MOVED, DAY) for person in ("a0", "a1", "a24", "b0", "c0", "a stranger")]
    changes.append(Change("a0", "a", ChangeKind.PAY_CUT, DAY))
    assert rates_of(unit_of, watched, changes) == (UnitRate("a", 20, 2), UnitRate("b"), UnitRate("c"))


def test_a_change_is_of_somebody_somewhere() -> None:
    """Both ids are there."""
    with pytest.raises(BadInput) as caught:
        Change("", "", ChangeKind.DEMOTED, DAY)
    assert [fault.column for fault in caught.value.faults] == ["person", "unit"]
