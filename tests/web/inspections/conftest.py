"""An office that inspects the north: its keys, people to send, a round, and cases of which the truth is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone

from grassrota.inspection.finding import TeamRole
from grassrota.org import Level, UnitKind
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Role
from grassrota_web.inspections.actions.drawing import draw, send_further
from grassrota_web.inspections.actions.rounds import bind, freeze, name_member, plan
from grassrota_web.inspections.actions.verdicts import conclude
from grassrota_web.inspections.actions.visits import Answers, arrive, find, pass_by
from grassrota_web.inspections.models import Claim, Round, Visit
from grassrota_web.inspections.waves import is_decided
from grassrota_web.opinions.models import Case
from tests.web.conftest import World
from tests.web.opinions.conftest import Office, office

__all__ = ["office"]

FIXED = Answers(True, "the pump is new", True, at_the_place=("water runs from the tap",))
BROKEN = Answers(False, "nothing was done", False, at_the_place=("the tap is dry",))


class Inspection:
    """The north's office of inspection: ``ann``, who plans, ``bo``, ``cy`` and an inspector who is not of the staff.

    Attributes:
        round: The round, as far as it was brought.
        keys: The office's keys, the first for the first round.
    """

    def __init__(self, world: World, office: Office, sleep: Callable[[int], None]) -> None:
        self.world, self.office, self.sleep = world, office, sleep
        north = world.units["north"]
        bureau = world.unit("bureau", Level.COUNTY, UnitKind.ORGAN, north)
        self.decoy = world.unit("hamlet", Level.TOWNSHIP, UnitKind.PLACE, north)
        for code, name in (("b1", "ann"), ("b2", "bo"), ("b3", "cy")):
            world.people[code] = type(world.people["n1"]).objects.create(
                code=code, name=f"Person {code}", unit=bureau, grade="clerk"
            )
            world.account(Role.INSPECTOR, bureau, name=name, person=code)
        self.inspectors = [office.inspector, *(self.actor(name) for name in ("ann", "bo", "cy"))]
        self.ann = self.inspectors[1]

    def actor(self, name: str) -> Actor:
        """An inspector; the role is held for the whole north, the work is done in the bureau."""
        from grassrota_web.access.models import Account, Grant
        from grassrota_web.access.queries import actor_of

        account = Account.objects.get(username=name)
        Grant.objects.filter(account=account).update(path=self.world.units["north"].path)
        return actor_of(account, proven=True)

    def cases(self, fixed: int, open_too: int = 0) -> list[Case]:
        """So many cases that the office says are fixed, and so many that stand open."""
        made = [self.office.addressed(f"the well number {number} is dry") for number in range(fixed + open_too)]
        for case in made[:fixed]:
            self.office.fixed(case)
        return made[:fixed]

    def plan(self, **given: Any) -> Round:
        """A round of today's lists; chance speaks tomorrow."""
        _chain, self.keys = bind(self.ann, "north")
        today = timezone.localdate()
        said: dict[str, Any] = {"as_of": today, "source": "dice in the square", "chance_on": today + timedelta(days=1)}
        # every closure here has the same words: only who asks for it looks at those beside the sample
        said |= {"flagged": Fraction(0), **given}
        self.round = plan(self.ann, "north", **said)
        for number in (1, 2):
            name_member(self.ann, self.round.pk, TeamRole.MANAGEMENT, f"leader {number}")
            name_member(self.ann, self.round.pk, TeamRole.RAISER_SIDE, f"user {number}", "hamlet")
        return self.round

    def freeze(self, **given: Any) -> Claim:
        """The lists of a planned round, and that of the office."""
        self.plan(**given)
        freeze(self.ann, self.round.pk)
        return Claim.objects.get(round=self.round, unit=self.world.units["north-office"])

    def draw(self, **given: Any) -> Claim:
        """The same, drawn the day after."""
        claim = self.freeze(**given)
        self.sleep(1)
        draw(self.ann, self.round.pk, "4 1 6 6 2", self.keys[0].secret)
        return claim

    def visit(self, truth: Callable[[Visit], Answers] = lambda _visit: FIXED) -> None:
        """Every visit made by whoever it was drawn for."""
        while waiting := list(Visit.objects.filter(done_on=None).exclude(inspector="").order_by("turn", "pk")):
            for row in waiting:
                arrive(self.who(row), row.pk)
                if row.seen_to is None:
                    pass_by(self.who(row), row.pk)
                else:
                    find(self.who(row), row.pk, truth(row))

    def who(self, visit: Visit) -> Actor:
        """The inspector for whom a visit was drawn."""
        return next(one for one in self.inspectors if one.account == visit.inspector)

    def conclude(self, claim: Claim, truth: Callable[[Visit], Answers] = lambda _visit: FIXED) -> Claim:
        """The visits sent out made, and further ones as long as they do not decide, then the verdict."""
        self.visit(truth)
        while not is_decided(Claim.objects.get(pk=claim.pk)):
            send_further(self.ann, claim.pk)
            self.visit(truth)
        return conclude(self.ann, claim.pk)


@pytest.fixture
def sleep(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets days pass."""
    known = [timezone.localdate()]

    def pass_days(days: int) -> None:
        known[0] += timedelta(days=days)
        today: date = known[0]
        monkeypatch.setattr(timezone, "localdate", lambda *_: today)

    return pass_days


@pytest.fixture
def inspection(world: World, office: Office, sleep: Callable[[int], None]) -> Inspection:
    """See ``Inspection``."""
    return Inspection(world, office, sleep)
