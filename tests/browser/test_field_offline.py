"""The field log and visits on a phone: without a network, or with the server killed, nothing is lost or doubled."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from grassrota.opinions.receipts.receipt import read_receipt
from tests.browser.conftest import Demonstrate, Served, SignIn

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

SECOND = """
from grassrota_web.config.commands.django_set_up import set_up
set_up()
from grassrota_web.access.actions.accounts import link_person
from grassrota_web.access.actions.roles import grant
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.config.demo_accounts import _opened
from grassrota_web.orgs.models import Person
taken = Account.objects.exclude(person="").values("person")
other = Person.objects.exclude(code__in=taken).select_related("unit").first()
account = _opened("colleague", other.name)
grant(Application(), account, Role.STAFF_MEMBER, other.unit.path)
link_person(Application(), account, other.code, other.unit.path)
from grassrota_web.config.demonstrated_inspections import inspect
inspect()
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, demonstrated: Demonstrate) -> Iterator[Served]:
    """A demonstration that tests may kill, with two members of staff who sign in."""
    application = demonstrated(tmp_path_factory.mktemp("field") / "data", "001_leaders")
    environment = application.environment | {"GRASSROTA_DEMO": "1"}
    subprocess.run([sys.executable, "-c", SECOND], check=True, env=environment, timeout=60)
    application.serve()
    yield application
    application.kill()


def opened(sign_in: SignIn, own: Served, name: str = "staff") -> Page:
    """The log on a phone, ready to do without a network."""
    page = sign_in(own, name, width=375)
    page.goto(f"{own.url}/field/log/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    while not page.evaluate("navigator.serviceWorker.controller !== null"):
        page.wait_for_timeout(50)
    return page


def note(page: Page, day: str, place: str) -> None:
    """Notes a day."""
    page.fill("#note-day [name=day]", day)
    page.fill("#note-day [name=place]", place)
    before = waiting(page)
    page.click("#note-day button")
    if page.evaluate("navigator.onLine"):
        expect(page.locator("#told")).not_to_have_text("")
    else:
        expect(page.locator("#backlog li")).to_have_count(before + 1)


def waiting(page: Page) -> int:
    """How many days the device has not sent."""
    return page.locator("#backlog li").count()


def until_sent(page: Page) -> None:
    """Sends until nothing is left, as a person with a thumb would."""
    for _ in range(40):
        if page.locator("#waiting").text_content() == "Everything is sent.":
            return
        # at once, as the button goes when the page has sent by itself
        page.evaluate("() => document.querySelector('#send-now:not([hidden])')?.click()")
        page.wait_for_timeout(250)
    raise AssertionError(page.locator("#told").text_content())


def kept(page: Page, own: Served, mark: str) -> list[str]:
    """The kept days at places that begin with this."""
    page.goto(f"{own.url}/field/log/")
    lines = page.locator("#kept li").all_inner_texts()
    return sorted(part for line in lines for part in line.split(" · ") if part.startswith(mark))


def test_days_noted_without_a_network_are_sent_when_there_is_one(own: Served, sign_in: SignIn) -> None:
    """Opened, noted twice and seen to wait without a network; sent by itself afterwards, each once."""
    page = opened(sign_in, own)
    page.context.set_offline(True)
    page.goto(f"{own.url}/field/log/")
    assert "without a network" in page.locator("h1").inner_text()
    note(page, "2020-01-02", "Off-1")
    note(page, "2020-01-03", "Off-2")
    assert page.locator("#waiting").inner_text() == "Not sent yet: 2."
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_have_text("Everything is sent.")
    assert kept(page, own, "Off-") == ["Off-1", "Off-2"]


def test_a_receipt_is_handed_over_without_a_network(own: Served, sign_in: SignIn) -> None:
    """The device draws a code that is right, shows it at once, and forgets it when it was handed over and sent."""
    page = opened(sign_in, own)
    page.context.set_offline(True)
    page.goto(f"{own.url}/field/log/")
    for name, value in (("words", "The well is dry."), ("place", "Ridge"), ("named", "Zhang San")):
        page.fill(f"#pass-on [name={name}]", value)
    page.check("#pass-on [name=consent]")
    page.click("#pass-on button")
    expect(page.locator("#told")).to_contain_text("office in which these people work")
    page.fill("#pass-on [name=units]", "the county office")
    page.click("#pass-on button")
    expect(page.locator("#receipt")).to_be_visible()
    code = page.locator("#receipt .receipt-code").inner_text()
    assert str(read_receipt(code)) == code
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_have_text("Everything is sent.")
    page.click("#handed-over")
    expect(page.locator("#receipt")).to_be_hidden()
    assert code not in page.content()


def test_whoever_is_signed_out_or_somebody_else_loses_nothing(own: Served, sign_in: SignIn) -> None:
    """Signed out, a day waits; it waits for its person while a colleague uses the device, and is sent to its person."""
    page = opened(sign_in, own)
    page.context.clear_cookies(name="grassrota_session")
    note(page, "2020-02-02", "Out-1")
    expect(page.locator("#told")).to_contain_text("signed out")
    assert waiting(page) == 1
    for name, words in (("colleague", "Of somebody else, not sent yet: 1."), ("staff", "")):
        page.context.clear_cookies(name="grassrota_session")
        page.goto(f"{own.url}/sign-in/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", "grassrota-demo")
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{own.url}/")
        page.goto(f"{own.url}/field/log/")
        expect(page.locator("#waiting")).to_have_text("Everything is sent.")
        assert page.locator("#others").inner_text().startswith(words)
        assert kept(page, own, "Out-") == ([] if words else ["Out-1"])


def test_killed_in_the_middle_again_and_again_nothing_is_lost_or_doubled(own: Served, sign_in: SignIn) -> None:
    """Once the server keeps the days and dies before its answer arrives, twice it dies at some moment within."""
    page = opened(sign_in, own)
    expected = []
    for turn, pause in enumerate((None, 0.004, 0.03)):
        page.context.set_offline(True)
        for number in range(3):
            expected.append(f"Kill-{turn}-{number}")
            note(page, f"2020-03-{10 * turn + number + 1:02d}", expected[-1])
        if pause is None:
            _answer_lost(page, own)
        else:
            page.evaluate("() => { setTimeout(() => document.querySelector('#send-now').click(), 0) }")
            page.context.set_offline(False)
            time.sleep(pause)
            own.kill()
        own.serve()
        until_sent(page)
    assert kept(page, own, "Kill-") == expected


def _answer_lost(page: Page, own: Served) -> None:
    """The server takes the days up, and is killed before the device hears of it."""
    answered: list[list[dict[str, str]]] = []

    def lose(route: Route) -> None:
        if answered:
            route.continue_()
            return
        answered.append(route.fetch().json()["results"])
        own.kill()
        route.abort()

    page.context.route("**/field/sync/", lose)
    page.context.set_offline(False)
    for _ in range(600):
        if own.process is None:
            break
        page.wait_for_timeout(50)
    page.context.unroute("**/field/sync/", lose)
    assert [result["receipt"] for result in answered[0]] == ["accepted"] * 3
    assert waiting(page) == 3


def test_what_was_found_on_a_visit_waits_for_a_network(sign_in: SignIn, own: Served) -> None:
    """Without a network it is kept on the telephone; with one it is sent, and the visit leaves the list."""
    page = sign_in(own, "inspector", width=375)
    page.goto(f"{own.url}/inspections/visits/")
    visits = page.locator(".tasks li")
    before = visits.count()
    visits.first.locator("a").click()
    page.get_by_role("button", name="I have arrived").click()
    page.context.set_offline(True)
    page.get_by_label("yes").first.check()
    page.get_by_label("yes").last.check()
    page.fill("[name=how_changed]", "a new pump")
    page.fill("[name=at_the_place]", "water runs")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#backlog li")).to_have_count(1)
    expect(page.locator("#told")).to_contain_text("stays on this device")
    page.context.set_offline(False)
    expect(page.locator("#backlog li")).to_have_count(0)
    page.goto(f"{own.url}/inspections/visits/")
    expect(visits).to_have_count(before - 1)
