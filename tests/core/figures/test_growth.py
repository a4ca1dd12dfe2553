"""Growth over unequal periods and without a baseline."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grassrota.errors import BadInput
from grassrota.figures.flag import Flag
from grassrota.figures.growth import Growth
from grassrota.figures.interval import Interval


def test_baiquan_income_is_flagged_with_its_implied_base() -> None:
    """84,000 yuan in 21 days, +58 % over a month of 31: the base is about 53,165 and the daily rate rose 133 %."""
    claim = Growth(Interval.exactly(84_000), days=21, growth=Fraction(58, 100), base_days=31)
    assert claim.flags == (Flag.UNEQUAL_PERIODS,)
    assert claim.implied_base is not None
    assert claim.daily_growth is not None
    assert abs(claim.implied_base.lower - 53_165) < 1
    assert round(float(claim.daily_growth), 2) == 1.33
    assert "53,165" in claim.words()
    assert "+133 %" in claim.words()


def test_84000_odd_implies_an_interval() -> None:
    """84,000-odd implies a base from 84,000/1.58 up to but not 85,000/1.58."""
    claim = Growth(Interval.half_open(84_000, 85_000), 21, Fraction(58, 100), 31)
    assert claim.implied_base == Interval.half_open(Fraction(8_400_000, 158), Fraction(8_500_000, 158))


def test_rose_to_without_a_baseline_shows_only_the_level() -> None:
    """A level that "rose to over 90 %" has no baseline: the level alone is said (report 003)."""
    claim = Growth(Interval.closed(Fraction(9, 10), 1), is_share=True)
    assert claim.flags == (Flag.NO_BASELINE,)
    assert claim.implied_base is None
    assert "no baseline given" in claim.words()
    assert "at least 90 %" in claim.words()


def test_equal_periods_are_not_flagged_and_unknown_ones_are() -> None:
    """Growth over two periods of 31 days raises no flag; with a length missing it is ``unknown_period``."""
    level = Interval.exactly(100)
    assert Growth(level, 31, Fraction(1, 2), 31).flags == ()
    assert Growth(level, 31, Fraction(1, 2)).flags == (Flag.UNKNOWN_PERIOD,)
    assert "cannot be compared" in Growth(level, 31, Fraction(1, 2)).words()


def test_every_fault_of_a_growth_claim_is_named() -> None:
    """Periods have at least a day, and nothing falls by all of itself."""
    with pytest.raises(BadInput) as refused:
        Growth(Interval.exactly(1), days=0, growth=Fraction(-1), base_days=-3)
    assert [fault.column for fault in refused.value.faults] == ["days", "base_days", "growth"]
