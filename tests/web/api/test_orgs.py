"""Units, people, openings and rotations, as programs read and change them."""

from __future__ import annotations

from grassrota_web.access.rights import Role
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import Exemption, Unit
from tests.web.api.conftest import Program, ProgramOf
from tests.web.conftest import World

OPENING = {"sector": "rural", "role": "productive_work", "low": 1, "high": 2}


def test_a_unit_is_added_changed_and_moved(organiser: Program, world: World) -> None:
    """Each step is the verb of that name, one row of the journal, told back as it is then."""
    unit = {"id": "clinic", "name": "Clinic", "level": "county", "kind": "organ", "parent": "north"}
    made = organiser.post("units", unit)
    assert (made["id"], made["parent"], made["open_list"]) == ("clinic", "north", False)
    told = {name: made[name] for name in ("level", "kind", "version")}
    changed = organiser("PUT", f"units/{made['key']}", {**told, "name": "New clinic", "headed_by": ["n1"]})
    assert changed.status_code == 200, changed.content
    read = organiser.get(f"units/{made['key']}")
    assert (read["name"], read["headed_by"]) == ("New clinic", ["n1"])
    moved = organiser.post(f"units/{made['key']}/move", {"parent": "north"})
    assert moved["parent"] == "north"
    verbs = Entry.objects.filter(subject="clinic").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["orgs.add_unit", "orgs.change_unit", "orgs.move_unit"]


def test_a_change_from_an_old_version_is_refused(organiser: Program, world: World) -> None:
    """Of two who read the same and both change it, the second is told to read again, and nothing is lost."""
    key = world.units["north-office"].pk
    read = organiser.get(f"units/{key}")
    told = {name: read[name] for name in ("level", "kind", "version")}
    assert organiser("PUT", f"units/{key}", {**told, "name": "First"}).status_code == 200
    assert organiser.refused("PUT", f"units/{key}", {**told, "name": "Second"}) == (409, "changed_meanwhile")
    assert Unit.objects.get(pk=key).name == "First"


def test_faults_are_told_all_at_once(organiser: Program) -> None:
    """Of a body with three faults every one is told, with the field, what was expected and what came."""
    answer = organiser("POST", "units", {"id": "x", "name": "", "level": "galaxy", "kind": "organ", "colour": "red"})
    faults = answer.json()["faults"]
    assert [fault["column"] for fault in faults] == ["name", "level", "colour"]
    assert [fault["got"] for fault in faults] == ["", "galaxy", "red"]


def test_an_exemption_tells_its_class_and_no_more(organiser: Program, world: World) -> None:
    """What is told beside the class is sealed on arrival: no answer and no list has it again."""
    given = {"person": world.people["n1"].pk, "reason": "health", "since": "1958-01-10", "detail": "a weak heart"}
    made = organiser("POST", "exemptions", given)
    assert made.status_code == 201
    assert set(made.json()) == {"key", "person", "reason", "since", "until"}
    assert b"weak heart" not in organiser("GET", "exemptions").content
    assert Exemption.objects.get().detail is not None
    ended = organiser.post(f"exemptions/{made.json()['key']}/end", {"until": "1958-02-01"})
    assert ended["until"] == "1958-02-01"


def test_a_host_answers_for_an_opening(organiser: Program, program: ProgramOf, world: World) -> None:
    """The organiser asks, the host consents; a change by the organiser asks anew."""
    rotation = world.rotations["north"].pk
    made = organiser.post("openings", {"id": "o1", "rotation": rotation, "place": "north-township", **OPENING})
    assert made["answer"] == "asked"
    host = program(Role.HOST, world.units["north-township"])
    assert host.post(f"openings/{made['key']}/answer", {"consents": True})["answer"] == "consented"
    version = organiser.get(f"openings/{made['key']}")["version"]
    anew = organiser("PUT", f"openings/{made['key']}", {**OPENING, "high": 3, "version": version})
    assert anew.json()["answer"] == "asked"
    assert organiser.post(f"openings/{made['key']}/withdraw")["withdrawn_on"]
    assert organiser.refused("POST", f"openings/{made['key']}/withdraw") == (409, "withdrawn_already")


def test_people_and_couples_are_kept(organiser: Program, world: World) -> None:
    """A person comes, is paired and moved, and leaves; who has left is no longer listed and still shown."""
    made = organiser.post("people", {"id": "n9", "name": "Nine", "unit": "north-office", "grade": "clerk"})
    couple = organiser.post("couples", {"first": "n9", "second": "n1"})
    assert {couple["first"], couple["second"]} == {"n1", "n9"}
    assert organiser("DELETE", f"couples/{couple['key']}").status_code == 204
    told = {"name": "Number Nine", "grade": "director", "version": made["version"]}
    assert organiser("PUT", f"people/{made['key']}", told).json()["grade"] == "director"
    assert organiser.post(f"people/{made['key']}/move", {"unit": "north"})["unit"] == "north"
    assert organiser.post(f"people/{made['key']}/leave", {"day": "1958-03-31"})["left_on"] == "1958-03-31"
    assert "n9" not in [one["id"] for one in organiser.get("people")["items"]]
    assert organiser.get(f"people/{made['key']}")["id"] == "n9"


def test_a_rotation_is_opened_and_closed(organiser: Program, world: World) -> None:
    """A rotation has a home, hosts and a first day, and is closed once."""
    given = {"id": "second", "title": "The second", "home": "north-office", "hosts": "north-township"}
    made = organiser.post("rotations", {**given, "scale": "1957", "opened_on": "1958-06-01"})
    assert made["home"] == "north-office"
    assert organiser.post(f"rotations/{made['key']}/close", {"day": "1958-12-31"})["closed_on"] == "1958-12-31"
    again = organiser.refused("POST", f"rotations/{made['key']}/close", {"day": "1958-12-31"})
    assert again == (409, "closed_already")


def test_the_other_end_of_a_couple_out_of_reach_is_nobody(program: ProgramOf, world: World) -> None:
    """Of a couple across two provinces, the organiser of one learns neither name nor code of the other."""
    everywhere = program(Role.ORGANISER, "/")
    everywhere.post("couples", {"first": "n1", "second": "s1"})
    (couple,) = program(Role.ORGANISER, world.units["north"]).get("couples")["items"]
    assert sorted((couple["first"], couple["second"])) == ["", "n1"]


def test_a_scale_is_added_as_a_version(organiser: Program) -> None:
    """A new version of the scale stands before the old one in the list, and a word used twice is a fault."""
    grades = [{"code": "clerk", "rank": 1, "titles": ["clerk"]}]
    assert (
        organiser("POST", "scales", {"version": "1963", "valid_from": "1963-01-01", "grades": grades}).status_code
        == 201
    )
    assert [one["version"] for one in organiser.get("scales")["items"]] == ["1963", "1957"]
    twice = {"version": "1964", "valid_from": "1964-01-01", "grades": grades * 2}
    assert organiser.refused("POST", "scales", twice) == (422, "bad_input")


def test_filters_narrow_the_lists(organiser: Program, world: World) -> None:
    """Each filter has the name that it has on the pages, and leaves what it says."""
    assert [one["id"] for one in organiser.get("people?q=n2")["items"]] == ["n2"]
    assert [one["id"] for one in organiser.get("people?grade=clerk")["items"]] == ["n3"]
    assert organiser.get("people?unit=north-township")["items"] == []
    assert organiser.get("people?exempt=true")["items"] == []
    assert len(organiser.get("people?exempt=false&surplus=false")["items"]) == 3
    assert [one["id"] for one in organiser.get("units?below=north")["items"]] == ["north-office", "north-township"]
    assert [one["id"] for one in organiser.get("rotations?open=true")["items"]] == ["north"]
    assert organiser.get("rotations?open=false")["items"] == []
    assert organiser.refused("GET", "people?unit=south-office") == (422, "bad_input")
