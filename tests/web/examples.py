"""An example of what each address takes, for the tests that open every page as everybody.

Add a line for each route that takes something: its name, and a function of the small world and a side that gives what
the address takes, making the row if there is none on that side. A route whose things have no side, so that whoever
holds the right sees them all, is named in ``SIDELESS`` as well.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from grassrota_web.access.actions.passwords import ONCE
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from tests.web.conftest import World

Example = Callable[[World, str], dict[str, Any]]


def account(world: World, side: str) -> dict[str, Any]:
    """An account that the administrators of the side look after."""
    kept = world.account(Role.READER, world.units[side], name=f"{side}-example")
    Account.objects.filter(pk=kept.pk).update(path=world.units[side].path, name=f"Example of the {side}")
    return {"account": kept.pk}


def grant(world: World, side: str) -> dict[str, Any]:
    """A role held there."""
    return {"grant": Grant.objects.get(account=account(world, side)["account"]).pk}


def password_link(world: World, side: str) -> dict[str, Any]:
    """A link that sets a password, which whoever has it may use."""
    kept = Account.objects.get(pk=account(world, side)["account"])
    return {"account": kept.pk, "token": ONCE.make_token(kept)}


def nobodys_token(world: World, side: str) -> dict[str, Any]:
    """A token that is not of whoever asks."""
    return {"token": uuid.UUID(int=1)}


EXAMPLES: dict[str, Example] = {
    "access:first_password": password_link,
    "access:end_token": nobodys_token,
    "accounts:account": account,
    "accounts:name": account,
    "accounts:person": account,
    "accounts:password_link": account,
    "accounts:second_factor": account,
    "accounts:close": account,
    "accounts:reopen": account,
    "accounts:give": account,
    "accounts:confirm": grant,
    "accounts:end": grant,
}

SIDELESS: dict[str, str] = {
    "access:first_password": "whoever has the link may use it; it names its own account alone",
    "access:end_token": "one sees one's own tokens alone, wherever they are used",
}
"""Routes whose things have no side, with the reason."""
