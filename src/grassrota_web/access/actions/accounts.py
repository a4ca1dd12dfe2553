"""Opening, naming, linking and closing accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grassrota.errors import Refused
from grassrota_web.access.actions.reach import open_grants, reach, reach_all
from grassrota_web.access.actions.roles import keep_an_administrator, propose_anew
from grassrota_web.access.models import Account
from grassrota_web.access.rights import BY_TWO, Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.journal.actions import sign


@verb("access.open_account", Right.MANAGE_ACCOUNTS)
def open_account(act: Act, username: str, name: str, path: str) -> Account:
    """Opens an account, without a password and without a role.

    Raises:
        Refused: ``username_taken``.
    """
    act.at(path)
    username = Account.normalize_username(username.strip())
    if Account.objects.filter(username=username).exists():
        raise Refused("username_taken", "Somebody else signs in with this name. Choose another one.")
    account = Account(username=username, name=name.strip(), path=path)
    account.set_unusable_password()
    account.save()
    sign(str(account.pk), account.name)
    act.note("account", account.pk, place=path, after={"username": username, "name": account.name})
    return account


@verb("access.rename_account", Right.MANAGE_ACCOUNTS)
def rename(act: Act, account: Account, name: str) -> None:
    """Changes what somebody is called from now on; what they did before stays signed with the earlier name."""
    locked = reach(act, account)
    before, locked.name = locked.name, name.strip()
    locked.save(update_fields=["name"])
    sign(str(locked.pk), locked.name)
    _note(act, locked, {"name": before}, {"name": locked.name})


@verb("access.link_person", Right.MANAGE_ACCOUNTS)
def link_person(act: Act, account: Account, person: str, path: str = "") -> None:
    """Says which member of staff an account is, who then sees and does what is their own.

    The role of an inspector or reviewer goes back to being proposed: another person confirms it for whom it now is.

    Args:
        act: The act.
        account: The account.
        person: Code of the person; empty to end the link.
        path: Path of the person's unit.

    Raises:
        Refused: ``person_taken`` if another account is linked.
    """
    locked = reach_all(act, account)
    if person:
        act.at(path)
        if Account.objects.filter(person=person).exclude(pk=locked.pk).exists():
            raise Refused("person_taken", "Another account is this person's. End that link first.")
    before, locked.person = locked.person, person
    locked.save(update_fields=["person"])
    proposed = propose_anew(act, locked) if person != before else []
    after = {"person": person, **({"proposed_anew": proposed} if proposed else {})}
    act.note("account", locked.pk, place=locked.path, person=person or before, before={"person": before}, after=after)


@verb("access.close_account", Right.MANAGE_ACCOUNTS)
def close(act: Act, account: Account) -> None:
    """Closes an account: nobody signs in with it, and its tokens open nothing.

    Raises:
        Refused: ``last_administrator``.
    """
    locked = reach_all(act, account)
    keep_an_administrator(list(open_grants().filter(account=locked)))
    _set_active(act, locked, False)


@verb("access.reopen_account", Right.MANAGE_ACCOUNTS)
def reopen(act: Act, account: Account) -> None:
    """Opens a closed account again, with the roles that were not ended.

    Raises:
        Refused: ``by_two`` if an inspector's or reviewer's role was not ended, which would count again by one person.
    """
    locked = reach_all(act, account)
    if open_grants().filter(account=locked, role__in=BY_TWO).exists():
        message = "End its inspector's or reviewer's role first: two people give that role again."
        raise Refused("by_two", message, roles=sorted(BY_TWO))
    _set_active(act, locked, True)


def _set_active(act: Act, account: Account, active: bool) -> None:
    before, account.is_active = account.is_active, active
    account.save(update_fields=["is_active"])
    _note(act, account, {"active": before}, {"active": active})


def _note(act: Act, account: Account, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    act.note("account", account.pk, place=account.path, person=account.person, before=before, after=after)
