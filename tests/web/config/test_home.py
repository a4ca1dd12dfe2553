"""The first page where nothing is yet: everybody learns what comes first, and whose it is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from grassrota_web.orgs.models import Rotation
from tests.web.conftest import SignedIn, World


def account(role: Role) -> Account:
    """An account with one role everywhere, in an installation that has nothing else."""
    made = Account.objects.create(username=role.value, name=role.value)
    made.set_password("a long enough password")
    made.save()
    Grant.objects.create(account=made, role=role, path="/", since="1950-01-01")
    return made


@pytest.mark.django_db
def test_an_empty_installation_says_what_to_do_next(signed_in: SignedIn) -> None:
    """The administrator is led to the accounts until there is an organiser, who is led to the first run."""
    administrator = signed_in(account(Role.ADMINISTRATOR))
    page = administrator.get("/").content.decode().split("<main")[1]
    assert f'href="{reverse("accounts:accounts")}"' in page
    reader = signed_in(account(Role.READER)).get("/").content.decode()
    assert "You need do nothing" in reader
    organiser = signed_in(account(Role.ORGANISER)).get("/").content.decode().split("<main")[1]
    for name in ("start", "records:arrive"):
        assert f'href="{reverse(name)}"' in organiser
    assert "No rotation has been opened" in administrator.get("/").content.decode()


def test_once_a_rotation_is_there_the_first_page_says_what_waits(world: World, signed_in: SignedIn) -> None:
    """Where rotations are, nothing waits for a reader, and an organiser without a plan learns where to start."""
    assert Rotation.objects.exists()
    reader = signed_in(world.account(Role.READER, world.units["north"]))
    assert "Nothing waits for you." in reader.get("/").content.decode()
    organiser = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    page = organiser.get("/").content.decode()
    assert "There is no plan here yet" in page
    assert reverse("records:arrive") not in page
