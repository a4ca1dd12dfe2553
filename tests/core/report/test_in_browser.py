"""The pages as Chromium shows and prints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grassrota.figures.bulletin import Bulletin
from grassrota.figures.words import Language
from grassrota.inspection.verdict import Verdict
from grassrota.opinions.ledger import Ledger
from grassrota.report.bulletin_page import bulletin_page
from grassrota.report.page import write_page
from grassrota.report.plan_page import plan_page
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
NAMES = ("plan", "bulletin", "公报")


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    larger: RotaProblem,
    make_plan: Callable[..., Plan],
    report_002: Bulletin,
    opinions: Ledger,
    verdicts: tuple[Verdict, ...],
) -> Path:
    """One page of each kind; a unit's name is as long as names get."""
    units = tuple(
        replace(unit, name="Department of " + "very " * 12 + "long names") if unit.id == "b" else unit
        for unit in larger.tree.units
    )
    long = replace(larger, tree=replace(larger.tree, units=units))
    folder = tmp_path_factory.mktemp("pages")
    write_page(folder / "plan.html", plan_page(long, make_plan(long)))
    write_page(folder / "bulletin.html", bulletin_page(report_002, opinions, verdicts))
    write_page(folder / "公报.html", bulletin_page(report_002, opinions, verdicts, Language.CHINESE))
    return folder


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (1280, "light")])
def test_a_page_fits_and_loads_nothing(browser: Browser, folder: Path, name: str, width: int, scheme: str) -> None:
    """Nothing overflows sideways with every fold open, nothing is requested or logged, and charts have names."""
    dark = scheme == "dark"
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
    requested: list[str] = []
    logged: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    address = (folder / f"{name}.html").as_uri()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.get_by_role("img").count() == page.locator("svg").count() > 2
    lightness = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert (max(lightness) < 60) if dark else (min(lightness) > 240)
    assert requested == [address]
    assert logged == []
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_text_in_charts_does_not_collide(browser: Browser, folder: Path, name: str) -> None:
    """At 375 px no label runs into its value, and none leaves the page."""
    page = browser.new_page(viewport={"width": 375, "height": 800})
    page.goto((folder / f"{name}.html").as_uri())
    collisions = page.evaluate(
        """[...document.querySelectorAll('.chart g')].filter(row => {
            const [label, value] = ['.label', '.value'].map(of => row.querySelector(of).getBoundingClientRect());
            const beside = label.bottom > value.top + 4 && value.bottom > label.top + 4;
            return (beside && label.right > value.left) || label.right > 375 || value.right > 375 || value.left < 0;
        }).map(row => row.querySelector('title').textContent)"""
    )
    assert collisions == []
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_folds_and_tables_are_reached_by_keyboard(browser: Browser, folder: Path, name: str) -> None:
    """From the last entry of the contents the tab key reaches a fold, and Enter opens it."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((folder / f"{name}.html").as_uri())
    page.locator("nav a").last.focus()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    closed = page.evaluate("!document.activeElement.parentElement.open")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") == closed
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_prints_on_white_with_its_lists(browser: Browser, folder: Path, name: str) -> None:
    """Even from a dark screen it prints to PDF on white, the width of A4, with the folded lists open."""
    page = browser.new_page(viewport={"width": 670, "height": 900}, color_scheme="dark")
    page.goto((folder / f"{name}.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 670
    lists = page.locator("details.list table")
    assert all(lists.nth(place).bounding_box() is not None for place in range(lists.count()))
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
