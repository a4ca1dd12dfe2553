"""From the kilometres of the units to degrees and back, and from a point to the place that it falls to.

The sinusoidal projection about the point that the units count their kilometres from: equal in area, exact along the
parallels, and turned round by two lines. Where no such point is set, no degrees are told and none are understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians

from grassrota.org import UnitKind
from grassrota_web.orgs.models import Unit

KM_A_DEGREE = 111.195
"""Kilometres of a degree of latitude, on a sphere of 6371 km."""
FARTHEST_KM = 50.0
"""No cell of a place reaches farther."""
DIGITS = 5
"""Of degrees that are told: about a metre, as they are those of a grid of kilometres."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the kilometres of the units are counted from.

    Attributes:
        degrees_north: Of the point with 0 kilometres east and 0 north, WGS 84.
        degrees_east: Of the same point.
    """

    degrees_north: float
    degrees_east: float

    def degrees(self, east_km: float, north_km: float) -> tuple[float, float]:
        """Latitude and longitude of a point."""
        lat = self.degrees_north + north_km / KM_A_DEGREE
        return round(lat, DIGITS), round(self.degrees_east + east_km / (KM_A_DEGREE * cos(radians(lat))), DIGITS)

    def kilometres(self, lat: float, long: float) -> tuple[float, float]:
        """Kilometres east and north of a point."""
        return (long - self.degrees_east) * KM_A_DEGREE * cos(radians(lat)), (lat - self.degrees_north) * KM_A_DEGREE


def read_grid(text: str) -> Grid | None:
    """The grid of a setting such as ``30.25,120.17``; None for an empty one.

    Raises:
        ValueError: If it is neither.
    """
    if not text.strip():
        return None
    lat, long = (float(part) for part in text.split(","))
    if not (abs(lat) < 90 and abs(long) <= 180):
        raise ValueError(f"degrees north and east, such as 30.25,120.17, not {text}")
    return Grid(lat, long)


def place_at(grid: Grid, lat: float, long: float) -> Unit | None:
    """The place in whose cell a point falls: the nearest one, the lowest where several stand on one spot."""
    east, north = grid.kilometres(lat, long)
    near = Unit.objects.filter(
        kind=UnitKind.PLACE,
        east_km__range=(east - FARTHEST_KM, east + FARTHEST_KM),
        north_km__range=(north - FARTHEST_KM, north + FARTHEST_KM),
    )
    found = [(hypot(row.east_km - east, row.north_km - north), -len(row.path), row.code, row) for row in near]  # type: ignore[operator]
    return min(found)[3] if found and min(found)[0] <= FARTHEST_KM else None
