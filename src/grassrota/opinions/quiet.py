"""Units from which unusually few opinions come: people may be afraid, so intake is opened again, without a quota."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import exp, fsum, lgamma, log
from statistics import median

from grassrota.errors import Faults
from grassrota.opinions.opinion import Channel


@dataclass(frozen=True, slots=True)
class Intake:
    """Opinions raised about a unit in a period, and how many people could have raised one; ``alike`` names its peers.

    Attributes:
        unit: Id of the unit.
        alike: What it is compared by, such as its level and sector.
        people: 1 or more.
        opinions: 0 or more.
    """

    unit: str
    alike: str
    people: int
    opinions: int

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.unit), "unit", "the id of a unit", "nothing")
        faults.unless(self.people >= 1, "people", "1 or more", self.people)
        faults.unless(self.opinions >= 0, "opinions", "0 or more", self.opinions)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Quiet:
    """A unit from which far fewer opinions come than from comparable ones. People there may be afraid.

    Attributes:
        unit: Id of the unit.
        opinions: Opinions raised.
        expected: How many there would be at the rate of the median peer; a reason to ask, and nothing to reach.
        chance: How likely so few are by chance at that rate, as a Poisson number: ``opinions`` or fewer.
    """

    unit: str
    opinions: int
    expected: Fraction
    chance: float


def unusually_low(
    intakes: Iterable[Intake], share: Fraction = Fraction(1, 2), chance: float = 0.01, peers: int = 5
) -> tuple[Quiet, ...]:
    """Units whose intake is far below that of comparable ones, by id.

    Args:
        intakes: Intakes of one period.
        share: Below this share of what is expected, above 0, up to 1,
        chance: and at most as likely as this by chance, above 0, below 1.
        peers: Units of a kind, 3 or more, without which nothing is comparable.

    Raises:
        BadInput: If a setting is out of range.
    """
    faults = Faults()
    faults.unless(0 < share <= 1, "share", "a share above 0, up to 1", share)
    faults.unless(0 < chance < 1, "chance", "above 0, below 1", chance)
    faults.unless(peers >= 3, "peers", "3 or more", peers)
    faults.raise_if_any()
    kinds: dict[str, list[Intake]] = {}
    for intake in intakes:
        kinds.setdefault(intake.alike, []).append(intake)
    found = []
    for those in kinds.values():
        usual = median(Fraction(one.opinions, one.people) for one in those)
        for one in those if len(those) >= peers else ():
            expected = usual * one.people
            if one.opinions >= share * expected:
                continue
            likely = _at_most(one.opinions, float(expected))
            if likely <= chance:
                found.append(Quiet(one.unit, one.opinions, expected, likely))
    return tuple(sorted(found, key=lambda quiet: quiet.unit))


def _at_most(count: int, mean: float) -> float:
    """The chance of at most ``count`` events where ``mean``, above 0, are expected (Poisson)."""
    return fsum(exp(number * log(mean) - mean - lgamma(number + 1)) for number in range(count + 1))


@dataclass(frozen=True, slots=True)
class MakeUpRound:
    """That intake about a unit is opened once more, for everybody: where it is told, how one can speak, and until when.

    Nobody is told to speak, and no number is asked for.
    """

    unit: str
    told_at: tuple[str, ...]
    channels: tuple[Channel, ...]
    first: date
    last: date

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.unit), "unit", "the id of a unit", "nothing")
        told = bool(self.told_at) and all(place.strip() for place in self.told_at)
        faults.unless(told, "told_at", "where people read of it", self.told_at or "nowhere")
        away = set(self.channels) - {Channel.MEETING}
        faults.unless(bool(away), "channels", "a way to speak apart from a meeting", self.channels or "none")
        faults.unless(self.last >= self.first, "last", f"a day on or after {self.first}", self.last)
        faults.raise_if_any()
