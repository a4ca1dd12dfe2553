"""The chain of an opinion: the units and people whom it concerns, who must never get hold of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from grassrota.errors import Faults, Refused
from grassrota.org import UnitTree

OUTSIDE = "@outside"
"""Stands for the outside reviewer wherever the id of an organ is expected."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom an opinion concerns, as its raiser says at intake.

    Attributes:
        units: Ids of the units; of somebody named, the unit in which they work. None if it concerns nobody.
        people: Ids of people named; heads of the units need not be repeated.
        inspection: True if it concerns the inspection office itself.
        unclear: True if whom it concerns was said in words of which nobody could be told.
    """

    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    inspection: bool = False
    unclear: bool = False

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(all(self.units), "units", "ids of units", self.units)
        faults.unless(all(self.people), "people", "ids of people", self.people)
        faults.unless(bool(self.units) or not self.people, "units", "the unit in which those named work", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Chain:
    """Who must not receive a case, hold it, handle it, or decide an appeal about it.

    Attributes:
        units: Ids of the units. Whoever works in one of them is of the chain as well.
        people: Ids of those named and of everybody who heads one of the units.
        receiver: The nearest organ above that is free; ``OUTSIDE`` if nobody else may receive first; empty if the
            opinion concerns nobody.
    """

    units: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    receiver: str = ""

    def frees(self, unit: str) -> bool:
        """True if a unit, or the outside reviewer, may receive the case."""
        return unit not in self.units

    def holds(self, person: str, works_in: Iterable[str] = ()) -> bool:
        """True if somebody is of the chain: named, a head, or working in one of its units."""
        return person in self.people or not self.units.isdisjoint(works_in)


def chain_of(whom: Whom, tree: UnitTree, inspection_office: str = "") -> Chain:
    """The chain of an opinion about somebody, in the tree as it is now; ask again whenever the tree changes.

    It is the least set that holds the units and the people named and that is closed: below a unit of the chain every
    unit is of it, so is whoever heads such a unit, and so is every unit which one of these people heads, above or
    elsewhere. An organ of the chain therefore never receives, and an organ outside answers to nobody of the chain.

    Args:
        whom: Units and people, as the raiser says.
        tree: All units and who heads them.
        inspection_office: Id of that office. With it in the chain the outside reviewer receives, as for what is
            unclear: somebody far away finds out whom it concerns first.

    Raises:
        Refused: ``unknown_unit``.
    """
    units: set[str] = set()
    people = set(whom.people)
    waiting = [*whom.units, *(unit for person in whom.people for unit in tree.headed.get(person, ()))]
    while waiting:
        unit = tree[waiting.pop()]
        if unit.id in units:
            continue
        units.add(unit.id)
        waiting += (child.id for child in tree.children(unit.id))
        for head in set(unit.headed_by) - people:
            people.add(head)
            waiting += tree.headed[head]
    known = Chain(frozenset(units), frozenset(people))
    if whom.inspection or whom.unclear or inspection_office in units:
        return replace(known, receiver=OUTSIDE)
    return replace(known, receiver=free_above(whom.units, tree, known)) if units else known


def free_above(units: Collection[str], tree: UnitTree, chain: Chain) -> str:
    """The nearest organ above all of one or more units that is outside the chain; ``OUTSIDE`` if there is none."""
    lines = [[above.id for above in tree.ancestors(unit)] for unit in units]
    common = set(lines[0]).intersection(*lines)
    return next((above for above in lines[0] if above in common and chain.frees(above)), OUTSIDE)


def require_free(chain: Chain, unit: str = "", person: str = "", works_in: Collection[str] = ()) -> None:
    """Refuses a unit or somebody of the chain.

    Raises:
        Refused: ``in_chain``.
    """
    if not chain.frees(unit) or chain.holds(person, works_in):
        message = f"{person or unit} is of the chain that the case concerns: it goes to {chain.receiver}."
        raise Refused("in_chain", message, unit=unit, person=person, receiver=chain.receiver)
