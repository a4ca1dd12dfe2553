"""Who does the work at home while somebody is away: handover notes, and the days that nobody covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.turns import ONE_DAY, Turn


@dataclass(frozen=True, slots=True)
class Handover:
    """One piece of work handed to somebody who stays.

    Attributes:
        person: Id of who goes.
        work: Name of the work.
        to: Id of who takes it over.
        days: First and last day of that.
        note: What one must know for it.
        accepted_on: When ``to`` took it on; None before, and then it covers nothing.
    """

    person: str
    work: str
    to: str
    days: Turn
    note: str
    accepted_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("person", "work", "to"):
            faults.unless(bool(getattr(self, name).strip()), name, "something", "nothing")
        faults.unless(bool(self.note.strip()), "note", "what one must know for the work", "nothing")
        faults.unless(self.to != self.person or not self.to, "to", "somebody else", self.to)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Days on which nobody does a piece of work."""

    work: str
    days: Turn


def accept(handover: Handover, by: str, on: date) -> Handover:
    """Takes the work on.

    Raises:
        Refused: ``not_ones_own`` unless ``by`` is who is to take it over; ``already_accepted``.
    """
    if by != handover.to:
        message = f"{handover.work} is handed to {handover.to}, who alone can take it on."
        raise Refused("not_ones_own", message, work=handover.work, by=by)
    if handover.accepted_on is not None:
        message = f"{handover.work} was taken on on {handover.accepted_on}."
        raise Refused("already_accepted", message, work=handover.work)
    return replace(handover, accepted_on=on)


def gaps(
    person: str,
    works: Iterable[str],
    absence: Turn,
    handovers: Iterable[Handover],
    away: Mapping[str, tuple[Turn, ...]] | None = None,
) -> tuple[Gap, ...]:
    """The days of an absence on which somebody's work is covered by nobody, by work and day.

    Args:
        person: Who goes.
        works: Names of the pieces of work of that person.
        absence: The days away.
        handovers: Handovers of any people; only those taken on count.
        away: Turns of those who take over; on these days they cover nothing.
    """
    absent = away or {}
    own = [entry for entry in handovers if entry.person == person and entry.accepted_on is not None]
    found = []
    for work in sorted(set(works)):
        covered = [
            days for entry in own if entry.work == work for days in without((entry.days,), absent.get(entry.to, ()))
        ]
        found += [Gap(work, days) for days in without((absence,), covered)]
    return tuple(found)


def without(turns: Iterable[Turn], taken: Iterable[Turn]) -> tuple[Turn, ...]:
    """What is left of some turns when other days are taken out of them, each turn for itself."""
    left = list(turns)
    for out in taken:
        pieces = []
        for turn in left:
            if not turn.overlaps(out):
                pieces.append(turn)
                continue
            if turn.first < out.first:
                pieces.append(Turn(turn.first, out.first - ONE_DAY))
            if turn.last > out.last:
                pieces.append(Turn(out.last + ONE_DAY, turn.last))
        left = pieces
    return tuple(left)
