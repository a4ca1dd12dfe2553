"""How many townships were reached, unit by unit down the tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.figures.queries import asof
from grassrota_web.figures.queries.asof import Counts
from grassrota_web.orgs.models import Unit

LEAVES = 40
"""Units at the lowest level that is drawn: with more of them, it is the level above."""


@dataclass(frozen=True, slots=True)
class Node:
    """A unit with townships.

    Attributes:
        unit: The unit.
        covered: Townships to which somebody departed, of those at and below it.
        townships: All of these that are known, 1 or more.
        below: The units directly below it that have some; empty where the picture ends.
    """

    unit: Unit
    covered: int
    townships: int
    below: tuple[Node, ...] = ()

    @property
    def leaves(self) -> int:
        """How many units stand at its end of the picture."""
        return sum(node.leaves for node in self.below) or 1


def tree(actor: Actor, whole: Counts, below: Sequence[Counts], day: date) -> Node | None:
    """A unit, some of the units below it and those below these, as far as there is room; None without townships.

    Args:
        actor: Who looks.
        whole: The unit.
        below: Units below it, in the order in which they are shown.
        day: Of a reading.
    """
    having = [line for line in below if line.found.get("townships")]
    keys = [line.unit.pk for line in having]
    rows = list(visible(actor, Unit.objects.filter(parent__in=keys)).order_by("name", "pk")[: LEAVES + 1])
    twigs: dict[int, list[Node]] = {}
    for line in asof.counts(actor, rows, day) if 0 < len(rows) <= LEAVES else ():
        if node := _node(line):
            twigs.setdefault(line.unit.parent_id or 0, []).append(node)
    return _node(whole, [node for line in having if (node := _node(line, twigs.get(line.unit.pk, ())))])


def _node(line: Counts, below: Sequence[Node] = ()) -> Node | None:
    townships = line.found.get("townships")
    return Node(line.unit, line.found["covered"], townships, tuple(below)) if townships else None
