"""Where a step of a posting is taken, and on which day it may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act
from grassrota_web.postings.models import Posting


def known_by_now(day: date, column: str = "on") -> date:
    """The day, unless it is still to come: what was done is written down, never what will be.

    Raises:
        BadInput: For a day after today.
    """
    today = timezone.localdate()
    if day > today:
        raise BadInput([Fault(column, f"a day up to {today}", str(day))])
    return day


def at_home_or_host(act: Act, row: Posting) -> None:
    """Refuses the act unless it is done by the home unit, or by the host where the host may."""
    place = row.opening.place.path
    if act.actor.may(Right.RECEIVE, place):
        act.at(place, Right.RECEIVE)
    else:
        act.at(row.home_unit.path)


def by_person_or_home(act: Act, row: Posting) -> None:
    """Refuses the act unless it is done by the posted person, or by the home unit for them."""
    if act.actor.person == row.person.code:
        act.of(row.person.code)
    else:
        act.at(row.home_unit.path, Right.STEP_POSTING)


def shared_path(paths: Sequence[str]) -> str:
    """The lowest path at or above all of these."""
    first, last = min(paths), max(paths)
    end = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[: first.rfind("/", 0, end) + 1] or EVERYWHERE


def note(act: Act, row: Posting, kind: str, subject: object, **said: Any) -> None:
    """Notes what was done about a posting, at its home unit."""
    act.note(kind, subject, place=row.home_unit.path, person=row.person.code, **said)
