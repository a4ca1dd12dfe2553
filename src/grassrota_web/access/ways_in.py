"""What lets somebody in beside their password, which ends when that is changed: rooms register theirs here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from grassrota_web.access.models import Token

WAYS: dict[str, Callable[[str], int]] = {}
"""By name, what ends those of the account with an id and says how many they were."""


def ends_with_the_password(name: str) -> Callable[[Callable[[str], int]], Callable[[str], int]]:
    """Registers a way in that ends with the password; it is called within the verb that changes it."""

    def register(function: Callable[[str], int]) -> Callable[[str], int]:
        WAYS[name] = function
        return function

    return register


def end_all(account: str) -> dict[str, int]:
    """Ends every way in of an account, and says how many of each there were."""
    return {f"{name}_ended": end(account) for name, end in WAYS.items()}


@ends_with_the_password("tokens")
def end_tokens(account: str) -> int:
    """Ends the tokens of an account's programs."""
    return Token.objects.filter(account=UUID(account), ended_on=None).update(ended_on=timezone.localdate())
