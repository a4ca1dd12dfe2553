"""Passwords and language of an account, by its owner; and the link with which a password is first set."""

from __future__ import annotations

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from grassrota.errors import Refused
from grassrota_web.access.actions.reach import reach_all
from grassrota_web.access.actions.roles import propose_anew
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.access.ways_in import end_all


class Once(PasswordResetTokenGenerator):
    """A link that dies when a password is set, and after a day."""

    key_salt = "grassrota.access.set_password"


ONCE = Once()


@verb("access.make_password_link", Right.MANAGE_ACCOUNTS)
def make_link(act: Act, account: Account) -> str:
    """Makes a link with which the owner of an account sets its password, once and within a day.

    The role of an inspector or reviewer goes back to being proposed: another person confirms it again.

    Returns:
        The token of the link, which is kept nowhere.

    Raises:
        Refused: ``inactive``.
    """
    locked = reach_all(act, account)
    if not locked.is_active:
        raise Refused("inactive", "This account is closed. Open it again first.")
    proposed = propose_anew(act, locked)
    act.note("account", locked.pk, place=locked.path, person=locked.person, after={"proposed_anew": proposed})
    return ONCE.make_token(locked)


@verb("access.set_password", None)
def set_password(act: Act, account: Account, password: str, token: str = "") -> None:
    """Sets one's own password; with the token of a link where there is no earlier one to ask for.

    Whoever got hold of the earlier one may have made more ways in: sessions, tokens and calendar addresses end.

    Raises:
        Refused: ``link_used`` if the link has been used, or is a day old.
    """
    act.oneself(account.pk)
    locked = act.lock(Account, pk=account.pk)
    if token and not ONCE.check_token(locked, token):
        raise Refused("link_used", "This link was used, or is older than a day. Ask for a new one.")
    locked.set_password(password)
    locked.save(update_fields=["password"])
    after = {"by_link": bool(token), **end_all(str(locked.pk))}
    act.note("account", locked.pk, place=locked.path, person=locked.person, after=after)


@verb("access.prefer_language", None, unjournaled="the language that somebody reads is nobody's business")
def prefer_language(act: Act, account: Account, language: str) -> None:
    """Keeps the language in which one reads."""
    act.oneself(account.pk)
    Account.objects.filter(pk=account.pk).update(language=language)
