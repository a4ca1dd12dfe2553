from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput
from grassrota.opinions.chain import OUTSIDE, Chain
from grassrota.opinions.habit import Habit, Sent, learned, packed, unpacked
from grassrota.opinions.proposals import by_habit

WELLS = ("the well at the mill is dry", "the pump of our well broke", "no water in the well since May")
FOOD = ("the soup of the canteen is cold", "食堂的饭又冷又少", "the canteen has no rice")
ROADS = ("the road to the mill is mud", "a hole in the road", "the road floods")
SENT = tuple(
    Sent(label, words) for label, those in (("water", WELLS), ("food", FOOD), ("roads", ROADS)) for words in those
)


def _habit(*more: Sent) -> Habit:
    habit = learned((*SENT, *more))
    assert habit is not None
    return habit


def test_the_next_one_is_suggested_where_such_ones_went_with_the_words_that_led_there() -> None:
    """A well goes where wells went, 食堂 where the canteen went; the reason is a word of the opinion itself."""
    habit = _habit()
    first, *others = habit.guesses("our well has no water")
    assert (first.label, first.because[0]) == ("water", "well")
    assert first.confidence > max(one.confidence for one in others)
    assert sum(one.confidence for one in (first, *others)) == pytest.approx(1)
    assert (habit.guesses("食堂关门了")[0].label, habit.guesses("食堂关门了")[0].because[0]) == ("food", "食堂")


def test_a_mark_such_as_the_place_tells_apart_what_words_do_not() -> None:
    """Three wells of the south went to the south; the same words from there go there, and from the north do not."""
    north = tuple(Sent("north", words, ("n",)) for words in WELLS)
    south = tuple(Sent("south", words, ("s",)) for words in WELLS)
    habit = learned((*north, *south))
    assert habit is not None
    assert [habit.guesses("a dry well", [mark])[0].label for mark in ("n", "s")] == ["north", "south"]
    assert habit.guesses("a dry well", ["elsewhere"])[0].confidence == pytest.approx(0.5)


def test_nothing_is_proposed_into_the_chain_and_nothing_at_all_for_the_outside_reviewer() -> None:
    """The others are as sure as if the barred one had never been known."""
    habit = _habit()
    free = by_habit(habit, "our well", (), Chain(frozenset({"water"}), frozenset(), "above"))
    assert {one.label for one in free} == {"food", "roads"}
    assert sum(one.confidence for one in free) == pytest.approx(1)
    assert by_habit(habit, "our well", (), Chain(frozenset({"water", "food", "roads"}), frozenset(), "above")) == ()
    assert by_habit(habit, "our well", (), Chain(frozenset(), frozenset(), OUTSIDE)) == ()


def test_with_too_little_nothing_is_learned() -> None:
    """Two labels with three examples each are the least; a rarer one is left out, and the commonest are kept."""
    assert learned(()) is None
    assert learned(SENT[:3]) is None
    assert learned(SENT[:5]) is None
    rare = Sent("trees", "the trees were cut")
    assert _habit(rare).labels == ("food", "roads", "water")
    two = learned((*SENT, Sent("water", "a dry well"), Sent("roads", "a bad road")), most=2)
    assert two is not None
    assert two.labels == ("roads", "water")
    for wrong in ({"least": 1}, {"most": 1}):
        with pytest.raises(BadInput, match="2 or more"):
            learned(SENT, **wrong)
    with pytest.raises(BadInput, match="where it was sent"):
        Sent("", "words")


def test_a_habit_comes_back_from_its_file() -> None:
    """The same guesses, to the precision in which weights are kept; the same habit gives the same bytes."""
    habit = _habit(Sent("water", "a well", ("n",)))
    again = unpacked(packed(habit))
    assert packed(habit) == packed(again)
    assert [one.label for one in again.guesses("well", ["n"])] == [one.label for one in habit.guesses("well", ["n"])]
    assert again.guesses("well")[0].confidence == pytest.approx(habit.guesses("well")[0].confidence, abs=1e-4)


@settings(max_examples=5)
@given(st.permutations(SENT))
def test_the_order_of_the_examples_does_not_matter(sent: list[Sent]) -> None:
    """Whatever order they come in, the file is the same."""
    habit = learned(sent)
    assert habit is not None
    assert packed(habit) == packed(_habit())


def test_a_text_without_a_word_is_guessed_without_a_reason() -> None:
    """Signs alone lead nowhere: every label is as likely as the others, and nothing speaks for one."""
    guesses = _habit().guesses("…")
    assert [one.because for one in guesses] == [(), (), ()]
    assert guesses[0].confidence < 0.5
