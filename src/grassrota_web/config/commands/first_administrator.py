"""The first administrator, made where nobody can have signed in yet."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from grassrota.errors import Refused
from grassrota_web.access.actions.accounts import open_account
from grassrota_web.access.actions.passwords import make_link
from grassrota_web.access.actions.roles import grant
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Grant
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Role


@transaction.atomic
def first_administrator(username: str) -> str:
    """Opens the account of the first administrator.

    Returns:
        The path of the page on which its password is set, once and within a day.

    Raises:
        Refused: ``administrator_exists``; further ones are made by those there are.
    """
    if Grant.objects.filter(role=Role.ADMINISTRATOR, until=None).exists():
        message = "There is an administrator already. Further ones are made on the page Accounts."
        raise Refused("administrator_exists", message)
    account = open_account(Application(), username, username, EVERYWHERE)
    grant(Application(), account, Role.ADMINISTRATOR, EVERYWHERE)
    return reverse("access:first_password", args=[account.pk, make_link(Application(), account)])
