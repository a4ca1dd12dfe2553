"""Enrolling a second factor, printing codes anew, and taking one away."""

from __future__ import annotations

from grassrota.errors import Refused
from grassrota_web.access import second_factor
from grassrota_web.access.actions.reach import reach_all
from grassrota_web.access.actions.roles import propose_anew
from grassrota_web.access.models import Account, Authenticator
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.access.ways_in import end_all


@verb("access.enrol_second_factor", None)
def enrol(act: Act, account: Account, device: Authenticator) -> list[str]:
    """Takes an authenticator app into use that just gave the right code, in place of any other.

    Returns:
        The backup codes, to be shown once.

    Raises:
        Refused: ``second_factor_asked`` if there is another one and it was not shown.
    """
    act.oneself(account.pk)
    act.lock(Account, pk=account.pk)
    if second_factor.enrolled(account) and not act.actor.proven:
        raise Refused("second_factor_asked", "Show the second factor that you have before you replace it.")
    Authenticator.objects.filter(user=account).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    act.note("account", account.pk, place=account.path, person=account.person)
    return second_factor.print_codes(account)


@verb("access.print_backup_codes", None)
def print_codes(act: Act, account: Account) -> list[str]:
    """Prints ten fresh backup codes; those printed earlier are good for nothing."""
    act.oneself(account.pk)
    if not second_factor.enrolled(account) or not act.actor.proven:
        raise Refused("second_factor_asked", "Enrol an authenticator app first.")
    act.note("account", account.pk, place=account.path, person=account.person)
    return second_factor.print_codes(account)


@verb("access.reset_second_factor", Right.MANAGE_ACCOUNTS)
def reset(act: Act, account: Account) -> None:
    """Takes the second factor from an account, so that its owner enrols a new one; ends its tokens and calendars.

    The role of an inspector or reviewer goes back to being proposed: another person confirms it again.
    """
    reach_all(act, account)
    second_factor.forget(account)
    after = {**end_all(str(account.pk)), "proposed_anew": propose_anew(act, account)}
    act.note("account", account.pk, place=account.path, person=account.person, after=after)
