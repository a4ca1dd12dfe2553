"""The first administrator, made where nobody can have signed in yet."""

from __future__ import annotations

import secrets

from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.verb import Act, verb
from grassrota_web.journal.actions import sign


@verb("access.make_first_administrator", Right.GRANT_ROLES)
def make_first_administrator(act: Act, username: str) -> str:
    """Makes the account of the first administrator, and gives its password, which is shown once.

    Raises:
        Refused: ``administrator_exists``; further ones are made by those there are.
    """
    act.anywhere()
    if Grant.objects.filter(role=Role.ADMINISTRATOR, until=None).exists():
        message = "There is an administrator already. Further ones are made on the page Accounts."
        raise Refused("administrator_exists", message)
    if Account.objects.filter(username=username).exists():
        raise Refused("name_taken", f"There is an account named {username} already. Give another name.")
    password = "-".join(secrets.token_hex(3) for _ in range(4))
    account = Account(username=username, name=username)
    account.set_password(password)
    account.save()
    Grant.objects.create(account=account, role=Role.ADMINISTRATOR, path=EVERYWHERE, since=timezone.localdate())
    sign(str(account.pk), account.name)
    act.note("account", account.pk, after={"username": username, "role": Role.ADMINISTRATOR.value, "at": EVERYWHERE})
    return password
