"""What pictures of the room share: how wide they are, names and outlines, and the frame around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

WIDTH, ROW, BAR, LONGEST = 400, 40, 16, 34
MOST = 12
"""Units in a picture; the table has all of them."""


def beside_table(key: str, title: str, summary: str, drawn: SafeString, units: int, table: str) -> dict[str, Any]:
    """A picture of the first units of a table of the page, for ``components/svg_chart.html``."""
    if units > MOST:
        summary += " " + _("The first %(count)s units are drawn; the table has all.") % {"count": MOST}
    return {"id": key, "title": title, "summary": summary, "svg": drawn, "table": table}


def outline(place: int, words: str, count: int, most: int) -> SafeString:
    """Some words, and below them a bar that is empty."""
    return format_html(
        '<text x="0" y="{}" font-size="13">{}</text>'
        '<rect x="0" y="{}" width="{}" height="{}" fill="none" stroke="currentColor" stroke-width="0.5"/>',
        *(place * ROW + 14, words, top(place), wide(count, most), BAR),
    )


def top(place: int) -> int:
    """Where the bar of a row begins."""
    return place * ROW + ROW - BAR - 4


def wide(count: int, most: int) -> float:
    """How wide a bar is, of the one of the most."""
    return round(count / most * WIDTH, 1) if most else 0.0


def short(name: str, longest: int = LONGEST) -> str:
    """A name as far as there is room for it."""
    return name if len(name) <= longest else f"{name[:longest]}…"


def svg(height: int, drawn: SafeString) -> SafeString:
    """The picture: about as wide as a phone, in the colour of the text."""
    return format_html(
        '<svg viewBox="0 0 {0} {1}" width="{0}" aria-hidden="true" fill="currentColor">{2}</svg>', WIDTH, height, drawn
    )


def number(count: int) -> str:
    """A count as it is written for the reader."""
    return _written(get_language(), count)


def numbers() -> Callable[[int], str]:
    """What writes counts for this reader, whose language it asks for once and not for each of hundreds."""
    return partial(_written, get_language())


@lru_cache(maxsize=1 << 14)
def _written(_language: str | None, count: int) -> str:
    """A page has hundreds of them, of which most are alike."""
    return number_format(count, force_grouping=True)


def dated(on: date) -> str:
    """A day as it is written in a picture."""
    return date_format(on, "DATE_FORMAT")
