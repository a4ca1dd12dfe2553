from __future__ import annotations

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.inspection import classic


def test_a_sample_that_must_hold_one_of_a_lot() -> None:
    """One bad case in four: three must be drawn to miss it with at most a quarter, (3/4)(2/3)(1/2) = 1/4."""
    assert classic.attribute_sample_of_lot(population=4, unfixed=1, failures=0, risk="1/4") == 3


def test_a_sample_without_failures_is_the_power_rule() -> None:
    """With none expected, (1 - p)^n is at most the risk: 0.5^4 = 0.0625, 0.5^5 = 0.03125."""
    assert classic.attribute_sample(tolerable="0.5", expected=0, risk="0.05") == 5


def test_equal_rates_have_no_sample() -> None:
    """No sample tells a rate from itself; the message says what to change."""
    with pytest.raises(Refused, match="further apart"):
        classic.attribute_sample(tolerable="0.5", expected="0.5", risk="0.05")


def test_a_lot_cannot_have_fewer_failures_than_are_allowed() -> None:
    """Allowing two failures where only two are bad can rule out nothing."""
    with pytest.raises(BadInput, match="failures < unfixed"):
        classic.attribute_sample_of_lot(population=10, unfixed=2, failures=2, risk="0.05")


def test_the_whole_sample_failing_bounds_nothing() -> None:
    """If all failed, the rate may be anything up to one."""
    assert classic.greatest_rate(n=7, failures=7, confidence="0.95") == 1.0


def test_a_census_leaves_no_doubt() -> None:
    """All 12 visited and 5 found bad: 5 are bad."""
    assert classic.most_unfixed(population=12, n=12, failures=5, confidence="0.95") == 5
