"""Pages of long work: whoever asked, or holds the right at its place, sees it; stopping is a verb."""

from __future__ import annotations

import pytest
from django.test import Client

from grassrota_web.access.models import Account
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.verb import VERBS, Verb
from grassrota_web.jobs.actions import ask, take
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.tasks import PAGES, TASKS
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.actions import append
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import tree_head
from grassrota_web.records.work.queries import jobs
from grassrota_web.rotas.actions.plans import TASK
from tests.web.conftest import SignedIn, World


@pytest.fixture(autouse=True)
def _a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TASKS, "test.plan", lambda running: None)
    monkeypatch.setitem(VERBS, "test.plan", Verb("test.plan", Right.SOLVE, "Plans."))


def asked_by(account: Account, path: str) -> Job:
    return ask("test.plan", "A plan of the north", asked_by=str(account.pk), path=path)


@pytest.fixture
def asker(world: World) -> Account:
    """An organiser who asked for something."""
    return world.account(Role.ORGANISER, world.units["north"])


@pytest.fixture
def job(world: World, asker: Account) -> Job:
    """What was asked for."""
    return asked_by(asker, world.units["north-office"].path)


def sees(client: Client, job: Job) -> bool:
    listed = str(job.pk) in client.get("/records/jobs/").content.decode()
    codes = {client.get(f"/records/jobs/{job.pk}/{page}").status_code for page in ("", "progress/")}
    assert codes == ({200} if listed else {404})
    return listed


def test_who_asked_or_holds_the_right_there_sees_it_and_nobody_else(
    world: World, signed_in: SignedIn, asker: Account, job: Job
) -> None:
    """The asker and another organiser above see the job; another province's, and a reader at the place, do not."""
    assert sees(signed_in(asker), job)
    assert sees(signed_in(world.account(Role.ORGANISER, "/")), job)
    for role, unit in ((Role.ORGANISER, "south"), (Role.READER, "north-office"), (Role.ADMINISTRATOR, "north")):
        other = signed_in(world.account(role, world.units[unit]))
        assert not sees(other, job)
        assert other.post(f"/records/jobs/{job.pk}/stop/").status_code == 404
    job.refresh_from_db()
    assert job.state == "waiting"


def test_every_task_is_asked_for_by_the_verb_of_its_name(world: World) -> None:
    """So that whoever may ask for it at a place sees it there: a planner, what another one has searched for."""
    assert {name for name in TASKS if not name.startswith("test.")} <= set(VERBS)
    office = world.units["north-office"].path
    search = ask(TASK, "A plan of the north", asked_by="another planner", path=office)
    assert list(jobs(world.actor(Role.ORGANISER, world.units["north"]))) == [search]
    for role, unit in ((Role.ORGANISER, "south"), (Role.UNIT_OFFICER, "north")):
        assert not jobs(world.actor(role, world.units[unit])).exists()


@pytest.mark.parametrize("own", [True, False])
def test_stopping_is_a_verb_with_its_row(
    world: World, signed_in: SignedIn, asker: Account, job: Job, own: bool
) -> None:
    """Whoever sees it may stop it, by POST alone, and the journal says who did."""
    by = asker if own else world.account(Role.ORGANISER, "/")
    client = signed_in(by)
    assert client.get(f"/records/jobs/{job.pk}/stop/").status_code == 405
    assert take() == job
    assert "/stop/" in client.get(f"/records/jobs/{job.pk}/progress/").content.decode()
    assert client.post(f"/records/jobs/{job.pk}/stop/").status_code == 302
    job.refresh_from_db()
    assert job.stop_asked
    entry = Entry.objects.get(verb="records.stop_job")
    assert (entry.actor, entry.subject, entry.place) == (str(by.pk), str(job.pk), job.path)
    page = client.get(f"/records/jobs/{job.pk}/").content.decode()
    assert "asked to stop" in page
    assert "/stop/" not in page


def test_the_page_asks_until_it_is_over_and_then_leads_to_the_result(
    signed_in: SignedIn, asker: Account, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """200 while it goes on with its steps, 286 at its end, which ends the asking; a failure is told in its words."""
    monkeypatch.setitem(PAGES, "test.plan", lambda job: "/rotations/")
    client = signed_in(asker)
    Job.objects.update(state="running", progress={"done": 3, "total": 7, "said": "Looking"})
    answer = client.get(f"/records/jobs/{job.pk}/progress/")
    assert (answer.status_code, "3 of 7" in answer.content.decode()) == (200, True)
    assert "Looking" in answer.content.decode()
    Job.objects.update(state="done", result={"plan": 12})
    answer = client.get(f"/records/jobs/{job.pk}/progress/")
    assert (answer.status_code, 'href="/rotations/"' in answer.content.decode()) == (286, True)
    Job.objects.update(state="failed", result={"error": "The rule says no."})
    assert "The rule says no." in client.get(f"/records/jobs/{job.pk}/").content.decode()


def test_long_lists_go_on_by_time(world: World, signed_in: SignedIn, asker: Account) -> None:
    """Thirty on a page, the newest first, and each once."""
    made = [asked_by(asker, "/").pk for _ in range(33)]
    client = signed_in(asker)
    first = client.get("/records/jobs/")
    second = client.get("/records/jobs/", {"before": first.context["next"]})
    assert [job["id"] for answer in (first, second) for job in answer.context["jobs"]] == made[::-1]


@pytest.mark.parametrize("tampered", [False, True])
def test_the_journal_is_verified_as_a_job(world: World, signed_in: SignedIn, tampered: bool) -> None:
    """Any reader may ask; the answer is yes, or names the row that was changed. A head that is none is refused."""
    append(verb="x", actor="", kind="thing", subject="y")
    head = tree_head()
    client = signed_in(world.account(Role.READER, world.units["north"]))
    page = client.get("/records/journal/head/").content.decode()
    assert f"{head.size}:{head.root}" in page
    assert "Enter the number" in client.post("/records/journal/head/", {"head": "7"}).content.decode()
    if tampered:
        Entry.objects.update(actor="z")
    answer = client.post("/records/journal/head/", {"head": f"{head.size}:{head.root}"})
    assert work_once()
    told = client.get(answer["Location"]).content.decode()
    assert ("No: these entries were changed" if tampered else "Yes: every entry") in told
