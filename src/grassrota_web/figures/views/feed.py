"""The feed of public bulletins as Atom (RFC 4287): of all units, or of one and those below it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grassrota_web.access.pages import public
from grassrota_web.figures.models import Bulletin
from grassrota_web.figures.queries import told
from grassrota_web.figures.queries.bulletins import sealed
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.views.exports import reader_language

LATEST = 50


if TYPE_CHECKING:
    _Feed = Feed[Bulletin, Unit | None]
else:
    _Feed = Feed  # which says what it holds in its stubs alone


class Bulletins(_Feed):
    """Public bulletins, the latest first. What is in them stands on their pages."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, key: int | None = None) -> Unit | None:
        """The unit; None for all."""
        return None if key is None else get_object_or_404(Unit, pk=key)

    def title(self, unit: Unit | None) -> str:
        """What it is called."""
        return _("Bulletins of %(unit)s") % {"unit": unit.name} if unit else _("Bulletins")

    def link(self, unit: Unit | None) -> str:
        """The page that it goes with."""
        return reverse("figures:public_unit", args=[unit.pk]) if unit else reverse("figures:public")

    def items(self, unit: Unit | None) -> QuerySet[Bulletin]:
        """The latest."""
        return told.bulletins(unit)[:LATEST]

    def item_title(self, item: Bulletin) -> str:
        """Its first heading in the reader's language."""
        return sealed(item).issued.title(reader_language())

    def item_description(self, item: Bulletin) -> str:
        """As of when it is; no figure, since each travels with its words."""
        days = {"day": date_format(item.as_of), "published": date_format(item.published_on)}
        return _("as of %(day)s, published on %(published)s") % days

    def item_link(self, item: Bulletin) -> str:
        """Its page."""
        return reverse("figures:public_bulletin", args=[item.pk])

    def item_guid(self, item: Bulletin) -> str:
        """What it is known by, wherever it is read."""
        return item.pk.urn

    def item_updateddate(self, item: Bulletin) -> datetime:
        """The day on which it was published: it never changes."""
        return timezone.make_aware(datetime.combine(item.published_on, time.min))


@public
def feed(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Public bulletins of all units, or of one with those below it, for readers of feeds."""
    return Bulletins()(request, key=key)
