"""People, couples, exemptions and grade scales: who may change what, and what the journal says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.staff import ExemptionReason, Grade, GradeScale, Person
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.access.seal import unseal
from grassrota_web.journal.models import Entry
from grassrota_web.orgs import convert, models
from grassrota_web.orgs.actions.exemptions import end_exemption, exempt
from grassrota_web.orgs.actions.people import add_person, change_person, leave_staff, move_person, pair, unpair
from grassrota_web.orgs.actions.scales import add_scale
from tests.web.conftest import World

LI = Person("n9", "李四", "north-office", "科长", tenure_years=4, skills=frozenset({"wells", "maps"}))


def add_titles(world: World) -> None:
    """The scale knows the section chief by the Chinese title as well."""
    world.scale.grades.filter(code="section_chief").update(titles=["科长"])


def test_a_person_is_added_with_the_code_of_their_grade(world: World) -> None:
    """A title becomes the scale's code, and the row reads back as the value."""
    add_titles(world)
    row = add_person(world.actor(Role.UNIT_OFFICER, world.units["north-office"]), LI)
    assert convert.person(row) == replace(LI, grade="section_chief")
    entry = Entry.objects.get()
    assert (entry.person, entry.place) == ("n9", world.units["north-office"].path)
    assert (entry.after or {})["skills"] == "maps;wells"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"unit": "nowhere"}, "unit"),
        ({"unit": "south-office"}, "unit"),
        ({"grade": "minister"}, "grade"),
        ({"id": "n1"}, "id"),
        ({"id": "s1"}, "id"),
        ({"site": "south-township"}, "site"),
    ],
)
def test_what_does_not_hold_is_refused_by_its_field(world: World, change: dict[str, str], column: str) -> None:
    """A unit, grade or site that is not known here, and a code that is taken anywhere: one fault, no row."""
    value = replace(LI, **{"grade": "clerk", **change})  # type: ignore[arg-type]
    with pytest.raises(BadInput) as caught:
        add_person(world.actor(Role.ORGANISER, world.units["north"]), value)
    assert [fault.column for fault in caught.value.faults] == [column]
    assert models.Person.objects.count() == 6


def test_a_change_of_a_person_names_what_differed(world: World) -> None:
    """Surplus from no to yes is all that the journal says; the unit cannot slip in with it."""
    officer, row = world.actor(Role.UNIT_OFFICER, world.units["north-office"]), world.people["n1"]
    value = convert.person(row)
    change_person(officer, row.pk, replace(value, surplus=True))
    entry = Entry.objects.get()
    assert (entry.before, entry.after) == ({"surplus": "no"}, {"surplus": "yes"})
    with pytest.raises(TypeError, match="move_person"):
        change_person(officer, row.pk, replace(value, unit="north-township"))
    with pytest.raises(Refused, match="right"):
        change_person(world.actor(Role.UNIT_OFFICER, world.units["south-office"]), row.pk, value)


def test_who_moves_takes_along_what_is_sealed(world: World) -> None:
    """The officer of the new unit may read the sealed detail, that of the old one no longer."""
    officer, row = world.actor(Role.UNIT_OFFICER, world.units["north-office"]), world.people["n1"]
    exempt(officer, row.pk, ExemptionReason.HEALTH, date(1957, 12, 1), detail="heart")
    move_person(world.actor(Role.ORGANISER, "/"), row.pk, "south-office")
    sealed = Sealed.objects.get()
    with pytest.raises(Refused, match="right"):
        unseal(officer, sealed, "curious")
    assert unseal(world.actor(Role.UNIT_OFFICER, world.units["south-office"]), sealed, "review") == "heart"
    with pytest.raises(Refused, match="right"):
        move_person(world.actor(Role.UNIT_OFFICER, world.units["south-office"]), world.people["n2"].pk, "south-office")


def test_who_has_left_stays_on_record(world: World) -> None:
    """The row keeps the day; the journal counts the change from that day."""
    officer = world.actor(Role.UNIT_OFFICER, world.units["north-office"])
    leave_staff(officer, world.people["n1"].pk, date(1957, 6, 30))
    assert models.Person.objects.get(code="n1").left_on == date(1957, 6, 30)
    assert Entry.objects.get().as_of == date(1957, 6, 30)


def test_an_exemption_is_a_class_and_the_rest_is_sealed(world: World) -> None:
    """R001-07: neither the detail nor its class stands in the journal; a second one waits until the first has ended."""
    officer, row = world.actor(Role.UNIT_OFFICER, world.units["north-office"]), world.people["n1"]
    kept = exempt(officer, row.pk, ExemptionReason.HEALTH, date(1957, 12, 1), detail="a weak heart")
    told = [str(value) for entry in Entry.objects.values() for value in entry.values()]
    assert not [text for text in told if "heart" in text or "health" in text]
    assert b"heart" not in bytes(Sealed.objects.get().ciphertext)
    with pytest.raises(Refused, match="already"):
        exempt(officer, row.pk, ExemptionReason.AGE, date(1957, 12, 1))
    with pytest.raises(Refused, match="before"):
        end_exemption(officer, kept.pk, date(1957, 12, 1))
    end_exemption(officer, kept.pk, date(1958, 3, 1))
    exempt(officer, row.pk, ExemptionReason.AGE, date(1958, 3, 1), date(1959, 3, 1))
    with pytest.raises(Refused, match="before"):
        exempt(officer, world.people["n2"].pk, ExemptionReason.AGE, date(1958, 3, 1), date(1958, 3, 1))


def test_reading_the_detail_of_an_exemption_is_journaled(world: World) -> None:
    """R001-07: the officer reads it with a reason that stays; the organiser, who plans, may not read it."""
    officer, row = world.actor(Role.UNIT_OFFICER, world.units["north-office"]), world.people["n1"]
    exempt(officer, row.pk, ExemptionReason.AGE, date(1957, 12, 1), detail="is 67")
    sealed = Sealed.objects.get()
    with pytest.raises(Refused, match="right"):
        unseal(world.actor(Role.ORGANISER, "/"), sealed, "planning")
    with pytest.raises(Refused, match="reason"):
        unseal(officer, sealed, " ")
    assert unseal(officer, sealed, "appeal of n1") == "is 67"
    assert Entry.objects.order_by("-number")[0].after == {"reason": "appeal of n1"}


def test_a_couple_is_kept_once(world: World) -> None:
    """Two people either way round are one couple; nobody is paired with themselves or with somebody out of reach."""
    officer = world.actor(Role.UNIT_OFFICER, world.units["north-office"])
    row = pair(officer, "n2", "n1")
    for first, second in (("n1", "n2"), ("n2", "n1"), ("n1", "n1"), ("n1", "s1"), ("n1", "nobody")):
        with pytest.raises(BadInput):
            pair(officer, first, second)
    with pytest.raises(Refused, match="right"):
        unpair(world.actor(Role.UNIT_OFFICER, world.units["south-office"]), row.pk)
    unpair(officer, row.pk)
    assert not models.Couple.objects.exists()
    assert Entry.objects.count() == 2


def test_people_of_another_unit_are_not_there(world: World) -> None:
    """An officer sees the three people of their office; a member of staff sees themselves; a reader nobody."""
    everybody = models.Person.objects.all()
    assert visible(world.actor(Role.UNIT_OFFICER, world.units["north-office"]), everybody).count() == 3
    own = visible(world.actor(Role.STAFF_MEMBER, world.units["north-office"], person="n2"), everybody)
    assert [person.code for person in own] == ["n2"]
    assert not visible(world.actor(Role.READER, "/"), everybody).exists()


def test_a_scale_is_added_and_never_changed(world: World) -> None:
    """A new version stands beside the old one; the same version again is refused, as is one who edits no unit."""
    scale = GradeScale("1958", date(1958, 1, 1), (Grade("low", 1), Grade("high", 2, ("处长",))))
    row = add_scale(world.actor(Role.ORGANISER, world.units["north"]), scale)
    assert convert.scale(row) == scale
    with pytest.raises(BadInput):
        add_scale(world.actor(Role.ORGANISER, world.units["north"]), scale)
    with pytest.raises(Refused, match="right"):
        add_scale(world.actor(Role.UNIT_OFFICER, "/"), replace(scale, version="1959"))
