"""Closures that look as if nobody had looked: flagged for sampling with their arithmetic, and never a verdict."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from grassrota.errors import Faults
from grassrota.opinions.case import Case
from grassrota.opinions.entries import ClosingReason
from grassrota.opinions.merging import apart
from grassrota.opinions.workdays import WEEKDAYS, WorkCalendar

_MINUTE = timedelta(minutes=1)
FEWEST_DAYS = 8
"""Days with any closures without which an organ has no usual day."""
_STOCK = re.compile(
    r"\b(?:the|this|case|problem|issue|it|is|was|has|have|been|now|already|all|fully|done|fixed|solved|resolved|closed|"
    r"completed|handled|corrected|settled|dealt|with|ok)\b"
    "|已经?|经|均|全部|该|此|本|问题|事项|意见|情况|整改|解决|处理|办理|办结|完成|完毕|落实|到位|了|妥善|及时|好"
)


class FlagKind(StrEnum):
    """What was seen."""

    TEMPLATE = "template"
    BULK = "bulk"
    AT_ONCE = "at_once"
    FASTER_THAN_CAPACITY = "faster_than_capacity"
    NO_ACTION = "no_action"
    REFUTED_BEFORE = "refuted_before"


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason to draw these cases first.

    Attributes:
        kind: What was seen.
        owner: Id of the organ that closed them.
        cases: Ids of the cases, in order.
        arithmetic: How the numbers come about, in a sentence.
        day: Of a bulk, and of cases closed at once, the day of it.
        usual: Of a bulk, how many the organ closes on the usual day with any.
        times: Of a fix that is claimed again, how often it was refuted before.
    """

    kind: FlagKind
    owner: str
    cases: tuple[str, ...]
    arithmetic: str
    day: date | None = None
    usual: int = 0
    times: int = 0


def template_replies(cases: Iterable[Case], alike: Fraction = Fraction(4, 5), least: int = 3) -> tuple[Flag, ...]:
    """Cases of one organ closed with nearly the same words, by the last claim of each.

    Words are compared as sets of character pairs, numerals apart: two are alike if they share ``alike`` of all pairs in
    either (Jaccard). A text joins the first group whose first text it is like, so that no chain of small changes makes
    one group of everything.

    Args:
        cases: Cases; parts of merged ones count as one, since one answer for them is no template.
        alike: A share above 0, up to 1.
        least: Cases, 2 or more, that make a group worth a flag.
    """
    _require(0 < alike <= 1, "alike", "a share above 0, up to 1", alike)
    _require(least >= 2, "least", "2 or more", least)
    groups: dict[str, list[tuple[frozenset[str], list[str]]]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: case.id):
        last = case.last_claim()
        pairs = _pairs(last.action) if last is not None else frozenset()
        if not pairs:
            continue
        group = next((ids for first, ids in groups[case.owner] if _shared(first, pairs) >= alike), None)
        if group is None:
            groups[case.owner].append((pairs, [case.id]))
        else:
            group.append(case.id)
    return tuple(
        Flag(FlagKind.TEMPLATE, owner, tuple(ids), f"{len(ids)} cases were closed with nearly the same words.")
        for owner, found in sorted(groups.items())
        for _, ids in found
        if len(ids) >= least
    )


def closed_in_bulk(cases: Iterable[Case], least: int = 10, times: int = 5) -> tuple[Flag, ...]:
    """Days on which an organ closed ``least`` cases or more, and ``times`` its median day with any or more."""
    _require(least >= 2, "least", "2 or more", least)
    _require(times >= 1, "times", "1 or more", times)
    found = []
    for owner, by_day in sorted(_closed(cases).items()):
        counts = sorted(len(ids) for ids in by_day.values())
        usual = counts[(len(counts) - 1) // 2]
        for day, ids in sorted(by_day.items()):
            # an organ with one day has no usual one, and many at once are worth a look all the same
            if len(ids) >= least and (len(ids) >= times * usual or len(counts) == 1):
                words = f"{len(ids)} cases were closed on {day}; on the usual day with any it closes {usual}."
                found.append(Flag(FlagKind.BULK, owner, tuple(sorted(ids)), words, day, usual))
    return tuple(found)


def closed_rarely(cases: Iterable[Case], level: float, least: int = 10) -> tuple[Flag, ...]:
    """Days on which an organ closed so many cases as honest ones hardly ever do.

    Hypothesis: on days with any, counts scatter no wider than the geometric distribution does about the organ's other
    days, taken two standard errors high: P(X >= x) = (1 - 1/m)^(x - 1). All days of all organs share the level. An
    organ with fewer than ``FEWEST_DAYS`` such days has no usual one.

    Args:
        cases: Cases.
        level: The chance that any day of any honest organ is flagged, at most.
        least: Cases of a day, 2 or more, that are worth a flag.
    """
    _require(least >= 2, "least", "2 or more", least)
    _require(0 < level < 1, "level", "between 0 and 1", level)
    known = {owner: days for owner, days in sorted(_closed(cases).items()) if len(days) >= FEWEST_DAYS}
    looks = sum(map(len, known.values()))
    found = []
    for owner, by_day in known.items():
        counts = [len(ids) for ids in by_day.values()]
        for day, ids in sorted(by_day.items()):
            usual = (sum(counts) - len(ids)) / (len(counts) - 1)
            high = usual * (1 + 2 / math.sqrt(len(counts) - 1))
            chance = (1 - 1 / high) ** (len(ids) - 1)
            if len(ids) >= least and looks * chance <= level:
                words = f"{len(ids)} cases were closed on {day}; on its other days with any it closes {usual:.1f}."
                found.append(Flag(FlagKind.BULK, owner, tuple(sorted(ids)), words, day, round(usual)))
    return tuple(found)


def without_action(cases: Iterable[Case]) -> tuple[Flag, ...]:
    """Cases that an organ closed as fixed, by the last claim of each, without a word of what was done."""
    found: dict[str, list[str]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: case.id):
        last = case.last_claim()
        if last is not None and last.reason == ClosingReason.FIXED and not _deed(last.action):
            found[case.owner].append(case.id)
    return tuple(
        Flag(FlagKind.NO_ACTION, owner, tuple(ids), f"{len(ids)} cases were closed without saying what was done.")
        for owner, ids in sorted(found.items())
    )


def closed_at_once(cases: Iterable[Case], recorded: Mapping[str, datetime], least: int = 3) -> tuple[Flag, ...]:
    """Cases of an organ whose last claims were recorded within one minute of the first of them: nobody looked at each.

    Args:
        cases: Cases; a merged one counts as one, since it is closed at one stroke.
        recorded: When the last claim of each was recorded, by its id; a case that is not in it is passed over.
        least: Cases, 2 or more, that are worth a flag.
    """
    _require(least >= 2, "least", "2 or more", least)
    by_owner: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for case in cases:
        if case.id in recorded:
            by_owner[case.owner].append((recorded[case.id], case.id))
    found = []
    for owner, timed in sorted(by_owner.items()):
        groups: list[list[tuple[datetime, str]]] = []
        for moment, one in sorted(timed):
            if groups and moment - groups[-1][0][0] < _MINUTE:
                groups[-1].append((moment, one))
            else:
                groups.append([(moment, one)])
        for group in (group for group in groups if len(group) >= least):
            words = f"{len(group)} cases were closed within one minute."
            ids = tuple(sorted(one for _, one in group))
            found.append(Flag(FlagKind.AT_ONCE, owner, ids, words, group[0][0].date()))
    return tuple(found)


def faster_than_capacity(
    cases: Iterable[Case],
    handlers: Mapping[str, int],
    first: date,
    last: date,
    days_a_case: Fraction = Fraction(1, 4),
    calendar: WorkCalendar = WEEKDAYS,
) -> tuple[Flag, ...]:
    """Organs that claimed more fixes in a period than their people could work on.

    Args:
        cases: Cases.
        handlers: People of each organ who work on cases; one that is not named has none.
        first: First day of the period.
        last: Last day of it.
        days_a_case: Working days of one person that a fix takes at the least, above 0.
        calendar: Which days are worked.
    """
    _require(days_a_case > 0, "days_a_case", "more than 0", days_a_case)
    _require(first <= last, "last", f"a day on or after {first}", last)
    worked = calendar.count(first, last)
    found = []
    for owner, by_day in sorted(_closed(cases, only_fixed=True).items()):
        ids = sorted(case for day, those in by_day.items() if first <= day <= last for case in those)
        people = handlers.get(owner, 0)
        most = math.floor(people * worked / days_a_case)
        if len(ids) > most:
            words = (
                f"{people} people x {worked} working days / {days_a_case} a case = {most} cases; {len(ids)} claimed."
            )
            found.append(Flag(FlagKind.FASTER_THAN_CAPACITY, owner, tuple(ids), words))
    return tuple(found)


def _closed(cases: Iterable[Case], only_fixed: bool = False) -> Mapping[str, Mapping[date, list[str]]]:
    found: dict[str, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    for case in apart(cases):
        last = case.last_claim()
        if last is None or last.reason == ClosingReason.NOT_OURS:
            continue
        if not only_fixed or last.reason == ClosingReason.FIXED:
            found[case.owner][last.on].append(case.id)
    return found


def _deed(words: str) -> str:
    """What is left of an action without the words that only say that there was one."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "".join(mark for mark in _STOCK.sub("", plain) if mark.isalpha())


def _pairs(words: str) -> frozenset[str]:
    plain = "".join(mark for mark in unicodedata.normalize("NFKC", words).casefold() if mark.isalpha())
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))


def _shared(one: frozenset[str], other: frozenset[str]) -> Fraction:
    return Fraction(len(one & other), len(one | other))


def _require(right: bool, column: str, expected: str, got: object) -> None:
    faults = Faults()
    faults.unless(right, column, expected, got)
    faults.raise_if_any()
