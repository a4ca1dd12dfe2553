"""What raisers are to be told, each thing once, however often their cases are merged and taken apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from grassrota.opinions.case import Case
from grassrota.opinions.entries import Reopening, Reply, UnitClaim


@dataclass(frozen=True, slots=True)
class Together:
    """That an opinion is handled together with others; it is told once, and of whom they are nothing is said."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing for the raiser of one opinion. It names no case, so that merging makes nothing old new again."""

    opinion: str
    what: Reply | UnitClaim | Reopening | Together


def untold(cases: Iterable[Case], told: Collection[News]) -> tuple[News, ...]:
    """What has not been told yet, by case, opinion and day.

    Args:
        cases: Cases, merged or not; of a merged one the parts' earlier replies are told as well.
        told: Everything that was told before, by any way.
    """
    known = set(told)
    found = []
    for case in cases:
        for news in _news(case):
            if news not in known:
                known.add(news)
                found.append(news)
    return tuple(found)


def _news(case: Case) -> list[News]:
    earlier = [news for part in case.parts for news in _news(part)]
    own: list[Reply | UnitClaim | Reopening] = [*case.replies, *case.claims, *case.reopenings]
    own.sort(key=lambda entry: entry.on)
    together = [News(opinion, Together()) for opinion in case.opinions if case.parts]
    return earlier + together + [News(opinion, entry) for opinion in case.opinions for entry in own]
