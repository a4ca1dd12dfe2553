"""So many out of so many: kept as two counts, since a bare percentage hides both."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grassrota.errors import BadInput, Fault


@dataclass(frozen=True, slots=True)
class Part:
    """``count`` of the ``of`` there are, 0 <= count <= of."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise BadInput([Fault("count", f"0 to {self.of}", str(self.count))])

    @property
    def share(self) -> Fraction | None:
        """The share; None, unknown, of nothing."""
        return Fraction(self.count, self.of) if self.of else None


LEAST_SHOWN = 5
"""Fewer people than this could be guessed at."""


def shown(count: int, least: int = LEAST_SHOWN) -> int | None:
    """A count of people as it may be shown to others; None hides 1 to ``least`` - 1."""
    return None if 0 < count < least else count
