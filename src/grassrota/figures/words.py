"""From an interval or a figure to plain words, Chinese or English; the parser reads the interval's words back."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from grassrota.figures.figure import Figure, Status
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.figures.numerals import amount


class Language(StrEnum):
    """What a bulletin is written in."""

    ENGLISH = "en"
    CHINESE = "zh"

    def either(self, english: str, chinese: str) -> str:
        """Of a sentence in both languages the one in this."""
        return english if self is Language.ENGLISH else chinese


_BOUNDS = {
    Language.ENGLISH: {
        "[": "at least {}",
        "(": "over {}",
        "]": "at most {}",
        ")": "under {}",
        "&": " and ",
        "to": " to ",
    },
    Language.CHINESE: {"[": "至少{}", "(": "超过{}", "]": "至多{}", ")": "不到{}", "&": "，", "to": "至"},
}
_STATUS_ZH = {
    Status.PLANNED: "计划", Status.LISTED: "已列名单", Status.DEPARTED: "已出发", Status.REPORTED: "据报",
    Status.CONFIRMED: "已核实", Status.REFUTED: "已否定", Status.UNKNOWN: "情况不明",
}  # fmt: skip
_PLURAL = {"person": "people", "factory": "factories", "yuan": "yuan"}
_UNIT_ZH = {
    "person": "人", "opinion": "条意见", "case": "件", "unit": "个单位", "commune": "个公社", "post": "个职位",
    "factory": "个工厂", "yuan": "元", "day": "天", "share": "",
}  # fmt: skip


def number(value: Fraction, *, share: bool = False) -> str:
    """An exact number: 3,200 or 62.05, as a share 62.05 %; a fraction such as 1/3 where decimals never end."""
    shown = value * 100 if share else value
    odd = shown.denominator
    for prime in (2, 5):
        while odd % prime == 0:
            odd //= prime
    if odd != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    while (shown * 10**digits).denominator != 1:
        digits += 1
    scaled = int(shown * 10**digits)
    whole, decimals = divmod(scaled, 10**digits)
    return f"{whole:,}" + (f".{decimals:0{digits}d}" if digits else "") + (" %" if share else "")


def nearest(value: Fraction, *, share: bool = False) -> str:
    """A number for a sentence: shares to a hundredth of a point, others too below 1,000, above to the nearest whole."""
    if share:
        return f"{float(value * 100):.2f}".rstrip("0").rstrip(".") + " %"
    if value.denominator == 1 or value >= 1000:
        return f"{round(value):,}"
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def words(interval: Interval, language: Language = Language.ENGLISH, *, share: bool = False) -> str:
    """The interval in words that ``wording.parse`` reads back as the same interval."""
    english = language is Language.ENGLISH
    if interval.is_point:
        prefix = ("exactly " if english else "正好") if share else ""
        return prefix + number(interval.lower, share=share)
    if interval == Interval.half_open(11, 20) and not share:
        return "a dozen-odd" if english else "十几"
    if _is_odd(interval) and not share:
        return number(interval.lower) + ("-odd" if english else "多")
    return _bounds(interval, language, number, share=share)


def bounds_in_words(interval: Interval, language: Language = Language.ENGLISH, *, share: bool = False) -> str:
    """The interval as bounds rounded for reading, such as "over 50 % and at most 56.79 %"."""
    if interval.is_point:
        return nearest(interval.lower, share=share)
    if interval.upper is not None and nearest(interval.lower, share=share) == nearest(interval.upper, share=share):
        return language.either("about ", "约") + nearest(interval.lower, share=share)
    return _bounds(interval, language, nearest, share=share)


def figure_words(figure: Figure, on: date, language: Language = Language.ENGLISH) -> str:
    """One line: label, number, unit, exact or approximate, status, as-of date and age, coverage, who counted.

    Raises:
        Refused: ``not_yet``, if the figure is of a day after ``on``.
    """
    english = language is Language.ENGLISH
    parts = [_amount_words(figure, language), as_of_words(figure, on, language)]
    parts.insert(1, str(figure.status) if english else _STATUS_ZH[figure.status])
    if figure.coverage is not None and not figure.coverage.is_complete:
        k, n = figure.coverage.reporting, figure.coverage.units
        parts.append(
            str(figure.coverage) if english else f"{'单位总数不详，' if n is None else f'{n}个单位中'}{k}个已上报"
        )
    parts.append(f"counted by {figure.counted_by}" if english else f"统计者：{figure.counted_by}")
    return f"{figure.label}: " + "; ".join(parts) if english else f"{figure.label}：" + "；".join(parts)


def as_of_words(figure: Figure, on: date, language: Language = Language.ENGLISH) -> str:
    """The date a figure was true and its age: "as of 1957-08-31 (34 days old)"."""
    days = figure.age_days(on)
    if language is Language.CHINESE:
        return f"截至{figure.as_of}（{days}天前）"
    return f"as of {figure.as_of} ({days} {'day' if days == 1 else 'days'} old)"


def _amount_words(figure: Figure, language: Language) -> str:
    english = language is Language.ENGLISH
    if figure.numerator is None:
        return "no number given" if english else "没有数字"
    exact = ("exact" if english else "确数") if figure.is_exact else ("approximate" if english else "约数")
    unit = _unit(figure, language)
    text = words(figure.numerator, language)
    if Flag.NO_DENOMINATOR in figure.flags:
        share = figure.share()
        unknown = "share unknown" if english else "比例不明"
        return f"{words(share, language, share=True) if share else unknown}{', ' if english else '，'}{exact}"
    if figure.denominator is not None:
        whole = words(figure.denominator, language)
        share = figure.share()
        if share is None:
            level = "share unknown" if english else "比例不明"
        else:
            level = f"{nearest(share.lower, share=True)}..{nearest(share.upper or Fraction(1), share=True)}"
            level = nearest(share.lower, share=True) if share.is_point else level
        return (
            f"{text} of {whole} {unit} ({level}), {exact}" if english else f"{whole}{unit}中{text}（{level}），{exact}"
        )
    return f"{text} {unit}, {exact}" if english else f"{text}{unit}，{exact}"


def _unit(figure: Figure, language: Language) -> str:
    if language is Language.CHINESE:
        return _UNIT_ZH.get(figure.unit, figure.unit)
    one = (figure.denominator or figure.numerator) == Interval.exactly(1)
    return figure.unit if one else _PLURAL.get(figure.unit, f"{figure.unit}s")


def _is_odd(interval: Interval) -> bool:
    """True if "-odd" after the lower end says the interval."""
    if interval.upper is None or interval.lower_open or not interval.upper_open or interval.lower in (0, 10):
        return False
    read = amount(number(interval.lower))
    return read is not None and interval.upper - interval.lower == read.significant


class _Show(Protocol):
    def __call__(self, value: Fraction, *, share: bool) -> str: ...


def _bounds(interval: Interval, language: Language, show: _Show, *, share: bool) -> str:
    forms = _BOUNDS[language]
    top = 1 if share else None
    capped = interval.upper is None or (interval.upper == top and not interval.upper_open)
    lower = forms["(" if interval.lower_open else "["].format(show(interval.lower, share=share))
    if interval.upper is None or (capped and interval.lower > 0) or (capped and interval.lower_open):
        return lower
    upper = forms[")" if interval.upper_open else "]"].format(show(interval.upper, share=share))
    if interval.lower == 0 and not interval.lower_open:
        return upper
    if interval.lower_open or interval.upper_open:
        return lower + forms["&"] + upper
    return show(interval.lower, share=share) + forms["to"] + show(interval.upper, share=share)
