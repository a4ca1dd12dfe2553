"""Report 000 walked through: 8,000 staff of Shanxi's provincial organs, from the policy to the first batch's return.

The calendar of the application stands at the days of 1957. A browser goes along with the organiser, an officer, a
host and three members of staff; what others do is done by the same verbs, each by who they are, but that thousands say
yes (``shanxi.py``). Of the 3,299 people of the batch those of one office are followed to the end.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Served, SignIn
from tests.browser.walk import fill, press, reads
from tests.web.installation import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
SEALED = "Mother in hospital, ward seven"
BATCH = "/field/rotations/1/batches/1/"


class Shanxi(Served):
    """The application on the days of 1957."""

    def on(self, day: str) -> None:
        """Lets it be this day, at once: the application reads it meanwhile."""
        coming = self.folder.parent / "tomorrow"
        coming.write_text(day)
        coming.replace(self.folder.parent / "today")

    def act(self, *what: str) -> None:
        """Lets others do something."""
        environment = self.environment | {"GRASSROTA_DEMO": "1"}
        environment["PYTHONPATH"] += f":{HERE.parent.parent}"
        subprocess.run([sys.executable, "-m", "tests.browser.shanxi", *what], env=environment, check=True, timeout=400)


@pytest.fixture
def shanxi(tmp_path: Path) -> Iterator[Shanxi]:
    """The roster and the policy, with nothing planned, on 9 November 1957."""
    application = Shanxi(tmp_path / "data", free_port())
    application.environment |= {"PYTHONPATH": str(HERE / "calendar"), "TODAY_FILE": str(tmp_path / "today")}
    application.on("1957-11-09")
    application.act("load")
    application.serve()
    yield application
    application.kill()


def test_the_first_batch_of_shanxi_from_roster_to_return(shanxi: Shanxi, sign_in: SignIn) -> None:
    """Planned, discussed, asked, answered, published, briefed, gone on the days reported, received, home, proven."""
    organiser = sign_in(shanxi, "organiser")
    organiser.set_default_timeout(60_000)
    _planned(shanxi, organiser)
    shanxi.act("accounts")
    shanxi.on("1957-11-20")
    organiser.goto(f"{shanxi.url}/postings/")
    press(organiser, re.compile("Open the draft list of plan 1"))
    press(organiser, "Open the draft list")
    reads(organiser, "open to discussion since")
    shanxi.on("1957-11-22")
    _said_by_staff(shanxi, sign_in)
    shanxi.on("1957-11-24")
    officer = sign_in(shanxi, "officer")
    _answered(shanxi, officer)
    shanxi.act("consent")
    shanxi.on("1957-11-28")
    _published(shanxi, organiser, sign_in)
    _gone(shanxi, organiser)
    leader = sign_in(shanxi, "leader", width=375)
    _in_the_field(shanxi, sign_in(shanxi, "host"), leader)
    _home(shanxi, officer, leader)
    _proven(shanxi, organiser)


def _planned(shanxi: Shanxi, organiser: Page) -> None:
    """The rules are checked against the offices, the search ends close to the best, and the plan is drawn up."""
    organiser.goto(f"{shanxi.url}/rotations/1/policy/")
    expect(organiser.locator("#meaning")).to_contain_text("Of 8,000 people in 60 offices, at most 4,014 may be away")
    organiser.goto(f"{shanxi.url}/rotations/1/")
    fill(organiser, {"Search for at most": "1 minute", "Be content within": "5 %", "Seed": "1957"})
    press(organiser, "Look for a plan")
    expect(organiser.locator("figure.chart")).to_be_visible()
    found = organiser.get_by_text("There is a plan: number 1, which keeps every rule.")
    expect(found).to_be_visible(timeout=180_000)
    gap = re.search(r"Gap\s+([\d.]+) %", organiser.locator("main").inner_text())
    assert gap
    assert float(gap[1]) <= 5
    press(organiser, "Look at the plan")
    reads(organiser, re.compile(r"Rules broken\s*0"))
    press(organiser, "Draw up as the initial plan")
    press(organiser, "Draw up as the initial plan")
    reads(organiser, "Plan 1, initial")
    _taken(shanxi, organiser, "Criteria settled")


def _taken(shanxi: Shanxi, organiser: Page, *steps: str) -> None:
    """Steps of the rotation are done today."""
    for step in steps:
        organiser.goto(f"{shanxi.url}/rotations/1/stages/")
        press(organiser, re.compile(rf"It was done\s*: {step}"))
        press(organiser, "It was done")


def _said_by_staff(shanxi: Shanxi, sign_in: SignIn) -> None:
    """Somebody who stays writes without a name; two who go say yes, one of them with a hardship and a question."""
    staying = sign_in(shanxi, "staying", width=375)
    staying.goto(f"{shanxi.url}/postings/")
    press(staying, re.compile("^Batch 1"))
    press(staying, "Go to the discussion")
    fill(staying, {"What do you want to say?": "Our office gives too many at once."})
    press(staying, "Say it")
    reads(staying, "Our office gives too many at once.")
    for name in ("leader", "worried"):
        going = sign_in(shanxi, name)
        press(going, re.compile("Say whether you go with batch 1"))
        press(going, "I go")
        reads(going, "You said yes on Nov. 22, 1957.")
    press(going, "Raise a question or a hardship")
    going.get_by_label("Hardship", exact=True).check()
    fill(going, {"What is needed at home?": "care of a relative", "In your own words": SEALED})
    press(going, "Raise it")
    reads(going, "Nobody leaves before it is answered.")
    press(going, "Raise a question or a hardship")
    going.get_by_label("Question", exact=True).check()
    fill(going, {"In your own words": "May I take a bicycle?"})
    press(going, "Raise it")
    reads(going, re.compile(r"waits for an answer[\s\S]*waits for an answer"))


def _answered(shanxi: Shanxi, officer: Page) -> None:
    """The officer reads the hardship for a reason and lets the departure wait; the question is answered."""
    press(officer, "Answer what people have raised")
    officer.locator("main table").get_by_role("link", name="Hardship").click()
    fill(officer, {"Why do you read it?": "To answer it"})
    press(officer, "Read what was written")
    reads(officer, SEALED)
    officer.get_by_label("The departure waits").check()
    fill(officer, {"Departure not before": "1957-12-12", "What to tell the person": "She is cared for by then."})
    press(officer, re.compile("^Answer$"))
    officer.locator("main table").get_by_role("link", name="Question").click()
    fill(officer, {"Your answer": "You may."})
    press(officer, re.compile("^Answer$"))
    reads(officer, "Nothing waits for you")


def _published(shanxi: Shanxi, organiser: Page, sign_in: SignIn) -> None:
    """Approved and published; all staff read the list with criteria; the letter opens; the batch is briefed."""
    organiser.goto(f"{shanxi.url}/rotations/1/plans/1/")
    press(organiser, "Approve")
    press(organiser, "Approve")
    reads(organiser, "Plan 1, approved")
    _taken(shanxi, organiser, "Draft list shown", "Discussion held", "Concerns answered")
    organiser.goto(f"{shanxi.url}/postings/")
    press(organiser, re.compile("Publish plan 1"))
    press(organiser, "Publish the list")
    reads(organiser, "published")
    staying = sign_in(shanxi, "staying")
    staying.goto(organiser.url)
    reads(staying, "since Nov. 28, 1957")
    reads(staying, "Of 8,000 people in 60 offices")
    expect(staying.get_by_text("Our office gives too many at once.")).to_have_count(0)
    leader = sign_in(shanxi, "leader")
    leader.goto(f"{shanxi.url}/postings/own/1/")
    letter = leader.get_by_role("link", name="Your letter (PDF)").get_attribute("href")
    answer = leader.context.request.get(f"{shanxi.url}{letter}")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    shanxi.on("1957-12-08")
    organiser.goto(f"{shanxi.url}/postings/")
    press(organiser, re.compile("Brief batch 1"))
    press(organiser, "Keep")
    reads(organiser, re.compile(r"Batch briefed[\s\S]*done"))


def _gone(shanxi: Shanxi, organiser: Page) -> None:
    """480, 520 and 540 leave by the 11th, more than 1,500, the rest before the 15th; gone and waiting add up."""
    shanxi.on("1957-12-09")
    organiser.goto(f"{shanxi.url}{BATCH}")
    organiser.get_by_label("Everybody on this page who is ready").check()
    press(organiser, "Note the departure")
    reads(organiser, re.compile(r"\d+ people have left\."))
    by_then = {"09": 480, "10": 1000, "11": 1540, "12": 2140, "13": 2740, "14": 3299}
    shanxi.act("leave", *(f"1957-12-{day}={gone}" for day, gone in by_then.items()))
    for day, left in (("08", 0), ("09", 480), ("10", 1000), ("11", 1540), ("13", 2740), ("14", 3299)):
        organiser.goto(f"{shanxi.url}{BATCH}counts/?on=1957-12-{day}")
        figures = re.findall(r"(\d+)\s+people", organiser.locator("main").inner_text())[:3]
        assert figures == [str(left), str(3299 - left), "3299"]
        reads(organiser, re.compile(r"Late to leave\s*Nobody\."))


def _in_the_field(shanxi: Shanxi, host: Page, leader: Page) -> None:
    """The host confirms an arrival; the leader notes a day in the field on a phone, and reports."""
    host.goto(f"{shanxi.url}{BATCH}")
    host.get_by_role("rowheader", name="省委第一书记").get_by_role("link").click()
    press(host, "Confirm the arrival")
    fill(host, {"Day of the arrival, or of your word on it": "1957-12-10"})
    for word in ("Was met", "Was told of the place", "There is a place to stay", "The lodging is paid for"):
        host.get_by_label(word).check()
    press(host, "Confirm the arrival")
    reads(host, "The host confirmed the arrival")
    shanxi.on("1957-12-20")
    leader.goto(f"{shanxi.url}/field/log/")
    leader.fill("#note-day [name=day]", "1957-12-18")
    leader.fill("#note-day [name=place]", "Upper village")
    leader.click("#note-day button")
    expect(leader.locator("#told")).to_have_text("Sent: 1.")
    shanxi.on("1958-01-15")
    leader.goto(host.url)
    for task, more in (
        ("Does headquarters' plan hold here?", {"If it is about the plan: your verdict": "It holds"}),
        ("What was found", {"If it is a finding: of what kind": "Problem"}),
        ("Opinions that were passed on", {}),
    ):
        press(leader, "File a report")
        fill(leader, {"On what": task, "What you found": "The wells are far from the upper fields.", **more})
        press(leader, "File a report")
        reads(leader, "What can be done now")


def _home(shanxi: Shanxi, officer: Page, leader: Page) -> None:
    """After 40 days the leader is back, debriefed and closed, as the office's others are; one stayed on, flagged."""
    shanxi.on("1958-01-18")
    officer.goto(leader.url)
    press(officer, "Note the return")
    press(officer, "Note the return")
    reads(officer, "at home again")
    shanxi.on("1958-01-24")
    shanxi.act("come_home")
    leader.reload()
    press(leader, "Debrief")
    fill(leader, {"Was anything unsafe?": "The bridge."})
    press(leader, "Debrief")
    officer.reload()
    press(officer, "Close the posting")
    press(officer, "Close the posting")
    reads(officer, "closed")
    officer.goto(f"{shanxi.url}{BATCH}counts/")
    said = officer.locator("main").inner_text()
    overdue, _, early = said.partition("not back in time")[2].partition("Back early")
    assert len(overdue.split()) == 1
    assert early.split()[0] == "Nobody."


def _proven(shanxi: Shanxi, organiser: Page) -> None:
    """The journal holds, and nowhere tells what was sealed, neither to the organiser nor in the store."""
    exported = organiser.context.request.get(f"{shanxi.url}/records/journal/export.jsonl").text()
    assert "postings.publish" in exported
    shanxi.kill()
    whole = shanxi.python("from grassrota_web.journal.models import Entry\nprint(*Entry.objects.values_list())")
    assert whole.count("postings.see_to_own") > 40
    for word in ("ward seven", "bicycle"):
        assert word not in exported
        assert word not in whole
    assert shanxi("journal", "verify").code == 0
