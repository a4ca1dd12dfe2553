"""One version of a field entry as a device made it, perhaps offline: what it says, and which versions it replaces."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from grassrota.errors import Faults
from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.field_log import LogEntry

_RANDOM_ID = re.compile("[0-9a-f]{32}")
_DIGEST = re.compile("[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIELDS = frozenset({"id", "day", "kind", "place", "contacts", "replaces", "struck"})
_KINDS = tuple(str(kind) for kind in FieldDayKind)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a field entry.

    Attributes:
        id: 128 random bits in hexadecimal, made by the device when the entry was begun; one id for all its versions.
        person: Whose entry it is; the same id of two people is two entries.
        entry: The day and its contacts; None strikes the entry out.
        replaces: Digests of the versions that this one replaces, sorted; none for the first.
    """

    id: str
    person: str
    entry: LogEntry | None
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(_RANDOM_ID.fullmatch(self.id) is not None, "id", "32 hexadecimal digits", self.id or "nothing")
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        own = self.entry is None or self.entry.field_day.person == self.person
        faults.unless(own, "person", f"{self.person}'s own day", "somebody else's")
        sound = all(_DIGEST.fullmatch(one) for one in self.replaces)
        faults.unless(sound, "replaces", "digests of versions", "something else")
        once = self.replaces == tuple(sorted(set(self.replaces)))
        faults.unless(once, "replaces", "each digest once, sorted", "another order")
        faults.unless(self.entry is not None or bool(self.replaces), "replaces", "what is struck out", "nothing")
        faults.raise_if_any()

    @property
    def digest(self) -> str:
        """SHA-256 of all there is in it, in hexadecimal."""
        told: list[object] = []
        if self.entry is not None:
            day = self.entry.field_day
            told = [day.day.isoformat(), str(day.kind), day.place, self.entry.contacts]
        text = json.dumps([self.id, self.person, told, self.replaces], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def read_version(raw: Mapping[str, object], person: str, as_of: date) -> Version:
    """Reads one version as a device sends it.

    Args:
        raw: ``id``, ``day`` (YYYY-MM-DD), ``kind``, ``place``, ``contacts``, ``replaces`` (a list, may be missing) and
            ``struck`` (true to strike the entry out, may be missing).
        person: Who is signed in; whose entry it is is not for the device to say.
        as_of: Today; a later day has not been in the field yet.

    Raises:
        BadInput: With every fault. A field that is not to be sent, such as coordinates, is one, and is not repeated.
    """
    faults = Faults()
    for name in sorted(str(key) for key in raw if key not in _FIELDS):
        faults.add(name, "no such field", "something", "It is not kept; do not send it.")
    number, struck, replaces = raw.get("id"), raw.get("struck", False), raw.get("replaces", [])
    faults.unless(isinstance(number, str), "id", "32 hexadecimal digits", "something else")
    faults.unless(isinstance(struck, bool), "struck", "true or false", "something else")
    digests = [one for one in replaces if isinstance(one, str)] if isinstance(replaces, list) else []
    faults.unless(digests == replaces, "replaces", "a list of digests", "something else")
    entry = None if struck is True else _read_entry(raw, person, as_of, faults)
    faults.raise_if_any()
    return Version(str(number), person, entry, tuple(sorted(set(digests))))


def _read_entry(raw: Mapping[str, object], person: str, as_of: date, faults: Faults) -> LogEntry | None:
    day, place, contacts = _read_day(raw.get("day")), raw.get("place"), raw.get("contacts")
    faults.unless(day is not None, "day", "a day as YYYY-MM-DD, nothing finer", "something else")
    faults.unless(day is None or day <= as_of, "day", f"a day up to {as_of}", day)
    faults.unless(raw.get("kind") in _KINDS, "kind", " or ".join(_KINDS), "something else")
    named = isinstance(place, str) and bool(place.strip())
    faults.unless(named, "place", "the name of a place", "something else")
    whole = isinstance(contacts, int) and not isinstance(contacts, bool) and contacts >= 0
    faults.unless(whole, "contacts", "a whole number, 0 or more", "something else")
    if faults.found or day is None or not isinstance(contacts, int):
        return None
    return LogEntry(FieldDay(person, day, FieldDayKind(str(raw["kind"])), str(place)), contacts)


def _read_day(value: object) -> date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
