"""What each unit declares in ``inspection.toml``: its counts and the hashes of its lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grassrota.errors import Fault
from grassrota.files import kinds
from grassrota.files.toml import Section
from grassrota.inspection.claim import Claim
from grassrota.inspection.flagged import Flagged


@dataclass(frozen=True, slots=True)
class Declared:
    """A claim without its list.

    Attributes:
        unit: The unit's id.
        as_of: The day it speaks of.
        received: Opinions received by then.
        claimed: How many are said to be fixed; None for as many as are listed.
        list_hash: The hash that the unit published; empty if there is none.
        flagged_hash: That of its closures that looked odd; empty if there is none.
        place: Where it stands in the file, for messages.
    """

    unit: str
    as_of: date
    received: int
    claimed: int | None
    list_hash: str
    flagged_hash: str
    place: Section

    def claim(self, cases: Iterable[str], terms: str) -> Claim:
        """The claim with its list; raises ``BadInput`` if the two do not go together."""
        return Claim.of(self.unit, self.as_of, self.received, cases, self.claimed, terms)

    def differs(self, claim: Claim) -> list[Fault]:
        """A fault if the claim is not the one that was frozen."""
        if self.list_hash == claim.list_hash:
            return []
        fix = f'If this is the list as it was frozen, write list_hash = "{claim.list_hash}".'
        return [Fault("list_hash", "the hash of this list, day and counts", self.list_hash or "nothing", fix)]

    def differs_beside(self, listed: Flagged) -> list[Fault]:
        """A fault if the closures that looked odd are not those that were frozen."""
        if self.flagged_hash == listed.list_hash:
            return []
        fix = f'If these are the closures as they were frozen, write flagged_hash = "{listed.list_hash}".'
        expected = "the hash of these sealed names and of the claim"
        return [Fault("flagged_hash", expected, self.flagged_hash or "nothing", fix)]


def take_declared(top: Section) -> tuple[Declared, ...]:
    """Takes the day and the tables ``claims``; those at fault are left out, and their faults noted."""
    as_of = top.take("as_of", kinds.day)
    found = []
    for section in top.sections("claims"):
        unit, received = section.take("unit", kinds.string), section.take("received", kinds.whole(0))
        claimed = section.maybe("claimed", kinds.whole(0))
        list_hash = section.maybe("list_hash", kinds.string) or ""
        flagged_hash = section.maybe("flagged_hash", kinds.string) or ""
        section.finish()
        if unit is not None and received is not None and as_of is not None:
            found.append(Declared(unit, as_of, received, claimed, list_hash, flagged_hash, section))
    return tuple(found)
