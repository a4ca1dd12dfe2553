"""Each new opinion placed as it comes in: is it a copy, and of which theme?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grassrota.opinions.themes.copies import NEAR
from grassrota.opinions.themes.copy_index import CopyIndex
from grassrota.opinions.themes.model import LOOSE, Model
from grassrota.opinions.themes.text import Text


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a text belongs.

    Attributes:
        copy_of: Id of the text it is a copy of; empty if of none.
        theme: Number of its theme in the model; ``LOOSE`` (-1) if it is like nothing the model knows.
    """

    copy_of: str
    theme: int


class Index:
    """Copies and themes of all texts so far, under one model; learn a new model from time to time and begin again."""

    def __init__(self, model: Model, texts: Sequence[Text] = (), near: float = NEAR) -> None:
        self.model = model
        self.copies = CopyIndex(texts, near)
        placed, _ = model.place([text.words for text in texts])
        self._themes = dict(zip((text.id for text in texts), placed.tolist(), strict=True))

    def add(self, text: Text) -> Placed:
        """Takes a text in; raises ``BadInput`` if its id is known.

        A copy goes where its leader is. A later text may come to lead earlier ones; ``placed`` says what holds now.
        """
        self.copies.add(text)
        themes, _ = self.model.place([text.words])
        self._themes[text.id] = int(themes[0])
        return self.placed(text.id)

    def placed(self, known: str) -> Placed:
        """Where a text that was taken in belongs now."""
        leader = self.copies.leader_of(known)
        return Placed("" if leader == known else leader, self._themes.get(leader, LOOSE))
