"""What anybody may open of figures: published totals, as files as well, and bulletins that are for everybody."""

from __future__ import annotations

import csv
import io
import json

from django.test import Client
from django.urls import reverse

from grassrota_web.access.models import Account
from grassrota_web.figures.actions.bulletins import issue_bulletin
from grassrota_web.figures.models import Bulletin, PublishedTotal
from tests.web.conftest import SignedIn
from tests.web.figures.test_bulletins import TODAY, read
from tests.web.leaks import body_of
from tests.web.opinions.conftest import Office


def file(name: object, suffix: str) -> str:
    """What is sent."""
    return body_of(Client().get(reverse("figures:public_take", args=[name, suffix]))).decode("utf-8-sig")


def test_anybody_reads_published_totals_along_the_tree(office: Office) -> None:
    """By hand: 15 raised, 10 said to be fixed, 5 of them confirmed and 5 silent, all at the office of the north."""
    client = Client()
    assert "Nothing was published yet" in client.get(reverse("figures:public")).content.decode()
    read(office)
    units = office.world.units
    top = client.get(reverse("figures:public")).content.decode()
    assert units["north"].name in top
    page = client.get(reverse("figures:public_unit", args=[units["north"].pk])).content.decode()
    assert reverse("figures:public_unit", args=[units["north-office"].pk]) in page
    row = page[page.index("<tbody>") :].partition("</tr>")[0]
    assert [word.partition(" ")[0] for word in row.split('<td class="n">')[1:]][:1] == ["15"]
    assert "50.0% to 100.0%" in row
    assert "–" in client.get(reverse("figures:public_unit", args=[units["south"].pk])).content.decode()
    assert client.get(reverse("figures:public") + "?on=2026-99-99").status_code == 404
    assert client.get(reverse("figures:public_unit", args=[999_999])).status_code == 404
    assert client.get(reverse("figures:public_take", args=["all", "exe"])).status_code == 404
    lines = list(csv.DictReader(io.StringIO(file("all", "csv"))))
    stored = set(PublishedTotal.objects.values_list("unit__code", "figure", "total"))
    assert {(line["unit"], line["figure"], int(line["total"])) for line in lines} == stored
    below = json.loads(file(units["north"].pk, "json"))
    assert {(line["unit"], line["figure"], line["total"]) for line in below["totals"]} == stored
    assert (below["least"], below["published_to"]) == (5, TODAY.isoformat())
    assert json.loads(file(units["south"].pk, "json"))["totals"] == []


def test_a_bulletin_is_for_everybody_only_if_whoever_issued_it_said_so(office: Office, signed_in: SignedIn) -> None:
    """One of two is; its files hold, and a correction that is not for everybody is not linked."""
    read(office)
    north, client = office.world.units["north"], Client()
    inside = issue_bulletin(office.organiser, north, TODAY)
    row = issue_bulletin(office.organiser, north, TODAY, public=True)
    corrected = issue_bulletin(office.organiser, north, TODAY, row.pk, "a wrong word")
    listed = client.get(reverse("figures:public")).content.decode()
    address = reverse("figures:public_bulletin", args=[row.pk])
    assert address in listed
    assert str(inside.pk) not in listed
    page = client.get(address).content.decode()
    assert "between 5 and 10 of 10" in page
    assert str(corrected.pk) not in page
    signed = client.get(reverse("figures:public_bulletin_file", args=[row.pk, "signed.json"]))
    assert json.loads(signed.content)["signature"] == row.signature
    for key in (inside.pk, corrected.pk):
        assert client.get(reverse("figures:public_bulletin", args=[key])).status_code == 404
        assert client.get(reverse("figures:public_bulletin_file", args=[key, "signed.json"])).status_code == 404
    asked = {"unit": "north", "day": TODAY, "public": "on"}
    signed_in(Account.objects.get(pk=office.organiser.account)).post(reverse("figures:issue"), asked)
    assert Bulletin.objects.filter(public=True).count() == 2
