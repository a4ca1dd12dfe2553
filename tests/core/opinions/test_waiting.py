from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.opinions.waiting import Median, Wait, curve, median

# weeks of remission of 21 patients with 6-MP and 21 without: Freireich et al., Blood 21 (1963); + is still in remission
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def waits(told: str) -> list[Wait]:
    return [Wait(int(word.rstrip("+")), not word.endswith("+")) for word in told.split()]


def test_the_curve_is_that_of_the_textbooks() -> None:
    """Cox and Oakes 1984: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538 and 0.448 after 6, 7, 10, 13, 16, 22, 23 weeks."""
    steps = curve(waits(TREATED))
    assert [step.day for step in steps] == [6, 7, 10, 13, 16, 22, 23]
    assert [step.at_risk for step in steps] == [21, 17, 15, 12, 11, 7, 6]
    shares = [round(float(step.waiting), 3) for step in steps]
    assert shares == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    # Greenwood's standard errors, as R's survfit prints them for these data
    errors = [round(float(step.waiting) * step.spread**0.5, 4) for step in steps]
    assert errors == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


def test_the_median_has_its_interval() -> None:
    """Half of the treated after 23 weeks, 13 at the least and no end seen; of the others after 8, 4 to 11."""
    assert median(waits(TREATED)) == Median(23, 13, None)
    assert median(waits(PLACEBO)) == Median(8, 4, 11)


def test_what_nobody_saw_done_has_no_median() -> None:
    """Nothing at all, nothing done, or less than half done: no day is made up."""
    assert median([]) == median(waits("3+ 5+")) == Median(None, None, None)
    assert median(waits("2 5+ 5+ 5+")).days is None


@given(st.lists(st.integers(0, 30), min_size=1))
def test_without_anything_waiting_the_curve_is_the_plain_share(days: list[int]) -> None:
    """If everything was done, the share that waits longer is counted directly."""
    for step in curve(Wait(day, True) for day in days):
        assert step.waiting == Fraction(sum(day > step.day for day in days), len(days))


@given(st.lists(st.builds(Wait, st.integers(0, 20), st.booleans()), min_size=1), st.integers(21, 40))
def test_waiting_longer_only_lengthens_the_median(some: list[Wait], longer: int) -> None:
    """If what waits still had been looked at later without being done, no share falls sooner."""
    later = [wait if wait.done else Wait(longer, False) for wait in some]
    now, then = median(some).days, median(later).days
    assert now is None or then is None or now <= then


def test_days_before_the_beginning_are_bad_input() -> None:
    """Nothing waits for less than no day."""
    with pytest.raises(BadInput):
        Wait(-1, True)
