"""The page of a unit's figures: what it says, to whom, and as of which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grassrota.figures.definitions import Dimension
from grassrota.org import Level, UnitKind
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Grant
from grassrota_web.access.rights import Role
from grassrota_web.figures.actions.reading import catch_up, read_day
from grassrota_web.figures.queries import asof
from grassrota_web.intake.models import Said
from grassrota_web.opinions.models import Chained, Topic
from grassrota_web.orgs.actions.units import change_unit
from grassrota_web.orgs.convert import unit as unit_value
from grassrota_web.orgs.models import Unit
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Office

TODAY = timezone.localdate()


def test_a_leader_sees_reported_beside_confirmed_and_goes_down_the_tree(office: Office, signed_in: SignedIn) -> None:
    """By hand: three opinions of the office, two reported fixed, one of them confirmed: half to all are so."""
    fixed = [office.fixed(office.addressed(f"opinion {number}")) for number in range(2)]
    office.addressed("the third")
    office.says(fixed[0], Said.FIXED)
    read_day(Application(), TODAY)
    client = signed_in(office.world.account(Role.UNIT_OFFICER, office.world.units["north"]))
    home = client.get(reverse("figures:home"), follow=True)
    top = reverse("figures:unit", args=[office.world.units["north"].pk])
    assert home.redirect_chain == [(top, 302)]
    text = home.content.decode()
    below = reverse("figures:unit", args=[office.world.units["north-office"].pk])
    assert "50.0% to 100.0%" in text
    assert f'href="{below}?on={TODAY}"' in text
    assert "2 of 3 (Opinions raised)" in text
    assert "1 of 3 (Opinions raised)" in text
    assert reverse("opinions:home") + "?unit=north-office&amp;state=confirmed" in text
    assert "South" not in text


def test_whoever_sees_several_units_has_them_beside_one_another(office: Office, signed_in: SignedIn) -> None:
    """Two opinions of the north, one of them reported fixed, and none of the south: a picture, a table, and a way."""
    office.fixed(office.addressed("an opinion"))
    office.addressed("another")
    read_day(Application(), TODAY)
    north, south = office.world.units["north"], office.world.units["south"]
    officer = office.world.account(Role.UNIT_OFFICER, north)
    Grant.objects.create(account=officer, role=Role.UNIT_OFFICER, path=south.path, since=TODAY)
    client = signed_in(officer)
    text = client.get(reverse("figures:home")).content.decode()
    assert reverse("figures:unit", args=[south.pk]) in text
    opinions = text[text.index("Opinions by unit") :]
    row = opinions[opinions.index(north.name) :].partition("</tr>")[0]
    assert ">2<" in row
    assert ">1<" in row
    assert "0.0% to 100.0%" in row
    before = client.get(reverse("figures:home"), {"on": str(TODAY - timedelta(days=1))}).content.decode()
    assert north.name in before
    assert "Opinions by unit" not in before


def test_a_past_day_says_what_was_read_then_and_one_before_all_readings_nothing(
    office: Office, signed_in: SignedIn
) -> None:
    """Two opinions of ten days ago, known before the first reading, and one of today: the day chosen decides."""
    office.addressed()
    office.addressed()
    catch_up(TODAY, since=TODAY - timedelta(days=2))
    office.addressed(day=TODAY)
    read_day(Application(), TODAY)
    unit = office.world.units["north-office"]
    found = {
        days: asof.counts(office.officer, Unit.objects.filter(pk=unit.pk), TODAY - timedelta(days=days))[0].found[
            "raised"
        ]
        for days in (0, 1, 2, 3)
    }
    assert found == {0: 3, 1: 2, 2: 2, 3: 0}
    client = signed_in(office.world.account(Role.UNIT_OFFICER, office.world.units["north-office"]))
    page = reverse("figures:unit", args=[unit.pk])
    then = client.get(page, {"on": (TODAY - timedelta(days=1)).isoformat()}).content.decode()
    assert "closed: its figures are never changed" in then
    assert ">2 <" in then
    assert "Nothing was read yet" in client.get(page, {"on": "1957-01-01"}).content.decode()


def test_figures_are_shown_by_right_and_not_to_the_other_side(office: Office, signed_in: SignedIn) -> None:
    """A reader sees people and no opinions; a host the room; the south nothing of the north."""
    office.addressed()
    read_day(Application(), TODAY)
    north = office.world.units["north"]
    page = reverse("figures:unit", args=[north.pk])

    def asks(role: Role, at: Unit) -> Client:
        return signed_in(office.world.account(role, at))

    reader = asks(Role.READER, north).get(page).content.decode()
    assert "Staff" in reader
    assert "Opinions raised" not in reader
    assert asks(Role.UNIT_OFFICER, office.world.units["south"]).get(page).status_code == 404
    assert asks(Role.CLERK, north).get(page).status_code == 403


def test_whoever_is_complained_of_cannot_count_it_off(office: Office) -> None:
    """An opinion that concerns the officer's own post is in no figure of theirs, and in those of everybody else."""
    case = office.addressed()
    Chained.objects.create(case=case, staff="n1")
    read_day(Application(), TODAY - timedelta(days=1))
    office.addressed(day=TODAY)
    read_day(Application(), TODAY)
    unit = Unit.objects.filter(pk=office.world.units["north-office"].pk)
    own = office.world.actor(Role.UNIT_OFFICER, office.world.units["north-office"], person="n1")
    assert asof.counts(office.officer, unit, TODAY)[0].found["raised"] == 2
    assert asof.counts(own, unit, TODAY)[0].found["raised"] == 1
    assert asof.series(own, unit[0], ["raised"], TODAY) == [(TODAY, {"raised": 1})]


def test_what_waits_is_shown_by_age_and_by_topic_as_of_the_day(office: Office, signed_in: SignedIn) -> None:
    """By hand: two opinions of 10 and 40 days are open, one of 100 days was refuted; a month ago one was there."""
    Topic.objects.create(code="water", name="Water supply")
    for days in (10, 40):
        office.addressed(day=TODAY - timedelta(days=days), topic="water")
    office.says(office.fixed(office.addressed(day=TODAY - timedelta(days=100), topic="water")), Said.NOT_FIXED)
    read_day(Application(), TODAY)
    unit = office.world.units["north-office"]
    assert asof.divided(office.officer, unit, ("open", "refuted"), Dimension.AGE, TODAY) == {
        "0": {"open": 1},
        "30": {"open": 1},
        "90": {"refuted": 1},
    }
    page = reverse("figures:unit", args=[unit.pk])
    text = signed_in(office.world.account(Role.UNIT_OFFICER, unit)).get(page, {"on": "2026-02-31"}).content.decode()
    assert "30 to 89 days: 1, 0" in text
    assert "90 to 364 days: 0, 1" in text
    assert "Water supply" in text
    assert "What waits" not in signed_in(office.world.account(Role.READER, unit)).get(page).content.decode()


def test_units_below_come_page_by_page_by_level_and_by_name(office: Office, signed_in: SignedIn) -> None:
    """By hand: the north has an office and a township, and 51 offices more; 50 stand on a page, one is found."""
    north = office.world.units["north"]
    for number in range(51):
        office.world.unit(f"bureau-{number:02}", Level.COUNTY, UnitKind.ORGAN, north)
    office.addressed()
    read_day(Application(), TODAY)
    client = signed_in(office.world.account(Role.UNIT_OFFICER, north))
    page = reverse("figures:unit", args=[north.pk])

    def rows(**asked: str) -> tuple[list[str], str]:
        answer = client.get(page, asked)
        shown = answer.context["page"]
        return [unit.code for unit in shown.rows] if shown else [], answer.content.decode()

    first, text = rows()
    assert (len(first), first[0]) == (50, "bureau-00")
    assert "Places are given only where all units stand on one page." in text
    last, _text = rows(after=str(office.world.units[first[-1]].pk))
    assert last == ["bureau-50", "north-office", "north-township"]
    found, text = rows(q="bureau 07")
    assert found == ["bureau-07"]
    assert "bureau-08" not in text
    assert rows(level="township", q="North")[0] == ["north-township"]
    assert rows(level="no such level", q="North")[0] == ["north-office", "north-township"]


def test_the_tree_of_townships_reached_leads_to_each_unit(office: Office, signed_in: SignedIn) -> None:
    """By hand: the north has one township and nobody went: 0 of 1 in the province and in the township itself."""
    read_day(Application(), TODAY)
    units = office.world.units
    text = (
        signed_in(office.world.account(Role.READER, units["north"]))
        .get(reverse("figures:unit", args=[units["north"].pk]))
        .content.decode()
    )
    below = reverse("figures:unit", args=[units["north-township"].pk]) + f"?on={TODAY}"
    assert f'<a href="{below}" aria-label="North Township: 0 of 1 townships reached">' in text
    assert 'role="group" aria-label="Townships reached' in text
    assert "North Office: 0 of" not in text


def test_figures_are_divided_by_one_dimension_and_what_was_not_counted_together_is_said(
    office: Office, signed_in: SignedIn
) -> None:
    """By hand: of two opinions one is about water; a director, a chief and a clerk are on the staff of the office."""
    Topic.objects.create(code="water", name="Water supply")
    office.addressed(topic="water")
    office.addressed()
    read_day(Application(), TODAY)
    units = office.world.units
    client = signed_in(office.world.account(Role.UNIT_OFFICER, units["north"]))
    page = reverse("figures:divided", args=[units["north"].pk])
    text = client.get(page).content.decode()
    assert f"?on={TODAY}&amp;topic=water" in text
    assert "section chief" in text
    answer = client.get(page, {"topic": "water"})
    assert [[cell["text"] for cell in row][:2] for row in answer.context["table"]["rows"]] == [
        ["North", "1"],
        ["North Office", "1"],
    ]
    both = client.get(page, {"topic": "water", "grade": "clerk"}).content.decode()
    assert "nobody counted two together" in both
    assert "left out: Topic Water supply" in both
    reader = signed_in(office.world.account(Role.READER, units["north"])).get(page, {"topic": "water"})
    assert "water" not in reader.content.decode().lower().replace("topic=water", "")
    assert signed_in(office.world.account(Role.READER, units["south"])).get(page).status_code == 404


def test_a_page_is_made_once_until_somebody_writes_and_never_for_somebody_else(
    office: Office, signed_in: SignedIn
) -> None:
    """Asked for again it reads no ledger; a unit with another name is called so at once; a reader has another page."""
    office.addressed()
    read_day(Application(), TODAY)
    north = office.world.units["north"]
    page = reverse("figures:unit", args=[north.pk])
    client = signed_in(office.world.account(Role.UNIT_OFFICER, north))
    first = client.get(page).content.decode()
    with CaptureQueriesContext(connection) as again:
        assert "North Office" in client.get(page).content.decode()
    assert "Opinions raised" in first
    # a statement that PostgreSQL keeps is told without its words: who asks, and the head of the journal
    assert not [query for query in again if "figures_ledgerentry" in (query["sql"] or "")]
    value = unit_value(office.world.units["north-office"], "north")
    change_unit(office.organiser, office.world.units["north-office"].pk, replace(value, name="Water Office"))
    assert "Water Office" in client.get(page).content.decode()
    assert "Opinions raised" not in signed_in(office.world.account(Role.READER, north)).get(page).content.decode()
