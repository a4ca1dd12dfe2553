"""Bulletins on pages: issued from a template, kept, and found out if they are changed."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from grassrota.errors import Refused
from grassrota.figures.counting import Cell
from grassrota.figures.issue.seal import holds, read_sealed
from grassrota.figures.words import Language
from grassrota.report.issued_page import page_is_true
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.figures.actions.bulletins import issue_bulletin, keep_template
from grassrota_web.figures.actions.publishing import publish_due
from grassrota_web.figures.actions.reading import catch_up, read_day, write_reading
from grassrota_web.figures.models import Bulletin, LedgerEntry, Publication, PublishedTotal, Reading
from grassrota_web.figures.queries.bulletins import looked_at
from grassrota_web.intake.log import public_key
from grassrota_web.intake.models import Said
from grassrota_web.journal.models import Entry
from grassrota_web.journal.queries import TreeHead, verify
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Office

TODAY = timezone.localdate()
ENGLISH = (
    "# {unit}\n\n{confirmed of reported_fixed}\n\n{refuted of reported_fixed}\n\n{raised on 2020-01-01}\n\n"
    "{picture}\n\n{picture}"
)


def read(office: Office) -> None:
    """15 opinions, 10 said to be fixed, 5 of them confirmed and 5 silent, read today as if the day were over."""
    cases = [office.addressed(day=TODAY - timedelta(days=1)) for _number in range(15)]
    for number, case in enumerate(cases[:10]):
        office.fixed(case)
        if number < 5:
            office.says(case, Said.FIXED)
    read_day(Application(), TODAY)
    Reading.objects.update(closed=True)
    publish_due()


def test_a_bulletin_from_its_template_to_whoever_verifies_it(office: Office, signed_in: SignedIn) -> None:
    """The whole way on pages: faults of a template by line, both languages, refusals, files that hold, a correction."""
    read(office)
    north = office.world.units["north"]
    client = signed_in(Account.objects.get(pk=office.organiser.account))
    template, issue = reverse("figures:template", args=[north.pk]), reverse("figures:issue")
    faulty = client.post(template, {"english": "# {unit}\n\n{rised}", "chinese": ENGLISH})
    assert faulty.status_code == 422
    assert "{rised}" in faulty.content.decode()
    assert client.post(template, {"english": ENGLISH, "chinese": ENGLISH}).status_code == 302
    begun = client.get(issue, {"unit": "north"}).content.decode()
    assert 'value="north"' in begun
    assert f'value="{TODAY}"' in begun, "the last day that was read to its end"
    early = client.post(issue, {"unit": "north", "day": TODAY - timedelta(days=1)})
    assert early.status_code == 422
    assert f"the last that were are of {date_format(TODAY)}" in early.content.decode()
    assert client.post(issue, {"unit": "nowhere", "day": TODAY}).status_code == 422
    assert not Bulletin.objects.exists()
    answer = client.post(issue, {"unit": "north", "day": TODAY})
    row = Bulletin.objects.get()
    assert answer.url == row.get_absolute_url()  # type: ignore[attr-defined]
    page = client.get(row.get_absolute_url()).content.decode()
    assert "between 5 and 10 of 10, 50 % to 100 %: 5 raisers have not answered" in page
    assert "no reading of 1 January 2020 is closed" in page
    assert all(check.holds for check in looked_at(row))
    drawn = re.findall(r'<rect class="outline hatched"[^>]* fill="url\(#(.+?)-hatched\)"', page)
    assert len(drawn) == len(set(drawn)) == 2, "each picture fills its bars by a pattern of its own"
    assert all(page.count(f'id="{one}-hatched"') == 1 for one in drawn)

    def file(name: str) -> bytes:
        return bytes(client.get(reverse("figures:bulletin_file", args=[row.pk, name])).content)

    for language in Language:
        html = file(f"{language}.html").decode()
        assert page_is_true(html, read_sealed(html))
        assert holds(read_sealed(html), public_key())
        assert file(f"{language}.pdf").startswith(b"%PDF")
    signed = json.loads(file("signed.json"))
    assert {one["figure"]: one["count"] for one in signed["bulletin"]["numbers"]} == {
        "reported_fixed": 10,
        "confirmed": 5,
        "refuted": 0,
        "raised": 15,
    }
    head = TreeHead(**signed["bulletin"]["head"])
    assert verify(head).holds
    noted = Entry.objects.get(number=signed["bulletin"]["readings"][0]["entry"])
    assert (noted.after or {})["digest"] == signed["bulletin"]["readings"][0]["digest"]

    correct = reverse("figures:correct", args=[row.pk])
    assert client.post(correct, {"unit": "north", "day": TODAY, "why": ""}).status_code == 422
    assert client.post(correct, {"unit": "north-office", "day": TODAY, "why": "x"}).status_code == 422
    client.post(correct, {"unit": "north", "day": TODAY, "why": "the wrong template"})
    later = Bulletin.objects.get(corrects=row)
    assert later.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()
    assert "the wrong template" in client.get(later.get_absolute_url()).content.decode()
    assert row.get_absolute_url() in client.get(reverse("figures:bulletins")).content.decode()


def test_only_whoever_may_read_the_figures_reads_a_bulletin(office: Office, signed_in: SignedIn) -> None:
    """Not the other side, not a reader of postings alone, and nobody before signing in; a reader issues none."""
    read(office)
    units = office.world.units
    row = issue_bulletin(office.organiser, units["north"], TODAY)
    url = row.get_absolute_url()
    assert Client().get(url).status_code == 302
    for role, unit, status in (
        (Role.ORGANISER, "south", 404),
        (Role.READER, "north", 404),
        (Role.INSPECTOR, "north", 200),
        (Role.UNIT_OFFICER, "north-office", 404),
    ):
        assert signed_in(office.world.account(role, units[unit])).get(url).status_code == status
    for actor, unit in ((office.inspector, "north"), (office.organiser, "south")):
        with pytest.raises(Refused) as refused:
            issue_bulletin(actor, units[unit], TODAY)
        assert refused.value.code == "not_permitted"
    with pytest.raises(TypeError):
        row.delete()


def test_what_is_changed_in_the_store_is_found_out(office: Office) -> None:
    """A number of the bulletin, a row of the ledger, a published total, hashes: each fails its check, or is refused."""
    read(office)
    north = office.world.units["north"]
    row = issue_bulletin(office.organiser, north, TODAY)
    assert [check.holds for check in looked_at(row)] == [True] * 5
    row.content["numbers"][0]["count"] += 1
    assert [check.holds for check in looked_at(row)] == [False, False, True, False, False]
    row.refresh_from_db()
    LedgerEntry.objects.filter(unit=north, figure="reported_fixed", part="").update(total=20, amount=20)
    assert [check.holds for check in looked_at(row)] == [True, True, False, False, True]
    PublishedTotal.objects.filter(unit=north, figure="reported_fixed").update(total=20)
    assert [check.holds for check in looked_at(row)] == [True, True, False, False, False]
    for refused, spoil in (
        ("contradicts", None),
        ("reading_changed", Reading),
        ("publication_changed", Publication),
    ):
        if spoil:
            spoil.objects.update(digest="0" * 64)
        with pytest.raises(Refused) as found:
            issue_bulletin(office.organiser, north, TODAY)
        assert found.value.code == refused
    assert Bulletin.objects.count() == 1


def test_a_day_that_is_not_over_is_not_published(office: Office) -> None:
    """Today's reading is unfinished."""
    office.addressed()
    catch_up(TODAY)
    with pytest.raises(Refused) as refused:
        issue_bulletin(office.organiser, office.world.units["north"], TODAY)
    assert refused.value.code == "not_closed"


def test_parts_are_called_by_their_names_in_either_language(office: Office) -> None:
    """A form of posting is no word of a file: eight of eight who went on the 40-day turn, in English and in Chinese."""
    north, day = office.world.units["north"], TODAY - timedelta(days=1)
    write_reading(Application(), day, {Cell("departed", "north", part): 8 for part in ("", "form:turn40")})
    keep_template(Application(), north, "# {unit}\n\n{departed by form}", "# {unit}\n\n{departed by form}")
    said = json.dumps(issue_bulletin(office.organiser, north, day).content, ensure_ascii=False)
    assert "8 people, of whom 8 40-day field turn (" in said
    assert "8人，其中四十天下乡有8（" in said
