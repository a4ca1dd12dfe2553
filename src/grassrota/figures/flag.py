"""Cautions that travel with figures, each word with one definition. A flag is never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """What a reader must know before trusting a figure or a set of statements."""

    UNQUANTIFIED = "unquantified"  # a result without a number; it cannot feed an indicator
    NO_BASELINE = "no_baseline"  # a change is claimed, but what it started from is not said
    NO_DENOMINATOR = "no_denominator"  # printed as a percentage; of how many is not said
    ASSUMED_WIDTH = "assumed_width"  # the width of "about" is ours, not the speaker's
    AS_PLANNED = "as_planned"  # some of what is counted was taken as planned, no file records it
    MADE_UP = "made_up"  # what was found was made up, to show how it is counted
    UNCHECKED = "unchecked"  # a share as it was reported, which no inspection has looked at
    PARTIAL = "partial"  # not every unit reported, or the list of units is open
    UNEQUAL_PERIODS = "unequal_periods"  # growth between periods of different length
    UNKNOWN_PERIOD = "unknown_period"  # growth over a period whose length is not said
    CLASH = "clash"  # the statements cannot all be true
    GRANULARITY = "granularity"  # no whole number out of so many gives this percentage
    PARTS_AND_TOTAL = "parts_and_total"  # the parts do not add up to the stated total
    PERCENT_SUM = "percent_sum"  # percentages of one whole do not add up to 100
    OTHER_TOTAL = "other_total"  # the percentages fit another total than the stated one
    STATUS_WORDS = "status_words"  # one share, two different words for where it stands


@dataclass(frozen=True, slots=True)
class Finding:
    """One flag raised by a check.

    Attributes:
        flag: Which caution.
        statements: Ids of the statements it speaks of, in their order.
        words: The finding in one sentence, with the arithmetic shown.
    """

    flag: Flag
    statements: tuple[str, ...]
    words: str
