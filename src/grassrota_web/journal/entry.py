"""What of a write is hashed into the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from grassrota.canonical import canonical, salted_hash
from grassrota.merkle import leaf_hash


@dataclass(frozen=True, slots=True)
class Change:
    """The lasting part of an entry; what the thing was before and after is bound in by ``content_hash`` alone.

    Attributes:
        number: Place in the log, 0 or more.
        verb: What was done, such as ``units.rename``.
        actor: Id of the account; empty for the application itself.
        kind: What sort of thing it was done to.
        subject: The id of that thing.
        place: Path of the unit it belongs to, which decides who may read the entry; empty for the whole installation.
        person: Code of the person whom the entry is about; empty if none.
        as_of: The day for which the change holds.
        recorded_at: When it was recorded.
    """

    number: int
    verb: str
    actor: str
    kind: str
    subject: str
    place: str
    person: str
    as_of: date
    recorded_at: datetime

    def leaf(self, content_hash: bytes) -> bytes:
        """Hash of the entry as a leaf of the log."""
        fields = {
            "number": self.number,
            "verb": self.verb,
            "actor": self.actor,
            "kind": self.kind,
            "subject": self.subject,
            "place": self.place,
            "person": self.person,
            "as_of": self.as_of.isoformat(),
            # stores keep microseconds, in the time zone they like
            "recorded_at": self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "content": content_hash.hex(),
        }
        return leaf_hash(canonical(fields))


def content_hash(salt: bytes, before: Any, after: Any) -> bytes:
    """Binds what was there before and after; the salt keeps a guess from being confirmed once they are erased."""
    return salted_hash(salt, [before, after])
