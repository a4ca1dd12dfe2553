"""What the tests of the web face share: a small world of units and people, and somebody for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from grassrota.org import Level, UnitKind
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import BY_TWO, Role
from grassrota_web.orgs.models import Grade, GradeScale, Person, Rotation, Unit
from tests.web.installation import Installation, Installations


@pytest.fixture(autouse=True)
def _store(db: None) -> None:
    """Every test here has the store, and finds it as the last one did."""


class World:
    """Two provinces that know nothing of each other, each with an office that sends and a township that receives.

    ``north`` and ``south`` have the units ``office`` and ``township`` below them; each office has three people,
    ``n1`` to ``n3`` and ``s1`` to ``s3``.
    """

    def __init__(self) -> None:
        self.scale = GradeScale.objects.create(version="1957", valid_from=date(1957, 1, 1))
        for rank, code in enumerate(("clerk", "section_chief", "director"), start=1):
            Grade.objects.create(scale=self.scale, code=code, rank=rank, titles=[code.replace("_", " ")])
        self.units: dict[str, Unit] = {}
        self.people: dict[str, Person] = {}
        self.rotations: dict[str, Rotation] = {}
        for name in ("north", "south"):
            top = self.unit(name, Level.PROVINCE, UnitKind.ORGAN)
            office = self.unit(f"{name}-office", Level.COUNTY, UnitKind.ORGAN, top)
            township = self.unit(f"{name}-township", Level.TOWNSHIP, UnitKind.PLACE, top)
            for number, grade in enumerate(("director", "section_chief", "clerk"), start=1):
                code = f"{name[0]}{number}"
                self.people[code] = Person.objects.create(code=code, name=f"Person {code}", unit=office, grade=grade)
            self.rotations[name] = Rotation.objects.create(
                code=name,
                title=f"Rotation of the {name}",
                home=office,
                hosts=township,
                scale=self.scale,
                opened_on=date(1957, 12, 1),
            )

    def unit(self, code: str, level: Level, kind: UnitKind, parent: Unit | None = None) -> Unit:
        """One more unit."""
        unit = Unit.objects.create(
            code=code, name=code.replace("-", " ").title(), level=level, kind=kind, parent=parent, path=code
        )
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save()
        self.units[code] = unit
        return unit

    def account(self, role: Role | None, at: Unit | str, name: str = "", person: str = "") -> Account:
        """An account that holds one role at a unit, or everywhere for ``/``."""
        path = at if isinstance(at, str) else at.path
        username = name or f"{role or 'nobody'}-{path.strip('/').replace('/', '-') or 'top'}"
        account, made = Account.objects.get_or_create(username=username, defaults={"name": username, "person": person})
        if made:
            account.set_password("a long enough password")
            account.save()
        if made and role:
            confirmed = "second person" if role in BY_TWO else ""
            since = date(1950, 1, 1)
            outside = role in BY_TWO and not person
            Grant.objects.create(
                account=account, role=role, path=path, confirmed_by=confirmed, since=since, outside=outside
            )
        return account

    def actor(self, role: Role | None, at: Unit | str, person: str = "") -> Actor:
        """The same account as an actor whose second factor was shown."""
        return actor_of(
            self.account(role, at, name=f"{role}-of-{person}" if person else "", person=person), proven=True
        )


@pytest.fixture
def world() -> World:
    """A small world; see ``World``."""
    return World()


SignedIn = Callable[[Account], Client]


def open_session(account: Account) -> Client:
    """A client of somebody whose second factor was shown."""
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    device, _ = TOTPDevice.objects.get_or_create(user=account, name="test", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


@pytest.fixture
def signed_in() -> SignedIn:
    """Signs an account in, with its second factor shown, and gives the client that asks for pages."""
    return open_session


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Installations]:
    """Makes installations."""
    made = Installations(tmp_path)
    yield made
    made.end()


@pytest.fixture
def set_up(install: Installations, tables: Installation) -> Installation:
    """An installation with all tables and nothing in them."""
    return install(tables)
