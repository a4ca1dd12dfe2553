"""Several figures of the same cases, published on one day so that they may be held beside each other.

Each figure hangs on those before it: a part on its whole, and on the parts beside it. A unit shows a part only as of a
day as of which it shows all that the part hangs on. So that a part can move where its whole stands still, the whole is
then shown anew, with the old total and the new day; and so is a unit for one below it. It is never shown anew for
anything else: who sees that it was, or was not, learns of what moved and not of what stood still.

Source: docs/algorithms/release.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from grassrota.figures.release.publish import released
from grassrota.figures.release.shown import Releases
from grassrota.org import UnitTree


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that is published, and what it hangs on.

    Attributes:
        figure: Its code.
        within: The figure some of whose cases it counts; empty for one that counts all.
        beside: Other parts of the same whole, with no case in common with it or with each other.
    """

    figure: str
    within: str = ""
    beside: tuple[str, ...] = ()

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """Figures that are shown as of the same day wherever this one is."""
        return (*([self.within] if self.within else []), *self.beside)


OPINIONS = (
    Part("raised"),
    Part("acknowledged", "raised"),
    Part("reported_fixed", "raised"),
    Part("confirmed", "reported_fixed"),
    Part("refuted", "reported_fixed", ("confirmed",)),
    Part("unasked", "reported_fixed", ("confirmed", "refuted")),
)
"""The figures of opinions that are told to everybody, each after those it hangs on; all of them may fall.

Parts that make up their whole are not all among them: the last could be worked out wherever the others are shown, and
so could its change, which nobody would have looked at. So what is open and what was closed otherwise are told as one,
by what is left of the raised.
"""

Units = Mapping[str, frozenset[str]]
"""Units by figure."""


def released_together(
    tree: UnitTree,
    before: Mapping[str, Releases],
    totals: Mapping[str, Mapping[str, int]],
    day: date,
    parts: Sequence[Part] = OPINIONS,
) -> Mapping[str, Releases]:
    """What is published of several figures after a day.

    A unit that was moved since it was first shown is left out with all below it, and keeps what it shows: its cases
    count as the own ones of the unit above.

    Args:
        tree: The units.
        before: What was published until now, by figure; a figure that is missing begins here.
        totals: The true totals by figure and unit, each with everything below it.
        day: The day on which they are true, after every earlier one.
        parts: The figures, each after those it hangs on.

    Raises:
        BadInput, Refused: As ``released`` does.
    """
    given = {part.figure: before.get(part.figure, Releases(grows=False)) for part in parts}
    moved_away = _moved_away(tree, given.values())
    now = {figure: _without(shown, moved_away) for figure, shown in given.items()}
    tree = UnitTree(tuple(unit for unit in tree.units if unit.id not in moved_away)) if moved_away else tree
    true = {
        figure: {unit: total for unit, total in totals.get(figure, {}).items() if unit in tree.by_id} for figure in now
    }
    moving = {
        figure: frozenset(unit for unit in tree.by_id if shown.may_move(unit, true[figure].get(unit, 0)))
        for figure, shown in now.items()
    }
    wanted, after = _carrying(tree, moving, parts), dict(now)
    for part in parts:
        if wanted[part.figure]:
            after[part.figure] = released(
                tree,
                now[part.figure],
                true[part.figure],
                day,
                within=after[part.within] if part.within else None,
                beside=[after[one] for one in part.beside],
                again=wanted[part.figure],
            )
    moved = {figure: frozenset(unit for unit in moving[figure] if _is_of(after[figure], unit, day)) for figure in after}
    carrying = _carrying(tree, moved, parts)
    found = {}
    for figure, shown in after.items():
        by_unit = {**given[figure].by_unit, **_only(shown, carrying[figure], day).by_unit}
        found[figure] = replace(shown, by_unit=by_unit)
    return found


def _carrying(tree: UnitTree, moving: Units, parts: Sequence[Part]) -> Units:
    """The units that show a figure for something that moves: the figure there, one that hangs on it, or one below."""
    found: dict[str, frozenset[str]] = {}
    for part in reversed(parts):
        units = set(moving[part.figure])
        for other in parts:
            if part.figure in other.hangs_on:
                units |= found[other.figure]
        found[part.figure] = frozenset(units | {above.id for unit in units for above in tree.ancestors(unit)})
    return found


def _only(shown: Releases, carrying: frozenset[str], day: date) -> Releases:
    """Without what stood still and was shown anew for nothing."""
    by_unit = {
        unit: releases[:-1] if releases[-1].day == day and unit not in carrying else releases
        for unit, releases in shown.by_unit.items()
    }
    return replace(shown, by_unit={unit: releases for unit, releases in by_unit.items() if releases})


def _is_of(shown: Releases, unit: str, day: date) -> bool:
    last = shown.shown(unit)
    return last is not None and last.day == day


def _moved_away(tree: UnitTree, figures: Iterable[Releases]) -> frozenset[str]:
    """Units that are no longer where they were when they were shown last, and all below them."""
    gone = {
        each.id
        for shown in figures
        for unit, releases in shown.by_unit.items()
        if tree[unit].parent != releases[-1].under
        for each in tree.subtree(unit)
    }
    return frozenset(gone)


def _without(shown: Releases, units: frozenset[str]) -> Releases:
    if not units:
        return shown
    return replace(shown, by_unit={unit: found for unit, found in shown.by_unit.items() if unit not in units})
