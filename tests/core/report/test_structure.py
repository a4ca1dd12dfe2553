"""What holds for every page: it loads nothing, reads in order, and shows in tables what it draws."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from grassrota.figures.bulletin import Bulletin
from grassrota.figures.words import Language
from grassrota.inspection.verdict import Verdict
from grassrota.opinions.ledger import Ledger
from grassrota.report.bulletin_page import bulletin_page
from grassrota.report.plan_page import plan_page
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem

if TYPE_CHECKING:
    from tests.core.report.conftest import Element

Read = Callable[[str], "Element"]
NAMES = ("plan", "bulletin", "公报")


@pytest.fixture(scope="module")
def pages(
    larger: RotaProblem,
    make_plan: Callable[..., Plan],
    report_002: Bulletin,
    opinions: Ledger,
    verdicts: tuple[Verdict, ...],
) -> dict[str, str]:
    """One page of each kind."""
    made = (
        plan_page(larger, make_plan(larger)),
        bulletin_page(report_002, opinions, verdicts),
        bulletin_page(report_002, opinions, verdicts, Language.CHINESE),
    )
    return dict(zip(NAMES, made, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded(pages: dict[str, str], read: Read, name: str) -> None:
    """There is no address, source, script, imported style or remote font; links lead to sections of the page."""
    html = pages[name]
    for forbidden in ("http://", "https://", "src=", "@import", "<script", "<link", "srcset", "//"):
        assert forbidden not in html
    assert all(inner.startswith("#") for inner in re.findall(r"url\(([^)]*)\)", html))
    page = read(html)
    ids = {
        element.attributes["id"]
        for element in page.all("section", "svg", "title", "desc")
        if "id" in element.attributes
    }
    assert all(link.attributes["href"].removeprefix("#") in ids for link in page.all("a"))


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_in_order_and_ids_unique(pages: dict[str, str], read: Read, name: str) -> None:
    """One h1, no level skipped, no id and no table caption twice."""
    page = read(pages[name])
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert set(Counter(re.findall(r' id="([^"]*)"', pages[name])).values()) == {1}
    captions = Counter(caption.text for caption in page.all("caption"))
    assert set(captions.values()) == {1}


@pytest.mark.parametrize("name", NAMES)
def test_tables_have_headers_and_regions_can_be_reached(pages: dict[str, str], read: Read, name: str) -> None:
    """Every row and column header has a scope; every table scrolls in a named region that the keyboard reaches."""
    page = read(pages[name])
    assert all(cell.attributes["scope"] in ("row", "col") for cell in page.all("th"))
    for table in page.all("table"):
        width = len(table.all("thead")[0].all("th"))
        assert all(len(row.all("th", "td")) == width for row in table.all("tr"))
    regions = [element for element in page.all("div") if element.attributes.get("role") == "region"]
    assert len(regions) == len(page.all("table"))
    assert all(r.attributes["tabindex"] == "0" and r.attributes["aria-label"] for r in regions)


@pytest.mark.parametrize("name", NAMES)
def test_charts_have_a_name_and_a_table_with_the_same_numbers(pages: dict[str, str], read: Read, name: str) -> None:
    """Every chart is an image with title and description, and every number in it stands in the table beside it."""
    page = read(pages[name])
    figures = page.all("figure")
    assert len(figures) == len(page.all("svg")) > 2
    for figure in figures:
        chart, table = figure.all("svg")[0], figure.all("table")[0]
        assert chart.attributes["role"] == "img"
        named = " ".join(element.attributes["id"] for element in (chart.all("title")[0], chart.all("desc")[0]))
        assert chart.attributes["aria-labelledby"] == named
        assert all(element.text for element in chart.all("title", "desc"))
        rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tbody")[0].all("tr")]
        values = [text.text for text in chart.all("text") if text.attributes["class"] == "value"]
        assert len(values) == len(rows)
        held = {number for row in rows for cell in row for number in _numbers(cell)}
        assert {number for value in values for number in _numbers(value)} <= held


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*", text)


def test_bars_are_as_long_as_their_numbers(pages: dict[str, str], read: Read) -> None:
    """After the plan 19 people have served no turn, 4 one and 1 two: the bars have these proportions."""
    chart = next(svg for svg in read(pages["plan"]).all("svg") if svg.all("title")[0].attributes["id"] == "turns-title")
    widths = [float(bar.attributes["width"].rstrip("%")) for bar in chart.all("rect")]
    assert [round(width / widths[2] * 2) / 2 for width in widths] == [19.0, 4.0, 1.0]


PAIRS = (
    ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("warn", "panel"), ("ink", "s1"), ("ink", "s2"),
    ("ink", "s3"), ("ink", "s4"), ("ink", "s5"),
)  # fmt: skip
DRAWN = (("bar", "paper"), ("mark", "paper"), ("mark", "track"), ("bar", "track"))


@pytest.mark.parametrize("scheme", range(3), ids=("light", "dark", "print"))
def test_colours_can_be_told_apart(scheme: int) -> None:
    """Text has a contrast of at least 4.5 to its ground, and what is drawn at least 3 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    css = files("grassrota.report").joinpath("templates/style.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]+)", re.findall(r":root \{(.*?)\}", css, re.DOTALL)[scheme]))
    assert min(_contrast(colours[text], colours[ground]) for text, ground in PAIRS) >= 4.5
    assert min(_contrast(colours[one], colours[ground]) for one, ground in DRAWN) >= 3


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
