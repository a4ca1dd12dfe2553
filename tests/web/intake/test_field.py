"""What somebody says in a talk in the field: asked like every raiser, sealed at once, and tied to nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.test import Client

from grassrota.opinions.receipts.receipt import draw_receipt, read_receipt
from grassrota_web.access.rights import Role
from grassrota_web.intake.forms.field import FieldForm
from grassrota_web.intake.forms.raising import OpinionForm
from grassrota_web.intake.found import find
from grassrota_web.intake.models import LogHead, Opinion
from grassrota_web.intake.queries import whom
from grassrota_web.journal.models import Entry
from tests.web.conftest import SignedIn, World
from tests.web.intake.test_pages import code_of, waits

NextDay = Callable[[], date]
ADDRESS = "/raise/field/"
SAID = {"words": "The well is dry since May.", "place": "North Township", "read_as": "redacted", "consent": "on"}
CONCERNED = {"units": "North Office", "named": "Person n2", "addressed": "North"}


def posted(world: World, signed_in: SignedIn) -> Client:
    """Somebody who is posted, signed in."""
    return signed_in(world.account(Role.STAFF_MEMBER, world.units["north-office"], name="n1", person="n1"))


def send(client: Client, body: object) -> Any:
    """What a device gets."""
    return client.post(ADDRESS, json.dumps(body), content_type="application/json")


def test_a_device_passes_on_whom_it_concerns_and_what_may_be_read(
    world: World, signed_in: SignedIn, next_day: NextDay
) -> None:
    """Sent three times it is one opinion with its chain; until then no row holds its words, and none its writer."""
    client, receipt = posted(world, signed_in), draw_receipt()
    client.cookies["grassrota_language"] = "zh-hans"
    body = {**SAID, **CONCERNED, "code": str(receipt)}
    for _again in range(2):
        assert send(client, body).json() == {"receipt": "accepted"}
    rows = "".join(str(list(model._default_manager.values())) for model in apps.get_models())
    assert [text for text in ("well is dry", str(receipt), receipt.code) if text in rows] == []
    assert not Entry.objects.exists()
    next_day()
    assert send(client, body).json() == {"receipt": "accepted"}
    next_day()
    opinion = Opinion.objects.get()
    told = whom(opinion)
    assert (told.units, told.people, told.unclear) == (("north-office",), ("n2",), False)
    assert (opinion.words, opinion.place, opinion.addressed) == (
        SAID["words"],
        world.units["north-township"],
        world.units["north"],
    )
    assert (opinion.channel, opinion.by_proxy, opinion.read_as, opinion.language) == (
        "field",
        True,
        "redacted",
        "zh-hans",
    )
    found = find(str(receipt))
    assert found
    assert found.row
    assert found.row.opinion == opinion
    assert LogHead.objects.latest("day").size == 1
    assert {entry.actor for entry in Entry.objects.all()} == {""}


def test_where_nobody_can_be_asked_it_is_kept_from_everybody_near(world: World, signed_in: SignedIn) -> None:
    """A name that fits two offices, or people without one, makes it unclear; what no form sends is refused whole."""
    client, expected = posted(world, signed_in), 0
    for more, unclear in (
        ({"units": "Office"}, True),
        ({"named": "Somebody"}, True),
        ({"units": "North Office", "topic": "gone", "addressed": "no such office"}, False),
    ):
        assert send(client, {**SAID, **more, "code": draw_receipt().code}).status_code == 200
        expected += unclear
        assert sum(one.filing.unclear for one in waits()) == expected
    hostile: list[object] = [
        {**SAID, "code": "0000-0000-0000-0000-0001"},
        {**SAID, "code": ""},
        {**SAID, "code": str(draw_receipt()), "words": {"a": 1}},
        {**SAID, "code": str(draw_receipt()), "words": "a\0b"},
        {**SAID, "code": str(draw_receipt()), "units": "\n".join(str(n) for n in range(11))},
        [SAID],
    ]
    assert [send(client, body).status_code for body in hostile] == [422] * len(hostile)
    assert send(Client(), SAID).status_code == 302
    clerk = signed_in(world.account(Role.CLERK, "/"))
    assert send(clerk, {**SAID, "code": str(draw_receipt())}).status_code == 403
    assert len(waits()) == 3


def test_without_a_script_it_is_a_page_that_asks_back(world: World, signed_in: SignedIn) -> None:
    """The log asks what every raiser is asked, and which office is meant; without consent nothing is kept (R004-08)."""
    client = posted(world, signed_in)
    for page in ("/field/log/", "/field/log/offline/", ADDRESS):
        text = client.get(page).content.decode()
        asked = set(re.findall(r'name="(\w+)"', text))
        assert set(OpinionForm().fields) | {"consent"} <= asked, page
    assert list(FieldForm().fields) == [*OpinionForm().fields, "consent"]
    (code,) = set(re.findall(r'name="code" value="(\w{20})"', client.get("/field/log/").content.decode()))
    refused = client.post(ADDRESS, {**SAID, "consent": "", "words": "The head drinks."}, follow=True)
    assert "It is kept nowhere." in refused.content.decode()
    assert "drinks" not in refused.content.decode()
    back = client.post(ADDRESS, {**SAID, "units": "Office", "code": code})
    assert back.status_code == 422
    assert f'value="{code}"' in back.content.decode()
    assert waits() == []
    told = {**SAID, "units": "Office", "unit_0": str(world.units["south-office"].pk), "code": code}
    for _impatient in range(2):
        assert code_of(client.post(ADDRESS, told)) == str(read_receipt(code))
    (filed,) = waits()
    assert filed.filing.units == (world.units["south-office"].pk,)
    assert code not in str(list(client.session.items()))
