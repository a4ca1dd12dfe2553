"""Pages of themes through real requests: each reader's own counts, and nothing of what concerns them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from grassrota.errors import BadInput, Refused
from grassrota.forms import Role as PostingRole
from grassrota.org import Sector
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.jobs.models import Job
from grassrota_web.journal.models import Entry
from grassrota_web.opinions.models import Case, Issue
from grassrota_web.orgs.models import Opening
from grassrota_web.postings.models import Posting
from grassrota_web.themes.actions.problems import open_problem
from grassrota_web.themes.finding import place_new
from grassrota_web.themes.models import Opened, Pair, Placed, Theme
from grassrota_web.themes.queries.seen import themes
from tests.web.api.conftest import ProgramOf, program
from tests.web.conftest import SignedIn
from tests.web.themes.conftest import MADE, WATER, Office, Village

__all__ = ["program"]


@pytest.fixture
def water(village: Village) -> Theme:
    """The theme of eight opinions about water, among others."""
    village.raised([*WATER, *MADE[:16]])
    village.found()
    return Theme.objects.get(placed__raised__opinion__words=WATER[0])


def client_of(signed_in: SignedIn, actor: Actor) -> Client:
    return signed_in(Account.objects.get(pk=actor.account))


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_a_theme_is_listed_and_opened_with_its_cases(
    water: Theme, village: Village, office: Office, signed_in: SignedIn
) -> None:
    """Its label, its size, and the eight cases; the list of the other side's officer is empty."""
    client = client_of(signed_in, office.officer)
    seen = next(one for one in themes(office.officer) if one.row == water)
    assert seen.size >= 8
    assert seen.words
    home, page = text_of(client.get("/themes/")), text_of(client.get(f"/themes/{water.pk}/"))
    assert seen.name in home
    assert "Opinions a week" in page
    assert all(
        str(key) in page for key in Case.objects.filter(raised__placed__theme=water).values_list("pk", flat=True)
    )
    south = client_of(signed_in, office.world.actor(Role.UNIT_OFFICER, office.world.units["south"]))
    assert "There is no theme for you yet" in text_of(south.get("/themes/"))
    assert south.get(f"/themes/{water.pk}/").status_code == 404


def test_whom_opinions_concern_counts_the_others_alone(water: Theme, village: Village, office: Office) -> None:
    """Three more about the office: who reads both sees eleven, the office's officer eight, on every count."""
    before = next(one for one in themes(office.above) if one.row == water)
    village.raised([f"{WATER[0]}，办公室的人说没钱，第{n}次" for n in "123"], about="north-office")
    assert place_new() == 3
    assert set(Placed.objects.order_by("raised__opinion__words").values_list("theme", flat=True)) >= {water.pk}
    own, above = (next(one for one in themes(actor) if one.row == water) for actor in (office.officer, office.above))
    assert (own.size, own.different, own.growth, own.open) == (
        before.size,
        before.different,
        before.growth,
        before.open,
    )
    assert above.size == before.size + 3


def test_a_theme_of_hidden_opinions_is_no_theme_and_fewer_than_five_are_none(
    village: Village, office: Office, signed_in: SignedIn
) -> None:
    """Eight about the office itself and four that anybody reads: the officer finds no theme, not even its address."""
    village.raised(WATER, about="north-office")
    village.raised([f"{WATER[1]}，{n}" for n in ("请修", "快修", "谢谢", "盼复")])
    village.found()
    keys = list(Theme.objects.values_list("pk", flat=True))
    client = client_of(signed_in, office.officer)
    assert themes(office.officer) == []
    assert {client.get(f"/themes/{key}/").status_code for key in keys} == {404}
    assert themes(office.above)


def test_a_word_is_shown_to_whoever_reads_five_opinions_that_have_it(water: Theme, office: Office) -> None:
    """The label's words come from all opinions; a word that stands in four of the reader's is not theirs to read."""
    first = themes(office.officer, only=[water.pk])[0].words[0]
    bit = 1 << water.words.index(first)
    rows = list(Placed.objects.filter(theme=water, leader=None, raised__opinion__words__in=WATER))
    for row in rows[4:]:
        Placed.objects.filter(pk=row.pk).update(holds=row.holds & ~bit)
    assert first not in themes(office.officer, only=[water.pk])[0].words
    Placed.objects.filter(pk=rows[4].pk).update(holds=rows[4].holds)
    assert first in themes(office.officer, only=[water.pk])[0].words


def test_the_list_is_narrowed_and_paged_by_its_address(
    water: Theme, office: Office, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By place, growth and what piles up; a page goes on after a theme, and an unknown one begins anew."""
    client = client_of(signed_in, office.above)
    name = next(one.name for one in themes(office.above) if one.row == water)
    for query in ("place=north-township", "grows=yes", "piles=yes", "after=nothing"):
        assert name in text_of(client.get(f"/themes/?{query}"))
    assert "No theme fits" in text_of(client.get("/themes/?place=south-township"))
    monkeypatch.setattr("grassrota_web.themes.views.themes.PAGE", 1)
    found = themes(office.above)
    first = text_of(client.get("/themes/"))
    assert (f"after={found[0].row.pk}" in first) == (len(found) > 1)
    last = text_of(client.get(f"/themes/?after={found[-1].row.pk}"))
    assert 'rel="next"' not in last


def test_pairs_are_judged_one_at_a_time_by_whoever_may_read_both(
    water: Theme, village: Village, office: Office, signed_in: SignedIn
) -> None:
    """Twenty pairs of eight opinions: 19 the same and one unsure is 19 of 20, 75 to 100 percent."""
    client = client_of(signed_in, office.officer)
    keys = list(Pair.objects.filter(theme=water).order_by("pk").values_list("pk", flat=True))
    assert len(keys) == 20
    page = text_of(client.get("/themes/pairs/"))
    assert f'value="{keys[0]}"' in page or Pair.objects.exclude(theme=water).exists()
    assert "nobody has judged yet" in text_of(client.get(f"/themes/{water.pk}/"))
    for number, key in enumerate(keys[:-1]):
        if number == 9:
            assert "9 of 20 judged so far" in text_of(client.get(f"/themes/{water.pk}/"))
        assert client.post("/themes/pairs/", {"pair": key, "answer": "same"}).status_code == 302
    client.post("/themes/pairs/", {"pair": keys[-1], "answer": "unsure"})
    client.post("/themes/pairs/", {"pair": keys[-1], "answer": "nonsense"})
    assert "19 of 20: 75 to 100 %" in text_of(client.get(f"/themes/{water.pk}/"))
    assert set(Entry.objects.filter(verb="themes.judge").values_list("place", "person")) == {("", "")}
    south = client_of(signed_in, office.world.actor(Role.UNIT_OFFICER, office.world.units["south"]))
    assert "No pair is left" in text_of(south.get("/themes/pairs/"))
    assert south.post("/themes/pairs/", {"pair": keys[0], "answer": "other"}).status_code == 404
    assert Pair.objects.get(pk=keys[0]).answer == "same"


def test_copies_stand_beside_a_case_for_whoever_may_read_them(
    village: Village, office: Office, signed_in: SignedIn
) -> None:
    """The same words about the office are named to the unit above, and to the office's officer they are not."""
    first = village.raised([WATER[0], *MADE[:8]])[0]
    hidden = village.raised([WATER[0]], about="north-office")[0]
    village.found()
    case, other = Case.objects.get(raised__opinion=first), Case.objects.get(raised__opinion=hidden)
    page = f"/cases/{case.pk}/"
    assert str(other.pk) in text_of(client_of(signed_in, office.above).get(page))
    own = text_of(client_of(signed_in, office.officer).get(page))
    assert str(other.pk) not in own
    assert "The same words elsewhere" not in own


def leaving(office: Office, person: str) -> None:
    """Somebody is listed to leave."""
    world, today = office.world, timezone.localdate()
    rotation, place = world.rotations["north"], world.units["north-township"]
    opening = Opening.objects.create(
        code="o1",
        place=place,
        sector=Sector.RURAL,
        low=1,
        high=2,
        role=PostingRole.FIELD_WORK,
        rotation=rotation,
    )
    Posting.objects.create(
        rotation=rotation,
        person=world.people[person],
        home_unit=world.units["north-office"],
        opening=opening,
        batch=1,
        form="turn40",
        role=PostingRole.FIELD_WORK,
        first_day=today,
        last_day=today,
        listed_on=today,
    )


def test_a_pile_becomes_a_big_problem_with_people_who_stay(water: Theme, office: Office, signed_in: SignedIn) -> None:
    """Its cases are linked and stay open; whoever is listed to leave is refused, and so is a second one."""
    client = client_of(signed_in, office.officer)
    address = f"/themes/{water.pk}/problem/"
    assert "Open a big problem" in text_of(client.get(f"/themes/{water.pk}/"))
    said = {"problem": "water", "owner": "north-office", "members": "n2; n3"}
    assert client.post(address, {**said, "members": "nobody"}).status_code == 422
    leaving(office, "n1")
    gone = client.post(address, {**said, "members": "n1; n2"})
    assert (gone.status_code, "departing batch: n1" in gone.content.decode()) == (422, True)
    assert not Issue.objects.exists()
    assert client.post(address, said).status_code == 302
    issue = Issue.objects.get()
    assert issue.linked.count() >= 8
    assert set(Case.objects.filter(issues__issue=issue).values_list("closed_on", flat=True)) == {None}
    assert Opened.objects.get().theme == water
    again = client.post(address, said)
    assert (again.status_code, "is open for this theme" in again.content.decode()) == (422, True)


def test_a_theme_below_the_threshold_is_no_big_problem(water: Theme, office: Office, settings: Any) -> None:
    """With a threshold of a hundred, opening it is refused, and nothing is written."""
    settings.THEMES_PILE = 100
    with pytest.raises(Refused, match="from 100 open cases"):
        open_problem(office.officer, water.pk, "north-office", "water", ("n2",))
    with pytest.raises(BadInput):
        open_problem(office.officer, water.pk, "north", "water", ("n2",))
    with pytest.raises(Refused, match="right"):
        open_problem(office.organiser, water.pk, "north", "water", ("n2",))
    assert not Issue.objects.exists()


def test_themes_are_found_from_scratch_on_request(village: Village, office: Office, signed_in: SignedIn) -> None:
    """An organiser of everything asks for it and is led to the job; one of the north is refused."""
    village.raised(MADE[:8])
    everywhere = client_of(signed_in, office.world.actor(Role.ORGANISER, "/"))
    answer: Any = everywhere.post("/themes/find/", {"learn": "on"})
    assert answer["Location"] == f"/records/jobs/{Job.objects.get().pk}/"
    assert everywhere.post("/themes/find/", {"learn": "on"}).status_code == 422
    assert client_of(signed_in, office.organiser).post("/themes/find/", {}).status_code == 403


def test_a_program_reads_judges_and_opens_as_pages_do(
    water: Theme, village: Village, office: Office, program: ProgramOf
) -> None:
    """The list and one theme with its reader's counts, a pair judged, a big problem opened; nothing to the south."""
    north = office.world.units["north-office"]
    ask = program(Role.UNIT_OFFICER, north, person="n1")
    first = ask("GET", "themes?limit=1").json()
    assert len(first["items"]) == 1
    following = ask("GET", first["next"].removeprefix("/api/v1/")).json() if first["next"] else {"items": []}
    listed = {one["id"]: one for one in (*first["items"], *following["items"])}
    told = ask("GET", f"themes/{water.pk}").json()
    seen = next(one for one in themes(office.officer) if one.row == water)
    assert listed.get(str(water.pk), told)["opinions"] == told["opinions"] == seen.size
    assert (told["words"], told["places"], told["last_four_weeks"]) == (seen.words, 1, seen.size)
    assert told["large_places"] == [{"place": "north-township", "opinions": seen.size}]
    assert sum(told["weeks"]) == seen.size
    assert ask("GET", "themes?after=nothing").status_code == 422
    pair = ask("GET", "pairs?limit=1").json()["items"][0]
    assert ask("POST", f"pairs/{pair['id']}/judge", {"answer": "same"}).status_code == 204
    assert Pair.objects.get(pk=pair["id"]).answer == "same"
    opened = ask(
        "POST", f"themes/{water.pk}/open-problem", {"owner": "north-office", "problem": "water", "members": ["n2"]}
    )
    assert opened.status_code == 201, opened.content
    assert ask("GET", f"themes/{water.pk}").json()["problems"] == [opened.json()["id"]]
    assert opened.json()["cases"] >= 8
    south = program(Role.UNIT_OFFICER, office.world.units["south"], person="s1")
    assert south("GET", "themes").json()["items"] == []
    assert south("GET", f"themes/{water.pk}").status_code == 404
