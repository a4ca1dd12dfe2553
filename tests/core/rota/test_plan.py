from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from grassrota.errors import BadInput
from grassrota.forms import STANDARD_FORMS, Purpose, Role
from grassrota.org import Sector
from grassrota.posting.opening import Team
from grassrota.rota.certificate import Certificate
from grassrota.rota.plan import Assignment, LeftOut, LeftOutReason, Plan, left_out, postings, teams
from grassrota.staff import Exemption, ExemptionReason, NotAvailable
from grassrota.turns import Turn

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


@pytest.mark.parametrize(
    ("objective", "bound", "gap"),
    [(105, 100.0, 0.05), (100, 100.0, 0.0), (0, 0.0, 0.0), (7, 0.0, float("inf"))],
)
def test_the_gap_is_a_fraction_of_the_bound(objective: int, bound: float, gap: float) -> None:
    """105 against 100 is 5 %; above a bound of 0 nothing is proven."""
    assert Certificate(objective, bound, 0, 0, "", 0.0).gap == pytest.approx(gap)


def test_nobody_is_named_twice() -> None:
    """Twice assigned, twice left out, or both: each repetition is a fault, and all are told at once."""
    certificate = Certificate(0, 0.0, 0, 0, "", 0.0)
    going = tuple(Assignment(who, "o1", 1) for who in ("p1", "p2", "p1"))
    out = tuple(LeftOut(who, LeftOutReason.NOT_NEEDED) for who in ("p2", "p3", "p3"))
    with pytest.raises(BadInput) as caught:
        Plan(going, out, certificate)
    assert [fault.got for fault in caught.value.faults] == ["p1", "p2", "p3"]


def test_published_reasons_tell_nothing_private(kit: Kit) -> None:
    """Exempt, refusing and deferring are one word; who could have gone waits for another round if there is one."""
    for further, waiting in ((True, LeftOutReason.ANOTHER_ROUND), (False, LeftOutReason.NOT_NEEDED)):
        problem = kit.problem(
            kit.people(5),
            [kit.opening()],
            kit.policy(further_rounds=further),
            exemptions=(Exemption("p1", ExemptionReason.HEALTH),),
            not_available=(NotAvailable("p2"), NotAvailable("p3", frozenset({1}))),
        )
        assert left_out(problem, frozenset({"p4"})) == (
            LeftOut("p1", LeftOutReason.NOT_AVAILABLE),
            LeftOut("p2", LeftOutReason.NOT_AVAILABLE),
            LeftOut("p3", waiting),
            LeftOut("p5", waiting),
        )


def test_people_depart_over_the_days_of_the_window(kit: Kit) -> None:
    """Three people over the five days from 9 to 13 December leave on the 9th, 10th and 12th, for 40 days each.

    From 9 December the 40th day is 17 January. Seven leave on the 9th, 9th, 10th, 11th, 11th, 12th and 13th.
    """
    for count, days in ((3, (9, 10, 12)), (7, (9, 9, 10, 11, 11, 12, 13))):
        problem = kit.problem(kit.people(count), [kit.opening(high=9)])
        found = postings(problem, kit.plan(problem, *((person.id, "o1", 1) for person in problem.people)))
        assert [posting.turn.first for posting in found] == [date(1957, 12, day) for day in days]
        assert all(posting.turn.days == 40 for posting in found)
        assert found[0].turn == Turn(date(1957, 12, 9), date(1958, 1, 17))


def test_a_long_posting_ends_with_the_last_of_its_batches(kit: Kit) -> None:
    """Two batches: away from 9 December until the last of batch 2, who leave on 31 January, are home: 11 March."""
    problem = kit.problem(kit.people(1), [kit.opening(length=2)])
    (posting,) = postings(problem, kit.plan(problem, ("p1", "o1", 1)))
    assert posting.turn == Turn(date(1957, 12, 9), date(1958, 3, 11))


def test_a_posting_says_what_was_planned(kit: Kit) -> None:
    """Home unit, opening, batch, form and role; one returns home, the later batch comes later, reasons are kept."""
    opening = kit.opening(role=Role.FIELD_WORK_AND_LEADERSHIP, high=2)
    problem = kit.problem(kit.people(2, unit="u2"), [opening], kit.policy(2, exceptions={2: "spring sowing"}))
    first, second = postings(problem, kit.plan(problem, ("p1", "o1", 2), ("p2", "o1", 1)))
    assert (first.person, first.home_unit, first.opening, first.batch) == ("p2", "u2", "o1", 1)
    assert (first.form, first.role, first.returns_to) == ("field_work", Role.FIELD_WORK_AND_LEADERSHIP, "u2")
    assert (first.exception_reason, second.exception_reason) == ("", "spring sowing")
    assert second.turn.first == date(1958, 1, 27)


def test_a_transfer_returns_nowhere(kit: Kit) -> None:
    """Restructuring keeps no post open."""
    policy = kit.policy(1, form=STANDARD_FORMS["transfer"], purposes=(Purpose.RESTRUCTURE,))
    problem = kit.problem(kit.people(1), [kit.opening()], policy)
    (posting,) = postings(problem, kit.plan(problem, ("p1", "o1", 1)))
    assert posting.returns_to == ""


def test_the_most_senior_leader_leads_the_team(kit: Kit) -> None:
    """The chief before the deputy; among equals more field years, then the later id; teams in batch order."""
    people = [
        kit.person("wei", grade="deputy", field_years=9),
        kit.person("tao", grade="chief"),
        *kit.people(2, grade="deputy", field_years=2),
        kit.person("old", grade="deputy", field_years=3),
    ]
    openings = [kit.opening("o1", high=9), kit.opening("o2", "t2", high=9, sector=Sector.PLANT)]
    problem = kit.problem(people, openings, kit.policy(lead_rank=2))
    plan = kit.plan(problem, ("wei", "o1", 1), ("tao", "o1", 1), ("p1", "o2", 1), ("p2", "o2", 1), ("old", "o1", 2))
    assert teams(problem, plan) == (
        Team(1, "t1", Sector.RURAL, "tao", ("wei", "tao")),
        Team(1, "t2", Sector.PLANT, "p2", ("p1", "p2")),
        Team(2, "t1", Sector.RURAL, "old", ("old",)),
    )


def test_without_a_leader_the_most_senior_goes_ahead(kit: Kit) -> None:
    """A draft that breaks the leader rule can still be shown."""
    problem = kit.problem(kit.people(2, field_years=1), [kit.opening(high=2)], kit.policy(lead_rank=3))
    (team,) = teams(problem, kit.plan(problem, ("p1", "o1", 1), ("p2", "o1", 1)))
    assert team.leader == "p2"
