"""Charts as inline SVG, drawn in Python: bars with marks and intervals on a common scale.

All horizontal positions are percentages and all text has its size from the page, so that a chart is as readable on a
phone as on paper. Label and value stand above each bar; colour never carries anything alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import islice
from math import ceil, floor, log10

from markupsafe import Markup

Number = int | float | Fraction

ROW, BAR_TOP, BAR_HEIGHT, AXIS = 44, 21, 13, 26
"""Heights in pixels: of a row, from its top to the bar, of the bar, and of the axis below all rows."""

WIDEST_LABEL = 34
"""Columns of a label that fit beside a value at 375 px; the full one is in the table and in the tooltip."""

MOST_STEPS = 4


class Tone(StrEnum):
    """How a bar is filled: by pattern as well as by colour."""

    SOLID = "solid"
    HATCHED = "hatched"
    CROSSED = "crossed"
    HOLLOW = "hollow"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from zero.

    Attributes:
        label: What it stands for.
        text: Its value in words, as in the table.
        value: Its length, 0 or more.
        mark: Where a limit or a comparison is marked; None for nowhere.
        room: How far the light track behind the bar reaches; None for no track.
        tone: How it is filled.
    """

    label: str
    text: str
    value: Number
    mark: Number | None = None
    room: Number | None = None
    tone: Tone = Tone.SOLID


@dataclass(frozen=True, slots=True)
class Span:
    """One interval; an end that is not included is drawn as an open ring, no end as an arrow.

    Attributes:
        label: What it stands for.
        text: Its value in words, as in the table.
        low: Lower end.
        high: Upper end; None if there is none.
        low_open, high_open: True if that end is excluded.
        mark: A value to compare with; None for none.
    """

    label: str
    text: str
    low: Number
    high: Number | None
    low_open: bool = False
    high_open: bool = False
    mark: Number | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """A common scale from ``low`` to ``high`` with labelled ticks."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()

    def at(self, value: Number) -> float:
        """The place of a value in percent of the width, kept clear of the edges."""
        width = self.high - self.low
        part = (float(value) - self.low) / width if width else 0.0
        return 0.8 + 98.4 * min(1.0, max(0.0, part))


def round_scale(top: Number, show: Callable[[float], str]) -> Scale:
    """A scale from 0 to a round number at or above ``top``, with at most five ticks."""
    rough = max(float(top), 1e-9) / MOST_STEPS
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))
    steps = max(1, ceil(float(top) / step - 1e-9))
    return Scale(0.0, steps * step, tuple((n * step, show(n * step)) for n in range(steps + 1)))


def bars(chart_id: str, title: str, words: str, rows: Sequence[Bar]) -> Markup:
    """Bars from zero on one scale, with marks.

    Args:
        chart_id: Unique on the page.
        title: What the chart shows, for those who cannot see it.
        words: What is to be seen in it, in a sentence.
        rows: At least one.
    """
    longest = max(float(end) for row in rows for end in (row.value, row.mark, row.room) if end is not None)
    scale = Scale(0.0, longest)
    return _svg(chart_id, title, words, len(rows) * ROW, _bars(chart_id, rows, scale), {row.tone for row in rows})


def spans(chart_id: str, title: str, words: str, rows: Sequence[Span], scale: Scale) -> Markup:
    """Intervals on one scale with its ticks below."""
    height = len(rows) * ROW
    return _svg(chart_id, title, words, height + AXIS, (*_ticks(scale, height), *_spans(rows, scale)), set())


def _bars(chart_id: str, rows: Iterable[Bar], scale: Scale) -> Iterator[Markup]:
    for number, row in enumerate(rows):
        top = number * ROW
        start = scale.at(0)
        yield _texts(row.label, row.text, top)
        if row.room is not None:
            yield _rect("track", start, scale.at(row.room), top)
        fill = f"url(#{chart_id}-{row.tone})" if row.tone in _PATTERNS else ""
        if row.value:
            yield _rect(f"bar {row.tone}", start, scale.at(row.value), top, fill)
        yield _line("base", start, top)
        if row.mark is not None:
            yield _line("mark", scale.at(row.mark), top)
        yield Markup("</g>")


def _spans(rows: Iterable[Span], scale: Scale) -> Iterator[Markup]:
    for number, row in enumerate(rows):
        top, middle = number * ROW, number * ROW + BAR_TOP + BAR_HEIGHT / 2
        low, high = scale.at(row.low), 99.2 if row.high is None else scale.at(row.high)
        yield _texts(row.label, row.text, top)
        yield Markup('<line class="rail" x1="0.8%" x2="99.2%" y1="{0}" y2="{0}"/>').format(middle)
        yield Markup('<line class="span" x1="{:.2f}%" x2="{:.2f}%" y1="{}" y2="{}"/>').format(low, high, middle, middle)
        if row.mark is not None:
            yield _line("mark", scale.at(row.mark), top)
        yield _end(low, middle, row.low_open)
        if row.high is None:
            yield Markup('<text class="arrow" x="100%" y="{}" text-anchor="end">→</text>').format(middle + 5)
        elif row.high != row.low:
            yield _end(high, middle, row.high_open)
        yield Markup("</g>")


def _ticks(scale: Scale, height: int) -> Iterator[Markup]:
    for value, text in scale.ticks:
        x = scale.at(value)
        anchor = "start" if x < 5 else "end" if x > 95 else "middle"
        yield Markup('<line class="tick" x1="{0:.2f}%" x2="{0:.2f}%" y1="18" y2="{1}"/>').format(x, height + 4)
        yield Markup('<text class="axis" x="{:.2f}%" y="{}" text-anchor="{}">{}</text>').format(
            x, height + 19, anchor, text
        )


def _texts(label: str, text: str, top: int) -> Markup:
    return Markup(
        '<g><title>{}: {}</title><text class="label" x="0" y="{}">{}</text>'
        '<text class="value" x="100%" y="{}" text-anchor="end">{}</text>'
    ).format(label, text, top + 14, clipped(label), top + 14, text)


def _rect(name: str, start: float, end: float, top: int, fill: str = "") -> Markup:
    style = Markup(' style="fill:{}"').format(fill) if fill else Markup("")
    return Markup('<rect class="{}" x="{:.2f}%" width="{:.2f}%" y="{}" height="{}"{}/>').format(
        name, start, max(end - start, 0.15), top + BAR_TOP, BAR_HEIGHT, style
    )


def _line(name: str, x: float, top: int) -> Markup:
    return Markup('<line class="{0}" x1="{1:.2f}%" x2="{1:.2f}%" y1="{2}" y2="{3}"/>').format(
        name, x, top + BAR_TOP - 3, top + BAR_TOP + BAR_HEIGHT + 3
    )


def _end(x: float, middle: float, is_open: bool) -> Markup:
    return Markup('<circle class="{}" cx="{:.2f}%" cy="{}" r="4.5"/>').format(
        "end open" if is_open else "end", x, middle
    )


_PATTERNS = {
    Tone.HATCHED: "M-1,7 L7,-1 M-1,1 L1,-1 M5,7 L7,5",
    Tone.CROSSED: "M0,0 L6,6 M6,0 L0,6",
}


def _svg(chart_id: str, title: str, words: str, height: int, content: Iterable[Markup], tones: set[Tone]) -> Markup:
    patterns = Markup("").join(
        Markup(
            '<pattern id="{}-{}" width="6" height="6" patternUnits="userSpaceOnUse">'
            '<rect class="ground" width="6" height="6"/><path class="stripe {}" d="{}"/></pattern>'
        ).format(chart_id, tone, tone, path)
        for tone, path in _PATTERNS.items()
        if tone in tones
    )
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{0}-title {0}-words" width="100%" height="{1}">'
        '<title id="{0}-title">{2}</title><desc id="{0}-words">{3}</desc>{4}{5}</svg>'
    ).format(
        chart_id, height, title, words, Markup("<defs>{}</defs>").format(patterns) if patterns else "",
        Markup("").join(content),
    )  # fmt: skip


def clipped(label: str) -> str:
    """The label, shortened with an ellipsis if it would run into the value; Chinese characters count twice."""
    width = 0
    for place, character in enumerate(label):
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > WIDEST_LABEL:
            return "".join(islice(label, place - 1)).rstrip() + "…"
    return label
