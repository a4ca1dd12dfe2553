"""A row behind each address of the interface that takes a key, on either side of the small world.

Add a line for each collection with keys. ``SIDELESS`` are those whose rows belong to no side.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from grassrota.forms import Role as PostingRole
from grassrota.org import Sector
from grassrota.posting.opening import Opening as OpeningValue
from grassrota.staff import ExemptionReason
from grassrota_web.access.actor import Application
from grassrota_web.orgs.actions.exemptions import exempt
from grassrota_web.orgs.actions.openings import add_opening
from grassrota_web.orgs.actions.people import pair
from grassrota_web.orgs.actions.programmes import add_programme
from grassrota_web.orgs.models import Couple, Exemption, Opening, Programme
from tests.web.conftest import World

Thing = Callable[[World, str], object]
DO = Application()


def unit(world: World, side: str) -> object:
    """The office of the side."""
    return world.units[f"{side}-office"].pk


def person(world: World, side: str) -> object:
    """The second person of the side."""
    return world.people[f"{side[0]}2"].pk


def couple(world: World, side: str) -> object:
    """Two people of the side."""
    first, second = f"{side[0]}1", f"{side[0]}2"
    known = Couple.objects.filter(first__code=first).first()
    return (known or pair(DO, first, second)).pk


def exemption(world: World, side: str) -> object:
    """An exemption of somebody of the side."""
    who = world.people[f"{side[0]}3"]
    known = Exemption.objects.filter(person=who).first()
    return (known or exempt(DO, who.pk, ExemptionReason.AGE, date(1957, 12, 1))).pk


def rotation(world: World, side: str) -> object:
    """The rotation of the side."""
    return world.rotations[side].pk


def opening(world: World, side: str) -> object:
    """An opening at the township of the side."""
    known = Opening.objects.filter(rotation=world.rotations[side]).first()
    place = f"{side}-township"
    value = OpeningValue(f"{side}-opening", place, Sector.RURAL, PostingRole.PRODUCTIVE_WORK, 0, 2)
    return (known or add_opening(DO, world.rotations[side].pk, value)).pk


def programme(world: World, side: str) -> object:
    """A programme of the township of the side."""
    known = Programme.objects.filter(place=world.units[f"{side}-township"]).first()
    return (known or add_programme(DO, f"{side}-township", f"Dykes of the {side}", date(1958, 1, 1))).pk


THINGS: dict[str, Thing] = {
    "units": unit,
    "people": person,
    "couples": couple,
    "exemptions": exemption,
    "rotations": rotation,
    "openings": opening,
    "programmes": programme,
}

SIDELESS = {"scales"}
