"""Changing what nobody else has changed since it was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

from grassrota.errors import Refused
from grassrota_web.access.actor import Actor
from grassrota_web.access.api.shape import Versioned
from grassrota_web.access.scope import visible

Row = TypeVar("Row", bound=Model)


def found(actor: Actor, rows: QuerySet[Row], key: object) -> Row:
    """The row with this key, for whoever may see it; to others there is none."""
    return get_object_or_404(visible(actor, rows), pk=key)


@contextmanager
def as_read(
    actor: Actor, rows: QuerySet[Row], key: object, version: str, show: Callable[[Row], Versioned]
) -> Iterator[Row]:
    """The row, locked, for a change that was made from the version given.

    Raises:
        Refused: ``changed_meanwhile`` if it is another one by now.
    """
    with transaction.atomic():
        row = found(actor, rows.select_for_update(of=("self",)), key)
        if show(row).version != version:
            message = "Somebody else has changed this meanwhile. Read it again, and make your change from that."
            raise Refused("changed_meanwhile", message)
        yield row
