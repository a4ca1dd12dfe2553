"""What everybody may know of an opinion: the only rows that this room reads to answer anybody.

They are made once a day by ``publish`` and hold nothing else, so that no question, however it is put, is answered with
more.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from grassrota.opinions.case import CaseState
from grassrota_web.access.scope import Reach
from grassrota_web.intake.models import Opinion
from grassrota_web.opinions.models import Topic
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.models import words as choices_of

ENDED = (CaseState.CONFIRMED, CaseState.OTHERWISE_CLOSED)
"""States that count as closed: what a unit claims and no raiser confirms is open."""


class Request(models.Model):
    """An opinion as a service request.

    ``place`` is the smallest unit that can be named without pointing at one of few, and None if there is none. What is
    not ``listed`` is told to those alone who know its random id, and then without a place.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    opinion = models.OneToOneField(Opinion, primary_key=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    updated_on = models.DateField(db_index=True)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=16, choices=choices_of(CaseState))
    listed = models.BooleanField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["listed", "-day", "opinion"], name="requests_by_day")]


class Update(models.Model):
    """That a request came to stand elsewhere, as of a day."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="updates")
    day = models.DateField(db_index=True)
    state = models.CharField(max_length=16, choices=choices_of(CaseState))
