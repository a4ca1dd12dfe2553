"""Themes of a new model that are those of the old one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.opinions.themes.going_on import going_on

PARTITION = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(-1, 3))


def test_a_theme_goes_on_as_the_one_with_more_than_half_of_both() -> None:
    """Three of four stay, and one joins: 3 of 5 is more than half. Two of four is not; new texts do not count."""
    before = dict.fromkeys("abcd", 0) | {"e": 1} | dict.fromkeys("wxyz", 2)
    after = dict.fromkeys("abce", 7) | {"d": 8} | dict.fromkeys("wx", 5) | dict.fromkeys("yz", 6) | {"new": 7}
    assert going_on(before, after) == {7: 0}


def test_what_is_in_no_theme_is_none_that_goes_on() -> None:
    """Loose texts that stay loose are no theme, however many."""
    assert going_on({"a": -1, "b": -1}, {"a": -1, "b": -1}) == {}


@settings(max_examples=40)
@given(before=PARTITION, after=PARTITION)
def test_no_two_go_on_from_one_and_none_as_two(before: dict[str, int], after: dict[str, int]) -> None:
    """Whatever changed, the answer pairs themes one to one, and an unchanged theme with itself."""
    found = going_on(before, after)
    assert len(set(found.values())) == len(found)
    assert going_on(before, before) == {number: number for number in set(before.values()) - {-1}}
