"""What binds the office to an opinion without saying what it says: a salted hash and the day, promised at filing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from grassrota.canonical import canonical, salted_hash
from grassrota.errors import BadInput, Fault, Faults
from grassrota.merkle import WIDTH, leaf_hash

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Commitment:
    """One opinion as the log shows it to everybody; nothing in it tells the content or the person.

    Attributes:
        day: The day of filing, nothing finer.
        digest: The salted hash of what was filed, 32 bytes.

    Raises:
        BadInput: With every fault.
    """

    day: date
    digest: bytes

    def __post_init__(self) -> None:
        if type(self.day) is date and len(self.digest) == WIDTH:
            return  # a day's work makes tens of thousands
        faults = Faults()
        faults.unless(not isinstance(self.day, datetime), "day", "a day, nothing finer", "a time of day")
        faults.unless(len(self.digest) == WIDTH, "digest", f"{WIDTH} bytes", f"{len(self.digest)} bytes")
        faults.raise_if_any()

    @property
    def leaf(self) -> bytes:
        """Its leaf in the log."""
        # what `canonical` makes of both, which have nothing in them to be spelt otherwise, in a fifth of the time
        return leaf_hash(f'{{"commitment":"{self.digest.hex()}","day":"{self.day.isoformat()}"}}'.encode())

    @property
    def to_sign(self) -> bytes:
        """The promise that the office signs: this will be in the log of this day."""
        said = {"commitment": self.digest.hex(), "day": self.day.isoformat(), "grassrota": "promise 1"}
        return canonical(said)


def draw_salt() -> bytes:
    """A salt that nobody can foretell: kept with the words, erased with them, and never part of a receipt."""
    return secrets.token_bytes(SALT_BYTES)


def commit(content: Any, day: date, salt: bytes) -> Commitment:
    """Binds what was filed.

    Args:
        content: Everything that must not change unseen, as a JSON value without floats; never who raised it.
        day: The day of filing.
        salt: Of ``draw_salt``, another one for each opinion.

    Raises:
        BadInput: If the salt has another length.
    """
    if len(salt) != SALT_BYTES:
        raise BadInput([Fault("salt", f"{SALT_BYTES} bytes", f"{len(salt)} bytes")])
    return Commitment(day, salted_hash(salt, content))


def opens(commitment: Commitment, content: Any, salt: bytes) -> bool:
    """Whether this is what was filed: the raiser's check of the words, once they and the salt are shown."""
    return len(salt) == SALT_BYTES and salted_hash(salt, content) == commitment.digest
