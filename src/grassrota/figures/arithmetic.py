"""Checks of a set of statements that need no solver, each giving findings with the arithmetic shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import add

from grassrota.figures import grim
from grassrota.figures.flag import Finding, Flag
from grassrota.figures.interval import Interval
from grassrota.figures.statements import Count, Grown, Parts, Share, Stage, StatementSet
from grassrota.figures.words import number, words


def findings(of: StatementSet) -> tuple[Finding, ...]:
    """Everything the checks find, check by check, in the order of the statements."""
    checks: tuple[Callable[[StatementSet], Iterator[Finding]], ...] = (
        granularity, parts_and_total, percent_sum, other_total, status_words, growth,
    )  # fmt: skip
    return tuple(finding for check in checks for finding in check(of))


def granularity(of: StatementSet) -> Iterator[Finding]:
    """Percentages that no whole number of cases can give (GRIM)."""
    counts = _counts(of)
    for share in _shares(of):
        whole = counts.get(share.whole)
        if whole is None or whole.interval.upper is None or 0 in whole.interval:
            continue
        rate = share.rate.interval
        if grim.numerators_of_some(rate, whole.interval) is None:
            smallest = grim.smallest_n(rate)
            hint = f"; the smallest number that can is {smallest}, so another denominator is hidden" if smallest else ""
            of_how_many = words(whole.interval)
            sentence = f"{share.rate.text} of {of_how_many} is impossible: no whole number gives it{hint}"
            yield Finding(Flag.GRANULARITY, (share.id, whole.id), sentence)


def parts_and_total(of: StatementSet) -> Iterator[Finding]:
    """Parts that do not add up to the stated total, or, of an open list, exceed it."""
    counts = _counts(of)
    for parts in _parts(of):
        names = (parts.total, *parts.parts)
        if any(name not in counts for name in names):
            continue
        stated = counts[parts.total].interval
        summed = reduce(add, [counts[name].interval for name in parts.parts])
        allowed = Interval(summed.lower, None) if parts.open_list else summed
        if allowed.meet(stated) is None:
            gap = abs(stated.lower - summed.lower)
            sentence = f"the parts sum to {words(summed)}, the stated total is {words(stated)} (gap {number(gap)})"
            yield Finding(Flag.PARTS_AND_TOTAL, (parts.id, *(counts[name].id for name in names)), sentence)


def percent_sum(of: StatementSet) -> Iterator[Finding]:
    """Percentages of one whole that cannot add up to 100 however they were rounded."""
    for parts in _parts(of):
        shares = {share.part[0]: share for share in _shares(of) if share.whole == parts.total and len(share.part) == 1}
        if any(name not in shares for name in parts.parts):
            continue
        rates = [shares[name].rate.interval for name in parts.parts]
        summed = reduce(add, rates)
        allowed = Interval(summed.lower, None) if parts.open_list else summed
        if 1 not in allowed:
            middle = sum(((rate.lower + (rate.upper or rate.lower)) / 2 for rate in rates), start=rates[0].lower * 0)
            sentence = f"the percentages of {parts.total} sum to {number(middle, share=True)}, not 100 %"
            ids = (parts.id, *(shares[name].id for name in parts.parts))
            yield Finding(Flag.PERCENT_SUM, ids, sentence)


def other_total(of: StatementSet) -> Iterator[Finding]:
    """Two or more percentages that contradict the stated total and all fit one other total."""
    counts = _counts(of)
    for whole in counts.values():
        shares = [s for s in _shares(of) if s.whole == whole.quantity and len(s.part) == 1 and s.part[0] in counts]
        implied = [counts[share.part[0]].interval.over(share.rate.interval) for share in shares]
        known = [interval for interval in implied if interval is not None]
        if len(known) < 2 or all(interval.meet(whole.interval) for interval in known):
            continue
        common = _meet(known)
        fitting = common and common.whole()
        if fitting is None:
            continue
        sentence = f"the percentages fit a total of {words(fitting)}, not {words(whole.interval)}"
        for parts in (p for p in _parts(of) if p.total == whole.quantity and all(name in counts for name in p.parts)):
            summed = reduce(add, [counts[name].interval for name in parts.parts])
            if fitting.covers(summed):
                sentence += f"; they were taken of the sum of the parts, {words(summed)}"
        yield Finding(Flag.OTHER_TOTAL, (whole.id, *(share.id for share in shares)), sentence)


def status_words(of: StatementSet) -> Iterator[Finding]:
    """One share of the same units in two different words for where they stand."""
    stages = [statement for statement in of.statements if isinstance(statement, Stage)]
    for one, other in combinations(stages, 2):
        if one.of == other.of and one.share.interval == other.share.interval and one.word != other.word:
            share = words(one.share.interval, share=True)
            sentence = f"{share} of {one.of} is called {one.word!r} in one place and {other.word!r} in another"
            yield Finding(Flag.STATUS_WORDS, (one.id, other.id), sentence)


def growth(of: StatementSet) -> Iterator[Finding]:
    """Growth over unequal or unknown periods, or without a baseline."""
    for statement in of.statements:
        if isinstance(statement, Grown):
            for flag in statement.claim.flags:
                yield Finding(flag, (statement.id,), statement.claim.words())


def _meet(intervals: Sequence[Interval]) -> Interval | None:
    """What lies in all of them."""
    common: Interval | None = intervals[0]
    for interval in intervals[1:]:
        common = common and common.meet(interval)
    return common


def _counts(of: StatementSet) -> Mapping[str, Count]:
    """The first count of every quantity."""
    return {s.quantity: s for s in reversed(of.statements) if isinstance(s, Count)}


def _shares(of: StatementSet) -> list[Share]:
    return [statement for statement in of.statements if isinstance(statement, Share)]


def _parts(of: StatementSet) -> list[Parts]:
    return [statement for statement in of.statements if isinstance(statement, Parts)]
