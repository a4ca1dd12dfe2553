"""Nobody is one of few: the place that is named stands for at least five opinions of its topic."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota_web.open311.cells import Cell, named_at

PATHS = {1: "/1/", 2: "/1/2/", 3: "/1/3/", 4: "/1/2/4/", 5: "/1/2/5/", 6: "/6/"}
"""A province with two counties, of which the first has two townships; and another province."""

CELLS = st.dictionaries(st.tuples(st.sampled_from([None, 7]), st.sampled_from(sorted(PATHS))), st.integers(1, 9))


def test_small_places_go_up_together() -> None:
    """By hand: 5 at township 4 are named there; 2 at 5 and 3 at 2 make 5 at county 2; 1 at 3 is one too few at 1."""
    counts: dict[Cell, int] = {(7, 4): 5, (7, 5): 2, (7, 2): 3, (7, 3): 1, (None, 3): 6, (None, 6): 4}
    assert named_at(counts, PATHS) == {(7, 4): 4, (7, 5): 2, (7, 2): 2, (None, 3): 3}


@settings(max_examples=60)
@given(CELLS)
def test_each_name_stands_for_five_at_or_below_it(counts: dict[Cell, int]) -> None:
    """And what names none is less than five at the top of its tree, so that nothing is hidden in vain."""
    named = named_at(counts, PATHS)
    behind: Counter[Cell] = Counter()
    left: Counter[tuple[int | None, str]] = Counter()
    for (topic, place), count in counts.items():
        unit = named.get((topic, place))
        if unit is None:
            left[topic, PATHS[place].split("/")[1]] += count
        else:
            behind[topic, unit] += count
            assert PATHS[place].startswith(PATHS[unit])
    assert min(behind.values(), default=5) >= 5
    assert max(left.values(), default=0) < 5
