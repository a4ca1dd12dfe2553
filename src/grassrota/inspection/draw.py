"""A draw that no unit can foresee and every stranger can repeat.

The ticket of a case is HMAC-SHA256(k, beacon || list hash || case id); the cases with the smallest tickets are the
sample. The beacon is public chance that nobody chooses, taken as letters and digits only; the key ``k`` is the
inspection office's, bound beforehand by a hash chain and published afterwards. Knowing only one of the two, nobody can
tell the sample from any other.
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from heapq import nsmallest

from grassrota.errors import BadInput, Fault, Faults
from grassrota.inspection.claim import Claim, netstring

KEY_BYTES = 32
MOST_ROUNDS = 100_000
"""The longest hash chain; a published key of a later round is not even looked at."""


@dataclass(frozen=True, slots=True)
class Beacon:
    """Public chance.

    Attributes:
        round: Its number in the plan, which is also that of the office's key: 1 for the first draw, then 2, and so on.
        name: What chance and when, fixed in the plan before anyone knows the outcome: ``dice, 19 December, 10:00``.
        text: The outcome as announced, such as ``4 1 6 6 2 3 5 1``.
    """

    round: int
    name: str
    text: str

    @property
    def outcome(self) -> str:
        """Letters and digits of the text alone, so that nobody can try spellings of one outcome for a better draw."""
        plain = unicodedata.normalize("NFKC", self.text).casefold()
        return "".join(character for character in plain if character.isalnum())

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(1 <= self.round <= MOST_ROUNDS, "round", f"1 to {MOST_ROUNDS}", self.round)
        faults.unless(bool(self.name.strip()), "name", "a source of chance fixed in advance", repr(self.name))
        faults.unless(bool(self.outcome), "text", "the outcome as announced, in letters or digits", repr(self.text))
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the office publishes once, before the first round: the end of its hash chain, in hexadecimal."""

    anchor: str

    def __post_init__(self) -> None:
        _check_hex("anchor", self.anchor)

    def binds(self, key: RoundKey) -> bool:
        """Whether the key is the one that was committed to for its round."""
        return _hashed(bytes.fromhex(key.secret), key.round) == bytes.fromhex(self.anchor)


@dataclass(frozen=True, slots=True)
class RoundKey:
    """The office's secret for one round: hashed ``round`` times it gives the commitment. Never used twice.

    Attributes:
        round: 1 for the first draw under a commitment. Publishing a key betrays no later one.
        secret: 32 bytes in hexadecimal; kept out of printed forms.
    """

    round: int
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        if not 1 <= self.round <= MOST_ROUNDS:
            raise BadInput([Fault("round", f"1 to {MOST_ROUNDS}", str(self.round))])
        _check_hex("secret", self.secret)


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample and everything needed to repeat it. Publish it only after the visits: it holds the key.

    Attributes:
        unit: The unit inspected.
        list_hash: The hash of its claim.
        beacon: The public chance used.
        key: The office's key of the round.
        cases: The sample, smallest ticket first; stand-ins for unlisted cases included.
    """

    unit: str
    list_hash: str
    beacon: Beacon
    key: RoundKey
    cases: tuple[str, ...]


def commit(seed: bytes, rounds: int) -> Commitment:
    """The commitment to ``rounds`` keys from a secret seed of at least 32 random bytes."""
    _check_chain(seed, rounds, 1)
    return Commitment(_hashed(sha256(seed).digest(), rounds).hex())


def round_key(seed: bytes, rounds: int, number: int) -> RoundKey:
    """The key of round ``number`` from the seed and the number of rounds that ``commit`` was given."""
    _check_chain(seed, rounds, number)
    return RoundKey(number, _hashed(sha256(seed).digest(), rounds - number).hex())


def draw(claim: Claim, n: int, key: RoundKey, beacon: Beacon) -> Draw:
    """Draws ``n`` of the claimed cases, each set of ``n`` being equally likely to anyone without the key.

    A draw of more cases begins with the draw of fewer, so a sample can be extended.

    Raises:
        BadInput: If ``n`` is not between 1 and the number of cases claimed, or the key is of another round.
    """
    faults = Faults()
    faults.unless(1 <= n <= claim.claimed, "n", f"1 to {claim.claimed} cases", n)
    faults.unless(key.round == beacon.round, "key", f"the key of round {beacon.round}", f"that of round {key.round}")
    faults.raise_if_any()
    return Draw(claim.unit, claim.list_hash, beacon, key, _sample(claim, n, key, beacon))


def verify(published: Draw, claim: Claim, beacon: Beacon, commitment: Commitment) -> tuple[Fault, ...]:
    """Repeats a published draw from public data and names what differs; nothing if all is right.

    How many cases there should be is the design's to say: a shorter draw is the beginning of a longer one.

    Args:
        published: The draw as the office published it, with its key.
        claim: The claim as the unit committed it.
        beacon: The public chance, as heard by whoever verifies.
        commitment: What the office published before the first round.
    """
    faults = Faults()
    faults.unless(published.unit == claim.unit, "unit", claim.unit, published.unit)
    faults.unless(published.list_hash == claim.list_hash, "list_hash", claim.list_hash, published.list_hash)
    heard = (beacon.round, beacon.name, beacon.outcome)
    told = (published.beacon.round, published.beacon.name, published.beacon.outcome)
    faults.unless(told == heard, "beacon", str(beacon), published.beacon)
    same_round = published.key.round == beacon.round
    faults.unless(same_round, "key", f"the key of round {beacon.round}", f"that of round {published.key.round}")
    faults.unless(commitment.binds(published.key), "key", f"a key bound by {commitment.anchor}", published.key)
    expected = _sample(claim, len(published.cases), published.key, beacon)
    drawn = len(published.cases)
    faults.unless(1 <= drawn <= claim.claimed, "cases", f"1 to {claim.claimed} cases", drawn)
    for place, (right, got) in enumerate(zip(expected, published.cases, strict=False), start=1):
        if right != got:
            faults.add("cases", f"{right} in place {place}", got)
    return tuple(faults.found)


def _sample(claim: Claim, n: int, key: RoundKey, beacon: Beacon) -> tuple[str, ...]:
    secret = bytes.fromhex(key.secret)
    chance = netstring(str(beacon.round)) + netstring(beacon.name) + netstring(beacon.outcome)
    message = chance + bytes.fromhex(claim.list_hash)

    def ticket(case: str) -> tuple[bytes, str]:
        return hmac.digest(secret, message + case.encode(), "sha256"), case

    return tuple(nsmallest(n, claim.population, key=ticket))


def _hashed(start: bytes, times: int) -> bytes:
    for _ in range(times):
        start = sha256(start).digest()
    return start


def _check_chain(seed: bytes, rounds: int, number: int) -> None:
    faults = Faults()
    faults.unless(len(seed) >= KEY_BYTES, "seed", f"at least {KEY_BYTES} random bytes", f"{len(seed)} bytes")
    faults.unless(1 <= rounds <= MOST_ROUNDS, "rounds", f"1 to {MOST_ROUNDS}", rounds)
    faults.unless(1 <= number <= rounds, "round", f"1 to {rounds}", number)
    faults.raise_if_any()


def _check_hex(column: str, text: str) -> None:
    digits = set("0123456789abcdef")
    if len(text) != 2 * KEY_BYTES or not digits.issuperset(text):
        raise BadInput([Fault(column, f"{2 * KEY_BYTES} lower-case hexadecimal digits", f"{len(text)} characters")])
