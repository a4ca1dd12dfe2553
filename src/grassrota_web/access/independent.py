"""Whose hands an account has been in, and whether two people are two.

Who opened an account, linked it, made it a password link or took its second factor could be the one who signs in with
it, and nothing that the account does later shows that it was not so. The journal keeps who did that, for good.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from grassrota_web.journal.models import Entry

HANDS = (
    "access.open_account",
    "access.link_person",
    "access.make_password_link",
    "access.reset_second_factor",
)
"""Verbs after which whoever did them could sign in as somebody else."""


def behind(who: str) -> frozenset[str]:
    """Everybody who stands behind somebody: themself, who had their account in hand, who stands behind those.

    Who made it an administrator's account counts too, also when that role has ended.

    Args:
        who: Id of an account, or code of a member of staff.

    Returns:
        Ids of accounts, and codes of the members of staff whose accounts these are. Never the application, which only
        whoever has the machine in hand can make do anything.
    """
    found: set[str] = set()
    wave = {who} - {""}
    while wave:
        found |= wave
        keys = [UUID(name) for name in wave if _is_key(name)]
        same = Account.objects.filter(Q(pk__in=keys) | Q(person__in=wave)).values_list("pk", "person")
        names = {name for key, person in same for name in (str(key), person)}
        held = Entry.objects.filter(kind="account", subject__in=names | wave, verb__in=HANDS)
        given = Grant.objects.filter(account__in=keys, role=Role.ADMINISTRATOR)
        names.update(held.values_list("actor", flat=True), given.values_list("proposed_by", flat=True))
        wave = names - found - {""}
    return frozenset(found)


def are_two(one: str, other: str, third: str = "") -> bool:
    """True if nobody stands behind both, and the third person, whom they decide about, behind neither."""
    both = behind(one), behind(other)
    return not both[0] & both[1] and not any(third and third in names for names in both)


def _is_key(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
