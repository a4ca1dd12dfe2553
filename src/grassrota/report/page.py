"""The page itself: what it can be made of, the templates that give it its form, and how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grassrota.files.tables import written

Cell = str | int

SHADES = 5
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; ``lang`` if it is in another language than the page, ``warns`` if it says what is wrong."""

    text: str
    lang: str = ""
    warns: bool = False
    kind = "prose"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences."""

    texts: tuple[str, ...]
    lang: str = ""
    kind = "items"


@dataclass(frozen=True, slots=True)
class Fact:
    """One headline: what it is, how much, and half a sentence on what that means."""

    name: str
    value: str
    meaning: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Headlines side by side."""

    facts: tuple[Fact, ...]
    kind = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its header. Whole numbers are given separators.

    Attributes:
        caption: Unique on the page; it names the region in which the table scrolls.
        header: One word or two a column.
        rows: As many cells each as the header has.
        total: The last row, of sums; empty if there is none.
        shaded: Columns whose numbers are shaded by their size.
        wraps: True if its cells hold sentences.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    shaded: frozenset[int] = frozenset()
    wraps: bool = False
    kind = "table"

    @property
    def numeric(self) -> frozenset[int]:
        """Columns after the first that hold a whole number or a percentage; they are aligned to the right."""
        return frozenset(
            column
            for column in range(1, len(self.header))
            if any(isinstance(row[column], int) or str(row[column]).endswith("%") for row in self.rows)
        )

    @property
    def most(self) -> int:
        """The greatest number in the shaded columns; 0 if there is none."""
        numbers = (row[column] for row in self.rows for column in self.shaded)
        return max((number for number in numbers if isinstance(number, int)), default=0)

    def shade(self, column: int, cell: Cell) -> int:
        """How dark a cell is: 0 for none, 1 to ``SHADES`` by its part of the greatest."""
        if column not in self.shaded or not isinstance(cell, int) or not cell:
            return 0
        return -(-cell * SHADES // self.most)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart, how to read it, and the same figures as a table."""

    heading: str
    chart: Markup
    key: str
    table: Table
    kind = "exhibit"


@dataclass(frozen=True, slots=True)
class Card:
    """One published figure: its label, tags, the sentence that says it, named details and cautions."""

    heading: str
    tags: tuple[str, ...]
    sentence: str
    details: tuple[tuple[str, str], ...]
    cautions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Published figures one below the other."""

    cards: tuple[Card, ...]
    kind = "cards"


@dataclass(frozen=True, slots=True)
class Folded:
    """Something long behind a line that opens it; on paper it is always open."""

    summary: str
    blocks: tuple[Block, ...]
    is_open: bool = False
    kind = "folded"


Block = Prose | Items | Facts | Table | Exhibit | Cards | Folded


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with a heading; ``id`` is unique on the page."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on a page.

    Attributes:
        lang: ``en`` or ``zh``.
        kicker: What kind of page it is, above the title.
        title: Its title.
        lines: Lines below the title.
        sections: Its parts, in order.
        footer: Its last line.
        contents: Name of the list of sections.
        as_table: The line that opens the table of a chart.
        data: What it says as JSON for programs, with no sign in it that ends a script; empty for none.
    """

    lang: str
    kicker: str
    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str
    contents: str = "Contents"
    as_table: str = "The same figures as a table"
    data: str = ""


def render(page: Page) -> str:
    """The page as one HTML file that loads nothing."""
    return _environment(page.lang).get_template("page.html").render(page=page)


def write_page(path: Path, html: str) -> None:
    """Writes a page; it appears whole or not at all."""
    with written(path) as stream:
        stream.write(html)


def percent(part: int | Fraction, whole: int | Fraction) -> str:
    """A share with one decimal; nothing of nothing is unknown."""
    return f"{float(Fraction(part) / Fraction(whole) * 100):.1f}\u00a0%" if whole else "unknown"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: 1 team, 1,200 teams."""
    return f"{number:,} {one if number == 1 else many}"


@cache
def _environment(lang: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("grassrota.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tongue"] = lambda text: _tongue(text, lang)
    environment.filters["grouped"] = lambda cell: f"{cell:,}" if isinstance(cell, int) else cell
    return environment


def _tongue(text: Cell, lang: str) -> Markup:
    """A ``lang`` attribute for text in the other language than the page's; on a Chinese page Latin text is English."""
    if not isinstance(text, str):
        return Markup("")
    if lang != "zh":
        return Markup(' lang="zh"') if _HAN.search(text) else Markup("")
    return Markup(' lang="en"') if _LATIN.search(text) and not _HAN.search(text) else Markup("")
