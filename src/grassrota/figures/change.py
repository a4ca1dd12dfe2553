"""A claim that something changed: before and after on two days, by an indicator that is said, and never a label.

"A month later its backward face had changed" (report 003) says neither what was measured nor from where. What a place
*is* has no field here; what was counted there has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from grassrota.errors import Faults
from grassrota.figures.interval import Interval
from grassrota.figures.words import Language, words

LABELS = ("backward", "advanced unit", "model unit", "落后", "先进", "后进", "模范")
"""Words that judge a place and measure nothing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What an indicator was on a day.

    Attributes:
        on: The day.
        value: What was found, as surely as it is known.
        source: Who counted it, or where it stands.
    """

    on: date
    value: Interval
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one indicator of one place.

    Attributes:
        place: The place's id.
        indicator: What is measured, as in "households with running water".
        unit: What it is counted in.
        baseline: What it was before.
        later: What it is afterwards, on a later day.

    Raises:
        BadInput: If the indicator, its unit or a source is missing, the days are out of order, or a label stands for an
            indicator.
    """

    place: str
    indicator: str
    unit: str
    baseline: Measured
    later: Measured

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("place", "indicator", "unit"):
            faults.unless(bool(getattr(self, name).strip()), name, "what the change is of", "nothing")
        for name in ("baseline", "later"):
            faults.unless(bool(getattr(self, name).source.strip()), f"{name}.source", "who counted it", "nothing")
        faults.unless(self.baseline.on < self.later.on, "later.on", f"a day after {self.baseline.on}", self.later.on)
        for label in LABELS:
            if label in self.indicator.lower():
                fix = "A place is not labelled: say what was counted there."
                faults.add("indicator", "what was measured", label, fix)
        faults.raise_if_any()

    @property
    def days(self) -> int:
        """How many days lie between."""
        return (self.later.on - self.baseline.on).days

    @property
    def is_certain(self) -> bool:
        """Whether the two cannot be the same number: only then something surely changed."""
        before, after = self.baseline.value, self.later.value
        return _below(before, after) or _below(after, before)

    def words(self, language: Language = Language.ENGLISH) -> str:
        """The change in one sentence, which says when it may be none, and claims no cause."""
        before, after = (words(one.value, language) for one in (self.baseline, self.later))
        if language is Language.CHINESE:
            doubt = "" if self.is_certain else "；两者也可能相同"
            return (
                f"{self.place}，{self.indicator}：{self.baseline.on}为{before}，{self.later.on}为{after}"
                f"（{self.unit}，相隔{self.days}天）{doubt}。"
            )
        doubt = "" if self.is_certain else "; they may be the same"
        return (
            f"{self.place}, {self.indicator}: {before} on {self.baseline.on}, {after} on {self.later.on} "
            f"({self.unit}, {self.days} days between){doubt}."
        )


def _below(one: Interval, other: Interval) -> bool:
    """Whether every number of one is smaller than every number of the other."""
    if one.upper is None or one.upper > other.lower:
        return False
    return one.upper < other.lower or one.upper_open or other.lower_open
