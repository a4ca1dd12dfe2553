"""Policies, plans, wishes and stages, as rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, Own, Reach
from grassrota_web.orgs.models import Opening, Person, Rotation, Unit

_OF_ROTATION = (At(Right.READ_ROTAS, "rotation__home__path"),)


class PlanState(models.TextChoices):
    """How far a plan has come; the figures made from it inherit this."""

    DRAFT = "draft"
    INITIAL = "initial"
    APPROVED = "approved"
    PUBLISHED = "published"
    UNDER_WAY = "under_way"
    SET_ASIDE = "set_aside"


class Policy(models.Model):
    """One version of what the organiser decides, as the text of a ``policy.toml``; a version is never changed."""

    scope: ClassVar[tuple[Reach, ...]] = _OF_ROTATION

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="policies")
    number = models.PositiveIntegerField()
    text = models.TextField()
    made_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "number"], name="policy_number_once")]


class Stage(models.Model):
    """One stage of a rotation. A stage closes only when the next has a plan, an owner and a day."""

    scope: ClassVar[tuple[Reach, ...]] = _OF_ROTATION

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    plan = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    skipped_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "number"], name="stage_number_once")]


class NotAvailable(models.Model):
    """Somebody who cannot go in some batches, or in any: consent, hardship or deferral, one undivided state."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_PEOPLE, "person__unit__path"), Own("person__code"))

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="not_available")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="not_available")
    batches = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "person"], name="not_available_once")]


class Interest(models.Model):
    """Somebody's own wish to go to a place: private, never ranked, no assignment and no departure."""

    scope: ClassVar[tuple[Reach, ...]] = (Own("person__code"),)

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="interests")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "person", "place"], name="interest_once")]


class Pin(models.Model):
    """What the organiser fixed before solving: an opening, a batch, both, or that somebody stays."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_ROTAS, "rotation__home__path"),)

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="pins")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    opening = models.ForeignKey(Opening, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    batch = models.PositiveSmallIntegerField(null=True, blank=True)
    stays = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "person"], name="pin_once")]


class Plan(models.Model):
    """A plan: made by solving or by moves on another one, and what is proven about it."""

    scope: ClassVar[tuple[Reach, ...]] = _OF_ROTATION

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="plans")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    made_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    seed = models.BigIntegerField(default=0)
    objective = models.BigIntegerField()
    bound = models.FloatField()
    violations = models.PositiveIntegerField()
    seconds = models.FloatField(default=0)
    problem_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "number"], name="plan_number_once")]


class Assignment(models.Model):
    """One person, one opening, one batch of a plan."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.READ_ROTAS, "person__unit__path"),
        At(Right.READ_HOSTED, "opening__place__path"),
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="assignments")
    batch = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "person"], name="once_in_a_plan")]
