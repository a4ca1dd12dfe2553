"""Themes: the big problem behind many small ones, with its size, its places and how it grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from grassrota.errors import Faults
from grassrota.opinions.themes.copies import NEAR, copies
from grassrota.opinions.themes.encoder import Encoder
from grassrota.opinions.themes.label import label, spread
from grassrota.opinions.themes.model import LOOSE, Model, learned
from grassrota.opinions.themes.text import Text

READ = 300
"""Texts of a theme, and ten times as many of all, that its label is made from."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Texts raised in two periods of equal length, the later of which ends with the day asked about."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Theme:
    """Texts of one grievance. It is a guess of a machine: its precision is known only once people were asked.

    Attributes:
        number: Its number in the model.
        label: Words that at least five different texts have; empty if there are none.
        ids: All its texts, copies included, in the order of the alphabet.
        different: How many of them are no copy of another: one chain letter is one voice.
        places: Texts by place, most first.
        growth: Texts lately and before.
    """

    number: int
    label: tuple[str, ...]
    ids: tuple[str, ...]
    different: int
    places: tuple[tuple[str, int], ...]
    growth: Growth

    @property
    def size(self) -> int:
        """How many texts it has."""
        return len(self.ids)


def learned_from(texts: Sequence[Text], encoder: Encoder | None, count: int | None = None, near: float = NEAR) -> Model:
    """The themes in some texts, each of its copies counted once; see ``model.learned``."""
    led = _copied(texts, near)
    return learned([text.words for text in texts if led.get(text.id, text.id) == text.id], encoder, count)


def themes(texts: Sequence[Text], model: Model, as_of: date, days: int = 30, near: float = NEAR) -> tuple[Theme, ...]:
    """The themes of some texts, the largest first; texts like no landmark of the model are in none.

    Args:
        texts: Each id once, in any order.
        model: What themes there are; a copy is where its leader is.
        as_of: The day asked about; what was raised after it is not known yet.
        days: Length of each of the two periods of growth, 1 or more.
        near: Likeness from which two texts are copies.

    Raises:
        BadInput: If an id comes twice or a setting is out of range.
    """
    faults = Faults()
    faults.unless(days >= 1, "days", "1 or more", days)
    faults.raise_if_any()
    known = sorted((text for text in texts if text.day <= as_of), key=lambda text: text.id)
    led = _copied(known, near)
    leaders = [text for text in known if led.get(text.id, text.id) == text.id]
    placed, _ = model.place([text.words for text in leaders])
    theme_of = {text.id: int(theme) for text, theme in zip(leaders, placed, strict=True) if theme != LOOSE}
    return described(
        known, {text.id: theme_of.get(led.get(text.id, text.id), LOOSE) for text in known}, led, as_of, days
    )


def _copied(texts: Sequence[Text], near: float) -> dict[str, str]:
    return {copy: group.leader for group in copies(texts, near) for copy in group.ids}


def described(
    texts: Sequence[Text], theme_of: Mapping[str, int], led: Mapping[str, str], as_of: date, days: int = 30
) -> tuple[Theme, ...]:
    """The themes of texts that were placed, the largest first.

    Args:
        texts: In the order of their ids, so that the labels do not depend on when they came.
        theme_of: The theme of each, ``LOOSE`` for none.
        led: The leader of each copy.
        as_of: The day asked about.
        days: Length of each of the two periods of growth.
    """
    members: dict[int, list[Text]] = {}
    for text in texts:
        members.setdefault(theme_of[text.id], []).append(text)
    members.pop(LOOSE, None)
    read = _even([text for text in texts if led.get(text.id, text.id) == text.id], 10 * READ)
    everywhere = spread(text.words for text in read)
    found = []
    for number, own in members.items():
        different = [text for text in own if led.get(text.id, text.id) == text.id]
        words = label([text.words for text in _even(different, READ)], everywhere, len(read))
        places = Counter(text.place for text in own).items()
        theme = Theme(
            number,
            words,
            tuple(text.id for text in own),
            len(different),
            tuple(sorted(places, key=lambda place: (-place[1], place[0]))),
            _growth(own, as_of, days),
        )
        found.append(theme)
    return tuple(sorted(found, key=lambda theme: (-theme.size, theme.number)))


def _growth(texts: Sequence[Text], as_of: date, days: int) -> Growth:
    middle, start = as_of - timedelta(days=days), as_of - timedelta(days=2 * days)
    lately = sum(1 for text in texts if text.day > middle)
    return Growth(sum(1 for text in texts if start < text.day <= middle), lately)


def _even(texts: list[Text], most: int) -> list[Text]:
    """At most so many texts, evenly spread over those in the order of their random ids."""
    return texts[:: max(1, -(-len(texts) // most))]
