"""What is published of a count on a day, given all that was published before.

Source: docs/algorithms/release.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from grassrota.errors import BadInput, Faults, Refused
from grassrota.figures.release.family import Family
from grassrota.figures.release.keep_back import kept_back
from grassrota.figures.release.shown import Releases
from grassrota.org import Unit, UnitTree


def released(
    tree: UnitTree,
    before: Releases,
    totals: Mapping[str, int],
    day: date,
    *,
    within: Releases | None = None,
    beside: Sequence[Releases] = (),
) -> Releases:
    """What is published after a day: the units that may, have their new totals; all others keep what they show.

    A unit's total moves by ``least`` or more, and only together with that of the unit above. What is left of a unit
    without the units below it is 0 or ``least`` and more, and so is what is left of its change; of a figure that grows
    it is ``least`` and more. Where all that could move cannot move together, a few small ones are kept back.

    Args:
        tree: The units; one that shows a total must still be under the same unit.
        before: What was published until now, ``Releases(grows=...)`` at first.
        totals: The true totals by unit, each with everything below it; a unit not named has none.
        day: The day on which they are true, after every earlier one.
        within: If this figure counts some of the cases of another one, that one, with this day's releases. What is not
            in this figure is then 0 or ``least`` and more too, and a unit moves only on days on which the whole does.
        beside: Other parts of the same whole with no case in common with this one, if they have this day's releases:
            what is in none of them is 0 or ``least`` and more.

    Raises:
        BadInput: If a total is negative, below the sum of those below it, or of a unit that is not in the tree.
        Refused: ``not_later``; ``unit_moved``, naming the unit.
    """
    _check(tree, before, totals, day)
    totals = {unit.id: totals.get(unit.id, 0) for unit in tree.units}
    rests = [_rests(totals, day, within, others) for others in ((), beside)] if within else []
    # bottom up: who could go along if the unit itself went; top down: who goes
    families: dict[str, Family] = {}
    kept: dict[str, tuple[int, ...]] = {}
    along: dict[str, tuple[str, ...]] = {}
    for unit in reversed(tuple(_parents_first(tree))):
        parted = all(before.may_be_known(rest.get(unit.id, -1)) for rest in rests)
        if not parted or not before.may_move(unit.id, totals[unit.id]):
            continue
        ready = tuple(child.id for child in tree.children(unit.id) if child.id in along)
        family = Family.of(tree, before, totals, unit.id, ready)

        def allowed(back: tuple[int, ...], family: Family = family) -> bool:
            going = family.without(back)
            left = (rest[family.unit] - sum(rest[child] for child in going) for rest in rests)
            return family.allows(back) and all(map(before.may_be_known, left))

        back = kept_back(family.sizes, allowed)
        if back is not None:
            families[unit.id], kept[unit.id], along[unit.id] = family, back, family.without(back)
    by_unit = dict(before.by_unit)
    going = [unit.id for unit in tree.children("") if unit.id in along]
    while going:
        unit_id = going.pop()
        by_unit[unit_id] = (*by_unit.get(unit_id, ()), families[unit_id].release(kept[unit_id], day))
        going.extend(along[unit_id])
    return replace(before, by_unit=by_unit)


def _rests(totals: Mapping[str, int], day: date, whole: Releases, beside: Sequence[Releases]) -> dict[str, int]:
    """What of the whole is in no part, by the units that show the whole as of this day."""
    rests = {}
    for unit, total in totals.items():
        of, *parts = (figure.shown(unit) for figure in (whole, *beside))
        if of is not None and of.day == day:
            rests[unit] = of.total - total - sum(part.total for part in parts if part is not None and part.day == day)
    return rests


def _parents_first(tree: UnitTree) -> Iterator[Unit]:
    for top in tree.children(""):
        yield from tree.subtree(top.id)


def _check(tree: UnitTree, before: Releases, totals: Mapping[str, int], day: date) -> None:
    faults = Faults()
    for unit, total in totals.items():
        if unit not in tree:
            faults.add(unit, "a unit of the tree", "none of that id")
            continue
        faults.unless(total >= 0, unit, "a total of 0 or more", total)
        below = sum(totals.get(child.id, 0) for child in tree.children(unit))
        faults.unless(total >= below, unit, f"at least the {below} of the units below it", total)
    for each in tree.units:
        if each.parent and totals.get(each.id) and each.parent not in totals:
            faults.add(each.parent, "a total, as there is one below it", "none")
    if faults.found:
        raise BadInput(faults.found)
    for unit_id, releases in before.by_unit.items():
        last = releases[-1]
        if last.day >= day:
            raise Refused("not_later", f"{unit_id} was released as of {last.day}, not before {day}.", unit=unit_id)
        if unit_id not in tree or tree[unit_id].parent != last.under:
            message = (
                f"{unit_id} is no longer under {last.under or 'nothing'}: publish it from then on as another unit."
            )
            raise Refused("unit_moved", message, unit=unit_id)
