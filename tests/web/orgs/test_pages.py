"""The pages of the room, asked for by whoever may and may not open them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from grassrota.forms import Role as Work
from grassrota.org import Level, Sector, UnitKind
from grassrota.posting.opening import Opening
from grassrota.staff import ExemptionReason
from grassrota_web.access.actor import Application
from grassrota_web.access.rights import Role
from grassrota_web.journal.models import Entry
from grassrota_web.orgs import models
from grassrota_web.orgs.actions.exemptions import exempt
from grassrota_web.orgs.actions.openings import add_opening
from grassrota_web.orgs.actions.people import pair
from grassrota_web.orgs.actions.programmes import add_programme
from tests.web.conftest import SignedIn, World


class Furnished(World):
    """The world with an opening and a programme at each township, and in each office one exempt and one couple."""

    def __init__(self) -> None:
        super().__init__()
        self.openings: dict[str, models.Opening] = {}
        self.programmes: dict[str, models.Programme] = {}
        self.exemptions: dict[str, models.Exemption] = {}
        self.couples: dict[str, models.Couple] = {}
        for name in ("north", "south"):
            value = Opening(f"{name}-wells", f"{name}-township", Sector.RURAL, Work.FIELD_WORK, 1, 2)
            self.openings[name] = add_opening(Application(), self.rotations[name].pk, value)
            self.programmes[name] = add_programme(
                Application(), f"{name}-township", f"Programme {name}", date(1958, 1, 1)
            )
            one, two, three = (f"{name[0]}{number}" for number in (1, 2, 3))
            key, day = self.people[three].pk, date(1957, 12, 1)
            self.exemptions[name] = exempt(Application(), key, ExemptionReason.HEALTH, day, detail=f"heart {name}")
            self.couples[name] = pair(Application(), one, two)


@pytest.fixture
def world() -> Furnished:
    """A furnished world."""
    return Furnished()


def ways(world: Furnished, name: str) -> dict[str, str]:
    """Every address of the room about one province, by what it is."""
    unit, person = world.units[f"{name}-office"], world.people[f"{name[0]}3"]
    return {
        "unit": reverse("orgs:unit", args=[unit.pk]),
        "below": reverse("orgs:below", args=[unit.pk]),
        "edit unit": reverse("orgs:edit_unit", args=[unit.pk]),
        "move unit": reverse("orgs:move_unit", args=[unit.pk]),
        "add below": f"{reverse('orgs:add_unit')}?below={unit.code}",
        "person": reverse("orgs:person", args=[person.pk]),
        "edit person": reverse("orgs:edit_person", args=[person.pk]),
        "move person": reverse("orgs:move_person", args=[person.pk]),
        "leave": reverse("orgs:leave_staff", args=[person.pk]),
        "couple": reverse("orgs:couple", args=[person.pk]),
        "exempt": reverse("orgs:exempt", args=[person.pk]),
        "end exemption": reverse("orgs:end_exemption", args=[world.exemptions[name].pk]),
        "opening": reverse("orgs:opening", args=[world.openings[name].pk]),
        "edit opening": reverse("orgs:edit_opening", args=[world.openings[name].pk]),
        "withdraw": reverse("orgs:withdraw_opening", args=[world.openings[name].pk]),
        "edit programme": reverse("orgs:edit_programme", args=[world.programmes[name].pk]),
        "shares": f"{reverse('orgs:shares')}?unit={unit.code}",
    }


LISTS = ("home", "people", "openings", "programmes", "scales", "shares", "imports", "search")


def test_the_organiser_opens_every_page_of_their_own(world: Furnished, signed_in: SignedIn) -> None:
    """Each page of the north answers, with a title and one heading."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    for name, url in {**ways(world, "north"), **{name: reverse(f"orgs:{name}") for name in LISTS}}.items():
        answer = client.get(url)
        assert answer.status_code == 200, name
        assert name == "below" or answer.content.decode().count("<h1") == 1, name


def test_nothing_of_another_province_is_there(world: Furnished, signed_in: SignedIn) -> None:
    """Every address about the south is as if it did not exist for the organiser of the north."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    for name, url in ways(world, "south").items():
        assert client.get(url).status_code == 404, name
        assert client.post(url).status_code in (404, 405), name


@pytest.mark.parametrize("words", ["South", "s1", "Person s", "south-wells", "Programme south", "south-office"])
def test_no_list_search_or_offer_tells_of_another_province(world: Furnished, signed_in: SignedIn, words: str) -> None:
    """Whatever is searched for, filtered by or offered, nothing of the south is shown to the north."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    for route in (*LISTS, "find", "offer_unit", "offer_person"):
        for query in ({"q": words}, {"q": words, "unit": "south-office"}):
            text = (
                client.get(reverse(f"orgs:{route}"), query)
                .content.decode()
                .replace(words, "")
                .replace("south-office", "")
            )
            assert not [word for word in ("South", "Person s", "south-") if word in text], route


def test_a_filter_by_a_unit_out_of_reach_is_one_by_no_unit(world: Furnished, signed_in: SignedIn) -> None:
    """The list filtered by the south's office is empty, like one filtered by what is nowhere."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    for route in ("people", "openings"):
        for unit in ("south-office", "nowhere"):
            assert "Clear all filters" in client.get(reverse(f"orgs:{route}"), {"unit": unit}).content.decode()


def test_a_row_out_of_reach_is_no_place_in_a_list(world: Furnished, signed_in: SignedIn) -> None:
    """A page that would begin after somebody of the south begins at the start: their place in the order is not told."""
    client = signed_in(world.account(Role.UNIT_OFFICER, world.units["north-office"]))
    for key in (world.people["s1"].pk, 10**17):
        text = client.get(reverse("orgs:people"), {"after": key}).content.decode()
        assert all(f"Person n{number}" in text for number in (1, 2, 3))
        assert 'rel="prev"' not in text


def test_exports_hold_what_is_within_reach_and_nothing_sealed(world: Furnished, signed_in: SignedIn) -> None:
    """Each list as CSV has the north's rows alone; neither text nor key of what is sealed is in any of them."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    for kind, own in (
        ("units", "North Office"),
        ("people", "Person n1"),
        ("openings", "north-wells"),
        ("absences", "n3"),
        ("couples", "n1"),
        ("programmes", "Programme north"),
    ):
        answer = client.get(reverse("orgs:export", args=[kind, "csv"]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert own in text, kind
        assert not [word for word in ("south", "Person s", '"s1"', '"s3"', "heart") if word in text], kind
        assert str(world.exemptions["north"].detail_id) not in text
    assert client.get(reverse("orgs:export", args=["accounts", "csv"])).status_code == 404
    assert client.get(reverse("orgs:export", args=["people", "pdf"])).status_code == 404


def test_a_couple_is_taken_away_by_whoever_reaches_both(world: Furnished, signed_in: SignedIn) -> None:
    """The file of one office does not name somebody of the other; whoever reaches both takes the couple away."""
    pair(Application(), "n3", "s3")
    for place, told in (("north", False), ("south", False), ("/", True)):
        client = signed_in(world.account(Role.ORGANISER, place if place == "/" else world.units[place]))
        answer = client.get(reverse("orgs:export", args=["couples", "csv"]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert ("n3" in text, "s3" in text) == (told, told), place


def test_an_export_takes_the_right_to_export_and_that_to_see(world: Furnished, signed_in: SignedIn) -> None:
    """A reader takes nothing away; a host takes openings, and no people."""
    reader = signed_in(world.account(Role.READER, world.units["north"]))
    assert reader.get(reverse("orgs:export", args=["openings", "csv"])).status_code == 403
    host = signed_in(world.account(Role.HOST, world.units["north-township"]))
    answer = host.get(reverse("orgs:export", args=["people", "csv"]))
    assert b"".join(answer.streaming_content).count(b"\n") == 1  # type: ignore[attr-defined]
    answer = host.get(reverse("orgs:export", args=["openings", "csv"]))
    assert b"north-wells" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_workbook_says_when_by_whom_and_what(
    world: Furnished, signed_in: SignedIn, tmp_path: pytest.TempPathFactory
) -> None:
    """The second sheet names the maker and the filter; the first has the one person that the filter leaves."""
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    client = signed_in(world.account(Role.ORGANISER, world.units["north"], name="Li"))
    answer = client.get(reverse("orgs:export", args=["people", "xlsx"]), {"q": "n2"})
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    data, notes = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert [row[0] for row in data] == ["id", "n2"]
    told = {str(row[0]): str(row[1]) for row in notes}
    assert told["Made by"] == "Li"
    assert "n2" in told["Filter"]
    assert told["Rows"] == "1"


def test_one_sees_one_s_own_page_and_no_other(world: Furnished, signed_in: SignedIn) -> None:
    """A member of staff is led to their own page, finds colleagues nowhere, and reads their own sealed detail."""
    client = signed_in(world.account(Role.STAFF_MEMBER, world.units["north-office"], person="n3"))
    own = reverse("orgs:person", args=[world.people["n3"].pk])
    assert client.get(reverse("orgs:me")).headers["Location"] == own
    assert "kept about you" in client.get(own).content.decode()
    assert client.get(reverse("orgs:person", args=[world.people["n1"].pk])).status_code == 404
    assert client.get(reverse("orgs:people")).status_code == 403
    assert client.get(reverse("orgs:exempt", args=[world.people["n3"].pk])).status_code == 403
    detail = reverse("orgs:exemption_detail", args=[world.exemptions["north"].pk])
    assert "heart north" in client.post(detail).content.decode()
    assert Entry.objects.order_by("-number")[0].verb == "access.read_own_sealed"


def test_sealed_detail_takes_a_reason(world: Furnished, signed_in: SignedIn) -> None:
    """The officer gets it for a reason, which is kept; without one, and by asking alone, nothing is told."""
    client = signed_in(world.account(Role.UNIT_OFFICER, world.units["north-office"]))
    detail = reverse("orgs:exemption_detail", args=[world.exemptions["north"].pk])
    before = Entry.objects.count()
    assert b"heart" not in client.get(detail).content
    assert b"heart" not in client.post(detail, {"reason": " "}).content
    assert Entry.objects.count() == before
    assert b"heart north" in client.post(detail, {"reason": "appeal"}).content
    assert Entry.objects.order_by("-number")[0].after == {"reason": "appeal"}
    organiser = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    assert organiser.get(detail).status_code == 403
    south = signed_in(world.account(Role.UNIT_OFFICER, world.units["south-office"]))
    assert south.get(detail).status_code == 404


def test_the_host_answers_on_their_page(world: Furnished, signed_in: SignedIn) -> None:
    """What waits stands there with two buttons; after consent it waits no more, and the south's cannot be answered."""
    client = signed_in(world.account(Role.HOST, world.units["north-township"]))
    assert "Waiting for your answer" in client.get(reverse("orgs:hosting")).content.decode()
    url = reverse("orgs:answer_opening", args=[world.openings["north"].pk])
    client.post(url, {"answer": "consent"})
    assert "Waiting for your answer" not in client.get(reverse("orgs:hosting")).content.decode()
    assert models.Opening.objects.get(pk=world.openings["north"].pk).answer == "consented"
    south = reverse("orgs:answer_opening", args=[world.openings["south"].pk])
    assert client.post(south, {"answer": "consent"}).status_code == 404
    assert client.get(url).status_code == 405


def test_a_fault_stands_at_its_field(world: Furnished, signed_in: SignedIn) -> None:
    """A level that does not go down is told at the level, above the form, and in the title; what was entered stays."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    entered = {"id": "new", "name": "New one", "level": "centre", "kind": "organ"}
    answer = client.post(f"{reverse('orgs:add_unit')}?below=north-office", entered)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Error:" in text
    assert 'id="id_level_error"' in text
    assert 'value="New one"' in text
    assert not models.Unit.objects.filter(code="new").exists()
    entered["level"] = "site"
    assert client.post(f"{reverse('orgs:add_unit')}?below=north-office", entered).status_code == 302
    assert models.Unit.objects.get(code="new").parent == world.units["north-office"]


def test_people_are_added_changed_and_moved_through_pages(world: Furnished, signed_in: SignedIn) -> None:
    """The officer's forms reach the verbs: a new person, a change, an exemption by class, a couple ended."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    entered = {
        "id": "n9",
        "name": "李四",
        "unit": "north-office",
        "grade": "clerk",
        "tenure_years": "3",
        "field_years": "0",
        "turns_served": "0",
        "skills": "wells；maps",
    }
    client.post(reverse("orgs:add_person"), entered)
    row = models.Person.objects.get(code="n9")
    assert (row.name, row.skills) == ("李四", ["maps", "wells"])
    client.post(reverse("orgs:edit_person", args=[row.pk]), {**entered, "surplus": "on"})
    client.post(reverse("orgs:move_person", args=[row.pk]), {"unit": "north-township"})
    row.refresh_from_db()
    assert (row.surplus, row.unit.code) == (True, "north-township")
    client.post(reverse("orgs:exempt", args=[row.pk]), {"reason": "age", "since": "1957-12-01"})
    assert row.exemptions.get().reason == "age"
    couple = world.couples["north"]
    client.post(reverse("orgs:uncouple", args=[world.people["n1"].pk, couple.pk]))
    assert not models.Couple.objects.filter(pk=couple.pk).exists()
    client.post(reverse("orgs:leave_staff", args=[row.pk]), {"day": "1958-01-01"})
    assert "<td>n9</td>" not in client.get(reverse("orgs:people")).content.decode()


def test_filters_leave_those_they_name(world: Furnished, signed_in: SignedIn) -> None:
    """By grade, exemption, surplus and a part of a Chinese name, alone and together."""
    models.Person.objects.filter(code="n2").update(surplus=True, name="王小明")
    client = signed_in(world.account(Role.UNIT_OFFICER, world.units["north-office"]))

    def codes(**query: str) -> list[str]:
        text = client.get(reverse("orgs:people"), query).content.decode()
        return [code for code in ("n1", "n2", "n3") if f"<td>{code}</td>" in text]

    assert codes() == ["n1", "n2", "n3"]
    assert codes(grade="director") == ["n1"]
    assert codes(exempt="yes") == ["n3"]
    assert codes(exempt="no") == ["n1", "n2"]
    assert codes(surplus="yes") == ["n2"]
    assert codes(q="小明") == ["n2"]
    assert codes(q="n3") == ["n3"]
    assert codes(q="小明", exempt="yes") == []
    assert codes(unit="north-office") == ["n1", "n2", "n3"]


def test_pages_lead_through_everybody_once(world: Furnished, signed_in: SignedIn) -> None:
    """Onwards and back by key: 120 people, many of the same name, each seen once, in order, in both directions."""
    import re

    office = world.units["north-office"]
    models.Person.objects.bulk_create(
        models.Person(code=f"p{number:03}", name=f"Name {number % 7}", unit=office, grade="clerk")
        for number in range(120)
    )
    client = signed_in(world.account(Role.UNIT_OFFICER, office))

    def walk(way: str, url: str) -> list[list[str]]:
        seen = []
        while url:
            text = client.get(url).content.decode()
            seen.append(re.findall(r"<td>(p\d{3}|n\d)</td>", text))
            found = re.search(rf'rel="{way}" href="([^"]+)"', text)
            url = reverse("orgs:people") + found[1].replace("&amp;", "&") if found else ""
        return seen

    pages = walk("next", reverse("orgs:people"))
    assert [len(page) for page in pages] == [50, 50, 23]
    flat = [code for page in pages for code in page]
    assert sorted(flat) == sorted(models.Person.objects.filter(unit=office).values_list("code", flat=True))
    key = models.Person.objects.get(code=pages[2][0]).pk
    back = walk("prev", f"{reverse('orgs:people')}?before={key}")
    assert [code for page in reversed(back) for code in page] == flat[:100]


def test_the_tree_is_a_list_of_links_without_javascript(world: Furnished, signed_in: SignedIn) -> None:
    """Each unit is a link to its page, where the units below it stand as links again; nobody sees above their top."""
    client: Client = signed_in(world.account(Role.UNIT_OFFICER, world.units["north-office"]))
    text = client.get(reverse("orgs:home")).content.decode()
    assert world.units["north-office"].get_absolute_url() in text
    assert world.units["north"].get_absolute_url() not in text
    world.unit("team", Level.SITE, UnitKind.ORGAN, world.units["north-office"])
    text = client.get(world.units["north-office"].get_absolute_url()).content.decode()
    assert world.units["team"].get_absolute_url() in text
    assert world.units["north"].get_absolute_url() not in text
