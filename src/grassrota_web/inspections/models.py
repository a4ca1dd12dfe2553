"""Rounds as rows: what was fixed beforehand, the lists frozen, and the visits that nobody sees but who makes them.

No row says at what time of a day anything was done, and ids are random: neither tells in which order visits were drawn.
"""

from __future__ import annotations

import uuid
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.urls import reverse

from grassrota.inspection.design import Outcome
from grassrota.inspection.finding import TeamRole, Unresolved
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Above, At, InHand, Once, Reach
from grassrota_web.opinions.models import Case, Topic
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.models import words as choices_of


class Chain(models.Model):
    """What an office bound itself to: the end of a chain of keys, of which no copy is kept."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.CHECK_CASES, "place__path"),)

    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    anchor = models.CharField(max_length=64, unique=True)
    rounds = models.PositiveIntegerField()
    made_on = models.DateField()


class Round(models.Model):
    """One round at a unit and everything below it.

    ``number`` is that of its key, ``source`` the public chance and ``chance_on`` its day. ``plan_hash`` binds all that
    stands above it. Rates are fractions as text. ``chance`` and ``key`` are empty before the draw; the key is shown to
    nobody before the round has ended. ``seal`` hides which closures looked odd, and is never shown.
    """

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.CHECK_CASES, "place__path"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="drawn_with")
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    source = models.CharField(max_length=200)
    chance_on = models.DateField()
    tolerance = models.CharField(max_length=12)
    grace = models.CharField(max_length=12)
    alpha = models.CharField(max_length=12)
    beta = models.CharField(max_length=12)
    passed = models.CharField(max_length=12, default="0")
    failed = models.CharField(max_length=12, default="0")
    second = models.CharField(max_length=12)
    decoys = models.CharField(max_length=12)
    flagged = models.CharField(max_length=12, default="0")
    most_flagged = models.PositiveIntegerField(default=0)
    plan_hash = models.CharField(max_length=64)
    planned_on = models.DateField()
    frozen_on = models.DateField(null=True)
    seal = models.CharField(max_length=64, blank=True)
    in_log = models.PositiveBigIntegerField(null=True)
    elsewhere = models.PositiveBigIntegerField(null=True)
    drawn_on = models.DateField(null=True)
    chance = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=64, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-as_of", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["commitment", "number"], name="key_once")]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("inspections:round", args=[self.pk])


class Claim(models.Model):
    """What one unit says on the day of a round: so many opinions received, and the list of those it fixed.

    ``listed`` holds the ids of its cases, 16 bytes each, in order. ``size`` is how many may have to be looked at.
    ``refusal`` says why nothing can be drawn of it. ``evidence`` is that the claim is false, where the visits stopped.

    ``flagged`` holds the ids of those of its cases whose closure looked odd, in the same way. They are looked at beside
    the sample: ``flagged_failed`` counts those found not fixed that were not found so by the sample. ``settled_on`` is
    the day on which what was found took effect: that of the verdict, if there is one. ``to_open`` is true as long as
    what failed and was claimed on that very day waits to be opened again.
    """

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.CHECK_CASES, "round__place__path"),
        At(Right.READ_CASES, "unit__path"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="claims")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received = models.PositiveIntegerField()
    claimed = models.PositiveIntegerField()
    listed = models.BinaryField()
    terms = models.CharField(max_length=64)
    list_hash = models.CharField(max_length=64)
    flagged = models.BinaryField(default=b"")
    flagged_hash = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=30, blank=True)
    concluded_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, choices=choices_of(Outcome), blank=True)
    at_least = models.PositiveIntegerField(null=True)
    failed = models.PositiveIntegerField(default=0)
    evidence = models.FloatField(null=True)
    flagged_failed = models.PositiveIntegerField(default=0)
    settled_on = models.DateField(null=True)
    to_open = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["unit__name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "unit"], name="claim_once_in_a_round")]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("inspections:claim", args=[self.pk])

    @property
    def counted(self) -> int:
        """Cases counted as fixed: one fewer for each that failed its check, by the sample or beside it."""
        return self.claimed - self.all_failed

    @property
    def all_failed(self) -> int:
        """Cases found not to be fixed, and opened again."""
        return self.failed + self.flagged_failed


class Member(models.Model):
    """Somebody from among whom the teams of a round are drawn: for the leaders, or for the people."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.CHECK_CASES, "round__place__path"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="members")
    side = models.CharField(max_length=20, choices=choices_of(TeamRole))
    called = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["side", "called", "pk"]


_WHOSE = InHand(Right.CHECK_CASES, "inspector")


class Visit(models.Model):
    """One visit: of a drawn case, or to a place of which nothing was drawn; the one who makes it sees it.

    ``case`` is of the sample of the claim, and nothing else is; ``order`` is its place in the draw, ``turn`` 1, 2 for a
    second look and 3 where the first two differ. ``flagged`` is a case that was drawn because its closure looked odd.
    One that both draws name is looked at once and stands in both; a decoy has neither.
    """

    scope: ClassVar[tuple[Reach, ...]] = (_WHOSE,)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="visits")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    flagged = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(null=True)
    turn = models.PositiveSmallIntegerField(default=1)
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    inspector = models.CharField(max_length=40, blank=True, db_index=True)
    leader = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    arrived_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "case", "turn"], name="look_once_a_turn"),
            models.UniqueConstraint(fields=["claim", "flagged"], name="look_once_beside"),
        ]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("inspections:visit", args=[self.pk])

    @property
    def seen_to(self) -> UUID | None:
        """The case that is looked at, whichever draw named it; None for a decoy."""
        return self.case_id or self.flagged_id


class Finding(models.Model):
    """What a team found on a visit; of what the raiser says there is nothing here but what their own ledger held.

    ``evidence`` is a list of [source, words]. Others read it once the verdict is given.
    """

    scope: ClassVar[tuple[Reach, ...]] = (
        InHand(Right.CHECK_CASES, "visit__inspector"),
        Once(At(Right.CHECK_CASES, "visit__claim__round__place__path"), "visit__claim__outcome", tuple(Outcome)),
    )

    visit = models.OneToOneField(Visit, primary_key=True, on_delete=models.PROTECT, related_name="finding")
    on = models.DateField()
    really_changed = models.BooleanField(null=True)
    how_changed = models.TextField(blank=True)
    small_problem_solved = models.BooleanField(null=True)
    evidence = models.JSONField(default=list)
    unresolved = models.CharField(max_length=20, choices=choices_of(Unresolved), blank=True)
    disagreement = models.TextField(blank=True)


class Cycle(models.Model):
    """A time within which every unit at and below a place is inspected; it closes only when each was."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.CHECK_CASES, "place__path"),)

    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-begun_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place"], condition=models.Q(closed_on=None), name="one_open_cycle")
        ]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("inspections:cycle", args=[self.pk])


class Survey(models.Model):
    """A look at one place in a cycle that is no full inspection: it is counted apart, and no figure rests on it.

    ``seen`` lists pieces of evidence. A place that is called representative has its rule: how it was chosen.
    """

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.CHECK_CASES, "unit__path"),)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    seen = models.JSONField(default=list)
    representative = models.BooleanField(default=False)
    rule = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["on", "pk"]


class Method(models.Model):
    """How a verified good unit fixed a case, in words that an inspector cleared of persons: offered to slow units.

    ``place`` is that of the round: it is offered to units at and below it. ``withdrawn_on`` is the day on which it was
    taken back, or on which a verdict no longer bore its unit out.
    """

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.CHECK_CASES, "place__path"),
        At(Right.READ_CASES, "place__path"),
        Above(Right.READ_CASES, "place__path"),
    )

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="method")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    offered_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["topic__name", "unit__name", "pk"]
