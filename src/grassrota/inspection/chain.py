"""The inspection office's hash chain: one secret key a round, all bound by one value published beforehand.

The office publishes H(H(...H(seed))) and uses the chain backwards. The key of round j, hashed j times, gives the
published value, so the office cannot choose a key after the dice; and a published key tells nothing about later ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from grassrota.errors import BadInput, Fault, Faults

KEY_BYTES = 32
MOST_ROUNDS = 100_000
"""The longest hash chain; a published key of a later round is not even looked at."""


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


def commit(seed: bytes, rounds: int) -> Commitment:
    """The commitment to ``rounds`` keys from a secret seed of at least 32 random bytes."""
    _check_chain(seed, rounds, 1)
    return Commitment(_hashed(sha256(seed).digest(), rounds).hex())


def round_key(seed: bytes, rounds: int, number: int) -> RoundKey:
    """The key of round ``number`` from the seed and the number of rounds that ``commit`` was given."""
    _check_chain(seed, rounds, number)
    return RoundKey(number, _hashed(sha256(seed).digest(), rounds - number).hex())


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
