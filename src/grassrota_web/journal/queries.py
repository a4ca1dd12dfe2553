"""Reading the journal: its head, and whether every row is still what it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from grassrota import merkle
from grassrota_web.journal.entry import content_hash
from grassrota_web.journal.models import Entry, Head
from grassrota_web.journal.prepared import prepared


@dataclass(frozen=True, slots=True)
class TreeHead:
    """So many entries with this root: whoever wrote it down once can tell later whether anything was changed.

    Attributes:
        size: Number of entries, 0 or more.
        root: Root hash in hexadecimal digits.
    """

    size: int
    root: str


def tree_head() -> TreeHead:
    """The head as stored."""
    heads = _heads(1)
    return TreeHead(heads[0].size, bytes(heads[0].root).hex()) if heads else TreeHead(0, merkle.EMPTY.hex())


@prepared
def _heads(key: int) -> QuerySet[Head]:
    return Head.objects.filter(pk=key)


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of recomputing the log.

    Attributes:
        computed: The head that the rows give.
        stored: The head as stored.
        wrong: Numbers of the first rows whose content or hash does not agree, at most 20.
        remembered: The size and root somebody wrote down earlier, if one was given.
        remembered_root: The root that the rows give at that size; empty if there are fewer.
    """

    computed: TreeHead
    stored: TreeHead
    wrong: tuple[int, ...]
    remembered: TreeHead | None = None
    remembered_root: str = ""

    @property
    def holds(self) -> bool:
        """True if nothing was changed, left out or put in."""
        kept = self.remembered is None or self.remembered.root == self.remembered_root
        return not self.wrong and self.computed == self.stored and kept


def verify(remembered: TreeHead | None = None, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Recomputes every hash and the tree from the rows.

    Args:
        remembered: A head noted earlier, which must be a prefix of the log.
        progress: Called with rows done and rows in all.
    """
    stored = tree_head()
    peaks: tuple[bytes, ...] = ()
    wrong: list[int] = []
    then = merkle.EMPTY.hex() if remembered and remembered.size == 0 else ""
    size = 0
    rows = Entry.objects.order_by("number")[: stored.size]
    for size, entry in enumerate(rows.iterator(chunk_size=2000), start=1):
        leaf = entry.change().leaf(bytes(entry.content_hash))
        intact = entry.number == size - 1 and bytes(entry.leaf) == leaf and _content_agrees(entry)
        if not intact and len(wrong) < 20:
            wrong.append(entry.number)
        peaks = merkle.with_leaf(peaks, size - 1, leaf)
        if remembered and remembered.size == size:
            then = merkle.root(peaks).hex()
        if progress and size % 2000 == 0:
            progress(size, stored.size)
    computed = TreeHead(size + _too_many(stored), merkle.root(peaks).hex())
    return Verification(computed, stored, tuple(wrong), remembered, then)


def _too_many(stored: TreeHead) -> int:
    """Rows beyond the head that were not appended since it was read."""
    rows = Entry.objects.count()
    return max(rows - tree_head().size, 0) if rows > stored.size else 0


def _content_agrees(entry: Entry) -> bool:
    if entry.erased_on is not None:
        return entry.before is None and entry.after is None and entry.salt is None
    return content_hash(bytes(entry.salt or b""), entry.before, entry.after) == bytes(entry.content_hash)
