"""Asking the raisers, through the receipt, whether it was fixed: once a claim, so that nobody is pressed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grassrota.opinions.case import Case, CaseState
from grassrota.opinions.merging import apart


@dataclass(frozen=True, slots=True)
class Asked:
    """That the raiser of an opinion was asked on a day."""

    opinion: str
    on: date


def to_ask(cases: Iterable[Case], asked: Iterable[Asked], as_of: date) -> tuple[str, ...]:
    """Opinions claimed as fixed whose raisers have neither answered nor been asked since the claim, by their ids."""
    last: dict[str, date] = {}
    for one in asked:
        if one.on <= as_of:
            last[one.opinion] = max(one.on, last.get(one.opinion, one.on))
    found = []
    for case in apart(cases):
        claimed = case.last_claim(as_of)
        if claimed is not None and case.opened_on <= as_of:
            found += [
                opinion
                for opinion, state in case.opinion_states(as_of).items()
                if state == CaseState.CLAIMED and last.get(opinion, date.min) < claimed.on
            ]
    return tuple(sorted(found))
