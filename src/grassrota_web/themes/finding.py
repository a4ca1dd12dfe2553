"""Themes found: new opinions placed each day, and all of them from scratch when a model is learned anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.opinions.themes.copies import copies
from grassrota.opinions.themes.going_on import going_on
from grassrota.opinions.themes.labelling import drawn
from grassrota.opinions.themes.model import LOOSE, Model, learned
from grassrota.opinions.themes.text import Text
from grassrota_web.themes.models import Learned, Pair, Placed, Theme
from grassrota_web.themes.placing import ROWS, Found, current, found_in, keep
from grassrota_web.themes.store import content_of, encoder, model_of, readable, texts

STALE = timedelta(days=28)
"""A model is learned anew after so long, or once there are a quarter more opinions than it was learned from."""
LEAST = 5
"""Opinions without which there is nothing to learn."""
PAIRS = 20
"""Pairs drawn of a theme, for people to say what they think of them."""
ENOUGH = 7
"""Different opinions of a theme without which no pairs are drawn: fewer would tell how many there are."""


def place_new() -> int:
    """Places opinions that can be read since the last time, and says how many there are; the model stays.

    Nothing is placed if a new model is learned meanwhile: it was learned from them too, or the next day places them.
    """
    row = Learned.objects.first()
    new = {str(key) for key in readable().filter(placed=None).values_list("pk", flat=True)}
    if row is None or not new:
        return 0
    known = texts()
    fresh = [text for text in known if text.id in new]
    placed, _likeness = model_of(row).place([text.words for text in fresh])
    own = {str(key): number for key, number in Placed.objects.values_list("pk", "own").iterator()}
    own |= dict(zip((text.id for text in fresh), placed.tolist(), strict=True))
    known = [text for text in known if text.id in own]
    found = found_in(known, own)
    with transaction.atomic():
        if not Learned.objects.select_for_update().filter(pk=row.pk).exists():
            return 0
        keep(known, found, current())
    return len(fresh)


def is_due(today: date) -> bool:
    """True if a model is to be learned: there is none, or opinions have come since that it does not know well."""
    count, row = readable().order_by().count(), Learned.objects.defer("content").first()
    if row is None:
        return count >= LEAST
    return 4 * count >= 5 * row.texts or (count > row.texts and today - row.on >= STALE)


class Search:
    """All themes found from scratch; nothing is written before ``keep``.

    Attributes:
        texts: Every opinion that can be read.
        model: The model, learned anew or as it was.
        found: What was found by it.
    """

    def __init__(self, learn: bool, report: Callable[[str], None], stop: Callable[[], bool]) -> None:
        """Reads, learns and places.

        Args:
            learn: Whether to learn a new model, or to place by the one there is.
            report: Told what is being done: reading, learning, placing, comparing, writing.
            stop: Asked between the parts.

        Raises:
            Refused: ``stopped``; ``too_few`` opinions; ``not_learned`` if there is no model to place by.
        """

        def tell(stage: str) -> None:
            if stop():
                raise Refused("stopped", "Somebody asked to stop.")
            report(stage)

        tell("reading")
        self.texts, self.learn = texts(), learn
        if len(self.texts) < LEAST:
            raise Refused("too_few", f"There are fewer than {LEAST} opinions to find themes in.")
        tell("learning")
        self.model = _learned(self.texts) if learn else _known()
        tell("placing")
        placed, _likeness = self.model.place([text.words for text in self.texts])
        own = dict(zip((text.id for text in self.texts), placed.tolist(), strict=True))
        tell("comparing")
        self.found = found_in(self.texts, own)
        tell("writing")

    def keep(self) -> int:
        """Writes everything down, within the transaction in which the job ends, and says how many themes there are.

        A theme that goes on keeps its row. Opinions that came meanwhile are placed the next day.
        """
        if not self.learn:
            known = current()
            keep(self.texts, self.found, known)
            return len(known)
        list(Learned.objects.select_for_update().defer("content"))
        Learned.objects.all().delete()
        today = timezone.localdate()
        Learned.objects.create(on=today, texts=len(self.texts), content=content_of(self.model))
        rows = _themes(self.found, self.model.count, today)
        keep(self.texts, self.found, rows)
        _draw_pairs(self.found, rows)
        return len(rows)


def _known() -> Model:
    row = Learned.objects.first()
    if row is None:
        raise Refused("not_learned", "No themes were learned yet.")
    return model_of(row)


def _learned(known: list[Text]) -> Model:
    led = {copy: group.leader for group in copies(known) for copy in group.ids}
    return learned([text.words for text in known if led.get(text.id, text.id) == text.id], encoder())


def _themes(found: Found, count: int, today: date) -> dict[int, Theme]:
    """The row of each theme: the one it had, if it goes on; those that do not have ended."""
    before = {str(key): number for key, number in Placed.objects.values_list("pk", "theme__number").iterator()}
    same = going_on({text: LOOSE if number is None else number for text, number in before.items()}, found.theme)
    known = current()
    # numbers are unique: all are given up before any is given anew
    Theme.objects.exclude(number=None).update(number=None)
    rows: dict[int, Theme] = {}
    for number in range(count):
        rows[number] = known.pop(same[number]) if number in same else Theme(since=today)
        rows[number].number = number
    old = [row for row in rows.values() if not row._state.adding]
    Theme.objects.bulk_update(old, ["number"], batch_size=ROWS)
    Theme.objects.bulk_create((row for row in rows.values() if row._state.adding), batch_size=ROWS)
    Theme.objects.filter(pk__in=[theme.pk for theme in known.values()]).update(ended_on=today)
    return rows


def _draw_pairs(found: Found, rows: Mapping[int, Theme]) -> None:
    """Draws pairs of each theme; what people said of one that is drawn again stands."""
    said = {(one, other): answer for one, other, answer in Pair.objects.values_list("one", "other", "answer")}
    Pair.objects.all().delete()
    made = []
    for number, ids in found.different.items():
        for pair in drawn(ids, PAIRS, number) if len(ids) >= ENOUGH else ():
            one, other = UUID(pair.one), UUID(pair.other)
            made.append(Pair(theme=rows[number], one_id=one, other_id=other, answer=said.get((one, other), "")))
    Pair.objects.bulk_create(made, batch_size=ROWS)
