"""The questions that designs are measured on."""

from __future__ import annotations

from fractions import Fraction

from grassrota.inspection.design import Hypotheses

FIVE = Fraction(5, 100)
REPORTED = Hypotheses(645_840, 593_840, 632_924, FIVE, FIVE)
"""62.1 % of 1.04 million at five points, sampled from the cases that are claimed as fixed."""

QUESTIONS = {
    "62.1 % of 1.04 million, 5 points, all opinions": Hypotheses(1_040_000, 593_840, 632_924, FIVE, FIVE),
    "62.1 % of 1.04 million, 5 points, claimed cases": REPORTED,
    "97 % of 1 million, 5 points, claimed cases": Hypotheses(970_000, 920_000, 950_600, FIVE, FIVE),
    "62.1 %, 10 points, 640,000": Hypotheses(640_000, 333_440, 397_440, FIVE, FIVE),
    "80 %, 10 points, 640,000": Hypotheses(640_000, 448_000, 512_000, FIVE, FIVE),
}
