"""Units and people named in forms by a code or a name: scope decides who is found, and candidates are told."""

from __future__ import annotations

import pytest
from django import forms

from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Role
from grassrota_web.orgs.forms.named import Coded, found_by
from grassrota_web.orgs.models import Person, Unit
from tests.web.conftest import World


class Both(forms.Form):
    """A unit and a person."""

    unit = Coded("unit", required=False)
    person = Coded("person", required=False)


@pytest.fixture
def officer(world: World) -> Actor:
    """An officer of the north's office, in which are n1 to n3, two of whom are now called Li Wei."""
    Person.objects.filter(code__in=["n1", "n2"]).update(name="Li Wei")
    Person.objects.filter(code="n3").update(name="Li Weiming")
    return world.actor(Role.UNIT_OFFICER, world.units["north-office"])


@pytest.mark.parametrize(
    ("written", "found"), [("n1", "n1"), ("Li Weiming", "n3"), ("weiming", "n3"), (" n3 ", "n3"), ("", "")]
)
def test_a_code_or_a_name_that_one_has_is_found(officer: Actor, written: str, found: str) -> None:
    """The code, the whole name or a part of it: each becomes the code."""
    form = found_by(officer, Both({"person": written}))
    assert form.is_valid()
    assert form.cleaned_data["person"] == found


def test_a_name_that_several_have_names_them(officer: Actor) -> None:
    """Li Wei is n1 or n2, and not n3, whose name only begins so; the form is refused and names the two."""
    form = found_by(officer, Both({"person": "Li Wei"}))
    assert not form.is_valid()
    (told,) = form.errors["person"]
    assert "n1 (Li Wei" in told
    assert "n2 (Li Wei" in told
    assert "n3" not in told


def test_nobody_out_of_reach_is_found_or_told(officer: Actor, world: World) -> None:
    """The south's people and places are left as written, as if there were none, however they are called."""
    Person.objects.filter(code="s1").update(name="Li Weiming")
    south = Unit.objects.get(code="south-office")
    form = found_by(officer, Both({"person": "Li Weiming", "unit": south.name}))
    assert form.is_valid()
    assert form.cleaned_data == {"person": "n3", "unit": south.name}
    only_south = found_by(officer, Both({"person": "Person s2"}))
    assert only_south.is_valid()
    assert only_south.cleaned_data["person"] == "Person s2"


def test_whoever_sees_no_people_is_offered_none(world: World) -> None:
    """A host's form asks the list of people for nothing, and still offers units; a reader of people has both."""
    host = found_by(world.actor(Role.HOST, world.units["north-township"]), Both())
    assert "offer/people" not in str(host)
    assert "offer/units" in str(host)
    officer = world.actor(Role.UNIT_OFFICER, world.units["north-office"])
    assert "offer/people" in str(found_by(officer, Both()))
