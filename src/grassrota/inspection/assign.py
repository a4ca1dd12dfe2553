"""Who goes where: drawn by lot among those who have no part in what they look at.

One rule serves inspectors, leaders and the people's side: nobody of the chain of the unit, nobody who ever worked
there, and nobody who is barred from the one errand.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grassrota.inspection.claim import netstring
from grassrota.org import UnitTree


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be sent.

    Attributes:
        id: Of the person.
        units: Ids of the units where they work, worked or were posted; empty for somebody of nowhere.
        staff: What the tree calls them where they head a unit; empty for somebody who is not of the staff.
    """

    id: str
    units: frozenset[str] = frozenset()
    staff: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """One visit to be made.

    Attributes:
        id: Of the visit.
        unit: The unit inspected.
        barred: Ids of people who may not make it: those who handled the case, who fixed it, or who looked before.
    """

    id: str
    unit: str
    barred: frozenset[str] = frozenset()


def assign(
    errands: Iterable[Errand], candidates: Iterable[Candidate], tree: UnitTree, secret: bytes
) -> Mapping[str, str | None]:
    """Draws one candidate for each errand, so that nobody has more than they must; None where nobody is free.

    Errands are dealt with in the order of a lot; each goes to one of those who are free of conflicts and have the
    fewest, by another lot. Both lots are HMAC-SHA256 of the secret: whoever does not know it cannot tell them.

    Args:
        errands: Each id once.
        candidates: Each id once; their order plays no part.
        tree: All units.
        secret: At least 16 random bytes that nobody inspected knows.
    """
    known = sorted(candidates, key=lambda one: one.id)
    chains: dict[str, _Chain] = {}
    load: Counter[str] = Counter()
    found: dict[str, str | None] = {}
    for errand in sorted(errands, key=lambda one: _lot(secret, one.id)):
        if errand.unit not in chains:
            chains[errand.unit] = _Chain.around(errand.unit, tree)
        chain = chains[errand.unit]
        free = [one.id for one in known if one.id not in errand.barred and not chain.holds(one)]
        chosen = min(free, key=lambda one: (load[one], _lot(secret, errand.id, one)), default=None)
        if chosen is not None:
            load[chosen] += 1
        found[errand.id] = chosen
    return found


@dataclass(frozen=True, slots=True)
class _Chain:
    """A unit, all below and above it, and whoever heads one of these."""

    units: frozenset[str]
    heads: frozenset[str]

    @classmethod
    def around(cls, unit: str, tree: UnitTree) -> _Chain:
        found = (*tree.subtree(unit), *tree.ancestors(unit))
        return cls(frozenset(one.id for one in found), frozenset(head for one in found for head in one.headed_by))

    def holds(self, candidate: Candidate) -> bool:
        return candidate.staff in self.heads or not self.units.isdisjoint(candidate.units)


def _lot(secret: bytes, *names: str) -> bytes:
    return hmac.digest(secret, b"".join(map(netstring, names)), "sha256")
