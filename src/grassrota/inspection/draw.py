"""A draw that no unit can foresee and every stranger can repeat.

The ticket of a case is HMAC-SHA256(k, beacon || list hash || case id); the cases with the smallest tickets are the
sample. The beacon is public chance that nobody chooses, taken as letters and digits only; the key ``k`` is the
inspection office's, bound beforehand by a hash chain and published afterwards. Knowing only one of the two, nobody can
tell the sample from any other. The list hash binds the list and the terms, the schedule of draws among them.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Protocol

from grassrota.errors import Fault, Faults
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import Commitment, RoundKey
from grassrota.inspection.claim import Claim, netstring


class Frozen(Protocol):
    """What is drawn from: the list of a claim, or that of its closures that looked odd (``flagged.Flagged``)."""

    @property
    def unit(self) -> str:
        """The unit's id."""

    @property
    def list_hash(self) -> str:
        """SHA-256 of the list, in hexadecimal."""

    @property
    def population(self) -> tuple[str, ...]:
        """The names drawn from, each once."""


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample and everything needed to repeat it. Publish it only after the visits: it holds the key.

    Attributes:
        unit: The unit inspected.
        list_hash: The hash of the list drawn from.
        beacon: The public chance used.
        key: The office's key of the round.
        cases: The sample, smallest ticket first; stand-ins for unlisted cases included.
    """

    unit: str
    list_hash: str
    beacon: Beacon
    key: RoundKey
    cases: tuple[str, ...]


def draw(listed: Frozen, n: int, key: RoundKey, beacon: Beacon) -> Draw:
    """Draws ``n`` of the names on a list, each set of ``n`` being equally likely to anyone without the key.

    A draw of more cases begins with the draw of fewer, so a sample can be extended.

    Raises:
        BadInput: If ``n`` is not between 1 and the number of names, or the key is of another round.
    """
    faults, size = Faults(), len(listed.population)
    faults.unless(1 <= n <= size, "n", f"1 to {size} cases", n)
    faults.unless(key.round == beacon.round, "key", f"the key of round {beacon.round}", f"that of round {key.round}")
    faults.raise_if_any()
    return Draw(listed.unit, listed.list_hash, beacon, key, _sample(listed, n, key, beacon))


def verify(published: Draw, listed: Frozen, beacon: Beacon, commitment: Commitment) -> tuple[Fault, ...]:
    """Repeats a published draw from public data and names what differs; nothing if all is right.

    How many cases there should be is the design's to say: a shorter draw is the beginning of a longer one.

    Args:
        published: The draw as the office published it, with its key.
        listed: The list as it was frozen.
        beacon: The public chance, as heard by whoever verifies.
        commitment: What the office published before the first round.
    """
    faults = Faults()
    faults.unless(published.unit == listed.unit, "unit", listed.unit, published.unit)
    faults.unless(published.list_hash == listed.list_hash, "list_hash", listed.list_hash, published.list_hash)
    heard = (beacon.round, beacon.name, beacon.outcome)
    told = (published.beacon.round, published.beacon.name, published.beacon.outcome)
    faults.unless(told == heard, "beacon", str(beacon), published.beacon)
    same_round = published.key.round == beacon.round
    faults.unless(same_round, "key", f"the key of round {beacon.round}", f"that of round {published.key.round}")
    faults.unless(commitment.binds(published.key), "key", f"a key bound by {commitment.anchor}", published.key)
    expected = _sample(listed, len(published.cases), published.key, beacon)
    drawn, size = len(published.cases), len(listed.population)
    faults.unless(1 <= drawn <= size, "cases", f"1 to {size} cases", drawn)
    for place, (right, got) in enumerate(zip(expected, published.cases, strict=False), start=1):
        if right != got:
            faults.add("cases", f"{right} in place {place}", got)
    return tuple(faults.found)


def overall(claims: Iterable[Claim], n: int, key: RoundKey, beacon: Beacon) -> tuple[tuple[str, str], ...]:
    """A sample of ``n`` from all claims together, as pairs of unit and case, smallest ticket first.

    A case has the same ticket here as in the draw of its unit, so the part that falls into a unit is the beginning of
    that unit's order: whoever visits the units has visited this sample too.

    Args:
        claims: All claims of the round, each of another unit; looked at one at a time.
        n: How many; all if there are fewer.
        key: The office's key of the round.
        beacon: The public chance.
    """
    tickets = (
        (ticket(case), claim.unit, case)
        for claim in claims
        for ticket in (_tickets(claim, key, beacon),)
        for case in claim.population
    )
    return tuple((unit, case) for _, unit, case in nsmallest(n, tickets))


def _sample(listed: Frozen, n: int, key: RoundKey, beacon: Beacon) -> tuple[str, ...]:
    ticket = _tickets(listed, key, beacon)
    return tuple(case for _, case in nsmallest(n, ((ticket(case), case) for case in listed.population)))


def _tickets(listed: Frozen, key: RoundKey, beacon: Beacon) -> Callable[[str], bytes]:
    """The ticket of each name on a list."""
    secret = bytes.fromhex(key.secret)
    chance = netstring(str(beacon.round)) + netstring(beacon.name) + netstring(beacon.outcome)
    message = chance + bytes.fromhex(listed.list_hash)
    return lambda case: hmac.digest(secret, message + case.encode(), "sha256")
