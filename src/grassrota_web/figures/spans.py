"""Intervals as bars: what a statement says beside what the others leave for it, and what was left unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from grassrota.figures.interval import Interval

WIDTH, NAME, LINE, AFTER = 400, 18, 29, 12
LONGEST = 56
"""Half-widths of a letter that fit beside one another; a Chinese character takes two."""


@dataclass(frozen=True)
class Bar:
    """One interval, what is written above it, and whether it is drawn full or as an outline."""

    words: str
    interval: Interval
    full: bool


@dataclass(frozen=True)
class Span:
    """A quantity with its bars, all on one scale: of shares from nothing to all, else as wide as the bars are."""

    name: str
    bars: tuple[Bar, ...]
    is_share: bool


def drawn(spans: Sequence[Span]) -> SafeString:
    """The spans below one another."""
    parts, top = [], 0
    for span in spans:
        parts.append(_text(span.name, top + 13, bold=True))
        top += NAME
        low, high = _scale(span)
        for bar in span.bars:
            parts.append(_text(bar.words, top + 11))
            parts.append(_bar(bar, low, high, top + 18))
            top += LINE
        top += AFTER
    svg = '<svg viewBox="0 0 {} {}" width="{}" aria-hidden="true">{}</svg>'
    return format_html(svg, WIDTH, top, WIDTH, format_html_join("", "{}", ((part,) for part in parts)))


def _scale(span: Span) -> tuple[Fraction, Fraction]:
    if span.is_share:
        return Fraction(0), Fraction(1)
    ends = [end for bar in span.bars for end in (bar.interval.lower, bar.interval.upper) if end is not None]
    low, high = min(ends), max(ends)
    # room on both sides, so that one number alone stands in the middle, and what has no end is seen to go on
    room = (high - low) / 5 or high / 5 or Fraction(1)
    return max(low - room, Fraction(0)), high + room


def _bar(bar: Bar, low: Fraction, high: Fraction, top: int) -> SafeString:
    upper = bar.interval.upper
    left = _across(bar.interval.lower, low, high)
    right = float(WIDTH) if upper is None else _across(upper, low, high)
    if right - left < 4:
        left = min(max(0.0, (left + right) / 2 - 2), WIDTH - 4.0)
        right = left + 4
    fill = "currentColor" if bar.full else "none"
    line = format_html('<path d="M0 {0}h{1}" stroke="currentColor" stroke-width="0.5"/>', top + 4, WIDTH)
    shape = '<rect x="{}" y="{}" width="{}" height="8" fill="{}" stroke="currentColor" stroke-width="1.5"/>'
    arrow = mark_safe("")
    if upper is None:
        arrow = format_html(
            '<path d="M{} {}l8 4l-8 4" fill="none" stroke="currentColor" stroke-width="1.5"/>', WIDTH - 10, top
        )
    return line + format_html(shape, round(left, 1), top, round(right - left, 1), fill) + arrow


def _across(value: Fraction, low: Fraction, high: Fraction) -> float:
    return float((value - low) / (high - low) * WIDTH)


def _text(words: str, y: int, *, bold: bool = False) -> SafeString:
    weight = "bold" if bold else "normal"
    return format_html(
        '<text x="0" y="{}" font-size="12" font-weight="{}" fill="currentColor">{}</text>', y, weight, _fitted(words)
    )


def _fitted(words: str) -> str:
    room = LONGEST
    for at, letter in enumerate(words):
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return f"{words[:at]}…"
    return words
