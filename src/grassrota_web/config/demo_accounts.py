"""The demonstration's accounts: somebody for each role, made by the same verbs as anybody's."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from grassrota_web.access.actions.accounts import link_person, open_account
from grassrota_web.access.actions.passwords import make_link, set_password
from grassrota_web.access.actions.roles import confirm, grant, propose
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import BY_TWO, Role
from grassrota_web.config.demonstrated_units import COUNTED
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.models import Assignment

PASSWORD = "grassrota-demo"
"""Of every account of the demonstration."""


@dataclass(frozen=True)
class Part:
    """One account: its name, its role, the path at which it is held, and the member of staff it is, if any."""

    username: str
    name: str
    role: Role
    path: str = EVERYWHERE
    person: str = ""


def parts(rotation: str) -> list[Part]:
    """Somebody for each role, as suits the first plan of a rotation: an office that sends and a place that receives."""
    going = Assignment.objects.filter(plan__rotation__code=rotation).order_by("pk")
    example = going.select_related("person__unit", "opening__place").first()
    if example is None:
        return []
    home, place, who = example.person.unit.path, example.opening.place.path, example.person
    counted = Rotation.objects.filter(code=COUNTED).select_related("home").first()
    above = [Part("officer2", "Officer He", Role.UNIT_OFFICER, counted.home.path)] if counted else []
    return [
        Part("organiser", "Organiser Wang", Role.ORGANISER),
        Part("officer", "Officer Li", Role.UNIT_OFFICER, home),
        *above,
        Part("host", "Host Zhao", Role.HOST, place),
        Part("staff", who.name, Role.STAFF_MEMBER, home, who.code),
        Part("inspector", "Inspector Sun", Role.INSPECTOR),
        Part("inspector2", "Inspector Yu", Role.INSPECTOR),
        Part("inspector3", "Inspector Tang", Role.INSPECTOR),
        Part("reviewer", "Reviewer Qian", Role.REVIEWER),
        Part("reader", "Reader Zhou", Role.READER),
        Part("clerk", "Clerk Wu", Role.CLERK),
    ]


@transaction.atomic
def open_accounts(rotation: str) -> list[str]:
    """Opens two administrators, and an account for each other role; gives the names to sign in with."""
    if Account.objects.exists():
        return []
    first, second = (_opened(username, username.capitalize()) for username in ("admin", "admin2"))
    for account in (first, second):
        grant(Application(), account, Role.ADMINISTRATOR, EVERYWHERE)
    found = parts(rotation)
    for part in found:
        account = _opened(part.username, part.name)
        if part.person:
            link_person(Application(), account, part.person, part.path)
        if part.role in BY_TWO:
            proposed = propose(actor_of(first, proven=True), account, part.role, part.path, outside=True)
            confirm(actor_of(second, proven=True), proposed)
        else:
            grant(Application(), account, part.role, part.path)
    return ["admin", "admin2", *(part.username for part in found)]


def _opened(username: str, name: str) -> Account:
    account = open_account(Application(), username, name, EVERYWHERE)
    link = make_link(Application(), account)
    set_password(actor_of(account, proven=True), account, PASSWORD, link)
    return account
