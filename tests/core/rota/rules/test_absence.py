from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from grassrota.rota.frame import Frame
from grassrota.rota.rules import absence
from grassrota.staff import Exemption, ExemptionReason

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


@pytest.mark.parametrize(
    ("share", "headcount", "cap"),
    [
        (Fraction(1, 2), 16, 8),
        (Fraction(1, 2), 15, 8),
        (Fraction(1, 3), 3, 1),
        (Fraction(1, 3), 4, 2),
        (Fraction(0), 5, 1),
        (Fraction(1, 10), 1, 1),
    ],
)
def test_the_share_is_rounded_up_and_one_may_always_go(share: Fraction, headcount: int, cap: int) -> None:
    """max(1, ceil(share x headcount)), exactly: a third of 3 is 1, of 4 it is 2, and a lone grade can go."""
    assert absence.grade_cap(share, headcount) == cap


@pytest.mark.parametrize(
    ("share", "headcount", "cap"),
    [
        (Fraction(1, 2), 16, 8),
        (Fraction(1, 2), 3, 2),
        (Fraction(9, 10), 4, 3),
        (Fraction(1, 2), 1, 0),
        (Fraction(99, 100), 2, 1),
        (Fraction(1), 4, 4),
    ],
)
def test_a_home_unit_is_never_emptied(share: Fraction, headcount: int, cap: int) -> None:
    """Short of a share of 1 somebody stays, in a unit of one person that person."""
    assert absence.unit_cap(share, headcount) == cap


def test_the_only_person_of_a_unit_stays(kit: Kit) -> None:
    """A cap of one half sends nobody from a unit of one; a share of 1 allows it."""
    for share, broken in ((Fraction(1, 2), ["absence"]), (Fraction(1), [])):
        problem = kit.problem(kit.people(1), [kit.opening()], kit.policy(1, home_absence=share))
        assert kit.broken(problem, ("p1", "o1", 1)) == broken


def test_exempt_people_count_as_present(kit: Kit) -> None:
    """Half of 6 is 3, though two of the six are exempt: the 4 others make one row a batch, of at most 3."""
    people = kit.people(6)
    exempt = tuple(Exemption(who, ExemptionReason.AGE) for who in ("p5", "p6"))
    policy = kit.policy(1, home_absence=Fraction(1, 2))
    problem = kit.problem(people, [kit.opening(high=6)], policy, exemptions=exempt)
    (row,) = absence.rows(Frame(problem))
    assert (row.high, row.label(0)) == (3, "u1, batch 1: at most 3 away")
    assert kit.broken(problem, *((f"p{n}", "o1", 1) for n in (1, 2, 3))) == []
    assert kit.broken(problem, *((f"p{n}", "o1", 1) for n in (1, 2, 3, 4))) == ["absence"]


def test_each_grade_of_a_unit_keeps_somebody(kit: Kit) -> None:
    """Both deputies of a unit are not away together at a cap of one half; two of four clerks may be."""
    people = [*kit.people(4), *(kit.person(f"d{n}", grade="deputy") for n in (1, 2))]
    problem = kit.problem(people, [kit.opening(high=6)], kit.policy(1, grade_absence=Fraction(1, 2)))
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o1", 1), ("d1", "o1", 1)) == []
    assert kit.broken(problem, ("d1", "o1", 1), ("d2", "o1", 1)) == ["absence"]


def test_a_long_posting_counts_in_both_batches(kit: Kit) -> None:
    """Who left in batch 1 for two batches is still away when the next would leave."""
    openings = [kit.opening("o1", length=2), kit.opening("o2")]
    problem = kit.problem(kit.people(2), openings, kit.policy(home_absence=Fraction(1, 2)))
    assert kit.broken(problem, ("p1", "o1", 1), ("p2", "o2", 2)) == ["absence"]
