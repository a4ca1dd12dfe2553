"""What has had its time is purged by rule, in small steps, and the journal still verifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from grassrota.staff import ExemptionReason
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Sealed
from grassrota_web.access.retention import RULES, Rule
from grassrota_web.access.rights import Role
from grassrota_web.access.seal import seal
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.actions import append
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import verify
from grassrota_web.orgs.actions.exemptions import exempt
from grassrota_web.orgs.actions.imports import bring_in
from grassrota_web.orgs.models import Couple, Exemption, ImportBatch, ImportedRow, Person
from grassrota_web.records.retention import actions
from grassrota_web.records.retention.actions import purge_some
from tests.web.conftest import SignedIn, World

TODAY = timezone.localdate()


def sealed(days_ago: int, expires_on: date | None = None) -> Sealed:
    row = seal("a sick child", path="/1/", person="n1", expires_on=expires_on)
    Sealed.objects.filter(pk=row.pk).update(sealed_on=TODAY - timedelta(days=days_ago))
    return row


def recorded(days_ago: int) -> Entry:
    entry = append(verb="x", actor="", kind="thing", subject="y", after={"name": "old"})
    Entry.objects.filter(pk=entry.pk).update(recorded_at=timezone.now() - timedelta(days=days_ago))
    return entry


def test_sealed_detail_is_due_the_day_after_its_last_day() -> None:
    """Kept for 730 days, or to the day set for it: due on the 731st, or the day after that day."""
    kept = [sealed(730), sealed(3, TODAY), sealed(800, TODAY)]
    due = [sealed(731), sealed(3, TODAY - timedelta(days=1))]
    assert set(RULES["sealed"].due_on(TODAY)) == set(due)
    assert Sealed.objects.count() == len(kept) + len(due)


def test_the_number_of_days_can_be_set(settings: Any) -> None:
    """An installation keeps what it must, and no longer."""
    sealed(11)
    assert not RULES["sealed"].due_on(TODAY).exists()
    settings.KEEP_DAYS = {"sealed": 10}
    assert RULES["sealed"].due_on(TODAY).count() == 1


def test_a_purge_erases_what_is_due_and_counts_it_in_the_journal(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In steps of two: three old entries lose their content and stay in the log, the young one keeps it."""
    monkeypatch.setattr(actions, "STEP", 2)
    young = append(verb="x", actor="", kind="thing", subject="young", after={"name": "old"})
    # an entry whose day is changed does not verify any more; so the rule is told which ones are old
    old = [append(verb="x", actor="", kind="thing", subject=str(n), after={"name": "old"}) for n in range(3)]
    gone = sealed(731)
    monkeypatch.setitem(RULES, "journal", _due_now(RULES["journal"], [entry.pk for entry in old]))
    client = signed_in(world.account(Role.ADMINISTRATOR, "/"))
    page = client.get("/records/retention/")
    assert page.context["due"] == 4
    assert client.post("/records/retention/").status_code == 302
    assert work_once()
    assert Job.objects.get().state == "done", Job.objects.get().result
    for entry in old:
        entry.refresh_from_db()
        assert (entry.before, entry.after, entry.salt, entry.erased_on) == (None, None, None, TODAY)
    young.refresh_from_db()
    assert young.after == {"name": "old"}
    assert not Sealed.objects.filter(pk=gone.pk).exists()
    counted = Entry.objects.filter(verb="records.purge_some").order_by("number").values_list("subject", "after")
    assert [(kind, (after or {})["purged"]) for kind, after in counted] == [
        ("sealed", 1),
        ("journal", 2),
        ("journal", 1),
    ]
    assert verify().holds
    assert client.get("/records/retention/").context["due"] == 0


def _due_now(rule: Rule, numbers: list[int]) -> Rule:
    waiting = Entry.objects.filter(pk__in=numbers, erased_on=None).order_by("number")
    return replace(rule, due=lambda day: waiting.all())


def test_old_entries_jobs_and_sessions_are_due_by_their_rules() -> None:
    """Ten years for the content of an entry, ninety days for a job that has ended."""
    recorded(3650)
    entry = recorded(3651)
    assert [row.number for row in RULES["journal"].due_on(TODAY)] == [entry.number]
    now = timezone.now()
    for days in (90, 91):
        Job.objects.create(task="x", title=str(days), path="/", state="done", ended_at=now - timedelta(days=days))
    Job.objects.create(task="x", title="waits", path="/")
    assert [job.title for job in RULES["jobs"].due_on(TODAY)] == ["91"]


def test_only_who_keeps_the_records_purges(world: World, signed_in: SignedIn) -> None:
    """An organiser of everything is refused, and no job is made."""
    client = signed_in(world.account(Role.ORGANISER, "/"))
    assert client.get("/records/retention/").status_code == 403
    assert client.post("/records/retention/").status_code == 403
    assert not Job.objects.exists()


def test_the_page_of_the_documentation_names_every_rule() -> None:
    """docs/reference/retention.md has each kind with its number of days."""
    text = (Path(__file__).parents[3] / "docs" / "reference" / "retention.md").read_text("utf-8")
    missing = [
        rule.kind for rule in RULES.values() if f"| `{rule.kind}` |" not in text or f"| {rule.days} |" not in text
    ]
    assert missing == []


def test_of_people_who_left_the_code_stays_with_their_turns(world: World) -> None:
    """Kept for 730 days: then name, posts, skills, exemption with its sealed words and couple go, and this once."""
    gone, stays = world.people["n1"], world.people["n2"]
    Person.objects.filter(pk=gone.pk).update(left_on=TODAY - timedelta(days=731), home_post="Clerk", skills=["wells"])
    Person.objects.filter(pk=stays.pk).update(left_on=TODAY - timedelta(days=730))
    for person in (gone, stays):
        exempt(Application(), person.pk, ExemptionReason.AGE, date(1957, 12, 1), None, "a weak heart")
    Couple.objects.create(first=gone, second=stays)
    assert [purge_some(Application(), "people", TODAY) for _time in range(2)] == [1, 0]
    gone.refresh_from_db()
    assert (gone.code, gone.name, gone.home_post, gone.skills) == ("n1", "n1", "", [])
    assert gone.unit == world.units["north-office"]
    assert [row.person for row in Exemption.objects.all()] == [stays]
    assert [row.person for row in Sealed.objects.all()] == ["n2"]
    assert not Couple.objects.exists()
    assert Person.objects.get(pk=stays.pk).name == "Person n2"


def test_lists_go_when_nobody_needs_them(world: World) -> None:
    """A list goes with its rows 91 days after it was sent."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    old, young = (bring_in(organiser, "people", "people.csv", b"id,name\n") for _time in range(2))
    for batch, days in ((old, 91), (young, 90)):
        ImportBatch.objects.filter(pk=batch.pk).update(uploaded_at=timezone.now() - timedelta(days=days))
        ImportedRow.objects.create(batch=batch, subject=1, before={"name": "Li"}, after={"name": "Li Na"})
    assert purge_some(Application(), "imports", TODAY) == 1
    assert list(ImportBatch.objects.all()) == [young]
    assert [row.batch_id for row in ImportedRow.objects.all()] == [young.pk]
