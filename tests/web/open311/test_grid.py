"""Degrees and kilometres turn into each other, and a point falls to the place whose cell it is in."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import LazySettings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from grassrota_web.open311.grid import Grid, place_at, read_grid
from grassrota_web.orgs.models import Unit
from tests.web.conftest import World

GRID = Grid(30.25, 120.17)


def test_a_degree_is_111_kilometres_and_half_as_far_east_at_sixty() -> None:
    """2 pi 6371 km / 360 = 111.195 km; at 60 degrees north a degree of longitude is half of it."""
    assert GRID.degrees(0, 111.195) == (31.25, 120.17)
    assert Grid(60, 0).degrees(111.195 / 2, 0) == (60.0, 1.0)


@examples(max_examples=40)
@given(st.integers(-2000, 2000), st.integers(-2000, 2000))
def test_degrees_lead_back_to_the_same_kilometre(east: int, north: int) -> None:
    """Within three metres, after rounding to five digits."""
    back = GRID.kilometres(*GRID.degrees(east, north))
    assert back == pytest.approx((east, north), abs=0.003)


@pytest.mark.parametrize("text", ["30", "here,there", "91,0", "0,181", "nan,0"])
def test_what_is_no_point_is_no_setting(text: str, settings: LazySettings) -> None:
    """The application does not start with it; nothing set is no grid."""
    settings.OPEN311_ORIGIN = text
    with pytest.raises(ValueError, match=r"30\.25|convert|unpack"):
        apps.get_app_config("open311").ready()
    assert read_grid(" ") is None


def test_the_nearest_place_has_a_point(world: World) -> None:
    """Not an organ, not beyond 50 km; of two on one spot the lower."""
    positions = {"north-office": (0, 0), "north-township": (10, 0), "south-township": (30, 0)}
    for code, (east, north) in positions.items():
        Unit.objects.filter(code=code).update(east_km=east, north_km=north)
    assert place_at(GRID, *GRID.degrees(1, 0)) == world.units["north-township"]
    assert place_at(GRID, *GRID.degrees(21, 0)) == world.units["south-township"]
    assert place_at(GRID, *GRID.degrees(81, 0)) is None
    assert place_at(GRID, *GRID.degrees(29, 49.99)) is not None
