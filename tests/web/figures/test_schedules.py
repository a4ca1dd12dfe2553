"""Bulletins that are issued by themselves, and who gets word of them: by feed, by mail."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.figures.counting import Cell
from grassrota.figures.issue.periods import Every
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from grassrota_web.figures.actions.bulletins import issue_bulletin, keep_template
from grassrota_web.figures.actions.publishing import publish_due
from grassrota_web.figures.actions.reading import write_reading
from grassrota_web.figures.actions.schedules import end_schedule, issue_due, set_schedule
from grassrota_web.figures.actions.subscriptions import subscribe
from grassrota_web.figures.models import Bulletin, BulletinSchedule, Subscription
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.models import Entry
from tests.web.conftest import SignedIn, World

TODAY = timezone.localdate()
ATOM = "{http://www.w3.org/2005/Atom}"


def last_month() -> date:
    """The end of the month before this one."""
    return TODAY.replace(day=1) - timedelta(days=1)


def read(*days: date) -> None:
    """Closed days on which 20 opinions stood in the north."""
    for number, day in enumerate(sorted(days)):
        write_reading(Application(), day, {Cell("raised", "north", ""): 20 + 6 * number})
    publish_due()


def scheduled(world: World, **said: object) -> BulletinSchedule:
    """Each month, set by the organiser of the north two months ago."""
    row = set_schedule(world.actor(Role.ORGANISER, world.units["north"]), world.units["north"], Every.MONTH, 1, True)
    BulletinSchedule.objects.filter(pk=row.pk).update(**{"set_on": last_month().replace(day=1), **said})
    row.refresh_from_db()
    return row


def test_each_period_is_issued_once_and_missed_ones_are_caught_up(world: World) -> None:
    """By hand: set two months ago, the server down since; both ends of months come out, once, in the setter's name."""
    before = last_month().replace(day=1) - timedelta(days=1)
    read(before, last_month())
    row = scheduled(world, set_on=before)
    assert [one.as_of for one in issue_due(TODAY)] == [before, last_month()]
    assert issue_due(TODAY) == []
    assert [one.schedule_id for one in Bulletin.objects.filter(public=True)] == [row.pk, row.pk]
    noted = Entry.objects.filter(verb="figures.issue_bulletin").order_by("number").last()
    assert noted is not None
    assert noted.actor == row.account
    with pytest.raises(Refused) as refused:
        issue_bulletin(Application(), row.unit, last_month(), schedule=row)
    assert refused.value.code == "issued"
    Bulletin.objects.update(schedule=None)
    end_schedule(Application(), row)
    assert issue_due(TODAY) == []


def test_nothing_is_issued_in_the_name_of_who_may_no_more(world: World, signed_in: SignedIn, settings: object) -> None:
    """The right ends: nothing comes out, the reason is shown and mailed once; it comes back, and the bulletin does."""
    settings.MAIL_FROM = "rotation@example.org"  # type: ignore[attr-defined]
    read(last_month())
    row = scheduled(world)
    account = Account.objects.get(pk=row.account)
    account.email = "organiser@example.org"
    account.save()
    Grant.objects.filter(account=account).update(until=TODAY)
    assert issue_due(TODAY) == issue_due(TODAY) == []
    assert Job.objects.filter(task="figures.note_not_issued").count() == 1
    work_off()
    (message,) = mail.outbox
    assert "You do not hold the right to do this here." in message.body
    reader = signed_in(world.account(Role.ORGANISER, world.units["north"], name="another"))
    assert "You do not hold the right to do this here." in reader.get(reverse("figures:bulletins")).content.decode()
    Grant.objects.filter(account=account).update(until=None)
    assert [one.as_of for one in issue_due(TODAY)] == [last_month()]


def test_one_schedule_keeps_no_other_from_its_own(world: World) -> None:
    """The south asks for opinions alone, of which it has none; the north comes out."""
    read(last_month())
    setter, unit = world.actor(Role.ORGANISER, world.units["south"]), world.units["south"]
    keep_template(setter, unit, "# {unit}\n\n{raised}", "# {unit}\n\n{raised}")
    south = set_schedule(setter, unit, Every.MONTH, 1, False)
    BulletinSchedule.objects.update(set_on=last_month())
    scheduled(world)
    assert [one.unit.code for one in issue_due(TODAY)] == ["north"]
    south.refresh_from_db()
    assert south.refused_day == last_month()
    assert "nothing to issue" in south.refused_why


def test_a_schedule_is_set_and_ended_on_pages(world: World, signed_in: SignedIn) -> None:
    """With a fault first; only by whoever may publish there."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    address = reverse("figures:schedule", args=[world.units["north"].pk])
    said = {"every": "week", "after_days": "0", "public": "on"}
    assert client.post(address, said).status_code == 422
    assert client.post(address, said | {"after_days": "2"}).status_code == 302
    row = BulletinSchedule.objects.get()
    assert (row.every, row.after_days, row.public) == ("week", 2, True)
    assert client.post(reverse("figures:schedule", args=[world.units["south"].pk]), said).status_code == 404
    listed = client.get(reverse("figures:bulletins")).content.decode()
    end = reverse("figures:end_schedule", args=[row.pk])
    assert end in listed
    assert client.post(end).status_code == 302
    assert end not in client.get(reverse("figures:bulletins")).content.decode()


def work_off() -> None:
    """Does every job that waits."""
    while work_once():
        pass


def test_the_feed_names_public_bulletins_alone(world: World) -> None:
    """Atom as RFC 4287 has it: an id, a day, a link for each; that of a unit has those below it, and no other."""
    read(last_month())
    row = issue_bulletin(Application(), world.units["north"], last_month(), public=True)
    inside = issue_bulletin(Application(), world.units["north"], last_month())
    answer = Client().get(reverse("figures:public_feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    (entry,) = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == row.pk.urn
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"].endswith(reverse("figures:public_bulletin", args=[row.pk]))
    assert (entry.findtext(f"{ATOM}updated") or "").startswith(TODAY.isoformat())
    assert str(inside.pk) not in answer.content.decode()
    for name, count in (("north", 1), ("south", 0)):
        feed = reverse("figures:public_unit_feed", args=[world.units[name].pk])
        assert len(ElementTree.fromstring(Client().get(feed).content).findall(f"{ATOM}entry")) == count
    assert reverse("figures:public_feed") in Client().get(reverse("figures:public")).content.decode()


def test_who_asked_gets_word_and_stops_it_by_one_request(world: World, signed_in: SignedIn, settings: object) -> None:
    """Of a bulletin that is not public only who may read it; the mail has no figure, and its link stops it."""
    settings.MAIL_FROM, settings.PUBLIC_URL = "rotation@example.org", "https://example.org"  # type: ignore[attr-defined]
    read(last_month())
    readers = [world.account(role, world.units["north"], name=role.value) for role in (Role.INSPECTOR, Role.READER)]
    for number, account in enumerate(readers):
        account.email = f"reader{number}@example.org"
        account.save()
    issue_bulletin(Application(), world.units["north"], last_month())
    assert not Job.objects.filter(task="figures.issue_bulletin").exists()
    signed_in(readers[0]).post(reverse("figures:subscribe", args=[world.units["north"].pk]))
    subscribe(world.actor(Role.READER, world.units["north"]), world.units["north"])
    Subscription.objects.exclude(account=readers[0]).update(account=readers[1])
    issue_bulletin(Application(), world.units["north"], last_month())
    work_off()
    (message,) = mail.outbox
    assert message.to == ["reader0@example.org"]
    assert "opinion" not in message.body
    mail.outbox.clear()
    with patch("django.core.mail.EmailMessage.send", side_effect=ConnectionRefusedError):
        issue_bulletin(Application(), world.units["north"], last_month(), public=True)
        work_off()
    assert Job.objects.latest("asked_at").result == {"sent": 0, "failed": 2}
    stop = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://example.org")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client().get(stop).status_code == 200
    assert Subscription.objects.count() == 2
    outside = Client(enforce_csrf_checks=True)
    assert outside.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [one.account_id for one in Subscription.objects.all()] == [readers[1].pk]
    assert outside.post(stop).status_code == 200
    assert outside.post(reverse("figures:unsubscribe", args=["1:made-up"])).status_code == 200
    assert Subscription.objects.count() == 1
    page = reverse("figures:subscribe", args=[world.units["north"].pk])
    signed_in(readers[1]).post(page)
    assert not Subscription.objects.exists()
    assert signed_in(readers[1]).post(reverse("figures:subscribe", args=[world.units["south"].pk])).status_code == 404
