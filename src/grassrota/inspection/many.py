"""Many claims at once: how strong the evidence against each is, and which may be called false without slander.

Of a thousand honest units, tests at five percent each refute up to fifty. So whoever was refuted is visited on, in the
order of the draw, and only those are *named* whose evidence stands against the number of units asked. A unit that is
refuted and not named goes on correcting; it is not called false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import exp, fsum, inf, log

from grassrota.errors import Faults
from grassrota.inspection.design import Hypotheses
from grassrota.inspection.exact import ROUNDING

LARGEST = 700.0
"""Logarithm of the strongest evidence that is told from certainty."""


def e_value(asked: Hypotheses, visited: int, not_fixed: int) -> float:
    """Evidence that a claim is false: how much likelier the visits were at ``false_at`` than at ``honest_at``.

    E = h(K0) / h(K1), where h(K) = [K]_s [N - K]_f / [N]_n is the chance of a path with s fixed and f not fixed, and
    [x]_i = x (x - 1) ... (x - i + 1). For every honest claim it is a supermartingale that begins at 1, so its mean is
    at most 1 whenever one stops, for whatever reason. Take it where the visits stopped, never at its highest point.

    Args:
        asked: The question.
        visited: Visits made in the order of the draw, 0 to N.
        not_fixed: How many of them found the case not fixed; silence does not belong here, as it may have been fixed.

    Returns:
        0 if so many fixed rule a false claim out, infinity if so many not fixed rule an honest one out.
    """
    fixed = visited - not_fixed
    faults = Faults()
    faults.unless(0 <= not_fixed <= visited <= asked.population, "not_fixed", f"0 to {visited} visits", not_fixed)
    faults.raise_if_any()
    if not_fixed > asked.population - asked.honest_at:
        return inf
    if fixed > asked.false_at:
        return 0.0
    false_gap, honest_gap = asked.population - asked.false_at, asked.population - asked.honest_at
    failing = (log((false_gap - step) / (honest_gap - step)) for step in range(not_fixed))
    passing = (log((asked.false_at - step) / (asked.honest_at - step)) for step in range(fixed))
    return exp(min(fsum(chain(failing, passing)), LARGEST))


@dataclass(frozen=True, slots=True)
class Naming:
    """When a unit may be called false among many.

    Attributes:
        units: How many units are asked in the round, 1 or more.
        level: Of the units named, at most this share is honest on average (false discovery rate).
    """

    units: int
    level: Fraction = Fraction(1, 100)

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.units >= 1, "units", "1 or more", self.units)
        faults.unless(0 < self.level < 1, "level", "a share between 0 and 1", self.level)
        faults.raise_if_any()

    def needed(self, named: int = 1) -> Fraction:
        """The evidence that each needs if so many are named."""
        return self.units / (self.level * named)

    def goes_on(self, evidence: float, refuted: int) -> bool:
        """Whether a refuted unit is visited on: until it could be named with the others, or no evidence is left.

        Args:
            evidence: Its ``e_value`` so far.
            refuted: How many units are refuted and still have evidence of at least 1, itself included.
        """
        return 1 <= evidence < self.needed(refuted)

    def next_visits(self, asked: Hypotheses, visited: int, not_fixed: int, refuted: int) -> int:
        """How many more visits a refuted unit gets at once: as many as would name it if each found a case not fixed.

        Args:
            asked: The question.
            visited: Its visits so far, as in ``e_value``.
            not_fixed: How many of them found the case not fixed.
            refuted: As in ``goes_on``.

        Returns:
            0 if it is not visited on.
        """
        more = 0
        while visited + more < asked.population and self.goes_on(
            e_value(asked, visited + more, not_fixed + more), refuted
        ):
            more += 1
        return more

    def named(self, evidence: Mapping[str, float]) -> tuple[str, ...]:
        """The units to be called false, in the order given: e-BH (Wang and Ramdas 2022, arXiv 2009.02824).

        Those with the k greatest values, for the greatest k at which each of them is at least ``needed(k)``. It holds
        however the units hang together.

        Args:
            evidence: Each unit's ``e_value`` where its visits stopped. Units left out count as without any evidence.
        """
        faults = Faults()
        faults.unless(len(evidence) <= self.units, "evidence", f"at most {self.units} units", len(evidence))
        faults.raise_if_any()
        values = sorted((value * (1 - ROUNDING) for value in evidence.values()), reverse=True)
        enough = [number for number, value in enumerate(values, start=1) if value >= self.needed(number)]
        if not enough:
            return ()
        least = values[enough[-1] - 1]
        return tuple(unit for unit, value in evidence.items() if value * (1 - ROUNDING) >= least)
