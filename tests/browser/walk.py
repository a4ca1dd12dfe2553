"""What somebody does on a page, by the words that are on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Follows a link or presses a button of the page, of which there is one with these words."""
    main = page.locator("main")
    main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).click()


def go(page: Page, name: str) -> None:
    """Follows a link of the frame that every page has."""
    page.locator("header, aside").get_by_role("link", name=name).click()


def fill(page: Page, given: dict[str, str]) -> None:
    """Fills in fields by their labels; a choice is made by its words."""
    for label, value in given.items():
        field = page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def reads(page: Page, words: str | re.Pattern[str]) -> None:
    """The page says this."""
    expect(page.locator("main")).to_contain_text(words)
