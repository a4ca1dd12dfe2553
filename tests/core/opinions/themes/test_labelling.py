"""A small labelling task: pairs drawn by lot, and what people's answers say of the precision."""

from __future__ import annotations

from collections import Counter

import pytest

from grassrota.errors import BadInput
from grassrota.opinions.themes.answer import Answer
from grassrota.opinions.themes.labelling import Pair, drawn, precision


def test_ten_of_ten() -> None:
    """All of ten pairs the same: the exact lower end is 0.025 to the power of a tenth, 0.6915."""
    pairs = drawn([f"t{number}" for number in range(8)], 10, seed=1)
    found = precision(pairs, dict.fromkeys(pairs, Answer.SAME))
    assert (found.same, found.asked, found.high) == (10, 10, 1.0)
    assert found.low == pytest.approx(0.025 ** (1 / 10))


def test_one_of_two() -> None:
    """One of two: low solves 1 - (1 - p)^2 = 0.025, high is its mirror image."""
    pairs = (Pair("a", "b"), Pair("a", "c"))
    found = precision(pairs, {pairs[0]: Answer.SAME, pairs[1]: Answer.OTHER})
    assert found.low == pytest.approx(1 - 0.975**0.5)
    assert found.high == pytest.approx(0.975**0.5)


def test_unsure_and_unanswered_pairs_count_against_the_machine() -> None:
    """Two pairs, one unsure, one without an answer: none is the same, and both were asked."""
    pairs = (Pair("a", "b"), Pair("a", "c"))
    found = precision(pairs, {pairs[0]: Answer.UNSURE})
    assert (found.same, found.asked, found.low) == (0, 2, 0.0)


def test_nobody_asked_is_unknown() -> None:
    """Nothing of nothing: anything from 0 to 1."""
    found = precision((), {})
    assert (found.low, found.high) == (0.0, 1.0)


def test_every_pair_can_be_drawn_and_none_twice() -> None:
    """Four texts have six pairs; asking for ten gives each of them once, whatever the order."""
    pairs = drawn(["d", "b", "a", "c"], 10, seed=0)
    assert {pair.one + pair.other for pair in pairs} == {"ab", "ac", "bc", "ad", "bd", "cd"}
    assert pairs == drawn(["a", "b", "c", "d"], 10, seed=0)
    assert drawn(["a"], 3, seed=0) == ()


def test_every_pair_has_the_same_chance() -> None:
    """One pair of six, drawn with 1,200 seeds, comes 200 times each, give or take five standard deviations of 13."""
    counts = Counter(drawn(["a", "b", "c", "d"], 1, seed)[0] for seed in range(1_200))
    assert len(counts) == 6
    assert all(abs(count - 200) < 65 for count in counts.values())


def test_what_cannot_be_asked_is_refused() -> None:
    """A text twice, fewer than no pairs, a risk of nothing."""
    with pytest.raises(BadInput, match="each text once"):
        drawn(["a", "a"], 1, seed=0)
    with pytest.raises(BadInput, match="pairs"):
        drawn(["a", "b"], -1, seed=0)
    with pytest.raises(BadInput, match="risk"):
        precision((), {}, risk=0)
