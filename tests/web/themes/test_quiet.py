"""Where few speak: found by comparison, answered by opening the channel again, never by a quota."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from grassrota.errors import BadInput, Refused
from grassrota.opinions.opinion import Channel
from grassrota.org import Level, UnitKind
from grassrota_web.access.models import Account
from grassrota_web.journal.models import Entry
from grassrota_web.themes.actions.channel import advertise_channel
from grassrota_web.themes.models import Advertised
from grassrota_web.themes.queries.quiet import quiet_places
from tests.web.conftest import SignedIn
from tests.web.themes.conftest import Office, Village


@pytest.fixture
def townships(village: Village) -> None:
    """Five more townships of the north with twelve opinions each, of which one has a mill; the old one has none."""
    world = village.world
    for number in range(5):
        code = f"north-{number}"
        place = world.unit(code, Level.TOWNSHIP, UnitKind.PLACE, world.units["north"])
        below = world.unit(f"{code}-mill", Level.SITE, UnitKind.PLACE, place)
        village.raised([f"opinion {number} {n}" for n in range(12)], place=below if number == 0 else place)


@pytest.mark.usefixtures("townships")
def test_a_place_far_below_its_like_is_named_with_its_reason(village: Village, office: Office) -> None:
    """None of twelve expected: by chance once in 160,000. What lies below a place counts for it; old ones do not."""
    township = village.world.units["north-township"]
    village.raised(["last year"] * 9, place=township, days_ago=120)
    found = quiet_places(office.organiser)
    assert [(one.unit, one.opinions, one.expected) for one in found] == [(township, "0", 12)]
    village.raised(["a few"] * 3, place=township)
    assert [one.opinions for one in quiet_places(office.organiser)] == ["fewer than 5"]
    village.raised(["some more"] * 3, place=township)
    assert quiet_places(office.organiser) == []
    assert quiet_places(office.officer) == []


@pytest.mark.usefixtures("townships")
def test_the_channel_is_opened_again_and_told(village: Village, office: Office, signed_in: SignedIn) -> None:
    """A step with its row in the journal; the page says so, gives no number to reach, and lists it."""
    client = signed_in(Account.objects.get(pk=office.organiser.account))
    township = village.world.units["north-township"]
    before = client.get("/themes/quiet/").content.decode()
    assert "Open the channel again and tell people." in before
    today = timezone.localdate().isoformat()
    said = {"told_at": "the notice board; the broadcast", "channels": ["paper", "phone"], "first": today, "last": today}
    address = f"/themes/quiet/{township.pk}/"
    assert client.post(address, {**said, "channels": ["meeting"]}).status_code == 422
    assert client.post(address, {**said, "last": "2020-01-01"}).status_code == 422
    assert client.post(address, said).status_code == 302
    row: Any = Advertised.objects.get()
    assert (row.unit, row.told_at, row.channels) == (
        township,
        ["the notice board", "the broadcast"],
        ["paper", "phone"],
    )
    assert Entry.objects.get(verb="themes.advertise_channel").place == township.path
    after = client.get("/themes/quiet/").content.decode()
    assert "the notice board; the broadcast" in after
    assert "opened again on" in after


def test_only_who_routes_there_notes_it(office: Office) -> None:
    """An officer may not; of the other side an organiser finds no such place."""
    today = timezone.localdate()
    given = (("the board",), (Channel.PAPER,), today, today)
    with pytest.raises(BadInput):
        advertise_channel(office.officer, "north-township", *given)
    with pytest.raises(Refused):
        advertise_channel(office.above, "north-township", *given)
    with pytest.raises(BadInput):
        advertise_channel(office.organiser, "south-township", *given)
