"""Pages by keyboard alone, without JavaScript, and on paper."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Served, SignIn, signed_in
from tests.web.installation import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STORE = "grassrota.sqlite3"


@pytest.fixture(scope="module")
def copied(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same demonstration once more, for those who write in it."""
    application = Served(tmp_path_factory.mktemp("copied") / "data", free_port())
    shutil.copytree(served.folder, application.folder, ignore=shutil.ignore_patterns(f"{STORE}*"))
    _copy(served.folder / STORE, application.folder / STORE)
    application.serve()
    yield application
    application.kill()


def _copy(store: Path, to: Path) -> None:
    source, target = sqlite3.connect(store), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()


def focused(page: Page) -> str:
    """The name of what has the focus, or its id or class."""
    found = page.evaluate("(({id, className, name}) => name || id || className)(document.activeElement)")
    return str(found)


def test_a_slash_goes_to_the_search_box_and_the_first_key_skips_to_the_content(served: Served, sign_in: SignIn) -> None:
    """A slash moves into the search box, unless somebody is writing; Tab and Enter leave the frame behind."""
    page = sign_in(served, "organiser")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("a/b")
    assert page.input_value("#search") == "a/b"
    page.goto(f"{served.url}/units/people/")
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    page.keyboard.press("Enter")
    assert focused(page) == "content"


def test_escape_closes_the_menu_and_gives_the_focus_back(served: Served, sign_in: SignIn) -> None:
    """The menu opens by Enter; Escape within it closes it, and the focus is where it was."""
    page = sign_in(served, "organiser")
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_fault_takes_the_focus_and_leads_to_its_field(served: Served, sign_in: SignIn) -> None:
    """Sent empty, a form opens at its summary, says so in its title, and each line leads to the field it names."""
    page = sign_in(served, "staff")
    page.goto(f"{served.url}/postings/")
    page.locator("main").get_by_role("link", name=re.compile("Boxing county")).first.click()
    page.get_by_role("button", name=re.compile("^Raise a ")).click()
    page.get_by_role("button", name="Raise it").click()
    assert page.title().startswith("Error:")
    assert focused(page) == "faults"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "kind"


def test_arrows_walk_the_unit_tree(served: Served, sign_in: SignIn) -> None:
    """Down and up go from twig to twig, right opens one with what is below, left closes it."""
    page = sign_in(served, "organiser")
    page.goto(f"{served.url}/units/")
    twigs = page.locator(".tree > ul > li > details")
    twigs.first.locator("> summary").focus()
    page.keyboard.press("ArrowDown")
    expect(twigs.nth(1).locator("> summary")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(twigs.first.locator("> ul > li small").first).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(twigs.first.locator("> ul")).to_be_hidden()
    expect(twigs.first.locator("> summary")).to_be_focused()


def test_on_paper_there_is_the_list_and_nothing_to_press(served: Served, sign_in: SignIn) -> None:
    """A plan and a published list print black on white without navigation, menus and buttons, and nothing is cut."""
    page = sign_in(served, "organiser", scheme="dark")
    for start, link in (("rotations/2/plans/1/", None), ("postings/", re.compile("^Batch 1 of"))):
        page.goto(f"{served.url}/{start}")
        if link:
            page.get_by_role("link", name=link).first.click()
        page.emulate_media(media="print", color_scheme="dark")
        for hidden in page.locator("nav, .strip, .search, .menu, .skip, main button, .actions").all():
            expect(hidden).to_be_hidden()
        assert page.locator("table").first.is_visible()
        colours = page.evaluate(
            "['html', 'body', 'main', 'td', 'h1'].map(name => getComputedStyle(document.querySelector(name)))"
            ".map(style => [style.backgroundColor, style.color])"
        )
        assert {background for background, _ink in colours} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        assert {ink for _background, ink in colours} == {"rgb(0, 0, 0)"}
        cut = (
            "[...document.querySelectorAll('.scroll')].filter(e => getComputedStyle(e).overflowX !== 'visible').length"
        )
        assert page.evaluate(cut) == 0
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="screen")


@pytest.fixture
def plain(browser: Browser, copied: Served) -> Iterator[dict[str, Page]]:
    """Pages without JavaScript, for those who answer and those who ask."""
    pages = {
        name: signed_in(browser, copied, name, java_script_enabled=False) for name in ("organiser", "staff", "officer")
    }
    yield pages
    for page in pages.values():
        page.context.close()


def test_without_javascript_one_walks_the_tree_and_saves_a_policy(plain: dict[str, Page], copied: Served) -> None:
    """Signed in without JavaScript, each twig leads to the unit's page, and a policy becomes its next version."""
    page = plain["organiser"]
    page.goto(f"{copied.url}/units/")
    page.locator(".tree summary").first.click()
    page.get_by_role("link", name=re.compile("^Open ")).first.click()
    expect(page.locator("h1")).to_have_text(re.compile("Shandong"))
    page.goto(f"{copied.url}/rotations/1/policy/")
    page.fill("[name=title]", "By hand")
    page.get_by_role("button", name=re.compile("^Save")).click()
    expect(page.locator("main")).to_contain_text("version 2")
    page.goto(f"{copied.url}/rotations/1/policy/")
    expect(page.locator("[name=title]")).to_have_value("By hand")


def test_without_javascript_a_concern_is_raised_and_answered(plain: dict[str, Page], copied: Served) -> None:
    """Raised by the person and answered by the officer, all by plain forms."""
    own = plain["staff"]
    own.goto(f"{copied.url}/postings/own/2/raise/")
    own.get_by_label("Question").check()
    own.get_by_label("In your own words").fill("Where do my children go to school?")
    own.get_by_role("button", name="Raise it").click()
    expect(own.locator(".tasks")).to_contain_text("Question")
    page = plain["officer"]
    page.goto(f"{copied.url}/postings/worklist/")
    page.locator("#worklist tbody a").first.click()
    page.get_by_label("Your answer").fill("There is a school in the township.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("main")).to_contain_text("It is answered.")
