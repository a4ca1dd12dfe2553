"""A batch of the north on the eve of its departure, and one of the south that nobody of the north may see."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from grassrota.forms import Role as PostingRole
from grassrota.org import Sector
from grassrota.rota.policy import Policy
from grassrota.turns import Batch
from grassrota_web.access.actor import Actor
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.orgs import convert as orgs
from grassrota_web.orgs.models import HostAnswer, Opening
from grassrota_web.postings.models import BatchRecord, Consent, Posting
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.convert.policy import text_of
from tests.web.conftest import World

FIRST, LAST = date(1957, 12, 9), date(1958, 1, 17)
"""A 40-day turn of Shanxi's first batch."""


class Field:
    """Both sides of the small world with everybody of the offices listed in batch 1.

    ``postings`` are by the code of the person; ``organiser``, ``officer`` and ``host`` are of the north.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.postings: dict[str, Posting] = {}
        for side in ("north", "south"):
            self._list(side)
        units = world.units
        self.organiser = world.actor(Role.ORGANISER, units["north"])
        self.officer = world.actor(Role.UNIT_OFFICER, units["north-office"])
        self.host = world.actor(Role.HOST, units["north-township"])

    def _list(self, side: str) -> None:
        rotation, place = self.world.rotations[side], self.world.units[f"{side}-township"]
        opening = Opening.objects.create(
            code=f"{side}-clinic",
            rotation=rotation,
            place=place,
            sector=Sector.RURAL,
            role=PostingRole.FIELD_WORK,
            low=0,
            high=9,
            answer=HostAnswer.CONSENTED,
        )
        policy = Policy(
            rotation.title,
            orgs.scale(rotation.scale),
            (Batch(1, FIRST, date(1957, 12, 14), 40),),
            home_absence=Fraction(1),
            grade_absence=Fraction(1),
        )
        rotas.Policy.objects.create(rotation=rotation, number=1, text=text_of(policy), made_on=date(1957, 12, 1))
        BatchRecord.objects.create(
            rotation=rotation,
            batch=1,
            list_published_on=date(1957, 12, 5),
            discussion_opened_on=date(1957, 12, 3),
            briefing_on=date(1957, 12, 8),
        )
        for number in (1, 2, 3):
            person = self.world.people[f"{side[0]}{number}"]
            days = {"asked_on": date(1957, 12, 4), "given_on": date(1957, 12, 5)}
            Consent.objects.create(rotation=rotation, person=person, batch=1, **days)
            self.postings[person.code] = Posting.objects.create(
                rotation=rotation,
                person=person,
                home_unit=person.unit,
                opening=opening,
                batch=1,
                form="turn40",
                role=PostingRole.FIELD_WORK,
                first_day=FIRST,
                last_day=LAST,
                listed_on=date(1957, 12, 5),
            )

    def person(self, code: str) -> Actor:
        """A posted person."""
        return self.world.actor(Role.STAFF_MEMBER, self.world.people[code].unit, person=code)

    def account(self, code: str) -> Account:
        """The account of a posted person."""
        self.person(code)
        return Account.objects.get(person=code)

    def key(self, code: str) -> int:
        """The key of somebody's posting."""
        return self.postings[code].pk

    def now(self, code: str) -> Posting:
        """Somebody's posting as it is now."""
        return Posting.objects.get(pk=self.key(code))

    def away(self, *codes: str) -> None:
        """These people left and arrived as planned."""
        keys = [self.key(code) for code in codes]
        Posting.objects.filter(pk__in=keys).update(departed_on=FIRST, arrived_on=FIRST)


@pytest.fixture
def field(world: World) -> Field:
    """See ``Field``."""
    return Field(world)
