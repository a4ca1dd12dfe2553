"""Merging field entries that were made offline: each counts once, in whatever order and however often it comes.

The log is a set of versions, and merging is the union of sets: idempotent, commutative and associative, as the
grow-only set of Shapiro et al. (2011), "A comprehensive study of convergent and commutative replicated data types",
section 3.3.1. Two edits of one version that know nothing of each other both stand, and are flagged until a third
replaces both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import BadInput, Fault
from grassrota.posting.field_log import LogEntry
from grassrota.posting.field_version import Version, read_version


@dataclass(frozen=True, slots=True)
class SyncedLog:
    """Every version that came in, each once, by person, id and digest."""

    versions: tuple[Version, ...] = ()

    def __post_init__(self) -> None:
        keys = [_key(one) for one in self.versions]
        if keys != sorted(set(keys)):
            raise BadInput([Fault("versions", "each once, by person, id and digest", "another order")])

    def standing(self) -> Mapping[tuple[str, str], tuple[Version, ...]]:
        """By person and id, the versions that no other replaces: one, or several that contradict each other."""
        replaced = {(one.person, one.id, digest) for one in self.versions for digest in one.replaces}
        found: dict[tuple[str, str], tuple[Version, ...]] = {}
        for one in self.versions:
            if _key(one) not in replaced:
                found[one.person, one.id] = (*found.get((one.person, one.id), ()), one)
        return found

    def entries(self) -> tuple[LogEntry, ...]:
        """The days that stand; of a conflict all versions, since nobody but the person knows which is right."""
        return tuple(one.entry for versions in self.standing().values() for one in versions if one.entry is not None)

    def conflicts(self) -> Mapping[tuple[str, str], tuple[Version, ...]]:
        """By person and id, the entries with several versions standing, for the person to settle."""
        return {key: versions for key, versions in self.standing().items() if len(versions) > 1}


class Receipt(StrEnum):
    """What became of one entry; after the first two the device may forget it."""

    ACCEPTED = "accepted"
    ALREADY_KNOWN = "already_known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one entry.

    Attributes:
        id: As it was sent, so that the device finds its entry; empty if it sent none.
        receipt: What became of it.
        faults: Why it was refused; none otherwise.
    """

    id: str
    receipt: Receipt
    faults: tuple[Fault, ...] = ()


def merge(
    log: SyncedLog, sent: Iterable[Mapping[str, object]], person: str, as_of: date
) -> tuple[SyncedLog, tuple[Result, ...]]:
    """Merges what a device sent; a bad entry is refused with its faults and holds up no other.

    Args:
        log: What is known.
        sent: Entries as ``read_version`` takes them.
        person: Who is signed in.
        as_of: Today.

    Returns:
        The log with what was new, and one result for each entry in the order sent.
    """
    known = {_key(one): one for one in log.versions}
    results = []
    for raw in sent:
        name = raw.get("id")
        own_id = name if isinstance(name, str) else ""
        try:
            version = read_version(raw, person, as_of)
        except BadInput as refusal:
            results.append(Result(own_id, Receipt.REFUSED, refusal.faults))
            continue
        key = _key(version)
        results.append(Result(own_id, Receipt.ALREADY_KNOWN if key in known else Receipt.ACCEPTED))
        known[key] = version
    return SyncedLog(tuple(known[key] for key in sorted(known))), tuple(results)


def _key(version: Version) -> tuple[str, str, str]:
    return version.person, version.id, version.digest
