"""Where an opinion is said to be, so that nobody is one of few: small places go up the tree together.

From the deepest places upwards, those of a topic at which fewer than ``LEAST`` opinions were raised hand them to the
unit above, which names them if they are enough there. So each name stands for at least ``LEAST`` opinions of its topic,
and what is named after a unit cannot be told apart by taking away what is named after the places below it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from grassrota_web.opinions.queries.figures import LEAST

Cell = tuple[int | None, int]
"""Keys of a topic, or None for those without one, and of a place."""


def named_at(counts: Mapping[Cell, int], paths: Mapping[int, str]) -> dict[Cell, int]:
    """The unit that may be named for the opinions of each cell; a cell that is missing names none.

    Args:
        counts: Opinions of each cell.
        paths: Of all units, as keys from the top down to their own.
    """
    topics: dict[int | None, dict[int, int]] = defaultdict(dict)
    for (topic, place), count in counts.items():
        topics[topic][place] = count
    return {(topic, place): unit for topic, own in topics.items() for place, unit in _handed_up(own, paths).items()}


def _handed_up(own: Mapping[int, int], paths: Mapping[int, str]) -> dict[int, int]:
    """For the places of one topic, the unit that each is named by."""
    count, places = Counter(own), {place: [place] for place in own}
    lines = [_line(paths[place]) for place in own]
    units = {unit: len(line) - at for line in lines for at, unit in enumerate(line)}
    named = {}
    for unit in sorted(units, key=lambda one: (-units[one], one)):
        if count[unit] >= LEAST:
            named.update(dict.fromkeys(places.get(unit, ()), unit))
        elif units[unit] > 1:
            above = _line(paths[unit])[1]
            count[above] += count[unit]
            places.setdefault(above, []).extend(places.get(unit, ()))
    return named


def _line(path: str) -> list[int]:
    """The unit of a path and all above it, the nearest first."""
    return [int(key) for key in reversed(path.strip("/").split("/"))]
