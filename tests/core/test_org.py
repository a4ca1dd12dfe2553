from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.org import Level, Unit, UnitKind, UnitTree

WENZHOU = (
    Unit("zj", "Zhejiang", Level.PROVINCE, UnitKind.ORGAN),
    Unit("wz", "Wenzhou", Level.PREFECTURE, UnitKind.ORGAN, "zj"),
    Unit("ra", "Rui'an", Level.COUNTY, UnitKind.ORGAN, "wz", open_list=True),
    Unit("yj", "Yongjia", Level.COUNTY, UnitKind.ORGAN, "wz"),
    Unit("t1", "A township", Level.TOWNSHIP, UnitKind.PLACE, "ra"),
)


def _unit(unit_id: str, level: Level, parent: str = "") -> Unit:
    return Unit(unit_id, unit_id, level, UnitKind.ORGAN, parent)


@st.composite
def _trees(draw: st.DrawFn) -> tuple[Unit, ...]:
    """Sound trees: each unit hangs at the top or below an earlier one that stands higher."""
    units: list[Unit] = []
    levels = list(Level)
    for number in range(draw(st.integers(1, 8))):
        level = draw(st.sampled_from(levels))
        above = [unit.id for unit in units if levels.index(unit.level) < levels.index(level)]
        units.append(_unit(f"u{number}", level, draw(st.sampled_from(["", *above]))))
    return tuple(units)


def _faults(units: Sequence[Unit]) -> set[tuple[int, str]]:
    with pytest.raises(BadInput) as caught:
        UnitTree(tuple(units))
    return {(fault.row, fault.column) for fault in caught.value.faults}


def test_levels_go_down_from_the_centre_to_the_site() -> None:
    """Centre, province, prefecture, county, district, township, site: 0 to 6."""
    names = ["centre", "province", "prefecture", "county", "district", "township", "site"]
    assert [(level.value, level.depth) for level in Level] == [(name, depth) for depth, name in enumerate(names)]


def test_a_unit_has_an_id_and_is_not_its_own_parent() -> None:
    """A unit without an id, or above itself, is no unit."""
    with pytest.raises(BadInput, match="a stable id"):
        _unit("", Level.COUNTY)
    with pytest.raises(BadInput, match="another unit, got a itself"):
        _unit("a", Level.COUNTY, "a")


@given(_trees(), st.randoms(use_true_random=False))
def test_a_sound_tree_is_accepted_in_any_order(units: tuple[Unit, ...], random: Random) -> None:
    """A list of units need not name parents before their children."""
    shuffled = list(units)
    random.shuffle(shuffled)
    tree = UnitTree(tuple(shuffled))
    for unit in units:
        assert unit.id in tree
        assert tree[unit.id] == unit
        above = [unit.id, *(one.id for one in tree.ancestors(unit.id))]
        assert {other.id for other in units if unit in tree.subtree(other.id)} == set(above)
        assert [tree[one].level.depth for one in above] == sorted(
            (tree[one].level.depth for one in above), reverse=True
        )
    roots = [unit for unit in shuffled if not unit.parent]
    assert tree.children("") == tuple(roots)
    assert sum(len(list(tree.subtree(root.id))) for root in roots) == len(units)


def test_every_fault_of_a_tree_is_reported_at_once() -> None:
    """Duplicates, unknown parents, cycles and level inversions come in one report; the first unit is row 2."""
    units = (
        _unit("top", Level.PROVINCE),
        _unit("top", Level.PROVINCE),
        _unit("lost", Level.COUNTY, "nowhere"),
        _unit("x", Level.COUNTY, "y"),
        _unit("y", Level.DISTRICT, "z"),
        _unit("z", Level.TOWNSHIP, "x"),
        _unit("below_the_cycle", Level.SITE, "z"),
        _unit("inverted", Level.CENTRE, "top"),
        _unit("beside", Level.PROVINCE, "top"),
        _unit("sound", Level.COUNTY, "top"),
    )
    cycle = {(5, "parent"), (6, "parent"), (7, "parent")}
    assert _faults(units) == {(3, "id"), (4, "parent"), *cycle, (9, "level"), (10, "level")}


@given(_trees(), st.data())
def test_a_cycle_is_reported_for_each_unit_on_it(units: tuple[Unit, ...], data: st.DataObject) -> None:
    """Hanging a root below its own descendant closes a cycle, through whichever units lie between."""
    tree = UnitTree(units)
    low = data.draw(st.sampled_from(units))
    ring = (low, *tree.ancestors(low.id))
    root = ring[-1]
    if low is root:
        return
    broken = [_unit(unit.id, unit.level, low.id) if unit is root else unit for unit in units]
    assert _faults(broken) == {(row, "parent") for row, unit in enumerate(units, start=2) if unit in ring}


@given(_trees(), st.data())
def test_a_repeated_unit_is_reported_where_it_comes_again(units: tuple[Unit, ...], data: st.DataObject) -> None:
    """The second mention is the fault, and it names the row of the first."""
    again = data.draw(st.sampled_from(units))
    with pytest.raises(BadInput, match=f"first in row {units.index(again) + 2}") as caught:
        UnitTree((*units, again))
    assert [(fault.column, fault.row) for fault in caught.value.faults] == [("id", len(units) + 2)]


def test_looking_up_and_down() -> None:
    """Ancestors come nearest first, children and subtrees in the order given, parents before children."""
    tree = UnitTree(WENZHOU)
    assert [unit.id for unit in tree.ancestors("t1")] == ["ra", "wz", "zj"]
    assert tree.ancestors("zj") == ()
    assert [unit.id for unit in tree.children("wz")] == ["ra", "yj"]
    assert tree.children("t1") == ()
    assert [unit.id for unit in tree.subtree("wz")] == ["wz", "ra", "t1", "yj"]


def test_the_unit_above_at_a_level() -> None:
    """A unit stands at its own level; a level left out between two units has nobody."""
    tree = UnitTree(WENZHOU)
    county, prefecture = tree.ancestor_at("ra", Level.COUNTY), tree.ancestor_at("t1", Level.PREFECTURE)
    assert county is not None
    assert prefecture is not None
    assert (county.id, prefecture.id) == ("ra", "wz")
    assert tree.ancestor_at("t1", Level.DISTRICT) is None


def test_an_unknown_unit_is_refused() -> None:
    """Asking for a unit that is not there says so, with its id."""
    tree = UnitTree(WENZHOU)
    assert "nb" not in tree
    with pytest.raises(Refused) as caught:
        tree["nb"]
    assert (caught.value.code, caught.value.data) == ("unknown_unit", {"unit": "nb"})
    with pytest.raises(Refused, match="nb"):
        list(tree.subtree("nb"))


def test_a_list_that_ends_in_and_others_is_never_complete() -> None:
    """The report says "Jinnan, Changzhi, Yanbei and other areas": such a list carries no claim about all."""
    tree = UnitTree(WENZHOU)
    assert [unit.id for unit in tree.require_complete("wz")] == ["ra", "yj"]
    with pytest.raises(Refused) as caught:
        tree.require_complete("ra")
    assert (caught.value.code, caught.value.data) == ("open_list", {"unit": "ra"})
