"""Who they are: an account for each of the simulated users, with a role at a place where there is something to do."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle

SHARES: Mapping[str, int] = {
    "organiser": 20,
    "unit_officer": 45,
    "host": 20,
    "staff_member": 60,
    "inspector": 8,
    "reviewer": 4,
    "reader": 10,
    "clerk": 8,
    "visitor": 25,
}
"""Of two hundred, how many have which role; a visitor has no account."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of them; without a name they do not sign in."""

    number: int
    role: str
    username: str = ""


def crowd(users: int, seed: int) -> list[Somebody]:
    """So many of them, with their accounts opened in the demonstration's store: those that are there are taken."""
    chance = random.Random(seed)
    whole = sum(SHARES.values())
    roles = [role for role, share in SHARES.items() for _ in range(max(1, round(users * share / whole)))][:users]
    roles += ["visitor"] * (users - len(roles))
    places = _places(chance)
    found = []
    for number, role in enumerate(roles):
        if role == "visitor":
            found.append(Somebody(number, role))
            continue
        path, person = next(places[role])
        username = f"{role}-{number}"
        _open(username, role, path, person)
        found.append(Somebody(number, role, username))
    chance.shuffle(found)
    return found


def _places(chance: random.Random) -> Mapping[str, Iterator[tuple[str, str]]]:
    """Where each role is held, and the person of whoever must be one, again and again."""
    from grassrota_web.opinions.models import Case
    from grassrota_web.orgs.models import Unit
    from grassrota_web.postings.models import Posting

    going = list(Posting.objects.values_list("home_unit__path", "person__code", "opening__place__path").order_by("pk"))
    chance.shuffle(going)
    tops = list(Unit.objects.filter(parent=None).order_by("pk").values_list("path", flat=True))
    answering = sorted(set(Case.objects.exclude(owner=None).values_list("owner__path", flat=True)))
    homes = sorted({home for home, _, _ in going})
    chance.shuffle(homes)
    return {
        "organiser": _again([("/", ""), *((path, "") for path in tops)]),
        # half of them where cases wait for an answer
        "unit_officer": _again([(path, "") for pair in zip(cycle(answering), homes, strict=False) for path in pair]),
        "host": _again([(place, "") for _, _, place in going]),
        "staff_member": _again([(home, person) for home, person, _ in going]),
        **{role: _again([("/", "")]) for role in ("inspector", "reviewer", "reader", "clerk")},
    }


def _again(found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    while True:
        yield from found


def _open(username: str, role: str, path: str, person: str) -> None:
    """An account with the demonstration's password, which is not hashed once more for each of them."""
    from django.utils import timezone

    from grassrota_web.access.models import Account, Grant

    known = Account.objects.get(username="reader")
    row, made = Account.objects.get_or_create(
        username=username, defaults={"name": username, "password": known.password, "person": person}
    )
    if made:
        Grant.objects.create(account=row, role=role, path=path, confirmed_by="benchmark", since=timezone.localdate())
