"""Who is sent where, by lot and free of conflicts."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.inspection.assign import Candidate, Errand, assign
from grassrota.org import Level, Unit, UnitKind, UnitTree

TREE = UnitTree(
    (
        Unit("province", "Province", Level.PROVINCE, UnitKind.ORGAN, headed_by=("governor",)),
        Unit("county", "County", Level.COUNTY, UnitKind.ORGAN, parent="province", headed_by=("magistrate",)),
        Unit("village", "Village", Level.TOWNSHIP, UnitKind.PLACE, parent="county"),
        Unit("office", "Office of inspection", Level.COUNTY, UnitKind.ORGAN, parent="province"),
    )
)
SECRET = bytes(range(32))
A, B, C = (Candidate(name, frozenset({"office"})) for name in "abc")


def test_nobody_of_the_chain_is_sent() -> None:
    """A head without a unit, somebody below, somebody above and somebody once posted there are all left out."""
    head = Candidate("1", staff="magistrate")
    below, above = Candidate("2", frozenset({"village"})), Candidate("3", frozenset({"province"}))
    posted = Candidate("4", frozenset({"office", "county"}))
    errands = [Errand(str(number), "county") for number in range(20)]
    assert set(assign(errands, [head, below, above, posted, A], TREE, SECRET).values()) == {"a"}


def test_nobody_free_is_said() -> None:
    """An errand from which everybody is barred gets nobody, and the others are made all the same."""
    errands = [Errand("1", "county", frozenset("ab")), Errand("2", "county")]
    found = assign(errands, [A, B], TREE, SECRET)
    assert found["1"] is None
    assert found["2"] in {"a", "b"}


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=16, max_size=32), st.integers(0, 30), st.sets(st.sampled_from("abc"), max_size=2))
def test_lots_are_even_and_repeatable(secret: bytes, count: int, barred: set[str]) -> None:
    """Everybody free has nearly the same number; neither the order of errands nor that of people plays a part."""
    errands = [Errand(str(number), "county", frozenset(barred)) for number in range(count)]
    found = assign(errands, [A, B, C], TREE, secret)
    assert found == assign(reversed(errands), [C, A, B], TREE, secret)
    load = Counter(found.values())
    free = set("abc") - barred
    assert set(load) <= free
    assert not count or max(load.values()) - min(load.get(one, 0) for one in free) <= 1


def test_another_secret_sends_others() -> None:
    """Of 200 errands to two people about half go to another of them with another secret."""
    errands = [Errand(str(number), "county") for number in range(200)]
    one, other = (assign(errands, [A, B], TREE, bytes([byte]) * 16) for byte in (1, 2))
    moved = sum(one[errand.id] != other[errand.id] for errand in errands)
    assert 65 <= moved <= 135  # five standard deviations of 200 coins around 100
