"""The model in the store, and the opinions that themes are made from: as their handlers may read them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.conf import settings
from django.db.models import Q, QuerySet

from grassrota.opinions.themes.encoder import Encoder, installed
from grassrota.opinions.themes.model import Model, loaded
from grassrota.opinions.themes.text import Text
from grassrota_web.intake.models import ReadAs
from grassrota_web.intake.queries import words_for_handlers
from grassrota_web.opinions.models import Raised
from grassrota_web.themes.models import Learned

AT_ONCE = 5000


def readable() -> QuerySet[Raised]:
    """Opinions whose words handlers may read; those whose redacted copy is missing wait for it."""
    ready = Q(opinion__read_as=ReadAs.ORIGINAL) | Q(opinion__redacted__isnull=False)
    return Raised.objects.filter(ready).select_related("opinion").order_by("pk")


def texts() -> list[Text]:
    """Every opinion as themes see it, in the order of their random ids."""
    return list(_read(readable()))


def _read(rows: QuerySet[Raised]) -> Iterator[Text]:
    for row in rows.iterator(AT_ONCE):
        place = str(row.opinion.place_id or "")
        yield Text(str(row.pk), words_for_handlers(row.opinion) or "", place, row.opinion.day)


def encoder() -> Encoder | None:
    """The sentence encoder, where it is installed and wanted."""
    return installed() if settings.THEMES_ENCODER else None


def model_of(row: Learned) -> Model:
    """The model that a row holds."""
    return loaded(BytesIO(bytes(row.content)), encoder())


def content_of(model: Model) -> bytes:
    """A model as a row holds it."""
    stream = BytesIO()
    model.save(stream)
    return stream.getvalue()
