"""What the tests of Open311 share: opinions of the north, what everybody may know of them, and a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from grassrota_web.intake.models import Opinion
from grassrota_web.open311.publish import publish
from grassrota_web.opinions.models import Topic
from grassrota_web.opinions.opening import open_cases
from grassrota_web.orgs.models import Unit
from tests.web.conftest import World
from tests.web.intake.appended import appended
from tests.web.intake.conftest import _own_folder, key_halves, next_day
from tests.web.opinions.conftest import office

__all__ = ["_own_folder", "key_halves", "next_day", "office"]

KEY = "a-key-that-was-given-out"
ORIGIN = "30.25,120.17"


@pytest.fixture(autouse=True)
def _given_out(settings: LazySettings) -> None:
    """One key, and a point from which kilometres are counted."""
    settings.OPEN311_KEYS = (KEY,)
    settings.OPEN311_ORIGIN = ORIGIN


class Place:
    """The north's township with its topics, roads and wells, and what everybody may read there."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, Client()
        for code in ("roads", "wells"):
            Topic.objects.create(code=code, name=code.title())
        Unit.objects.filter(code="north-township").update(east_km=12, north_km=-3)
        self.township = Unit.objects.get(code="north-township")

    def raised(self, count: int = 1, **known: Any) -> list[Opinion]:
        """Opinions of the township about roads, filed the day before yesterday and opened as cases."""
        given = {"topic": "roads", "place": self.township, "addressed": self.world.units["north-office"], **known}
        day = given.pop("day", timezone.localdate() - timedelta(days=2))
        rows = [
            Opinion.objects.create(words=f"SECRET-WORDS {number}", place_words="SECRET-PLACE", day=day, **given)
            for number in range(count)
        ]
        open_cases(appended(*rows))
        return rows

    def published(self, today: date | None = None) -> None:
        """Writes what everybody may know."""
        publish(today or timezone.localdate())

    def get(self, address: str, **asked: str) -> Any:
        """What an address below ``v2`` answers."""
        return self.client.get(f"/open311/v2/{address}", asked)

    def post(self, form: str = "json", **given: Any) -> Any:
        """What filing is answered with."""
        said = {"api_key": KEY, "service_code": "roads", "description": "A hole.", "address_id": "north-township"}
        sent = {name: value for name, value in {**said, **given}.items() if value is not None}
        return self.client.post(f"/open311/v2/requests.{form}", sent)


@pytest.fixture
def place(world: World) -> Place:
    """See ``Place``."""
    return Place(world)


NextDay = Callable[[], date]
