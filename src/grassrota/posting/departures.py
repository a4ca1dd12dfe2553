"""How far the departure of a batch has come: who has gone, who waits, and who is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grassrota.posting.steps import Posting, PostingState


@dataclass(frozen=True, slots=True)
class Departures:
    """A batch as known on a day; everybody in it has gone or waits.

    Attributes:
        batch: Number of the batch.
        as_of: The day.
        gone: Ids of those who had departed by then.
        waiting: Ids of those who had not; who was released is no longer in the batch.
        late: Ids of those, gone or waiting, who had not departed on the last day of the window.
    """

    batch: int
    as_of: date
    gone: tuple[str, ...]
    waiting: tuple[str, ...]
    late: tuple[str, ...]

    @property
    def size(self) -> int:
        """People in the batch."""
        return len(self.gone) + len(self.waiting)


def departures(postings: Iterable[Posting], batch: int, as_of: date, depart_by: date) -> Departures:
    """Rolls up the departures of a batch.

    Args:
        postings: Postings of this and other batches; ids come out in their order.
        batch: Number of the batch.
        as_of: Departures after this day are not known yet.
        depart_by: Last day on which anyone of the batch may depart.
    """
    members = [
        posting for posting in postings if posting.batch == batch and posting.state_on(as_of) != PostingState.RELEASED
    ]
    left = {
        posting.person: posting.departed_on
        for posting in members
        if posting.departed_on is not None and posting.departed_on <= as_of
    }
    return Departures(
        batch,
        as_of,
        tuple(left),
        tuple(posting.person for posting in members if posting.person not in left),
        tuple(posting.person for posting in members if left.get(posting.person, as_of) > depart_by),
    )
