"""What a page is about, if whoever asks may see it; else there is no such page."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from grassrota_web.access.pages import Request
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import visible
from grassrota_web.orgs.models import Person, Rotation
from grassrota_web.postings.models import BatchRecord
from grassrota_web.postings.queries import lists


def the_list(request: Request, key: int, right: Right | None = None) -> BatchRecord:
    """A list that is open or published, for those who hold the right at the rotation's home if one is given."""
    found = get_object_or_404(lists(request.actor), pk=key)
    if right is not None and not request.actor.may(right, found.rotation.home.path):
        raise Http404
    return found


def own_rotation(request: Request, key: int) -> tuple[Rotation, Person]:
    """A rotation, for a member of the staff of its home."""
    rotation = get_object_or_404(visible(request.actor, Rotation.objects.select_related("home")), pk=key)
    people = visible(request.actor, Person.objects.select_related("unit").filter(left_on=None))
    inside = people.filter(unit__path__startswith=rotation.home.path)
    return rotation, get_object_or_404(inside, code=request.actor.person)


def crumbs(*further: tuple[str, str]) -> list[dict[str, Any]]:
    """The way up: the room, and further pages by address and label."""
    way = [{"url": reverse("postings:home"), "label": _("Postings")}]
    return [*way, *({"url": url, "label": label} for url, label in further)]


def to_list(record: BatchRecord) -> tuple[str, str]:
    """Address and label of a list."""
    label = _("Batch %(batch)s of %(rotation)s") % {"batch": record.batch, "rotation": record.rotation.title}
    return reverse("postings:list", args=[record.pk]), label
