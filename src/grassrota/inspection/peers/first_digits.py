"""First digits beside Benford's law: a flag at most, and only for counts that span several powers of ten."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from scipy.special import chdtrc

EXPECTED = tuple(log10(1 + 1 / digit) for digit in range(1, 10))


def benford(counts: Sequence[int]) -> tuple[float, float]:
    """Pearson's statistic of how often each first digit 1 to 9 came, and its p-value with eight degrees of freedom."""
    total = sum(counts)
    pairs = zip(counts, (total * share for share in EXPECTED), strict=True)
    distance = sum((count - expected) ** 2 / expected for count, expected in pairs)
    return distance, float(chdtrc(8, distance))
