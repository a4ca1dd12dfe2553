"""Growth claims: what base they imply, and what they say per day when the two periods differ in length."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.figures.words import Language, bounds_in_words, words

LONGEST_DAYS = 100_000


@dataclass(frozen=True, slots=True)
class Growth:
    """A level, and the growth that is claimed for it over an earlier period.

    Attributes:
        level: What was reached in the period.
        days: Length of the period, 1 to 100,000; None if not said.
        growth: Claimed growth as a fraction of the base, above -1; None if only "rose to" was said.
        base_days: Length of the earlier period, 1 to 100,000; None if not said.
        is_share: True if the level is a share.
    """

    level: Interval
    days: int | None = None
    growth: Fraction | None = None
    base_days: int | None = None
    is_share: bool = False

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("days", "base_days"):
            value = getattr(self, name)
            faults.unless(value is None or 1 <= value <= LONGEST_DAYS, name, f"1 to {LONGEST_DAYS:,} days", value)
        faults.unless(self.growth is None or self.growth > -1, "growth", "above -100 %", self.growth)
        faults.raise_if_any()

    @property
    def flags(self) -> tuple[Flag, ...]:
        """``no_baseline`` without a growth rate, ``unknown_period`` or ``unequal_periods`` where they apply."""
        if self.growth is None:
            return (Flag.NO_BASELINE,)
        if self.days is None or self.base_days is None:
            return (Flag.UNKNOWN_PERIOD,)
        return (Flag.UNEQUAL_PERIODS,) if self.days != self.base_days else ()

    @property
    def implied_base(self) -> Interval | None:
        """What the earlier period must have had: level / (1 + growth). None without a growth rate."""
        return None if self.growth is None else self.level.times(1 / (1 + self.growth))

    @property
    def daily_growth(self) -> Fraction | None:
        """Growth of the rate per day: (1 + growth) x base days / days - 1, a fraction. None if a length is missing."""
        if self.growth is None or self.days is None or self.base_days is None:
            return None
        return (1 + self.growth) * Fraction(self.base_days, self.days) - 1

    def words(self, language: Language = Language.ENGLISH) -> str:
        """The claim in one sentence, with the arithmetic."""
        level = words(self.level, language, share=self.is_share)
        if self.growth is None or self.implied_base is None:
            return language.either(
                f"no baseline given: only the level, {level}, can be shown", f"没有给出基数：只能显示水平{level}"
            )
        base, grown = bounds_in_words(self.implied_base, language, share=self.is_share), _signed(self.growth)
        told = language.either(
            f"{grown} to {level} implies a base of {base}", f"{grown}达到{level}，意味着基数为{base}"
        )
        if self.daily_growth is None:
            return told + language.either(
                "; the length of a period is not said, so the growth cannot be compared",
                "；没有说明时期长短，增长无法比较",
            )
        if self.days == self.base_days:
            return told + language.either(f"; both periods have {self.days} days", f"；两个时期都是{self.days}天")
        daily = _signed(self.daily_growth)
        return told + language.either(
            f"; unequal periods of {self.days} and {self.base_days} days: per day the change is {daily}",
            f"；两个时期长短不等（{self.days}天与{self.base_days}天）：按每天计算，变化为{daily}",
        )


def _signed(fraction: Fraction) -> str:
    return f"{float(fraction * 100):+.3g} %"
