"""A list on the verge of being taken or undone: everything is computed, and only the short transaction is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from grassrota_web.orgs import convert, staged, taking
from grassrota_web.orgs.incoming import Sifted
from grassrota_web.orgs.models import ImportBatch

Step = Callable[[ImportBatch], None]
"""What is done within the transaction of the verb."""


@dataclass(frozen=True)
class Ready:
    """A list that can be taken.

    Attributes:
        new: How many rows it adds.
        changed: How many it alters.
        sha256: The hash of what they all say.
        take_over: Takes it.
    """

    new: int
    changed: int
    sha256: str
    take_over: Step


@dataclass(frozen=True)
class ReadyToUndo:
    """A list that can be undone.

    Attributes:
        removed: How many rows go.
        restored: How many become what they were.
        put_back: Undoes it.
    """

    removed: int
    restored: int
    put_back: Step


@contextmanager
def ready_to_take(batch: ImportBatch, found: Sifted) -> Iterator[Ready]:
    """Makes ready what was found in a list.

    Raises:
        Refused: ``changed_since``, as taking it may by then as well.
    """
    values = [entry.value for entry in (*found.new, *found.changed)]
    told = str(convert.digest(batch.kind, values)["sha256"])
    counts = len(found.new), len(found.changed)
    if batch.kind == "people":
        with staged.people_to_take(batch, found) as take_over:
            yield Ready(*counts, told, take_over)
    else:
        yield Ready(*counts, told, partial(taking.take, found=found))


@contextmanager
def ready_to_undo(batch: ImportBatch) -> Iterator[ReadyToUndo]:
    """Makes ready what was there before a list was taken.

    Raises:
        Refused: ``changed_since``, as undoing it may by then as well, or ``in_use``.
    """
    removed = batch.rows.filter(before__isnull=True).count()
    counts = removed, batch.rows.count() - removed
    if batch.kind == "people":
        with staged.people_to_undo(batch) as put_back:
            yield ReadyToUndo(*counts, put_back)
    else:
        yield ReadyToUndo(*counts, taking.undo)
