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
from math import ceil, floor, log10

from markupsafe import Markup

Number = int | float | Fraction

BAR_HEIGHT, AXIS = 13, 24
"""Heights in pixels: of a bar, and of the axis below all rows."""

WIDEST = 44
"""Columns of text that fit side by side at 375 px; a Chinese character takes two."""

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
    """A common scale from ``low`` to ``high`` with labelled ticks, ``inset`` percent clear of the left edge."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()
    inset: float = 0.8

    def at(self, value: Number) -> float:
        """The place of a value in percent of the width."""
        width = self.high - self.low
        part = (float(value) - self.low) / width if width else 0.0
        return self.inset + (99.2 - self.inset) * min(1.0, max(0.0, part))


def round_scale(top: Number, show: Callable[[float], str]) -> Scale:
    """A scale from 0 to a round number at or above ``top``, with at most five ticks."""
    rough = max(float(top), 1e-9) / MOST_STEPS
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))
    steps = max(1, ceil(float(top) / step - 1e-9))
    return Scale(0.0, steps * step, tuple((n * step, show(n * step)) for n in range(steps + 1)))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where things are in rows of equal height: label beside value, or above it where one is too long for that."""

    stacked: bool

    @classmethod
    def of(cls, rows: Sequence[Bar] | Sequence[Span]) -> _Rows:
        return cls(any(_columns(row.label) + _columns(row.text) + 2 > WIDEST for row in rows))

    @property
    def bar_top(self) -> int:
        return 40 if self.stacked else 21

    @property
    def height(self) -> int:
        return self.bar_top + BAR_HEIGHT + 16

    def texts(self, row: Bar | Span, top: int) -> Markup:
        place = ("0", top + 33, "start") if self.stacked else ("100%", top + 14, "end")
        return Markup(
            '<g><title>{}: {}</title><text class="label" x="0" y="{}">{}</text>'
            '<text class="value" x="{}" y="{}" text-anchor="{}">{}</text>'
        ).format(row.label, row.text, top + 14, clipped(row.label), *place, row.text)

    def line(self, name: str, x: float, top: int) -> Markup:
        y = top + self.bar_top
        return Markup('<line class="{0}" x1="{1:.2f}%" x2="{1:.2f}%" y1="{2}" y2="{3}"/>').format(
            name, x, y - 3, y + BAR_HEIGHT + 3
        )


def bars(chart_id: str, title: str, words: str, rows: Sequence[Bar]) -> Markup:
    """Bars from zero on one scale, with marks.

    Args:
        chart_id: Unique on the page.
        title: What the chart shows, for those who cannot see it.
        words: What is to be seen in it, in a sentence.
        rows: At least one.
    """
    longest = max(float(end) for row in rows for end in (row.value, row.mark, row.room) if end is not None)
    scale, places = Scale(0.0, longest, inset=0.1), _Rows.of(rows)
    content = _bars(chart_id, rows, scale, places)
    return _svg(chart_id, title, words, len(rows) * places.height, content, {row.tone for row in rows})


def spans(chart_id: str, title: str, words: str, rows: Sequence[Span], scale: Scale) -> Markup:
    """Intervals on one scale with its ticks below; the other arguments as for ``bars``."""
    places = _Rows.of(rows)
    height = len(rows) * places.height
    content = (*_ticks(scale, height), *_spans(rows, scale, places))
    return _svg(chart_id, title, words, height + AXIS, content, set())


def _bars(chart_id: str, rows: Iterable[Bar], scale: Scale, places: _Rows) -> Iterator[Markup]:
    start = scale.at(0)
    for number, row in enumerate(rows):
        top = number * places.height
        y = top + places.bar_top
        yield places.texts(row, top)
        if row.room is not None:
            yield _rect("track", start, scale.at(row.room), y)
        filled = row.tone in _PATTERNS
        if row.value:
            fill = f"url(#{chart_id}-{row.tone})" if filled else ""
            yield _rect(f"{'outline' if filled else 'bar'} {row.tone}", start, scale.at(row.value), y, fill)
        yield places.line("base", start, top)
        if row.mark is not None:
            yield places.line("halo", scale.at(row.mark), top)
            yield places.line("mark", scale.at(row.mark), top)
        yield Markup("</g>")


def _spans(rows: Iterable[Span], scale: Scale, places: _Rows) -> Iterator[Markup]:
    left, right = scale.at(scale.low), scale.at(scale.high)
    for number, row in enumerate(rows):
        top = number * places.height
        y = top + places.bar_top + BAR_HEIGHT / 2
        low, high = scale.at(row.low), right if row.high is None else scale.at(row.high)
        yield places.texts(row, top)
        for name, start, end in (("rail", left, right), ("span", low, high)):
            yield Markup('<line class="{0}" x1="{1:.2f}%" x2="{2:.2f}%" y1="{3}" y2="{3}"/>').format(
                name, start, end, y
            )
        if row.mark is not None:
            yield places.line("halo", scale.at(row.mark), top)
            yield places.line("mark", scale.at(row.mark), top)
        yield _end(low, y, row.low_open)
        if row.high is None:
            yield Markup('<text class="arrow" x="100%" y="{}" text-anchor="end">→</text>').format(y + 6)
        elif row.high != row.low:
            yield _end(high, y, row.high_open)
        yield Markup("</g>")


def _ticks(scale: Scale, height: int) -> Iterator[Markup]:
    for value, text in scale.ticks:
        x = scale.at(value)
        anchor = "start" if x < 5 else "end" if x > 95 else "middle"
        yield Markup('<line class="tick" x1="{0:.2f}%" x2="{0:.2f}%" y1="18" y2="{1}"/>').format(x, height + 4)
        yield Markup('<text class="axis" x="{:.2f}%" y="{}" text-anchor="{}">{}</text>').format(
            x, height + 19, anchor, text
        )


def _rect(name: str, start: float, end: float, y: int, fill: str = "") -> Markup:
    # an attribute and no style, which pages that allow no style of their own would leave out
    filled = Markup(' fill="{}"').format(fill) if fill else Markup("")
    return Markup('<rect class="{}" x="{:.2f}%" width="{:.2f}%" y="{}" height="{}"{}/>').format(
        name, start, max(end - start, 0.15), y, BAR_HEIGHT, filled
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
    """The label, shortened with an ellipsis if it is too wide for a phone; the table and the tooltip have it whole."""
    for length in range(len(label), 0, -1):
        shown = label[:length].rstrip() + ("" if length == len(label) else "…")
        if _columns(shown) <= WIDEST:
            return shown
    return label


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
