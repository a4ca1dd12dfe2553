"""An opinion raised in a browser: sealed there, worked for, without a cookie; and the same without JavaScript."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from grassrota_web.intake.sealed_box import opened
from tests.browser.conftest import Served
from tests.web.installation import Installation, free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KEY = """
from grassrota_web.intake.models import OfficeKey
from grassrota_web.intake.sealed_box import halves
from django.utils import timezone
today = timezone.localdate()
public, one, other = halves()
OfficeKey.objects.create(public=public, proposed_on=today, confirmed_on=today, number=1)
print(one, other, public.hex())
"""
WAITS = """
import json
from grassrota_web.intake import trays
from grassrota_web.intake.models import Budget
from grassrota_web.intake.entries import Filed
found = [entry for number in range(trays.TRAYS) for entry in trays.waiting(number)]
spent = sum(row.spent for row in Budget.objects.filter(purpose="filings"))
print(json.dumps([[entry.filing.words, entry.by_browser, entry.box.hex()] for entry in found] + [spent]))
"""


@pytest.fixture(scope="module")
def raising(tmp_path_factory: pytest.TempPathFactory, tables: Installation) -> Iterator[Served]:
    """An installation without any unit or account, served."""
    application = Served(tmp_path_factory.mktemp("raising") / "data", free_port())
    shutil.copytree(tables.folder, application.folder)
    application.serve()
    yield application
    application.kill(signal.SIGTERM)


@pytest.fixture(scope="module")
def key(raising: Served) -> list[str]:
    """The office's key in force: its two halves, and the public part."""
    return raising.python(KEY).split()


def faults(page: Page) -> list[object]:
    """What axe finds, and what reaches beyond the window."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": RULES}).response["violations"]
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found] + ([beyond] if beyond > 0 else [])


@pytest.mark.parametrize("script", [True, False], ids=["script", "none"])
def test_somebody_raises_an_opinion_and_comes_back(
    raising: Served, key: list[str], browser: Browser, script: bool
) -> None:
    """On a phone in the dark: no finding of axe on any page, no cookie; with a script it is sealed and worked for."""
    one, other, public = key
    before = json.loads(raising.python(WAITS))[-1]
    context = browser.new_context(
        viewport={"width": 375, "height": 800}, color_scheme="dark", java_script_enabled=script, locale="en"
    )
    looked = browser.new_context(viewport={"width": 375, "height": 800}, color_scheme="dark").new_page()
    page, wrong = context.new_page(), []

    def look() -> None:
        # axe is a script itself: where none may run, the page is looked at by another
        if script:
            wrong.extend(faults(page))

    page.goto(f"{raising.url}/raise/")
    look()
    page.fill("[name=words]", f"The well is dry, {script}.")
    page.fill("[name=place]", "Nowhere at all")
    page.click("button[value=check]")
    look()
    page.fill("[name=contact]", "at the mill")
    page.fill("[name=watch]", "n1")
    page.click("button[value=send]")
    page.wait_for_selector(".code", timeout=120_000)
    look()
    code = page.inner_text(".code code")
    page.goto(f"{raising.url}/receipt/")
    look()
    page.fill("[name=code]", code.lower().replace("-", " "))
    page.click("button[value=look]")
    look()
    assert page.locator("button[value=delete_contact]").count() == 1
    for address in ("raise/elsewhere/", "receipt/log/"):
        looked.goto(f"{raising.url}/{address}")
        wrong += faults(looked)
    assert wrong == []
    assert context.cookies() == []
    *waiting, spent = json.loads(raising.python(WAITS))
    (box,) = [box for words, by_browser, box in waiting if words.endswith(f"{script}.") and by_browser is script]
    text = opened(bytes.fromhex(box), one, other, bytes.fromhex(public))
    assert json.loads(text) == {"contact": "at the mill", "watch": "n1"}
    assert spent - before == (0 if script else 1), "work that was done draws on no budget"
