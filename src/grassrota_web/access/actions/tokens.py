"""Tokens that programs show."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.models import Account, Token
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb

LONGEST = timedelta(days=366)
"""For so long a token is good at most."""

PREFIX = "grassrota_"
"""Every token begins so, for scanners that look for secrets in the wrong places."""


@verb("access.make_token", None)
def make(act: Act, account: Account, label: str, rights: Iterable[Right], expires_on: date) -> str:
    """Makes a token for a program, with some of one's own rights and up to a day.

    Returns:
        The token, to be shown once; the store keeps its hash.

    Raises:
        Refused: ``rights`` if none is given, or one that is not held; ``expiry`` if the day is past or too far away.
    """
    act.oneself(account.pk)
    chosen, today = frozenset(rights), timezone.localdate()
    if not chosen or not all(act.actor.holds(right) for right in chosen):
        raise Refused("rights", "Choose one right or more, of those that you hold yourself.")
    if not today <= expires_on <= today + LONGEST:
        raise Refused("expiry", f"Choose a last day from today to {today + LONGEST}.")
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=account,
        label=label.strip(),
        digest=digest(text),
        rights=sorted(chosen),
        proven=act.actor.proven,
        made_on=today,
        expires_on=expires_on,
    )
    after = {"label": token.label, "rights": token.rights, "expires_on": str(expires_on)}
    act.note("token", token.pk, place=account.path, person=account.person, after=after)
    return text


@verb("access.end_token", None)
def end(act: Act, token: Token) -> None:
    """Ends one's own token: it opens nothing from now on."""
    act.oneself(token.account_id)
    locked = act.lock(Token, pk=token.pk)
    locked.ended_on = timezone.localdate()
    locked.save(update_fields=["ended_on"])
    act.note("token", locked.pk, place=token.account.path, person=token.account.person, before={"label": locked.label})


def digest(text: str) -> str:
    """The hash under which a token is kept."""
    return hashlib.sha256(text.encode()).hexdigest()
