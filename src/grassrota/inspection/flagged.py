"""Closures that looked odd, drawn for a look of their own beside the sample of the claim, and never part of it.

A case that was chosen because it looked odd says nothing of the others. So it enters no count, bound or verdict; it is
only looked at, and opened again if it is not fixed. Its list is frozen with the claim's and drawn from by the same
chance and key. Names on it are sealed: a stranger repeats the draw without learning, and the unit without knowing,
which closures looked odd.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from math import ceil

from grassrota.errors import Faults
from grassrota.inspection.claim import Claim, netstring

FORM = "grassrota flagged 1"
SEAL_BYTES = 32


@dataclass(frozen=True)
class Flagged:
    """The closures of one claim that looked odd, frozen, under sealed names.

    ``draw.draw`` draws from it, and ``draw.verify`` repeats that, as they do with a claim.

    Attributes:
        unit: The unit's id.
        claim: The hash of the claim that they stand in (``Claim.list_hash``).
        population: Their sealed names (``seal``), sorted, each once; may be empty.

    Raises:
        BadInput: With every fault.
    """

    unit: str
    claim: str
    population: tuple[str, ...]

    @classmethod
    def of(cls, claim: Claim, cases: Iterable[str], secret: bytes) -> Flagged:
        """The list of these cases of a claim, in any order; ``BadInput`` if one is not on the claim's list."""
        some = set(cases)
        faults = Faults()
        for case in sorted(some.difference(claim.cases)):
            faults.add("case", f"a case on the list of {claim.unit}", repr(case))
        faults.raise_if_any()
        return cls(claim.unit, claim.list_hash, tuple(sorted(seal(case, claim, secret) for case in some)))

    def __post_init__(self) -> None:
        faults = Faults()
        for name in self.population:
            faults.unless(_is_sealed(name), "sealed", "64 lower-case hexadecimal digits", repr(name))
        for before, after in pairwise(self.population):
            faults.unless(before < after, "sealed", "sorted names, each once", f"{after} after {before}")
        faults.raise_if_any()

    @cached_property
    def list_hash(self) -> str:
        """SHA-256, in hexadecimal: what is published when the list is frozen, before chance speaks.

        One netstring for each of: ``FORM``, unit, hash of the claim, and every sealed name in order. How many there are
        cannot be told from it, as nobody without the seal knows a name.
        """
        return sha256(b"".join(map(netstring, (FORM, self.unit, self.claim, *self.population)))).hexdigest()


def seal(case: str, claim: Claim, secret: bytes) -> str:
    """The sealed name of a case: HMAC-SHA256, in hexadecimal, of the claim's hash and the id, one netstring each.

    Args:
        case: Its id.
        claim: The claim that it stands in.
        secret: ``SEAL_BYTES`` random bytes or more that the unit does not know and nobody publishes: it knows the ids,
            and could try them all.
    """
    faults = Faults()
    faults.unless(len(secret) >= SEAL_BYTES, "seal", f"at least {SEAL_BYTES} random bytes", f"{len(secret)} bytes")
    faults.raise_if_any()
    return hmac.digest(secret, netstring(claim.list_hash) + netstring(case), "sha256").hex()


def how_many(flagged: int, share: Fraction, most: int) -> int:
    """How many of a unit's flagged closures are drawn: the share, rounded up, so at least one, and at most ``most``.

    Args:
        flagged: How many there are, 0 or more.
        share: From 0, for none at all, to 1.
        most: Of one unit, 1 or more: the visits that a round can spare are not used up by one night of closures.
    """
    return min(ceil(share * flagged), most) if share else 0


def _is_sealed(name: str) -> bool:
    return len(name) == 64 and set("0123456789abcdef").issuperset(name)
