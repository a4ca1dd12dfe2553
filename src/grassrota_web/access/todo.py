"""What waits for somebody: each room tells its own, and the first page shows them together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits.

    Attributes:
        words: What to do, in the reader's language.
        url: Where to do it.
        count: How many of them there are; 0 if that is no matter of counting.
        late: True if a day that was set for it is past.
    """

    words: str | Promise
    url: str
    count: int = 0
    late: bool = False
