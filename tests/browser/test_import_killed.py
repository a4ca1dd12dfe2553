"""The server is killed with all its workers while a list comes in: it is there whole and once, or not yet at all."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Demonstrate, Served, SignIn
from tests.browser.walk import press, reads

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PEOPLE = 600
PAUSES = (0.02, 0.4)
PEOPLE_OF_TURN = "SELECT count(*) FROM orgs_person WHERE code LIKE ?"
LISTS_TAKEN = "SELECT count(*) FROM journal_entry WHERE verb = 'orgs.take_import'"


@pytest.fixture
def own(tmp_path: Path, demonstrated: Demonstrate) -> Iterator[Served]:
    """A demonstration that may be killed."""
    application = demonstrated(tmp_path / "data", "001_leaders")
    application.environment["GRASSROTA_JOB_LEASE_SECONDS"] = "1"
    application.serve()
    yield application
    application.kill()


def test_killed_again_and_again_while_lists_come_in_each_is_there_once(
    own: Served, sign_in: SignIn, tmp_path: Path
) -> None:
    """Two lists of 600; each time the server dies so long after the browser said to take one."""
    page = sign_in(own, "organiser")
    before = _counted(own, 0)[1]
    for turn, pause in enumerate(PAUSES):
        _looked_through(page, own, tmp_path, turn)
        page.evaluate("() => { setTimeout(() => document.querySelector('button[name=choice]').click(), 0) }")
        time.sleep(pause)
        own.kill()
        assert _counted(own, turn)[0] in (0, PEOPLE)
        own.serve()
        _until_taken(page, own, turn)
        assert _counted(own, turn) == (PEOPLE, before + turn + 1)
    own.kill()
    assert own("journal", "verify").code == 0


def _counted(own: Served, turn: int) -> tuple[int, int]:
    """How many of a turn's list are there, and how many lists were taken."""
    with closing(sqlite3.connect(own.folder / "grassrota.sqlite3")) as store:
        people = store.execute(PEOPLE_OF_TURN, (f"k{turn}-%",)).fetchone()[0]
        return people, store.execute(LISTS_TAKEN).fetchone()[0]


def _looked_through(page: Page, own: Served, folder: Path, turn: int) -> None:
    """Sends a list, and waits until it may be taken."""
    file = folder / f"people-{turn}.csv"
    rows = (f"k{turn}-{number},Person {number},leaders-boxing-committee,standing_committee" for number in range(PEOPLE))
    file.write_text("\n".join(["id,name,unit,grade", *rows, ""]), encoding="utf-8")
    page.goto(f"{own.url}/units/imports/new/people/")
    page.get_by_label("The list").set_input_files(file)
    press(page, "Look through it")
    reads(page, "Take this list?")


def _until_taken(page: Page, own: Served, turn: int) -> None:
    """Opens the list again, as somebody would whose browser lost the connection, and takes it if it still waits."""
    from playwright.sync_api import Error

    link, taking, undoing = (
        page.locator("ul.tasks a").first,
        page.get_by_role("button", name="Take it"),
        page.get_by_role("button", name="Undo it"),
    )
    for _ in range(30):
        with suppress(Error):  # the page may be going on by itself at this very moment
            page.goto(f"{own.url}/units/imports/")
            link.click(timeout=5_000)
            taking.or_(undoing).wait_for(timeout=5_000)
            if undoing.is_visible():
                return
            taking.click(timeout=5_000)
            undoing.wait_for(timeout=10_000)
            return
    raise AssertionError(f"the list of turn {turn} was not taken: {page.locator('main').inner_text()[:300]}")
