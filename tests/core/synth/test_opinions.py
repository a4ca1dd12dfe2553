"""Made-up opinions: the length of real ones, copies and themes known."""

from __future__ import annotations

from statistics import mean

import pytest

from grassrota.errors import BadInput
from grassrota.synth.grievances import GRIEVANCES
from grassrota.synth.opinions import FIRST_DAY, opinions


def test_a_seed_gives_the_same_opinions() -> None:
    """The same seed the same texts, another seed others; ids are never used twice."""
    made = list(opinions(300, seed=1))
    assert made == list(opinions(300, seed=1))
    assert made != list(opinions(300, seed=2))
    assert len({each.text.id for each in made}) == 300


def test_they_are_as_long_as_real_ones() -> None:
    """About 170 characters on average."""
    assert 155 < mean(len(each.text.words) for each in opinions(500, seed=3)) < 185


def test_copies_are_known() -> None:
    """8 in 100 repeat an earlier one, 3 of them to the letter, the others with another name or ending."""
    made = list(opinions(3_000, seed=4))
    by_id = {each.text.id: each for each in made}
    repeated = [each for each in made if each.copy_of]
    assert 0.06 < len(repeated) / len(made) < 0.1
    assert 0.25 < sum(each.exact for each in repeated) / len(repeated) < 0.5
    for each in repeated:
        assert (each.text.words == by_id[each.copy_of].text.words) == each.exact
        assert each.grievance == by_id[each.copy_of].grievance


def test_every_grievance_has_words_of_its_own() -> None:
    """No sentence of one stands in another, so that the grievance of a text is known; and all of them occur."""
    sentences = [sentence for each in GRIEVANCES for sentence in (*each.problems, *each.details, *each.effects)]
    assert len(set(sentences)) == len(sentences)
    assert {each.grievance for each in opinions(1_500, seed=5)} == {each.key for each in GRIEVANCES}


def test_days_run_from_first_to_last() -> None:
    """Ten opinions over ten days come one a day."""
    assert [(each.text.day - FIRST_DAY).days for each in opinions(10, seed=1, days=10)] == list(range(10))


@pytest.mark.parametrize(("count", "days"), [(-1, 240), (1, 0)])
def test_impossible_sizes_are_refused(count: int, days: int) -> None:
    """Less than none, or over no day."""
    with pytest.raises(BadInput):
        opinions(count, seed=1, days=days)
