"""Merging cases and taking them apart again: nothing is lost on the way, and no count changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from grassrota.errors import Refused
from grassrota.opinions.case import Case
from grassrota.opinions.entries import RaiserAnswer


def merge(cases: Sequence[Case], merged_id: str) -> Case:
    """One case from several unanswered ones of one owner; it keeps them as its parts.

    It counts as looked into when all of them are.

    Raises:
        Refused: ``not_mergeable`` if owners differ or a ledger already has entries.
    """
    owners = sorted({case.owner for case in cases})
    if len(owners) != 1 or any(case.claims or case.answers or case.reopenings for case in cases):
        message = f"Only cases of one owner with empty ledgers can be merged; owners here: {', '.join(owners)}."
        raise Refused("not_mergeable", message, cases=tuple(case.id for case in cases))
    investigated = [case.investigated_on for case in cases if case.investigated_on is not None]
    return Case(
        merged_id,
        tuple(opinion for case in cases for opinion in case.opinions),
        owners[0],
        min(case.opened_on for case in cases),
        posted_handlers=_once(handler for case in cases for handler in case.posted_handlers),
        local_handlers=_once(handler for case in cases for handler in case.local_handlers),
        investigated_on=max(investigated) if len(investigated) == len(cases) else None,
        on_leadership=any(case.on_leadership for case in cases),
        parts=tuple(cases),
    )


def split(case: Case) -> tuple[Case, ...]:
    """The parts of a merged case; of a case that was never merged, one case for each opinion.

    If nothing followed the merging, the parts are what they were. Otherwise what was done together goes to each: the
    owner, the handlers, the investigation, the unit's claims, the reopenings, and the replies beside its own; a
    raiser's answer goes where the opinion is. So nobody's deadline is forgotten or starts anew.
    """
    if not case.parts:
        return _one_for_each(case)
    if case == merge(case.parts, case.id):
        return case.parts
    return tuple(
        replace(
            part,
            owner=case.owner,
            posted_handlers=case.posted_handlers,
            local_handlers=case.local_handlers,
            investigated_on=_first(part.investigated_on, case.investigated_on),
            claims=case.claims,
            answers=_about(part.opinions, case),
            replies=tuple(sorted((*part.replies, *case.replies), key=lambda reply: reply.on)),
            reopenings=case.reopenings,
        )
        for part in case.parts
    )


def apart(cases: Iterable[Case]) -> tuple[Case, ...]:
    """All cases as if none had ever been merged: what is counted by case is counted on these."""
    return tuple(single for case in cases for single in (apart(split(case)) if case.parts else (case,)))


def _one_for_each(case: Case) -> tuple[Case, ...]:
    if len(case.opinions) == 1:
        return (case,)
    return tuple(
        replace(case, id=f"{case.id}-{number}", opinions=(opinion,), answers=_about((opinion,), case))
        for number, opinion in enumerate(case.opinions, start=1)
    )


def _about(opinions: tuple[str, ...], case: Case) -> tuple[RaiserAnswer, ...]:
    return tuple(entry for entry in case.answers if entry.opinion in opinions)


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
