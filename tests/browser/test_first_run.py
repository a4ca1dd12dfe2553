"""The first run, as the tutorial tells it: from an empty store, by one's own spreadsheets, to one's own plan."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from django_otp.oath import totp
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Served
from tests.browser.walk import fill, go, press, reads
from tests.web.installation import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ADMINISTRATOR, ORGANISER = "four unrelated words here", "quite another four words"
UNITS = [
    ("county", "Qingshui county", "county", "organ", ""),
    ("water", "Water office", "district", "organ", "county"),
    ("schools", "School office", "district", "organ", "county"),
    ("hill", "Hill township", "township", "place", "county"),
    ("river", "River township", "township", "place", "county"),
]
OPENINGS = [("hill-1", "hill", "rural", "field_work", 1, 2), ("river-1", "river", "rural", "field_work", 1, 2)]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """The application as it is on its first day."""
    application = Served(tmp_path / "data", free_port())
    yield application
    application.kill()


def set_up(application: Served) -> str:
    """Makes the tables and the first administrator; gives the page on which the password is set."""
    command = [sys.executable, "-c", "from grassrota.cli import main; main()", "setup", "--admin", "mei", "--json"]
    done = subprocess.run(command, env=application.environment, capture_output=True, text=True, check=True, timeout=180)
    found = re.search(r'"page": "([^"]+)"', done.stdout)
    assert found
    return found[1]


def set_password(page: Page, url: str, password: str) -> None:
    """Sets a password by a link."""
    page.goto(url)
    fill(page, {"New password": password})
    fill(page, {"New password confirmation": password})
    press(page, "Set password")
    reads(page, "Your password is set. Sign in with it.")


def sign_in_with_new_factor(page: Page, name: str, password: str) -> None:
    """Signs in, and types the secret into an app, which is this test."""
    fill(page, {"Sign-in name": name})
    fill(page, {"Password": password})
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    secret = re.sub(r"\s", "", page.locator("main code").inner_text())
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    fill(page, {"Code": f"{totp(key):06}"})
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Your backup codes")).to_be_visible()
    press(page, "I have kept them")


def step(page: Page, title: str) -> None:
    """Opens the next step of the first run, which is this one."""
    if "/start/" not in page.url:
        expect(page.get_by_role("complementary", name="First run")).to_contain_text(f"next, “{title}”")
        go(page, "From your spreadsheet to your plan")
    following = page.locator("ol.tasks li", has_text="next")
    expect(following.get_by_role("link")).to_have_text(title)
    following.get_by_role("link").click()


def taken(page: Page, file: Path, new: int) -> None:
    """Sends a list and takes it."""
    page.get_by_label("The list").set_input_files(file)
    press(page, "Look through it")
    expect(page.locator("dl.facts")).to_contain_text(re.compile(rf"New\s*{new}\b"))
    press(page, "Take it")
    reads(page, "Undo this list?")


def filled(page: Page, folder: Path, rows: list[tuple[Any, ...]]) -> Path:
    """The template of the list asked for, filled in as a spreadsheet program would."""
    with page.expect_download() as download:
        press(page, "Take a template with these columns")
    template = folder / download.value.suggested_filename
    download.value.save_as(template)
    header = CalamineWorkbook.from_path(str(template)).get_sheet_by_index(0).to_python()[0]
    book = xlsxwriter.Workbook(str(folder / f"filled-{template.name}"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, header)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    book.close()
    return Path(str(book.filename))


def test_from_an_empty_store_to_one_s_own_plan(empty: Served, browser: Browser, tmp_path: Path) -> None:
    """An administrator makes an organiser, who by eight steps gets from four files to a plan that keeps every rule."""
    page_of_password = set_up(empty)
    empty.serve()
    page = browser.new_page()
    page.set_default_timeout(10_000)
    invitation = _organiser_made(page, empty, page_of_password)

    page = browser.new_context().new_page()
    page.set_default_timeout(10_000)
    set_password(page, invitation, ORGANISER)
    sign_in_with_new_factor(page, "li", ORGANISER)
    reads(page, "There is no plan here yet")
    press(page, "Start")

    step(page, "Set the grade scale")
    fill(page, {"Version": "2026"})
    fill(page, {"Grades, the highest first": "director: 局长\nchief: 科长; section chief\nclerk: 科员"})
    press(page, "Add the version")
    expect(page.locator("main table")).to_contain_text("section chief")

    step(page, "Bring in the units")
    taken(page, filled(page, tmp_path, UNITS), 5)
    step(page, "Bring in the people")
    _people_with_a_fault(page, tmp_path)

    step(page, "Open a rotation")
    called = {"What people call it": "Autumn turns", "Code": "autumn"}
    fill(page, called | {"Staff of": "county", "Go to places in": "county"})
    press(page, "Open it")
    expect(page.get_by_role("heading", name="Autumn turns")).to_be_visible()

    step(page, "Bring in the openings")
    page.get_by_label("Rotation", exact=True).select_option("Autumn turns")
    taken(page, filled(page, tmp_path, OPENINGS), 2)
    step(page, "Have the hosts consent")
    fill(page, {"Where it is written": "Letters of 3 and 5 November"})
    press(page, "Record it")
    reads(page, "2 openings are agreed.")

    step(page, "Say the rules")
    expect(page.locator("#meaning")).not_to_be_empty()
    fill(page, {"At most this percentage of any office is away at once": "50"})
    press(page, "Save as a new version")
    step(page, "Look for a plan")
    page.get_by_label("Search for at most").select_option("1 minute")
    press(page, "Look for a plan")
    expect(page.get_by_text("There is a plan: number 1, which keeps every rule.")).to_be_visible(timeout=60_000)
    _the_plan(page)


def _organiser_made(page: Page, empty: Served, page_of_password: str) -> str:
    """The administrator opens an account, gives it a role, and makes a link for its owner."""
    set_password(page, empty.url + page_of_password, ADMINISTRATOR)
    sign_in_with_new_factor(page, "mei", ADMINISTRATOR)
    go(page, "Accounts")
    press(page, "Open an account")
    fill(page, {"Name": "Li Hua"})
    fill(page, {"Sign-in name": "li"})
    page.get_by_label("Everywhere").check()
    press(page, "Open account")
    press(page, "Give a role")
    page.get_by_label("Organiser").check()
    page.get_by_label("Everywhere").check()
    press(page, "Give role")
    press(page, "Make a link")
    press(page, "Make link")
    return page.locator("main code").inner_text()


def _people_with_a_fault(page: Page, folder: Path) -> None:
    """A list from a Chinese office program, with one row wrong; it returns with the reason beside the row."""
    rows = [f"w{n},王{n},water,{'director' if n == 1 else 'clerk'},{n}" for n in range(1, 5)]
    rows += [f"s{n},李{n},schools,{'chief' if n == 1 else 'clerk'},{n}" for n in range(1, 5)]
    wrong = [*rows[:3], "w4,王4,water,clerk,很久", *rows[4:]]
    file = folder / "people.csv"
    file.write_bytes("\r\n".join(["编号,姓名,单位,职务级别,本单位工龄", *wrong, ""]).encode("gbk"))
    page.get_by_label("The list").set_input_files(file)
    press(page, "Look through it")
    expect(page.locator(".faults li")).to_have_count(1)
    expect(page.locator(".faults li")).to_contain_text("Row 5, 本单位工龄")
    with page.expect_download() as download:
        press(page, "Take the same list back")
    returned = folder / "returned.xlsx"
    download.value.save_as(returned)
    cells = CalamineWorkbook.from_path(str(returned)).get_sheet_by_index(0).to_python()
    assert [bool(row[0]) for row in cells[1:]] == [False] * 3 + [True] + [False] * 4
    press(page, "Send a corrected list")
    cells[4][5] = 4
    corrected = xlsxwriter.Workbook(str(folder / "corrected.xlsx"))
    sheet = corrected.add_worksheet()
    for number, row in enumerate(cells):
        sheet.write_row(number, 0, row)
    corrected.close()
    taken(page, folder / "corrected.xlsx", 8)


def _the_plan(page: Page) -> None:
    """All steps are done, and lead to the plan: four of eight go, two of each office."""
    go(page, "From your spreadsheet to your plan")
    expect(page.locator("ol.tasks li", has_text="done")).to_have_count(8)
    press(page, "Look at your plan")
    reads(page, re.compile(r"People who go\s*4 of 8"))
    reads(page, re.compile(r"Rules broken\s*0"))
    for office in ("Water office", "School office"):
        expect(page.get_by_role("row", name=office)).to_contain_text(re.compile(r"2\s*/\s*2"))
