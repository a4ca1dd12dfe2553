"""A year later: what ages, who leaves, who comes, and that the roster is still one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.rota.cost import waiting_years
from grassrota.rota.turnover import Turnover, a_year_later
from grassrota.synth.rota import Size, rota

if TYPE_CHECKING:
    from tests.core.rota.conftest import Assigned, Kit, Problems

STAYS = Turnover(leaving=0.0)


def test_who_went_and_who_stayed(kit: Kit) -> None:
    """p1 is back on 17 January 1958, which a year later is long ago; p2 has waited a year longer."""
    people = [kit.person("p1", tenure_years=3, turns_served=1), kit.person("p2", tenure_years=3)]
    problem = kit.problem(people, [kit.opening("o", "t1")], kit.policy(1))
    plan = kit.plan(problem, ("p1", "o", 1))
    later = a_year_later(problem, plan, 1, STAYS)
    departs = problem.policy.batches[0].depart_from
    p1, p2 = later.people
    assert (p1.tenure_years, p1.turns_served, p2.tenure_years, p2.turns_served) == (4, 2, 4, 0)
    assert p1.last_returned == date(1957, 1, 17)
    assert (waiting_years(p1, departs), waiting_years(p2, departs)) == (0, 4)
    assert later.policy == problem.policy
    again = a_year_later(later, kit.plan(later), 2, STAYS)
    assert waiting_years(again.person["p1"], departs) == 1


def test_leavers_are_followed_by_newcomers(kit: Kit) -> None:
    """A tenth of 80 leave: eight newcomers to the same units and grades, without a turn; as many are exempt."""
    problem = rota(Size(people=80, units=4, openings=4, batches=2, townships=3), seed=4)
    later = a_year_later(problem, kit.plan(problem), 3, Turnover(leaving=0.1, seed=5))
    new = [(old, one) for old, one in zip(problem.people, later.people, strict=True) if old.id != one.id]
    assert len(new) == 8
    for old, one in new:
        assert one.id == f"{old.id}~3"
        assert (one.unit, one.grade, one.tenure_years, one.turns_served) == (old.unit, old.grade, 0, 0)
        assert one.last_returned is None
    assert len(later.exemptions) == len(problem.exemptions)
    assert sorted(map(len, (entry.batches for entry in later.not_available))) == sorted(
        map(len, (entry.batches for entry in problem.not_available))
    )


def test_chance_depends_on_seed_and_year_alone(kit: Kit) -> None:
    """The same seed and year give the same roster whatever was planned; another seed another one."""
    problem = rota(Size(people=60, units=3, openings=3, batches=2, townships=2), seed=1)
    plan = kit.plan(problem, (problem.eligible[0].id, problem.openings[0].id, problem.slots[0].start))
    ids = [
        [person.id for person in a_year_later(problem, made, 1, Turnover(0.1, seed)).people]
        for made, seed in ((plan, 3), (kit.plan(problem), 3), (plan, 4))
    ]
    assert ids[0] == ids[1] != ids[2]


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_every_roster_ages_into_a_problem(
    data: st.DataObject, problems: Problems, assigned: Assigned, kit: Kit
) -> None:
    """Whatever was planned, the next year is a problem that refers to nobody who left, and nobody loses a turn."""
    problem = data.draw(problems())
    plan = kit.plan(problem, *data.draw(assigned(problem)))
    later = a_year_later(problem, plan, 1, Turnover(data.draw(st.sampled_from((0.0, 0.3, 0.5))), 2))
    assert (later.pins, len(later.people)) == ((), len(problem.people))
    for person in problem.people:
        if person.id in later.person:
            went = person.id in plan.by_person
            assert later.person[person.id].turns_served == person.turns_served + went


@pytest.mark.parametrize("wrong", [{"leaving": 0.6}, {"leaving": -0.1}, {"seed": -1}])
def test_what_no_roster_does(wrong: dict[str, float]) -> None:
    """At most half of the staff leaves in a year, and chance needs a seed."""
    with pytest.raises(BadInput):
        Turnover(**wrong)  # type: ignore[arg-type]
