"""Themes: one grievance in many words, its label, size, places and growth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from grassrota.errors import BadInput
from grassrota.opinions.themes.encoder import Vectors
from grassrota.opinions.themes.index import Index, Placed
from grassrota.opinions.themes.label import holds, label, spread
from grassrota.opinions.themes.model import LOOSE, Model, learned, loaded
from grassrota.opinions.themes.text import Text
from grassrota.opinions.themes.theme import Growth, Theme, learned_from, themes
from grassrota.synth.opinions import MadeOpinion, opinions

LAST = date(2026, 8, 28)


@cache
def made() -> tuple[MadeOpinion, ...]:
    return tuple(opinions(240, seed=7))


@cache
def texts() -> tuple[Text, ...]:
    return tuple(each.text for each in made())


@cache
def model() -> Model:
    return learned_from(texts(), encoder=None, count=24)


@cache
def found() -> tuple[Theme, ...]:
    return themes(texts(), model(), LAST)


def vowels(words: Sequence[str]) -> Vectors:
    """A stand-in for the encoder, which is an extra: texts by their counts of some characters."""
    counts = np.array([[text.count(sign) + 0.01 for sign in "水路学药钱"] for text in words], dtype=np.float32)
    found: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
    return found


def test_most_pairs_of_a_theme_tell_of_one_grievance() -> None:
    """Of made-up opinions whose grievance is known, terms alone put together pairs of which most belong together."""
    grievance = {each.text.id: each.grievance for each in made()}
    together = right = 0
    for theme in found():
        sizes = Counter(grievance[name] for name in theme.ids).values()
        together += theme.size * (theme.size - 1) // 2
        right += sum(size * (size - 1) // 2 for size in sizes)
    assert right / together > 0.6


def test_the_order_of_arrival_does_not_matter() -> None:
    """The same texts backwards give the same model and the same themes."""
    backwards = texts()[::-1]
    again = learned_from(backwards, encoder=None, count=24)
    assert (again.vectors == model().vectors).all()
    assert (again.theme == model().theme).all()
    assert themes(backwards, again, LAST) == found()


def test_one_by_one_equals_all_at_once() -> None:
    """Opinions added one by one are where all of them together would be, copies included."""
    index = Index(model(), texts()[:210])
    for text in texts()[210:]:
        index.add(text)
    theme_of = {name: theme.number for theme in found() for name in theme.ids}
    assert {text.id: index.placed(text.id).theme for text in texts()} == {
        text.id: theme_of.get(text.id, LOOSE) for text in texts()
    }


def test_a_copy_is_where_its_leader_is() -> None:
    """The same letters again are a copy of the first in the alphabet, and of its theme."""
    first = texts()[0]
    index = Index(model(), [first])
    placed = index.add(Text("zzz", first.words + "！", "elsewhere", first.day))
    assert placed == Placed(first.id, index.placed(first.id).theme)


def test_what_is_like_nothing_is_in_no_theme() -> None:
    """A text of which the model knows no term belongs nowhere."""
    assert Index(model()).add(Text("x", "zzz qqq", "p", LAST)) == Placed("", LOOSE)


def test_a_model_that_was_saved_places_as_before(tmp_path: Path) -> None:
    """Written and read again, it says the same; the file holds no words."""
    file = tmp_path / "model.npz"
    model().save(file)
    again = loaded(file, None)
    words = [text.words for text in texts()[:40]]
    assert (again.place(words)[0] == model().place(words)[0]).all()
    assert "水".encode() not in file.read_bytes()


def test_a_model_that_asks_the_encoder_does_not_load_without(tmp_path: Path) -> None:
    """With an encoder it is asked each time; such a model cannot be used where there is none."""
    words = [text.words for text in texts()[:60]]
    asking = learned(words, vowels)
    assert asking.vectors.shape[1] > 5
    asking.save(tmp_path / "model.npz")
    assert (loaded(tmp_path / "model.npz", vowels).place(words)[0] == asking.place(words)[0]).all()
    with pytest.raises(BadInput, match="encoder"):
        loaded(tmp_path / "model.npz", None)


def test_with_more_texts_than_landmarks_the_lens_learns_what_the_encoder_says() -> None:
    """The encoder hears the landmarks once, and nothing of the texts placed afterwards."""
    heard: list[str] = []

    def listening(words: Sequence[str]) -> Vectors:
        heard.extend(words)
        return vowels(words)

    words = [text.words for text in texts()[:80]]
    taught = learned(words, listening, landmarks=50)
    assert len(heard) == 50
    taught.place(words)
    assert len(heard) == 50


def test_size_places_and_growth_are_counted() -> None:
    """Five letters from two places in two months: sizes, places with most first, and growth from two to three."""
    days = (date(2026, 7, 10), date(2026, 7, 28), date(2026, 8, 1), date(2026, 8, 2), date(2026, 8, 28))
    letters = [Text(f"l{n}", "水泵坏了没有人修", "a" if n else "b", day) for n, day in enumerate(days)]
    only = learned(["水泵坏了没有人修", "学校缺老师"], None)
    (theme,) = themes([*letters, Text("late", "水泵坏了没有人修", "a", date(2026, 8, 29))], only, LAST)
    assert (theme.size, theme.different, theme.places) == (5, 1, (("a", 4), ("b", 1)))
    assert theme.growth == Growth(before=2, after=3)
    assert theme.label == ()


def test_a_label_has_no_word_from_fewer_than_five_receipts() -> None:
    """A name that four texts bear is not shown, though it tells most; a word that five have is."""
    own = [f"王海梅说{end}" for end in ("一", "二", "三", "四")] + [
        "水泵漏油",
        "水泵响",
        "水泵停",
        "水泵冒烟",
        "水泵老",
    ]
    shown = label(own, spread([*own, *("学校" for _ in range(20))]), 29)
    assert shown == ("水泵",)


def test_a_piece_of_a_phrase_grows_to_the_phrase() -> None:
    """Six tell of a broken pump in one phrase and three in words around it: what stands in all nine is the word."""
    others = Counter({"学校": 20})
    phrase = [f"{who}说供水站的水泵坏了没有人修" for who in "张王李赵钱孙"]
    assert label(phrase, others, 30) == ("说供水站的水泵坏了没有人修",)
    mixed = [*phrase, *(f"{where}的水泵也响得厉害" for where in ("村东", "村西", "河边"))]
    assert label(mixed, others, 30)[0] == "的水泵"
    assert holds(mixed[0], "水泵坏了")
    assert not holds(mixed[-1], "水泵坏了")
    assert [holds("Refund it, please", word) for word in ("refund", "fund")] == [True, False]


def test_a_label_in_english_is_of_words() -> None:
    """What tells the texts apart, not what all of them say."""
    own = [f"the refund never came {n}" for n in range(6)]
    other = [f"the card never came {n}" for n in range(6)]
    assert label(own, spread(own + other), 12) == ("refund",)


@pytest.mark.parametrize("wrong", [{"days": 0}, {"near": 0.2}])
def test_a_setting_out_of_range_is_refused(wrong: dict[str, float]) -> None:
    """Growth needs a day, and copies must be alike."""
    with pytest.raises(BadInput):
        themes(texts()[:3], model(), LAST, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"words": []}, {"landmarks": 1}, {"count": 0}])
def test_nothing_can_be_learned_from_nothing(wrong: dict[str, object]) -> None:
    """Texts, landmarks and themes are needed."""
    with pytest.raises(BadInput, match="1 text or more"):
        learned(**{"words": ["水"], "encoder": None, **wrong})  # type: ignore[arg-type]
