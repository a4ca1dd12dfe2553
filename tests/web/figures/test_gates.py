"""Units at the gates on the page of figures: what is verified of them, within which bounds, and what they wait for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from grassrota.inspection.gate import Status
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Role
from grassrota_web.figures.actions.reading import read_day
from grassrota_web.figures.queries.gates import standings
from grassrota_web.inspections.models import Claim
from tests.web.conftest import SignedIn, World
from tests.web.inspections.conftest import BROKEN, Inspection, sleep
from tests.web.opinions.conftest import Office

__all__ = ["sleep"]


@pytest.fixture
def inspection(world: World, office: Office, sleep: Callable[[int], None]) -> Inspection:
    """The north's office of inspection."""
    return Inspection(world, office, sleep)


def test_a_unit_waits_for_its_verdict_and_then_at_the_gate(inspection: Inspection, signed_in: SignedIn) -> None:
    """Six of eight cases are claimed and no visit finds anything done: none is verified, half of eight are lacking."""
    inspection.cases(6, open_too=2)
    north = inspection.world.units["north"]
    claim = inspection.draw()
    day = timezone.localdate()
    (before,) = standings(inspection.office.above, north, day)
    assert (before.status, before.verified, before.lacking) == (None, None, 0)
    inspection.conclude(claim, lambda _visit: BROKEN)
    (after,) = standings(inspection.office.above, north, day)
    assert after.status is Status.CONTINUE
    assert (after.verified and after.verified.at_least, after.lacking) == (0, 4)
    # what became known today was not known yesterday
    Claim.objects.update(concluded_on=day, settled_on=day)
    assert all(one.status is None for one in standings(inspection.office.above, north, claim.round.as_of))
    assert not standings(inspection.office.above, inspection.world.units["south"], day)
    read_day(Application(), day)
    page = reverse("figures:gates", args=[north.pk])
    text = signed_in(inspection.world.account(Role.UNIT_OFFICER, north)).get(page).content.decode()
    assert "4 more verified cases, then postings may start" in text
    assert f"0 to {after.at_most} of 8" in text
    assert signed_in(inspection.world.account(Role.READER, north)).get(page).status_code == 403
    assert (
        signed_in(inspection.world.account(Role.UNIT_OFFICER, inspection.world.units["south"])).get(page).status_code
        == 404
    )
