"""What is kept of the days between departure and the first days at home again, as rows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from grassrota.forms import Purpose
from grassrota.posting.attendance import ExcuseReason
from grassrota.posting.cost import CostKind
from grassrota.posting.cost import Payer as PayerWord
from grassrota.posting.field import FieldDayKind, FindingKind, PlanVerdict, Task
from grassrota.posting.incident import IncidentKind
from grassrota.posting.lodging import GrievanceKind
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Above, At, Once, Others, Own, Reach
from grassrota_web.orgs.models import Person, Rotation, Unit, words
from grassrota_web.postings.models import Posting

_AT_HOME = (At(Right.READ_POSTINGS, "posting__home_unit__path"), Own("posting__person__code"))
_WITH_HOST = (*_AT_HOME, At(Right.READ_HOSTED, "posting__opening__place__path"))
_OF_PERSON = (At(Right.READ_POSTINGS, "person__unit__path"), Own("person__code"))


def _in_rotation(rotation: str) -> tuple[Reach, ...]:
    """Rows for everybody who is part of a rotation, at home or as a host."""
    return tuple(
        way(right, f"{rotation}__{end}__path")
        for right, end in ((Right.READ_POSTINGS, "home"), (Right.READ_OWN, "home"), (Right.READ_HOSTED, "hosts"))
        for way in (At, Above)
    )


class Reception(models.Model):
    """The host's word on an arrival."""

    scope: ClassVar[tuple[Reach, ...]] = _WITH_HOST

    posting = models.OneToOneField(Posting, on_delete=models.CASCADE, related_name="reception")
    confirmed_on = models.DateField()
    met = models.BooleanField()
    briefed = models.BooleanField()
    lodging_ready = models.BooleanField()
    lodging_paid = models.BooleanField()
    lodging_agreed = models.BooleanField()


class FieldEntry(models.Model):
    """One version of a day in the field as a device made it; the version that no other replaces stands."""

    scope: ClassVar[tuple[Reach, ...]] = _OF_PERSON

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="field_entries")
    key = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    replaces = models.JSONField(default=list)
    replaced = models.BooleanField(default=False)
    day = models.DateField(null=True, db_index=True)
    kind = models.CharField(max_length=20, choices=words(FieldDayKind), blank=True)
    place = models.CharField(max_length=200, blank=True)
    contacts = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["-day", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key", "digest"], name="version_once")]


class FieldDayRule(models.Model):
    """On which days those of some grades go to the field."""

    scope: ClassVar[tuple[Reach, ...]] = _in_rotation("rotation")

    rotation = models.OneToOneField(Rotation, on_delete=models.PROTECT, related_name="field_day_rule")
    rule = models.CharField(max_length=200)
    grades = models.JSONField(default=list)
    except_on = models.JSONField(default=list)


class FieldDayExcuse(models.Model):
    """One field day that somebody misses, or takes on another day."""

    scope: ClassVar[tuple[Reach, ...]] = _OF_PERSON

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="excuses")
    day = models.DateField()
    reason = models.CharField(max_length=20, choices=words(ExcuseReason))
    swapped_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-day"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "day"], name="excuse_once_a_day")]


class PostingTask(models.Model):
    """What a posted person does, with the output that the host confirms."""

    scope: ClassVar[tuple[Reach, ...]] = _WITH_HOST

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="tasks")
    output = models.CharField(max_length=300)
    purpose = models.CharField(max_length=30, choices=words(Purpose))
    priority = models.CharField(max_length=300, blank=True)
    set_on = models.DateField()
    reported_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["set_on", "id"]


class TaskReport(models.Model):
    """A posted person's report on conditions and services; a finding has an owner at headquarters and a day."""

    scope: ClassVar[tuple[Reach, ...]] = (*_OF_PERSON, At(Right.READ_POSTINGS, "owner__path"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reports")
    posting = models.ForeignKey(Posting, null=True, on_delete=models.PROTECT, related_name="reports")
    task = models.CharField(max_length=20, choices=words(Task))
    filed_on = models.DateField()
    place = models.CharField(max_length=200)
    text = models.TextField()
    finding = models.CharField(max_length=20, choices=words(FindingKind), blank=True)
    verdict = models.CharField(max_length=20, choices=words(PlanVerdict), blank=True)
    owner = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-filed_on", "id"]


class PlanningCycle(models.Model):
    """The making of one plan at headquarters, such as that of a quarter."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_POSTINGS, "owner__path"),)

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_on", "-pk"]


class PlanInput(models.Model):
    """A finding as an input of a plan: used or not, with the reason; undecided while ``used`` is null."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_POSTINGS, "cycle__owner__path"),)

    cycle = models.ForeignKey(PlanningCycle, on_delete=models.CASCADE, related_name="inputs")
    finding = models.ForeignKey(TaskReport, on_delete=models.PROTECT, related_name="inputs")
    used = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cycle", "finding"], name="input_once_in_a_cycle")]


class Pilot(models.Model):
    """A place where practices are tried before others take them over."""

    scope: ClassVar[tuple[Reach, ...]] = _in_rotation("rotation")

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="pilots")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    results_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_on", "-pk"]


class Practice(models.Model):
    """Something tried at a pilot site, and what came of it, for better or worse."""

    scope: ClassVar[tuple[Reach, ...]] = _in_rotation("pilot__rotation")

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="practices")
    name = models.CharField(max_length=200)
    result = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Adoption(models.Model):
    """A practice taken over at another place."""

    scope: ClassVar[tuple[Reach, ...]] = _in_rotation("practice__pilot__rotation")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["adopted_on", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["practice", "place"], name="adopted_once_at_a_place")]


class Lodging(models.Model):
    """Where a posted person stays, paid or agreed; amounts in minor units. How somebody lives there is not kept."""

    scope: ClassVar[tuple[Reach, ...]] = _WITH_HOST

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="lodgings")
    household = models.CharField(max_length=80, blank=True)
    first_night = models.DateField()
    last_night = models.DateField()
    paid = models.BooleanField()
    agreed = models.BooleanField()
    cost = models.BigIntegerField(default=0)
    contribution = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)

    class Meta:
        ordering: ClassVar = ["first_night", "id"]


class Grievance(models.Model):
    """A host is not content with a lodging. Who stays there neither sees this nor answers it, whatever their office."""

    scope: ClassVar[tuple[Reach, ...]] = tuple(
        Others(reach, "lodging__posting__person__code")
        for reach in (
            At(Right.ANSWER, "lodging__posting__home_unit__path"),
            At(Right.RECEIVE, "lodging__posting__opening__place__path"),
        )
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lodging = models.ForeignKey(Lodging, on_delete=models.PROTECT, related_name="grievances")
    kind = models.CharField(max_length=20, choices=words(GrievanceKind))
    filed_on = models.DateField()
    detail = models.ForeignKey(Sealed, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-filed_on", "id"]


class CostEntry(models.Model):
    """One line of the ledger, in minor units; a wrong one is taken back by another, never changed."""

    scope: ClassVar[tuple[Reach, ...]] = (
        *_AT_HOME,
        Once(At(Right.READ_HOSTED, "posting__opening__place__path"), "payer", (PayerWord.HOST.value,)),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=10, choices=words(CostKind))
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    payer = models.CharField(max_length=10, choices=words(PayerWord))
    paid_on = models.DateField(db_index=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta:
        ordering: ClassVar = ["paid_on", "id"]


class Handover(models.Model):
    """One piece of work handed to somebody who stays; it covers nothing before they have taken it on."""

    scope: ClassVar[tuple[Reach, ...]] = (*_AT_HOME, Own("to__code"))

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="handovers")
    work = models.CharField(max_length=200)
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    note = models.TextField()
    accepted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["work", "first_day", "pk"]


class HomePost(models.Model):
    """The post at home that is kept open for somebody who is away."""

    scope: ClassVar[tuple[Reach, ...]] = _AT_HOME

    posting = models.OneToOneField(Posting, on_delete=models.CASCADE, related_name="home_post")
    post = models.CharField(max_length=120)
    open_until = models.DateField()


class Debrief(models.Model):
    """The answers after a return, by question, to those at home who can mend something."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.STEP_POSTING, "posting__home_unit__path"),
        Own("posting__person__code"),
    )

    posting = models.OneToOneField(Posting, on_delete=models.CASCADE, related_name="debrief")
    held_on = models.DateField()
    answers = models.JSONField(default=dict)


class Incident(models.Model):
    """Something that happened at a place; whom it struck, and how, is under seal."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.STEP_POSTING, "rotation__home__path"),
        At(Right.RECEIVE, "place__path"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="incidents")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=words(IncidentKind))
    detail = models.ForeignKey(Sealed, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-day", "id"]


class Recall(models.Model):
    """An order to come home from a place, of a batch, or both; batch 0 stands for all."""

    scope: ClassVar[tuple[Reach, ...]] = _in_rotation("rotation")

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="recalls")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="recalls")
    place = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    batch = models.PositiveSmallIntegerField(default=0)
    ordered_on = models.DateField()
    due_on = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-ordered_on", "-pk"]
