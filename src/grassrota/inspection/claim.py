"""A unit's claim: which of the opinions it received it says it has fixed, frozen before anyone looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

from grassrota.errors import Faults

FORM = "grassrota claim 2"
UNLISTED = "unlisted:"


@dataclass(frozen=True)
class Claim:
    """What a unit says, and the list that it stands by.

    A case that is claimed but not listed takes part in the draw under a name of its own, and counts as not fixed
    when it is drawn (Banuelos and Stark 2012, "phantoms to zombies").

    Attributes:
        unit: The unit's id.
        as_of: The day that the claim speaks of.
        received: Opinions received by then, 0 or more.
        cases: Ids of the cases listed as fixed: printable text, sorted, each once.
        claimed: How many cases the unit says are fixed: at least those listed, at most ``received``.
        terms: The hash of the terms under which the claim is made (``terms.Terms.hash``); empty where none were fixed.

    Raises:
        BadInput: With every fault.
    """

    unit: str
    as_of: date
    received: int
    cases: tuple[str, ...]
    claimed: int
    terms: str = ""

    @classmethod
    def of(
        cls,
        unit: str,
        as_of: date,
        received: int,
        cases: Iterable[str],
        claimed: int | None = None,
        terms: str = "",
    ) -> Claim:
        """A claim from ids in any order; ``claimed`` is their number unless the unit says more."""
        listed = tuple(sorted(cases))
        return cls(unit, as_of, received, listed, len(listed) if claimed is None else claimed, terms)

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(self.unit.isprintable() and bool(self.unit), "unit", "a unit's id", repr(self.unit))
        for case in self.cases:
            if not _is_id(case):
                faults.add("case", f"printable text not beginning with {UNLISTED}", repr(case))
        for before, after in pairwise(self.cases):
            if before == after:
                faults.add("case", "each id once", f"{before} twice", "Remove one of the two rows.")
            elif before > after:
                faults.add("case", "sorted ids", f"{after} after {before}", "Make the claim with Claim.of.")
        listed = len(self.cases)
        faults.unless(self.claimed >= listed, "claimed", f"at least the {listed} cases listed", self.claimed)
        faults.unless(self.claimed <= self.received, "received", f"at least the {self.claimed} claimed", self.received)
        faults.raise_if_any()

    @property
    def rate(self) -> Fraction | None:
        """Claimed over received; None if nothing was received."""
        return Fraction(self.claimed, self.received) if self.received else None

    @property
    def unlisted(self) -> int:
        """How many cases are claimed but not listed."""
        return self.claimed - len(self.cases)

    @property
    def population(self) -> tuple[str, ...]:
        """What is drawn from: the listed ids, then one stand-in for each unlisted case."""
        return self.cases + tuple(f"{UNLISTED}{number}" for number in range(1, self.unlisted + 1))

    @cached_property
    def list_hash(self) -> str:
        """SHA-256 of the claim and the terms it is made under, in hexadecimal: what a unit publishes to bind itself.

        The bytes hashed are one netstring (length in decimal, ``:``, UTF-8 bytes, ``,``) for each of: ``FORM``, unit,
        as-of date as YYYY-MM-DD, the hash of the terms, received, claimed, and every listed id in order. Lengths make
        the form unambiguous.
        """
        fields = (FORM, self.unit, self.as_of.isoformat(), self.terms, str(self.received), str(self.claimed))
        frozen = sha256(b"".join(map(netstring, fields)))
        for case in self.cases:
            frozen.update(netstring(case))
        return frozen.hexdigest()


def netstring(text: str) -> bytes:
    """The text as UTF-8 with its length before it, so that fields written one after another cannot be confused."""
    content = text.encode()
    return b"%d:%s," % (len(content), content)


def is_unlisted(case: str) -> bool:
    """Whether a drawn case stands for one that was claimed but not listed."""
    return case.startswith(UNLISTED)


def _is_id(case: str) -> bool:
    return bool(case) and case.isprintable() and not is_unlisted(case)
