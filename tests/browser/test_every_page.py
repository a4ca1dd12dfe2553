"""Every page as Chromium shows it: whole, within the window, in words of people, and without barriers."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Served, SignIn, signed_in
from tests.browser.crawl import Reached, crawl, fullest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = pytest.mark.browser

ROLES = ("organiser", "officer", "host", "staff", "inspector", "reviewer", "reader", "clerk", "admin")

CODE_WORD = re.compile(
    r"\b[a-z]+(?:_[a-z]+)+\b|\bNone\b(?!\.| (?:that|is|yet|so)\b)|\{[{%]|%\(\w+\)|<\w+[^>]* object at|\bnan\b"
)
"""Words of the program that are none of the reader's; what the journal quotes, and what is ``code``, is passed over."""

LOOKED_AT = """() => {
  const root = document.documentElement, copy = document.body.cloneNode(true);
  copy.querySelectorAll("code, pre, script, del, ins, textarea").forEach(found => found.remove());
  const values = [...document.querySelectorAll("input[placeholder]")].map(field => field.placeholder);
  return {
    beyond: root.scrollWidth - root.clientWidth,
    headings: document.querySelectorAll("h1").length,
    title: document.title,
    language: root.lang,
    words: [copy.textContent, ...values].join(" "),
  };
}"""

LOUD = ("error", "warning")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def reached(served: Served, browser: Browser) -> list[Reached]:
    """What each role reaches from its first page; two of each shape for whoever organises, as rotations differ."""
    found = []
    for role in ROLES:
        page = signed_in(browser, served, role)
        examples = 2 if role == "organiser" else 1
        found += crawl(page.context.request, role, f"{served.url}/", examples)
        page.context.close()
    return found


def test_no_link_leads_to_a_refusal(reached: list[Reached]) -> None:
    """Whoever sees a link may follow it: everything that is linked is there, for each role, and much is."""
    assert [page for page in reached if page.status != 200] == []
    assert len(fullest(reached)) > 110


@pytest.mark.parametrize(
    ("width", "language", "scheme", "turn"),
    [(1280, "en", "light", 0), (375, "zh-hans", "dark", 1)],
    ids=["desk", "phone"],
)
def test_every_page_is_whole(
    served: Served,
    browser: Browser,
    reached: list[Reached],
    width: int,
    language: str,
    scheme: str,
    turn: int,
) -> None:
    """One heading, a title, the language, nothing beyond the window, no error, no word of code, no finding of axe.

    Axe takes longer than all the rest: it looks at every page once, at one on the desk and at the next on the phone.
    Those of the desk are not shown on the phone again: the desk is made as narrow, to see that nothing lies beyond.
    """
    faults: list[tuple[str, object]] = []
    pages = sorted(fullest(reached).values(), key=lambda page: ROLES.index(page.role))
    for role, own in groupby(pages, key=lambda page: page.role):
        opened = signed_in(browser, served, role, width=width, language=language, scheme=scheme)
        told = _complaints(opened)
        for number, page in enumerate(own):
            on_turn = number % 2 == turn
            if turn and not on_turn:
                continue
            opened.goto(page.address)
            wrong = _wrong(opened, language, RULES if on_turn else [])
            if on_turn and not turn:
                wrong |= _too_wide_for_a_phone(opened)
            wrong |= {"told": told.copy()} if told else {}
            faults += [(page.address, wrong)] if wrong else []
            told.clear()
        opened.context.close()
    assert faults == []


def test_what_is_not_there_is_said_within_the_frame(served: Served, sign_in: SignIn) -> None:
    """An address of nothing answers 404 in the reader's language, with a way back, and without barriers."""
    page = sign_in(served, "staff", language="zh-hans")
    answer = page.goto(f"{served.url}/nowhere/")
    assert answer
    assert answer.status == 404
    assert _wrong(page, "zh-hans", RULES) == {}
    page.locator("main a").click()
    assert page.url == f"{served.url}/"


def _complaints(page: Page) -> list[str]:
    """What the browser complains of on a page from now on."""
    told: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in LOUD:
            told.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def _too_wide_for_a_phone(page: Page) -> dict[str, object]:
    """Whether a page of the desk lies beyond the window of a phone."""
    wide = page.viewport_size
    page.set_viewport_size({"width": 375, "height": 900})
    beyond = page.evaluate(LOOKED_AT)["beyond"]
    if wide:
        page.set_viewport_size(wide)
    return {"beyond a phone": beyond} if beyond > 0 else {}


def _wrong(page: Page, language: str, rules: list[str]) -> dict[str, object]:
    """What of a page is not as it should be."""
    seen = page.evaluate(LOOKED_AT)
    options = {"resultTypes": ["violations"], "runOnly": rules}
    found = Axe().run(page, options=options).response["violations"] if rules else []
    told = {
        "beyond the window": seen["beyond"] > 0 and seen["beyond"],
        "headings": seen["headings"] != 1 and f"{seen['headings']}",
        "title": not seen["title"].removesuffix(" – Grassrota") and "none",
        "language": seen["language"].lower() != language and seen["language"],
        "words": sorted(set(CODE_WORD.findall(seen["words"]))),
        "axe": [(one["id"], one["nodes"][0]["html"][:120]) for one in found],
    }
    return {what: value for what, value in told.items() if value}
