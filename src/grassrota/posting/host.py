"""What the host says about an arrival: met, briefed, and lodged by nobody who had not agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from grassrota.errors import Refused


@dataclass(frozen=True, slots=True)
class HostChecklist:
    """What the host says about one arrival; nothing in it is about how somebody lives.

    Attributes:
        confirmed_on: The day on which the host confirmed the arrival.
        met: True if the person was met.
        briefed: True if the host told of the place.
        lodging_ready: True if there was a place to stay.
        lodging_paid: True if lodging is paid for.
        lodging_agreed: True if who lodges the person agreed to it, or both agreed that none is needed.

    Raises:
        Refused: ``lodging_demanded`` if lodging is neither paid nor agreed: no household owes anybody a reception.
    """

    confirmed_on: date
    met: bool
    briefed: bool
    lodging_ready: bool
    lodging_paid: bool
    lodging_agreed: bool

    def __post_init__(self) -> None:
        if not (self.lodging_paid or self.lodging_agreed):
            message = f"Lodging on {self.confirmed_on} is neither paid nor agreed: nobody may demand it of a household."
            raise Refused("lodging_demanded", message, confirmed_on=self.confirmed_on)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the host has still to do: some of ``met``, ``briefed``, ``lodging_ready``."""
        return tuple(name for name in ("met", "briefed", "lodging_ready") if not getattr(self, name))
