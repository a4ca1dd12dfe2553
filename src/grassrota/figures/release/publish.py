"""What is published of a count on a day, given all that was published before.

Source: docs/algorithms/release.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from grassrota.errors import BadInput, Fault, Faults, Refused
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
    again: Collection[str] = (),
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
        beside: Other parts of the same whole with no case in common with this one, with this day's releases: a unit
            moves only on days on which all of them do, and what is in none of them is 0 or ``least`` and more.
        again: Units that may show anew a total that stands still, since something that moves hangs on it; see
            ``together``. Only of a figure that may fall.

    Raises:
        BadInput: If a total is negative, below the sum of those below it, or of a unit that is not in the tree; if a
            figure that grows is to show anything again.
        Refused: ``not_later``; ``unit_moved``, naming the unit.
    """
    _check(tree, before, totals, day)
    if again and before.grows:
        raise BadInput([Fault("again", "a figure that may fall", "one that grows")])
    totals = {unit.id: totals.get(unit.id, 0) for unit in tree.units}
    rests = _rests(totals, day, within, beside) if within else {}
    # bottom up: who could go along if the unit itself went; top down: who goes
    families: dict[str, Family] = {}
    kept: dict[str, tuple[int, ...]] = {}
    along: dict[str, tuple[str, ...]] = {}
    for unit in reversed(tuple(_parents_first(tree))):
        stands = unit.id in again and totals[unit.id] == before.total(unit.id)
        if not (stands or before.may_move(unit.id, totals[unit.id])):
            continue
        if within and not before.may_be_known(rests.get(unit.id, -1)):
            continue
        ready = tuple(child.id for child in tree.children(unit.id) if child.id in along)
        family = Family.of(tree, before, totals, unit.id, ready)

        def allowed(back: tuple[int, ...], family: Family = family) -> bool:
            left = rests.get(family.unit, 0) - sum(rests.get(child, 0) for child in family.without(back))
            return family.allows(back) and before.may_be_known(left)

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
    """What of the whole is in no part, by the units that show the whole and the parts beside as of this day."""
    rests = {}
    for unit, total in totals.items():
        shown = [figure.shown(unit) for figure in (whole, *beside)]
        today = [release.total for release in shown if release is not None and release.day == day]
        if len(today) == len(shown):
            of, *parts = today
            rests[unit] = of - total - sum(parts)
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
