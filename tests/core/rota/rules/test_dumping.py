from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grassrota.rota.frame import Frame
from grassrota.rota.rules import dumping

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_surplus_people_go_in_about_their_share(kit: Kit) -> None:
    """3 of 8 are surplus, so that 1.5 of 4 who go would be fair: 2 are within 1 of it. Of 3 who go 9/8 would be fair.

    3 of 3 are 1.875 too many, and none of the others is 1.875 too few: both bands are named.
    """
    people = [*kit.people(5), *(kit.person(f"s{n}", surplus=True) for n in (1, 2, 3))]
    pool = kit.problem(people, [kit.opening(high=8)], kit.policy(1, dumping_tolerance=Fraction(0)))
    assert kit.broken(pool, ("s1", "o1", 1), ("s2", "o1", 1), ("p1", "o1", 1), ("p2", "o1", 1)) == []
    assert kit.broken(pool, ("s1", "o1", 1), ("s2", "o1", 1), ("s3", "o1", 1)) == ["dumping", "dumping"]


def test_tolerance_grows_with_those_who_go(kit: Kit) -> None:
    """The same three may go at a tolerance of 3/10: 1.875 is not more than 1 + 0.9; at 1/10 it is more than 1.3."""
    people = [*kit.people(5), *(kit.person(f"s{n}", surplus=True) for n in (1, 2, 3))]
    going = [(f"s{n}", "o1", 1) for n in (1, 2, 3)]
    for tolerance, broken in ((Fraction(3, 10), []), (Fraction(1, 10), ["dumping", "dumping"])):
        problem = kit.problem(people, [kit.opening(high=8)], kit.policy(1, dumping_tolerance=tolerance))
        assert kit.broken(problem, *going) == broken


def test_a_unit_of_one_band_and_a_policy_without_bands_need_no_rows(kit: Kit) -> None:
    """Where all are alike nobody can be singled out."""
    policy = kit.policy(1, dumping_tolerance=Fraction(0))
    assert list(dumping.rows(Frame(kit.problem(kit.people(3), [kit.opening()], policy)))) == []
    people = [*kit.people(1), kit.person("s1", surplus=True)]
    assert list(dumping.rows(Frame(kit.problem(people, [kit.opening()])))) == []
    assert len(list(dumping.rows(Frame(kit.problem(people, [kit.opening()], policy))))) == 4


def test_nobody_is_got_rid_of_one_at_a_time(kit: Kit) -> None:
    """3 of 12 are surplus. One of them in each of three batches breaks no batch alone, but 3 of 3 are 2.25 too many.

    The other nine are 2.25 too few, so that both bands are named, over all batches.
    """
    people = [*kit.people(9), *(kit.person(f"s{n}", surplus=True) for n in (1, 2, 3))]
    problem = kit.problem(people, [kit.opening()], kit.policy(3, dumping_tolerance=Fraction(1, 10)))
    assert kit.broken(problem, *((f"s{n}", "o1", n) for n in (1, 2, 3))) == ["dumping", "dumping"]
    assert kit.broken(problem, ("s1", "o1", 1), ("p1", "o1", 2), ("p2", "o1", 3)) == []
