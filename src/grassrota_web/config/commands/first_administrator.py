"""An administrator whom no other one made: the first, and a second one, so that there are two people."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from grassrota_web.access.actions.accounts import open_account
from grassrota_web.access.actions.passwords import make_link
from grassrota_web.access.actions.roles import grant
from grassrota_web.access.actor import Application
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Role


@transaction.atomic
def first_administrator(username: str) -> str:
    """Opens the account of an administrator behind whom nobody stands.

    Returns:
        The path of the page on which its password is set, once and within a day.

    Raises:
        Refused: ``username_taken``.
    """
    account = open_account(Application(), username, username, EVERYWHERE)
    grant(Application(), account, Role.ADMINISTRATOR, EVERYWHERE)
    return reverse("access:first_password", args=[account.pk, make_link(Application(), account)])
