"""Checks of a set of statements that need no solver, each giving findings with the arithmetic shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import add

from grassrota.figures import grim
from grassrota.figures.flag import Finding, Flag
from grassrota.figures.interval import Interval
from grassrota.figures.statements import Count, Grown, Parts, Share, Stage, StatementSet
from grassrota.figures.words import Language, number, words


def findings(of: StatementSet, language: Language = Language.ENGLISH) -> tuple[Finding, ...]:
    """Everything the checks find, check by check, in the order of the statements, in words of the language."""
    checks: tuple[Callable[[StatementSet, Language], Iterator[Finding]], ...] = (
        granularity, parts_and_total, percent_sum, other_total, status_words, growth,
    )  # fmt: skip
    return tuple(finding for check in checks for finding in check(of, language))


def granularity(of: StatementSet, language: Language) -> Iterator[Finding]:
    """Percentages that no whole number of cases can give (GRIM)."""
    counts = _counts(of)
    for share in _shares(of):
        whole = counts.get(share.whole)
        if whole is None or whole.interval.upper is None or 0 in whole.interval:
            continue
        rate = share.rate.interval
        if not grim.some_fit(rate, whole.interval):
            smallest, total, text = grim.smallest_n(rate), words(whole.interval, language), share.rate.text
            sentence = language.either(
                f"{text} of {total} is impossible: no whole number gives it", f"{total}的{text}不可能：没有整数能得出它"
            )
            if smallest:
                sentence += language.either(
                    f"; the smallest number that can is {smallest}, so another denominator is hidden",
                    f"；能得出它的最小总数是{smallest}，可见另有一个没有说出的分母",
                )
            yield Finding(Flag.GRANULARITY, (share.id, whole.id), sentence)


def parts_and_total(of: StatementSet, language: Language) -> Iterator[Finding]:
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
            gap = number(abs(stated.lower - summed.lower))
            total, reached = words(stated, language), words(summed, language)
            sentence = language.either(
                f"the parts sum to {reached}, the stated total is {total} (gap {gap})",
                f"各部分之和为{reached}，所报总数为{total}（相差{gap}）",
            )
            yield Finding(Flag.PARTS_AND_TOTAL, (parts.id, *(counts[name].id for name in names)), sentence)


def percent_sum(of: StatementSet, language: Language) -> Iterator[Finding]:
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
            reached = number(middle, share=True)
            sentence = language.either(
                f"the percentages of {parts.total} sum to {reached}, not 100 %",
                f"“{parts.total}”的各项百分比之和为{reached}，不是100 %",
            )
            ids = (parts.id, *(shares[name].id for name in parts.parts))
            yield Finding(Flag.PERCENT_SUM, ids, sentence)


def other_total(of: StatementSet, language: Language) -> Iterator[Finding]:
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
        fits, stated = words(fitting, language), words(whole.interval, language)
        sentence = language.either(
            f"the percentages fit a total of {fits}, not {stated}", f"各项百分比符合的总数是{fits}，不是{stated}"
        )
        for parts in (p for p in _parts(of) if p.total == whole.quantity and all(name in counts for name in p.parts)):
            summed = reduce(add, [counts[name].interval for name in parts.parts])
            if fitting.covers(summed):
                reached = words(summed, language)
                sentence += language.either(
                    f"; they were taken of the sum of the parts, {reached}", f"；它们是按各部分之和{reached}计算的"
                )
        yield Finding(Flag.OTHER_TOTAL, (whole.id, *(share.id for share in shares)), sentence)


def status_words(of: StatementSet, language: Language) -> Iterator[Finding]:
    """One share of the same units in two different words for where they stand."""
    first: dict[tuple[str, Interval], dict[str, Stage]] = {}
    for stage in of.statements:
        if isinstance(stage, Stage):
            first.setdefault((stage.of, stage.share.interval), {}).setdefault(stage.word, stage)
    for said in first.values():
        one, *others = said.values()
        for other in others:
            share = words(one.share.interval, language, share=True)
            sentence = language.either(
                f"{share} of {one.of} is called {one.word!r} in one place and {other.word!r} in another",
                f"“{one.of}”的{share}在一处称为“{one.word}”，在另一处称为“{other.word}”",
            )
            yield Finding(Flag.STATUS_WORDS, (one.id, other.id), sentence)


def growth(of: StatementSet, language: Language) -> Iterator[Finding]:
    """Growth over unequal or unknown periods, or without a baseline."""
    for statement in of.statements:
        if isinstance(statement, Grown):
            for flag in statement.claim.flags:
                yield Finding(flag, (statement.id,), statement.claim.words(language))


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
