"""Where opinions belong, from the theme of each one's own words to rows: one by one or all at once, with one result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from grassrota.opinions.themes.copies import copies
from grassrota.opinions.themes.label import holds
from grassrota.opinions.themes.model import LOOSE
from grassrota.opinions.themes.text import Text
from grassrota.opinions.themes.theme import described
from grassrota_web.opinions.models import Raised
from grassrota_web.themes.models import Placed, Theme

ROWS = 2000
"""Rows written at once."""
_COLUMNS = ("own", "leader", "theme", "holds")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in some texts.

    Attributes:
        own: The theme of each text's own words, by number.
        led: The leader of each copy, itself included.
        theme: The theme of each text, a copy's being that of its leader.
        words: The label of each theme.
    """

    own: Mapping[str, int]
    led: Mapping[str, str]
    theme: Mapping[str, int]
    words: Mapping[int, tuple[str, ...]]

    @property
    def different(self) -> dict[int, list[str]]:
        """Of each theme, the texts of which no two are copies."""
        found: dict[int, list[str]] = {}
        for text, number in self.theme.items():
            if number != LOOSE and self.led.get(text, text) == text:
                found.setdefault(number, []).append(text)
        return found


def found_in(texts: Sequence[Text], own: Mapping[str, int]) -> Found:
    """Copies, themes and labels of all texts there are, given the theme of each one's own words."""
    led = {copy: group.leader for group in copies(texts) for copy in group.ids}
    theme = {text.id: own[led.get(text.id, text.id)] for text in texts}
    themes = described(texts, theme, led, timezone.localdate())
    return Found(own, led, theme, {each.number: each.label for each in themes})


def current() -> dict[int, Theme]:
    """The themes that the model knows, by number."""
    return {theme.number: theme for theme in Theme.objects.order_by("number") if theme.number is not None}


def keep(texts: Sequence[Text], found: Found, themes: Mapping[int, Theme]) -> None:
    """Writes what was found: labels, and the rows of those opinions for which anything changed.

    Args:
        texts: All there are.
        found: What was found in them.
        themes: The row of each theme, by number.
    """
    for number, theme in themes.items():
        theme.words = list(found.words.get(number, ()))
    Theme.objects.bulk_update(themes.values(), ["words"], batch_size=ROWS)
    known = {row[0]: row[1:] for row in Placed.objects.values_list("pk", *_COLUMNS).iterator()}
    cases = dict(Raised.objects.filter(placed=None).values_list("pk", "case"))
    new, changed = [], []
    for text in texts:
        row = _row(text, found, themes)
        before = known.pop(row.pk, None)
        if before is None:
            row.case_id = cases[row.pk]
            new.append(row)
        elif before != (row.own, row.leader_id, row.theme_id, row.holds):
            changed.append(row)
    Placed.objects.filter(pk__in=list(known)).delete()
    Placed.objects.bulk_create(new, batch_size=ROWS)
    Placed.objects.bulk_update(changed, _COLUMNS, batch_size=500)


def _row(text: Text, found: Found, themes: Mapping[int, Theme]) -> Placed:
    leader = found.led.get(text.id, text.id)
    theme = themes.get(found.theme[text.id])
    held = (1 << bit for bit, word in enumerate(theme.words if theme else ()) if holds(text.words, word))
    return Placed(
        raised_id=UUID(text.id),
        own=found.own[text.id],
        leader_id=None if leader == text.id else UUID(leader),
        theme=theme,
        holds=sum(held),
    )
