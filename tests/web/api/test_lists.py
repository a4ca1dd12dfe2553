"""Programs open and publish lists on the days on which people may, and on no other."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from grassrota_web.access.rights import Role
from tests.web.api import things
from tests.web.api.conftest import ProgramOf
from tests.web.conftest import World


@pytest.mark.parametrize("step", ["discussion", "publish"])
@pytest.mark.parametrize("days", [-15, 1])
def test_a_list_has_the_days_that_its_page_takes(world: World, program: ProgramOf, step: str, days: int) -> None:
    """More than two weeks back and tomorrow are bad input, and the two days between are named."""
    today = timezone.localdate()
    asking = program(Role.ORGANISER, world.units["north"])
    on = today + timedelta(days)
    answer = asking("POST", f"plans/{things.plan(world, 'north')}/{step}", {"on": on.isoformat()})
    assert answer.status_code == 422
    (fault,) = json.loads(answer.content)["faults"]
    assert (fault["expected"], fault["got"]) == (f"a day from {today - timedelta(14)} to {today}", str(on))
