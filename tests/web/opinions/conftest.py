"""Opinions of the north and the south, and those who have to do with their cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from grassrota.opinions.entries import ClosingReason
from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Role
from grassrota_web.intake import above
from grassrota_web.intake.models import Answer, Concerned, Opinion, Said
from grassrota_web.opinions.actions.closing import claim, investigate
from grassrota_web.opinions.models import Case
from tests.web.conftest import World
from tests.web.intake.appended import appended


class Office:
    """The north with somebody for each part: ``officer`` of the office, ``organiser``, ``reviewer``, ``inspector``."""

    def __init__(self, world: World) -> None:
        self.world = world
        units = world.units
        self.officer = world.actor(Role.UNIT_OFFICER, units["north-office"])
        self.above = world.actor(Role.UNIT_OFFICER, units["north"])
        self.organiser = world.actor(Role.ORGANISER, units["north"])
        self.reviewer = world.actor(Role.REVIEWER, "/")
        self.inspector = world.actor(Role.INSPECTOR, units["north"])

    def raised(self, words: str = "the well at the mill is dry", **known: Any) -> Case:
        """The case of an opinion that was appended today.

        Args:
            words: Of the raiser.
            known: Columns of the opinion; ``about`` is a code of a unit, ``named`` one of a person, whom it concerns.
        """
        about, named = known.pop("about", ""), known.pop("named", "")
        side = known.pop("side", "north")
        given = {"day": timezone.localdate() - timedelta(days=10), "place": self.world.units[f"{side}-township"]}
        opinion = Opinion.objects.create(words=words, place_words="the mill", **{**given, **known})
        if about:
            Concerned.objects.create(opinion=opinion, unit=self.world.units[about], named="them")
        if named:
            Concerned.objects.create(opinion=opinion, staff=named, named="somebody")
        for tell in above.APPENDED:
            tell(appended(opinion))
        return Case.objects.get(raised__opinion=opinion)

    def addressed(self, words: str = "the well at the mill is dry", **known: Any) -> Case:
        """The case of an opinion that is addressed to the office."""
        return self.raised(words, **{"addressed": self.world.units["north-office"], **known})

    def says(self, case: Case, said: Said, day: date | None = None, words: str = "") -> None:
        """The raiser of a case's first opinion says something, in the day's work."""
        opinion = Opinion.objects.filter(raised__case=case).earliest("raised__number", "pk")
        number = opinion.answers.count() + 1
        day = day or timezone.localdate()
        answer = Answer.objects.create(opinion=opinion, number=number, day=day, said=said, words=words)
        for tell in above.ANSWERED:
            tell([answer])

    def fixed(self, case: Case, by: Actor | None = None) -> Case:
        """The office says that a case is fixed."""
        actor = by or self.officer
        if Case.objects.get(pk=case.pk).investigated_on is None:
            investigate(actor, case.pk, "the pump is broken")
        today = timezone.localdate()
        return claim(actor, case.pk, ClosingReason.FIXED, "a new pump", today, ("a photograph of the pump",))


@pytest.fixture
def office(world: World) -> Office:
    """See ``Office``."""
    return Office(world)


Now = Callable[[Case], Case]


@pytest.fixture
def now() -> Now:
    """A case as it is now."""
    return lambda case: Case.objects.get(pk=case.pk)
