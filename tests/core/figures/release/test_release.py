"""What units show of a count from day to day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.figures.release.keep_back import kept_back
from grassrota.figures.release.publish import released
from grassrota.figures.release.share import Share, share
from grassrota.figures.release.shown import Release, Releases
from grassrota.org import Level, Unit, UnitKind, UnitTree

FIRST, SECOND, THIRD, FOURTH = (date(1957, 6, number) for number in (1, 2, 3, 4))


def _tree(**above: str) -> UnitTree:
    """Units by the name of the unit above; the level follows from how many letters a name has."""
    levels = tuple(Level)
    return UnitTree(
        tuple(Unit(each, each, levels[len(each)], UnitKind.PLACE, parent=parent) for each, parent in above.items())
    )


COUNTY = _tree(c="", ca="c", cb="c", cd="c")


def _shown(releases: Releases) -> Mapping[str, tuple[int, int]]:
    """By unit the total and the day of June."""
    return {unit: (found[-1].total, found[-1].day.day) for unit, found in releases.by_unit.items()}


def test_a_county_from_day_to_day() -> None:
    """Each day by hand: who shows a new total, who keeps the old one and its day, and who shows nothing."""
    none = Releases(grows=False)
    first = released(COUNTY, none, {"c": 40, "ca": 20, "cb": 9, "cd": 3}, FIRST)
    # cd is small; 40 - 20 - 9 leaves 11, with cd in it
    assert _shown(first) == {"c": (40, 1), "ca": (20, 1), "cb": (9, 1)}
    second = released(COUNTY, first, {"c": 46, "ca": 26, "cb": 9, "cd": 3}, SECOND)
    # ca alone moved, by all that the county did: 11 are left as before; cb stands still, and shows its old day
    assert _shown(second) == {"c": (46, 2), "ca": (26, 2), "cb": (9, 1)}
    third = released(COUNTY, second, {"c": 55, "ca": 27, "cb": 17, "cd": 3}, THIRD)
    # cb moved by 8 of the county's 9: 12 would be left, one more than before, so cb is kept back
    assert _shown(third) == {"c": (55, 3), "ca": (26, 2), "cb": (9, 1)}
    fourth = released(COUNTY, third, {"c": 53, "ca": 20, "cb": 17, "cd": 5}, FOURTH)
    # the county fell by 2 and stays; whoever is below it stays with it
    assert fourth == third
    assert third.shown("cb") == Release(FIRST, 9, 9, "c")
    assert third.shown("c", SECOND) == Release(SECOND, 46, 11)
    assert third.shown("cd") is None
    empty = released(COUNTY, third, {}, FOURTH)
    assert _shown(empty) == {"c": (0, 4), "ca": (0, 4), "cb": (0, 4)}  # all fell by five and more


def test_of_a_figure_that_grows_what_is_left_is_looked_at_over_every_stretch_of_days() -> None:
    """By hand: five are left of each change without those below, and never none."""
    tree = _tree(c="", ca="c")
    first = released(tree, Releases(grows=True), {"c": 10, "ca": 10}, FIRST)
    assert _shown(first) == {"c": (10, 1)}  # none would be left, which would not be told from a few later
    second = released(tree, first, {"c": 15, "ca": 10}, SECOND)
    assert _shown(second) == {"c": (15, 2), "ca": (10, 2)}
    last = second.shown("c")
    assert last is not None
    # since the beginning 15 - 10 are left; since the first day, on which ca did not show anything, all 5: one for both
    assert last.since == ((date.min, 5),)
    # 21 - 16 are left since the beginning, but none since the second day
    assert _shown(released(tree, second, {"c": 21, "ca": 16}, THIRD)) == {"c": (21, 3), "ca": (10, 2)}
    assert _shown(released(tree, second, {"c": 26, "ca": 15}, THIRD)) == {"c": (26, 3), "ca": (15, 3)}


def test_nothing_tells_none_from_few() -> None:
    """A unit without cases shows what one with four shows, whether it never had more or stays as it was."""
    for grows in (True, False):
        begin = Releases(grows)
        assert released(COUNTY, begin, {"c": 4, "ca": 4}, FIRST) == released(COUNTY, begin, {"c": 0}, FIRST) == begin
        shows = released(COUNTY, begin, {"c": 50, "ca": 20}, FIRST)
        still, four = ({"c": 70, "ca": 20}, {"c": 70, "ca": 24})
        assert _shown(released(COUNTY, shows, still, SECOND))["ca"] == (20, 1)
        assert _shown(released(COUNTY, shows, four, SECOND))["ca"] == (20, 1)


def test_a_part_is_published_beside_its_whole() -> None:
    """What is in no part is none or not few either, of a unit and of what is left of it; each release has its share."""
    begin = Releases(grows=False)
    raised = released(COUNTY, begin, {"c": 40, "ca": 20, "cb": 10}, FIRST)
    assert _shown(raised) == {"c": (40, 1), "ca": (20, 1), "cb": (10, 1)}
    fixed = released(COUNTY, begin, {"c": 25, "ca": 18, "cb": 5}, FIRST, within=raised)
    # 2 of ca are not fixed, so that it shows nothing; without cb 10 of 30 are not
    assert _shown(fixed) == {"c": (25, 1), "cb": (5, 1)}
    assert (share(fixed, raised, "c"), share(fixed, raised, "cb")) == (Share(25, 40, FIRST), Share(5, 10, FIRST))
    assert share(fixed, raised, "ca") is None
    close = released(COUNTY, begin, {"c": 33, "cb": 5}, FIRST, within=raised)
    assert _shown(close) == {"c": (33, 1)}  # 7 of the county are not in it, but 2 of it without cb
    assert _shown(released(COUNTY, begin, {"c": 12}, FIRST, within=raised, beside=[fixed])) == {}  # 40 - 25 - 12
    assert _shown(released(COUNTY, begin, {"c": 10}, FIRST, within=raised, beside=[fixed])) == {"c": (10, 1)}
    later = released(COUNTY, raised, {"c": 60, "ca": 30, "cb": 10}, SECOND)
    assert _shown(later) == {"c": (60, 2), "ca": (30, 2), "cb": (10, 1)}
    after = released(COUNTY, fixed, {"c": 40, "ca": 20, "cb": 10}, SECOND, within=later)
    assert _shown(after) == {
        "c": (40, 2),
        "ca": (20, 2),
        "cb": (5, 1),
    }  # cb's whole did not move, and so its part stays
    assert share(after, later, "cb") == Share(5, 10, FIRST)
    # two figures that were published without regard to each other: nothing is said where it would tell
    assert share(released(COUNTY, begin, {"c": 37}, FIRST), raised, "c") is None


def test_the_cheapest_are_kept_back() -> None:
    """One, two or the smallest few, in this order only where they cost less; all in the end, or None."""
    sizes = (9, 5, 7, 30)

    def left(least: int) -> tuple[int, ...] | None:
        return kept_back(sizes, lambda kept: sum(sizes[place] for place in kept) >= least)

    assert left(0) == ()
    assert left(6) == (2,)
    assert left(12) == (1, 2)
    assert left(17) == (0, 1, 2)
    assert left(40) == (0, 1, 2, 3)
    assert left(52) is None


def test_faults_are_named() -> None:
    """Totals that cannot be, a day that is no later, a unit that was moved, releases that could not have been."""
    begin = Releases(grows=True)
    with pytest.raises(
        BadInput, match=r"(?s)x: expected a unit.*ca: expected a total of 0.*c: expected at least the 9"
    ):
        released(COUNTY, begin, {"x": 1, "ca": -1, "cb": 10, "c": 5}, FIRST)
    with pytest.raises(BadInput, match="as there is one below it"):
        released(COUNTY, begin, {"ca": 7}, FIRST)
    first = released(COUNTY, begin, {"c": 40, "ca": 20}, FIRST)
    with pytest.raises(Refused, match="not before 1957-06-01") as refused:
        released(COUNTY, first, {"c": 40}, FIRST)
    assert refused.value.code == "not_later"
    with pytest.raises(Refused, match="no longer under c:") as refused:
        released(_tree(c="", d="", da="d", ca="d"), first, {}, SECOND)
    assert refused.value.code == "unit_moved"
    bad = (Release(SECOND, 20, -3), Release(FIRST, 7, 7))
    with pytest.raises(BadInput, match=r"(?s)2 or more, got 1.*d: expected a release.*20, with -3 left.*a day after"):
        Releases(False, 1, {"d": (), "c": bad})
