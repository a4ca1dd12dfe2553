from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grassrota.errors import Refused
from grassrota.forms import Role
from grassrota.rota.effect import effect
from grassrota.rota.leadership import LeadershipMatch, propose
from grassrota.rota.problem import RotaProblem
from grassrota.rota.tally import Move

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def _problem(kit: Kit, years: int | None) -> RotaProblem:
    people = [kit.person("old", field_years=3), kit.person("new")]
    openings = [kit.opening("lead", "c1", role=Role.FIELD_WORK_AND_LEADERSHIP, high=2), kit.opening("work")]
    return kit.problem(people, openings, kit.policy(2, experienced_years=years))


def test_a_host_is_asked_about_who_comes_to_lead(kit: Kit) -> None:
    """Moves to a leading post list host and experience, also where it is lacking; to other posts nobody is asked."""
    problem = _problem(kit, 2)
    moves = [Move("old", "lead", 1), Move("new", "lead", 1)]
    found = effect(problem, kit.plan(problem, ("old", "work", 1)), moves).leading
    assert found == (LeadershipMatch("old", "lead", "c1", 3, 2), LeadershipMatch("new", "lead", "c1", 0, 2))
    assert [match.is_experienced for match in found] == [True, False]
    assert effect(problem, kit.plan(problem), [Move("new", "work", 1)]).leading == ()


def test_a_host_is_asked_once(kit: Kit) -> None:
    """Who only goes in another batch, or stays, needs no new consent."""
    problem = _problem(kit, 2)
    plan = kit.plan(problem, ("old", "lead", 1))
    assert effect(problem, plan, [Move("old", "lead", 2)]).leading == ()
    assert effect(problem, plan, [Move("old")]).leading == ()


@pytest.mark.parametrize(("years", "who"), [(4, "old"), (None, "new"), (0, "new")])
def test_nobody_leads_without_experience(kit: Kit, years: int | None, who: str) -> None:
    """Three years are not four; and with no years in the field nobody leads, whatever the policy asks for."""
    with pytest.raises(Refused) as caught:
        propose(_problem(kit, years), who, "lead")
    assert caught.value.code == "not_experienced"


def test_only_leading_posts_are_proposed(kit: Kit) -> None:
    """An experienced person is proposed to the host for a leading post, and for no other."""
    assert propose(_problem(kit, None), "old", "lead").needed_years == 1
    with pytest.raises(Refused) as caught:
        propose(_problem(kit, None), "old", "work")
    assert caught.value.code == "no_leading_post"
