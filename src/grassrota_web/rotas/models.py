"""Policies, plans, wishes and stages, as rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grassrota.rota.plan import LeftOutReason
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Above, At, Once, Own, Reach
from grassrota_web.orgs.models import Opening, Person, Rotation, Unit, words

_OF_ROTATION = (At(Right.READ_ROTAS, "rotation__home__path"),)
_SEEN_BY_ITS_PEOPLE = (*_OF_ROTATION, Above(Right.READ_ROTAS, "rotation__home__path"))


class PlanState(models.TextChoices):
    """How far a plan has come; the figures made from it inherit this."""

    DRAFT = "draft"
    INITIAL = "initial"
    APPROVED = "approved"
    PUBLISHED = "published"
    UNDER_WAY = "under_way"
    SET_ASIDE = "set_aside"


SHOWN_TO_UNITS = (PlanState.INITIAL, PlanState.APPROVED, PlanState.PUBLISHED, PlanState.UNDER_WAY)
"""States in which others than those who plan see it: units that send people, their own lines."""

PUBLIC = (PlanState.PUBLISHED, PlanState.UNDER_WAY)
"""States in which hosts see who comes to them, and people what was decided about themselves."""


class Policy(models.Model):
    """One version of what the organiser decides, as the text of a ``policy.toml``; a version is never changed."""

    scope: ClassVar[tuple[Reach, ...]] = _SEEN_BY_ITS_PEOPLE

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="policies")
    number = models.PositiveIntegerField()
    text = models.TextField()
    made_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "number"], name="policy_number_once")]


class Stage(models.Model):
    """One stage of a rotation. A stage closes only when the next has a plan, an owner and a day.

    ``takes_up`` says what of the results of the stage before it is acted on in this one.
    ``batches`` are those in which units in this stage may send people, if batches are tied to stages at all.
    """

    scope: ClassVar[tuple[Reach, ...]] = _SEEN_BY_ITS_PEOPLE

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    plan = models.TextField(blank=True)
    takes_up = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    batches = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "number"], name="stage_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class UnitStage(models.Model):
    """The stage that a unit, and every unit below it that says nothing else, is in."""

    scope: ClassVar[tuple[Reach, ...]] = (*_OF_ROTATION, At(Right.READ_ROTAS, "unit__path"))

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="unit_stages")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="units")
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "unit"], name="unit_stage_once")]


class StepDone(models.Model):
    """A step of an orderly rotation that was taken; or skipped, and then who answers for that, and why."""

    scope: ClassVar[tuple[Reach, ...]] = _SEEN_BY_ITS_PEOPLE

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=40)
    done_on = models.DateField()
    skipped_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "step"], name="step_once_in_a_rotation")]


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
    """A plan: made by solving or by moves on another one, and what is proven about it.

    ``job`` is the solving it came from: a job that is taken up again makes no second plan.
    """

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.EDIT_PLAN, "rotation__home__path"),
        Once(At(Right.READ_ROTAS, "rotation__home__path"), "state", SHOWN_TO_UNITS),
        Once(Above(Right.READ_ROTAS, "rotation__home__path"), "state", SHOWN_TO_UNITS),
        Once(At(Right.READ_HOSTED, "rotation__hosts__path"), "state", PUBLIC),
        Once(Above(Right.READ_HOSTED, "rotation__hosts__path"), "state", PUBLIC),
        Once(At(Right.READ_OWN, "rotation__home__path"), "state", PUBLIC),
        Once(Above(Right.READ_OWN, "rotation__home__path"), "state", PUBLIC),
    )

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="plans")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    made_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    seed = models.BigIntegerField(default=0)
    # shown of plans that were searched for alone: what moving one person changes would tell that person's wish
    objective = models.BigIntegerField()
    bound = models.FloatField()
    violations = models.PositiveIntegerField()
    seconds = models.FloatField(default=0)
    problem_sha256 = models.CharField(max_length=64)
    job = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "number"], name="plan_number_once")]


class Proof(models.Model):
    """The prices that prove a plan's bound: lists of rule, ids that it is about, batch or nothing, and amount."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.EDIT_PLAN, "plan__rotation__home__path"),)

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="proof")
    constant = models.FloatField()
    prices = models.JSONField()


class Assignment(models.Model):
    """One person, one opening, one batch of a plan; ``leads`` if named to lead those who start there then."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.EDIT_PLAN, "plan__rotation__home__path"),
        Once(At(Right.READ_ROTAS, "plan__rotation__home__path"), "plan__state", SHOWN_TO_UNITS),
        Once(At(Right.READ_ROTAS, "person__unit__path"), "plan__state", SHOWN_TO_UNITS),
        Once(At(Right.READ_HOSTED, "opening__place__path"), "plan__state", PUBLIC),
        Once(Own("person__code"), "plan__state", PUBLIC),
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="assignments")
    batch = models.PositiveSmallIntegerField()
    leads = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "person"], name="once_in_a_plan")]


class LeftOut(models.Model):
    """One person who does not go, with the reason that is published, as the plan was when it was made."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.EDIT_PLAN, "plan__rotation__home__path"),
        Once(At(Right.READ_ROTAS, "plan__rotation__home__path"), "plan__state", SHOWN_TO_UNITS),
        Once(At(Right.READ_ROTAS, "person__unit__path"), "plan__state", SHOWN_TO_UNITS),
        Once(Own("person__code"), "plan__state", PUBLIC),
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="left_out")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=words(LeftOutReason))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "person"], name="left_out_once")]


class OpenCases(models.Model):
    """How many cases of a unit wait for an answer, counted by hand: so many handlers must stay for them."""

    scope: ClassVar[tuple[Reach, ...]] = (*_OF_ROTATION, At(Right.READ_ROTAS, "unit__path"))

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="open_cases")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    as_of = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "unit"], name="open_cases_once")]


class VerifiedBound(models.Model):
    """What was verified of a unit's correcting: at least so many opinions fixed, of those received; never reported.

    It holds for every unit below that has none of its own. The latest counts; earlier ones are kept.
    """

    scope: ClassVar[tuple[Reach, ...]] = (
        *_OF_ROTATION,
        At(Right.READ_ROTAS, "unit__path"),
        Above(Right.READ_ROTAS, "unit__path"),
    )

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="verified_bounds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    fixed = models.PositiveIntegerField()
    received = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    verified_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["-verified_on", "-pk"]


class RestructurePlan(models.Model):
    """Transfers that make a unit smaller: no rotation, no return, and the route that labour law asks for."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.EDIT_POLICY, "unit__path"),)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    form = models.CharField(max_length=80)
    legal_basis = models.TextField()
    consulted_with = models.CharField(max_length=200)
    consulted_from = models.DateField()
    consulted_until = models.DateField()
    notice_on = models.DateField()
    notice_days = models.PositiveSmallIntegerField()
    effective_on = models.DateField()
    filed_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["-filed_on", "-pk"]
