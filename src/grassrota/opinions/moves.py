"""When each opinion was closed and when it stood again, read from the two ledgers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from grassrota.opinions.case import Case


@dataclass(frozen=True, slots=True)
class Move:
    """An opinion was closed or stood again on a day. Closed is what the unit says, or a raiser who took it back."""

    opinion: str
    on: date
    closed: bool


def moves(case: Case) -> tuple[Move, ...]:
    """Every move of the opinions of a case, in order of days; closings and reopenings of one opinion take turns.

    An opinion stands again when its raiser refutes the fix, when the unit sends it on, when the case is opened again,
    and when the unit claims anew what it had closed: the first claim was none then. Within a day only the end of the
    day counts.
    """
    found = []
    closed = dict.fromkeys(case.opinions, False)
    claimed_on = {entry.on for entry in case.claims}
    spoken_on = {entry.on for entry in case.answers} | {entry.on for entry in case.reopenings}
    for day in sorted(claimed_on | spoken_on):
        withdrawn = case.withdrawn_by(day)
        for opinion, state in case.opinion_states(day).items():
            again = state.stands or (day in claimed_on and opinion not in withdrawn)
            if closed[opinion] and again:
                found.append(Move(opinion, day, closed=False))
                closed[opinion] = False
            if not closed[opinion] and not state.stands:
                found.append(Move(opinion, day, closed=True))
                closed[opinion] = True
    return tuple(found)
