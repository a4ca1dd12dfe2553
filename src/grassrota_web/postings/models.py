"""Postings, and what is raised and answered before anybody leaves, as rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grassrota.forms import Role
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, Own, Reach
from grassrota_web.orgs.models import Opening, Person, Rotation, Unit, words
from grassrota_web.rotas.models import Plan


class BatchRecord(models.Model):
    """What was done for a batch as a whole before anyone may depart."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_POSTINGS, "rotation__home__path"),)

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="batch_records")
    batch = models.PositiveSmallIntegerField()
    list_published_on = models.DateField(null=True)
    discussion_opened_on = models.DateField(null=True)
    briefing_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "batch"], name="batch_record_once")]


class Posting(models.Model):
    """One person's turn at one opening, with the days of its steps."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.READ_POSTINGS, "home_unit__path"),
        At(Right.READ_HOSTED, "opening__place__path"),
        Own("person__code"),
    )

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="postings")
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="postings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="postings")
    home_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="postings")
    batch = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=80)
    role = models.CharField(max_length=30, choices=words(Role))
    first_day = models.DateField()
    last_day = models.DateField()
    returns = models.BooleanField(default=True)
    exception_reason = models.TextField(blank=True)
    listed_on = models.DateField(null=True, blank=True)
    departed_on = models.DateField(null=True, blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["batch", "first_day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rotation", "person"], condition=models.Q(released_on=None), name="one_posting_in_a_rotation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.opening}"
