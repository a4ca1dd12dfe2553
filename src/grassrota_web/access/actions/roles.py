"""Giving roles, by one person or by two, and ending them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.actions.reach import open_grants
from grassrota_web.access.independent import are_two
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.paths import reaches
from grassrota_web.access.rights import BY_TWO, Right, Role
from grassrota_web.access.verb import Act, verb


@verb("access.grant_role", Right.GRANT_ROLES)
def grant(act: Act, account: Account, role: Role, path: str) -> Grant:
    """Gives a role at a unit and everything below it.

    Raises:
        Refused: ``by_two`` for an inspector or reviewer; ``incompatible``; ``held_already``.
    """
    if role in BY_TWO:
        raise Refused("by_two", "One administrator proposes this role, and another confirms it.", role=role)
    return _give(act, account, role, path, since=timezone.localdate(), proposed_by=act.actor.account)


@verb("access.propose_role", Right.GRANT_ROLES)
def propose(act: Act, account: Account, role: Role, path: str, outside: bool = False) -> Grant:
    """Proposes an inspector or a reviewer; the role counts when another administrator has confirmed it.

    Who inspects and is on no staff list would count as free of every conflict. So an account that names no person is
    drawn for no visit, unless both say that it belongs to somebody from outside.

    Args:
        act: The act.
        account: Who is to hold the role.
        role: Inspector or reviewer.
        path: Path of the unit.
        outside: Whether they work at none of the units here.

    Raises:
        Refused: ``by_one`` for any other role; ``incompatible``; ``held_already``; ``not_outside`` if the account names
            a member of staff.
    """
    if role not in BY_TWO:
        raise Refused("by_one", "This role is granted, not proposed.", role=role)
    if outside and account.person:
        raise Refused("not_outside", "This account is that of a member of staff: they are not from outside.")
    return _give(act, account, role, path, proposed_by=act.actor.account, outside=outside)


@verb("access.confirm_role", Right.GRANT_ROLES)
def confirm(act: Act, proposed: Grant) -> None:
    """Confirms the role of an inspector or reviewer that somebody else proposed for a third person.

    Raises:
        Refused: ``second_person`` unless who proposed it and who confirms it are two people, as ``are_two`` says;
            ``incompatible`` if the account administers by now; ``not_waiting``; ``inactive``.
    """
    act.at(proposed.path)
    account = act.lock(Account, pk=proposed.account_id)
    waiting = act.lock(Grant, pk=proposed.pk)
    if waiting.until is not None or waiting.confirmed_by or waiting.role not in BY_TWO:
        raise Refused("not_waiting", "Nothing waits to be confirmed here.")
    if not act.actor.account or not are_two(waiting.proposed_by, act.actor.account, str(account.pk)):
        message = (
            "Somebody else confirms this: neither who proposed the role nor who is to hold it, nor anybody whose "
            "account was in the same hands. On the server, `grassrota setup --admin NAME` makes an administrator "
            "who owes nobody anything."
        )
        raise Refused("second_person", message)
    _check(account, Role(waiting.role))
    waiting.confirmed_by, waiting.since = act.actor.account, timezone.localdate()
    waiting.save(update_fields=["confirmed_by", "since"])
    _note(act, waiting, account, after=_proposal(waiting))


@verb("access.end_role", Right.GRANT_ROLES)
def end(act: Act, held: Grant) -> None:
    """Ends a role, or takes a proposal back; who held it and when stays known.

    Raises:
        Refused: ``last_administrator``; ``not_held``.
    """
    act.at(held.path)
    account = act.lock(Account, pk=held.account_id)
    ending = act.lock(Grant, pk=held.pk)
    if ending.until is not None:
        raise Refused("not_held", "This role has ended already.")
    keep_an_administrator([ending])
    ending.until = timezone.localdate()
    ending.save(update_fields=["until"])
    _note(act, ending, account, before={"role": ending.role})


def keep_an_administrator(ending: list[Grant]) -> None:
    """Sees to it that somebody administers each place when these roles have ended.

    Raises:
        Refused: ``last_administrator``.
    """
    every = open_grants().filter(role=Role.ADMINISTRATOR, account__is_active=True)
    left = list(every.select_for_update(of=("self",)).order_by("pk"))
    stay = [grant.path for grant in left if grant.pk not in {gone.pk for gone in ending}]
    for gone in ending:
        if gone.role == Role.ADMINISTRATOR and not reaches(stay, gone.path):
            message = "This is the last administrator here. Make somebody else one first."
            raise Refused("last_administrator", message, path=gone.path)


def propose_anew(act: Act, account: Account) -> list[str]:
    """Puts the account's roles that take two people back to being proposed, within the verb that opens the account."""
    held = list(open_grants().filter(account=account, role__in=BY_TWO).order_by("pk"))
    for grant in held:
        grant.until = timezone.localdate()
        grant.save(update_fields=["until"])
        outside = grant.outside and not account.person
        Grant.objects.create(
            account=account, role=grant.role, path=grant.path, proposed_by=act.actor.account, outside=outside
        )
    return [grant.role for grant in held]


def _give(act: Act, account: Account, role: Role, path: str, **how: Any) -> Grant:
    act.at(path)
    account = act.lock(Account, pk=account.pk)
    _check(account, role)
    if open_grants().filter(account=account, role=role, path=path).exists():
        raise Refused("held_already", "This account holds the role here already, or it is proposed.")
    given = Grant.objects.create(account=account, role=role, path=path, **how)
    _note(act, given, account, after={"role": role, **({"outside": True} if given.outside else {})})
    return given


def _proposal(waiting: Grant) -> dict[str, Any]:
    said = {"role": waiting.role, "proposed_by": waiting.proposed_by}
    return {**said, "outside": True} if waiting.outside else said


def _check(account: Account, role: Role) -> None:
    if not account.is_active:
        raise Refused("inactive", "This account is closed. Open it again first.")
    others = Q(account=account) | (Q(account__person=account.person) if account.person else Q())
    roles = set(open_grants().filter(others).values_list("role", flat=True))
    if role in BY_TWO and Role.ADMINISTRATOR in roles:
        message = "Who administers accounts is neither inspector nor reviewer. End the administrator's role first."
        raise Refused("incompatible", message, role=role)
    if role is Role.ADMINISTRATOR and roles & BY_TWO:
        message = "Inspectors and reviewers do not administer accounts. End that role, or take its proposal back first."
        raise Refused("incompatible", message, role=role)


def _note(act: Act, grant: Grant, account: Account, **change: Any) -> None:
    act.note("account", account.pk, place=grant.path, person=account.person, **change)
