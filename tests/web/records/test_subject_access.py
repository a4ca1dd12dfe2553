"""What is held about a person: everything for themselves, less for who hands it over, and nobody else is exposed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.access.seal import seal
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Couple, Exemption
from grassrota_web.records.person.queries import held
from grassrota_web.rotas.models import Interest
from tests.web.conftest import SignedIn, World


def filled(world: World) -> Account:
    """Things about n1, and about others."""
    one, two = world.people["n1"], world.people["n2"]
    detail = seal("a sick child", path=one.unit.path, person="n1")
    Exemption.objects.create(person=one, reason="illness", detail=detail, since=date(1957, 12, 1))
    Exemption.objects.create(person=two, reason="illness", since=date(1957, 12, 1))
    Couple.objects.create(first=two, second=one)
    place = world.units["north-township"]
    Interest.objects.create(rotation=world.rotations["north"], person=one, place=place, rank=1)
    return world.account(Role.STAFF_MEMBER, one.unit, person="n1")


def posted(client: Any, address: str, **fields: str) -> dict[str, Any]:
    answer = client.post(address, {"as_file": "json", **fields})
    assert answer["Content-Disposition"].startswith("attachment")
    found: dict[str, Any] = json.loads(answer.content)["held"]
    return found


def test_a_person_gets_everything_about_themselves_and_nobody_else(world: World, signed_in: SignedIn) -> None:
    """Own rows of every room with the wish; sealed text and password are not in it, the other of the couple unnamed."""
    client = signed_in(filled(world))
    found = posted(client, "/records/own/")
    assert {"orgs.Person", "orgs.Exemption", "orgs.Couple", "rotas.Interest", "access.Account", "access.Sealed"} <= set(
        found
    )
    text = json.dumps(found, ensure_ascii=False)
    assert "sick child" not in text
    assert "password" not in text
    assert "n2" not in text
    assert found["orgs.Couple"][0]["second"] == "n1"
    assert [len(found[label]) for label in ("orgs.Exemption", "rotas.Interest", "orgs.Person")] == [1, 1, 1]
    assert Entry.objects.get(verb="records.read_own_records").person == "n1"
    page = client.post("/records/own/", {"as_file": "html"}).content.decode()
    assert "Person n1" in page


def test_who_keeps_the_records_hands_over_what_is_not_the_person_s_alone(world: World, signed_in: SignedIn) -> None:
    """Neither the wish nor the sealed detail is even counted; the person finds in the journal who asked and why."""
    person = signed_in(filled(world))
    keeper = signed_in(world.account(Role.ADMINISTRATOR, "/"))
    found = posted(keeper, "/records/subject-access/", person="n1", reason="By letter")
    assert not {"rotas.Interest", "access.Sealed"} & set(found)
    assert found["orgs.Person"][0]["code"] == "n1"
    assert "By letter" in person.get("/records/journal/").content.decode()


def test_refusals(world: World, signed_in: SignedIn) -> None:
    """Not without a reason, not about nobody, not by an organiser, and not for somebody who is no member of staff."""
    keeper = signed_in(world.account(Role.ADMINISTRATOR, "/"))
    for fields, said in (({"person": "n1", "reason": " "}, "required"), ({"person": "x", "reason": "y"}, "nobody")):
        answer = keeper.post("/records/subject-access/", {"as_file": "json", **fields})
        assert said in answer.content.decode()
    organiser = signed_in(world.account(Role.ORGANISER, "/"))
    for address in ("/records/subject-access/", "/records/own/"):
        assert organiser.post(address, {"as_file": "json", "person": "n1", "reason": "y"}).status_code == 403
    nobody = signed_in(world.account(Role.STAFF_MEMBER, "/", name="no-person"))
    assert nobody.post("/records/own/", {"as_file": "json"}).status_code == 403
    assert not Entry.objects.exists()


def test_nothing_is_held_about_who_is_not_there() -> None:
    """Every model is walked, and none gives a row for an unknown code."""
    assert held("nobody", private=True) == {}
