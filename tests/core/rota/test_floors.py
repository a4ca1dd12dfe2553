"""Who is away on a day, against the floors of policies."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from grassrota.rota.floors import Floor, Shares, floors, strictest

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit

HALF = Shares(Fraction(1, 2), Fraction(1, 2))


def test_the_nearest_to_its_floor_comes_first_and_what_has_no_rule_last() -> None:
    """By hand, at most half: of 5 in the mill 3 may go and did, of its two clerks one may go and two did.

    Of 4 in the shop 2 may go and 1 did; the ford has no rule.
    """
    staff = {("mill", "chief"): 3, ("mill", "clerk"): 2, ("shop", "clerk"): 4, ("ford", "clerk"): 1}
    away = {("mill", "chief"): 1, ("mill", "clerk"): 2, ("shop", "clerk"): 1, ("ford", "clerk"): 1}
    found = floors(staff, away, {"mill": HALF, "shop": HALF})
    assert [(one.unit, one.grade, one.away, one.may, one.stay, one.spare, one.at_home) for one in found] == [
        ("mill", "clerk", 2, 1, 1, -1, 0),
        ("mill", "", 3, 3, 2, 0, 2),
        ("mill", "chief", 1, 2, 1, 1, 2),
        ("shop", "", 1, 2, 2, 1, 3),
        ("shop", "clerk", 1, 2, 2, 1, 3),
        ("ford", "", 1, None, None, None, 0),
        ("ford", "clerk", 1, None, None, None, 0),
    ]


def test_somebody_who_moved_away_from_a_unit_leaves_it_with_more_away_than_staff() -> None:
    """One is away from a unit of nobody: nobody may be, so it is past its floor, and before all that is at it."""
    found = floors({("shop", "clerk"): 2}, {("mill", "clerk"): 1, ("shop", "clerk"): 1}, {"mill": HALF, "shop": HALF})
    assert found[0] == Floor("mill", "", 0, 1, 0)
    assert found[0].at_home == 0


def test_of_several_policies_the_strictest_holds(kit: Kit) -> None:
    """Each share is the least of all; of none there is no rule."""
    one = kit.policy(home_absence=Fraction(1, 3), grade_absence=Fraction(1))
    other = kit.policy(home_absence=Fraction(1, 2), grade_absence=Fraction(1, 4))
    assert strictest([one, other]) == Shares(Fraction(1, 3), Fraction(1, 4))
    assert strictest([]) is None


@given(st.integers(1, 40), st.integers(0, 12), st.integers(1, 12))
def test_short_of_a_share_of_all_somebody_stays(staff: int, part: int, of: int) -> None:
    """Whatever the share, what must stay and what may go make up the staff; below 1 somebody must stay."""
    share = Fraction(min(part, of), of)
    (whole, _grade) = sorted(
        floors({("mill", "clerk"): staff}, {("mill", "clerk"): 1}, {"mill": Shares(share, share)}),
        key=lambda one: one.grade,
    )
    assert (whole.stay or 0) + (whole.may or 0) == staff
    assert bool(whole.stay) == (share < 1)
