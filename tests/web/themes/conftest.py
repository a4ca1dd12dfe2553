"""Opinions of which it is known what they tell of, about places of the north, and those who have to do with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from grassrota.synth.opinions import opinions as made_up
from grassrota_web.access.actor import Application
from grassrota_web.intake import above
from grassrota_web.intake.models import Concerned, Opinion
from grassrota_web.jobs.worker import work_once
from grassrota_web.orgs.models import Unit
from grassrota_web.themes.actions.finding import find_anew
from tests.web.conftest import World
from tests.web.intake.appended import appended
from tests.web.opinions.conftest import Now, Office, now, office

__all__ = ["Now", "Office", "now", "office"]

MADE = tuple(each.text.words for each in made_up(32, seed=3))
WATER = tuple(
    f"村里的自来水停了{n}天，水管坏了没人修，第{n}户喝不上水" for n in ("一", "两", "三", "四", "五", "六", "七", "八")
)
"""Eight that tell of one grievance in nearly the same words, and are no copies."""


class Village:
    """Opinions about the township of the north, addressed to its office."""

    def __init__(self, world: World) -> None:
        self.world = world

    def raised(
        self, words: Sequence[str], about: str = "", days_ago: int = 3, place: Unit | None = None
    ) -> list[Opinion]:
        """Opinions appended together, each with its case; ``about`` is the code of a unit that they concern."""
        units = self.world.units
        day = timezone.localdate() - timedelta(days=days_ago)
        known = {"day": day, "place": place or units["north-township"], "addressed": units["north-office"]}
        rows = [Opinion(id=uuid4(), words=text, place_words="the mill", **known) for text in words]
        Opinion.objects.bulk_create(rows)
        if about:
            Concerned.objects.bulk_create(Concerned(opinion=row, unit=units[about], named="them") for row in rows)
        for tell in above.APPENDED:
            tell(appended(*rows))
        return rows

    def found(self, learn: bool = True) -> None:
        """Themes found from scratch, by the job."""
        find_anew(Application(), learn=learn)
        assert work_once()


@pytest.fixture
def village(world: World) -> Village:
    """See ``Village``."""
    return Village(world)
