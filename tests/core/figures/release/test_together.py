"""Figures that are published together: what may be held beside each other, and what nobody learns from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from grassrota.errors import BadInput
from grassrota.figures.release.publish import released
from grassrota.figures.release.shown import Releases
from grassrota.figures.release.together import OPINIONS, released_together
from grassrota.org import Level, Unit, UnitKind, UnitTree
from tests.core.figures.release.attacker import FIRST, rows_of
from tests.core.figures.release.several import CENTRE, happened, learned, small_tree, totals_of

PAIR = UnitTree((CENTRE, Unit("p", "p", Level.PROVINCE, UnitKind.PLACE, parent="c")))


def _days(*days: Mapping[str, Mapping[str, int]], tree: UnitTree = PAIR) -> Mapping[str, Releases]:
    found: Mapping[str, Releases] = {}
    for number, totals in enumerate(days):
        found = released_together(tree, found, totals, FIRST + timedelta(number))
    return found


def _shown(found: Mapping[str, Releases], figure: str) -> Mapping[str, tuple[int, int]]:
    """By unit the total and the number of the day."""
    return {unit: (those[-1].total, (those[-1].day - FIRST).days) for unit, those in found[figure].by_unit.items()}


def test_a_part_moves_where_its_whole_stands_still() -> None:
    """By hand: all 20 were raised on the first day; as more is fixed, the 20 are shown with the day of the fixed."""
    raised = {"c": 20, "p": 12}
    first = {"raised": raised}
    second = {"raised": raised, "reported_fixed": {"c": 15, "p": 7}}
    third = second | {"refuted": {"c": 9, "p": 1}, "unasked": {"c": 6, "p": 6}}
    found = _days(first, second)
    assert _shown(found, "raised") == {"c": (20, 1), "p": (12, 1)}
    assert _shown(found, "reported_fixed") == {"c": (15, 1), "p": (7, 1)}
    assert _shown(found, "confirmed") == {}
    found = _days(first, second, third)
    # none confirmed is shown beside those who say no: none is not few
    assert _shown(found, "confirmed") == {"c": (0, 2)}
    assert _shown(found, "refuted") == {"c": (9, 2)}
    # of the township one says no: nothing of its answers is shown, and nothing there is shown anew
    assert _shown(found, "raised") == {"c": (20, 2), "p": (12, 1)}
    assert _shown(found, "unasked") == {"c": (6, 2)}


def test_what_stands_still_is_not_shown_anew_for_nothing() -> None:
    """By hand: one more is fixed, later one more raised. Neither day shows anything, nor that anything was tried."""
    first = {"raised": {"c": 20}, "reported_fixed": {"c": 10}}
    found = _days(first)
    assert _days(first, first | {"reported_fixed": {"c": 11}}) == found
    assert _days(first, {"raised": {"c": 21}, "reported_fixed": {"c": 15}}) == found


def test_a_unit_that_was_moved_keeps_what_it_shows() -> None:
    """By hand: the township goes under another province; its 12 stay with their day, and count there as own ones."""
    other = Unit("q", "q", Level.PROVINCE, UnitKind.PLACE, parent="c")
    before = UnitTree((*PAIR.units, other, Unit("t", "t", Level.COUNTY, UnitKind.PLACE, parent="p")))
    after = UnitTree((*PAIR.units, other, Unit("t", "t", Level.COUNTY, UnitKind.PLACE, parent="q")))
    found = _days({"raised": {"c": 40, "p": 20, "t": 12, "q": 9}}, tree=before)
    moved = {"raised": {"c": 46, "p": 8, "t": 18, "q": 33}}
    found = released_together(after, found, moved, FIRST + timedelta(1))
    assert _shown(found, "raised") == {"c": (46, 1), "p": (8, 1), "q": (33, 1), "t": (12, 0)}


def test_a_figure_that_grows_shows_nothing_again() -> None:
    """There a total that stands still betrays others: what lets it be shown anew is for figures that may fall."""
    with pytest.raises(BadInput, match="one that grows"):
        released(PAIR, Releases(grows=True), {"c": 9}, date(1957, 6, 1), again=["c"])


@pytest.mark.parametrize("together", [True, False])
def test_the_solver_learns_nothing_of_figures_published_together(together: bool) -> None:
    """Of six figures of the same cases it learns no count and no change of one to four; of six apart it does."""
    found, shown = [], 0
    for seed in range(3):
        tree = small_tree(seed)
        cases = happened(seed, tree)
        releases: Mapping[str, Releases] = {part.figure: Releases(grows=False) for part in OPINIONS}
        for day in range(cases.shape[2]):
            totals, on = totals_of(tree, cases[:, :, day]), FIRST + timedelta(day)
            if together:
                releases = released_together(tree, releases, totals, on)
            else:
                releases = {figure: released(tree, each, totals[figure], on) for figure, each in releases.items()}
        published = {figure: rows_of(each) for figure, each in releases.items()}
        shown += sum(map(len, published.values()))
        found += learned(tree, cases, published)
        if found and not together:
            break
    assert bool(found) != together, found
    assert shown > 60


def test_what_is_shown_as_of_one_day_hangs_together() -> None:
    """Of random histories: wherever a part is shown, all that it hangs on is shown as of the same day."""
    for seed in range(12):
        tree = small_tree(seed)
        cases = happened(seed, tree)
        found = _days(*(totals_of(tree, cases[:, :, day]) for day in range(cases.shape[2])), tree=tree)
        for part in OPINIONS:
            for unit, those in found[part.figure].by_unit.items():
                for one in part.hangs_on:
                    assert {each.day for each in those} <= {each.day for each in found[one].by_unit[unit]}


def test_the_same_is_published_of_what_was_published() -> None:
    """Of one figure: nobody can tell what happened from a history in which what was shown is all there was."""
    for seed in range(12):
        tree = small_tree(seed)
        cases = happened(seed, tree)
        totals = [totals_of(tree, cases[:, :, day])["raised"] for day in range(cases.shape[2])]
        alone = OPINIONS[:1]
        found: Mapping[str, Releases] = {}
        for number, total in enumerate(totals):
            found = released_together(tree, found, {"raised": total}, FIRST + timedelta(number), alone)
        made: Mapping[str, Releases] = {}
        for number in range(len(totals)):
            on = FIRST + timedelta(number)
            own = {unit: shown.left if (shown := found["raised"].shown(unit, on)) else 0 for unit in tree.by_id}
            total = {unit: sum(own[each.id] for each in tree.subtree(unit)) for unit in tree.by_id}
            made = released_together(tree, made, {"raised": total}, on, alone)
        assert made["raised"] == found["raised"]
