"""Themes as rows: what was learned, which opinion is of which theme, and how sure people are of it.

A theme is seen through its opinions alone, each by those who see its case: there is no count of a theme that is not the
count of somebody's own cases.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.urls import reverse

from grassrota.opinions.themes.answer import Answer
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, Reach
from grassrota_web.opinions.models import Case, Issue, Raised
from grassrota_web.opinions.reach import OfCase
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.models import words as choices_of
from grassrota_web.themes.reach import Both


class Learned(models.Model):
    """The one model by which opinions are placed now: hashed terms and vectors, and no words."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    on = models.DateField()
    texts = models.PositiveIntegerField()
    content = models.BinaryField()


class Theme(models.Model):
    """One theme. It keeps its id when a new model is learned, if most of its opinions stay together.

    ``number`` is its number in the model, empty once it has ended; ``words`` its label, each word of five opinions or
    more.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(null=True, unique=True)
    words = models.JSONField(default=list)
    since = models.DateField()
    ended_on = models.DateField(null=True)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("themes:theme", args=[self.pk])


class Placed(models.Model):
    """Where an opinion belongs, as its handlers may read it.

    ``case`` is that of the opinion, which never changes. ``own`` is the theme of its words by themselves, by number, -1
    for none; a copy is where its ``leader`` is. Bit by bit, ``holds`` tells which words of the theme's label stand in
    it.
    """

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("case"),)

    raised = models.OneToOneField(Raised, primary_key=True, on_delete=models.CASCADE, related_name="placed")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="placed", db_index=False)
    own = models.SmallIntegerField()
    leader = models.ForeignKey(Raised, null=True, on_delete=models.CASCADE, related_name="copies")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="placed")
    holds = models.PositiveSmallIntegerField(default=0)

    class Meta:
        # all that is counted of a theme beside what its cases say: one look into the index for each case
        indexes: ClassVar = [models.Index(fields=["case", "theme", "holds", "leader"], name="placed_of_cases")]


class Pair(models.Model):
    """Two different opinions of a theme, drawn by lot: people say whether both tell of one grievance."""

    scope: ClassVar[tuple[Reach, ...]] = (Both(OfCase("one__case"), OfCase("other__case")),)

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="pairs")
    one = models.ForeignKey(Raised, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Raised, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=6, choices=choices_of(Answer), blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="pair_once")]


class Opened(models.Model):
    """That a big problem was opened for a theme."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_CASES, "issue__owner__path"),)

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="opened")
    issue = models.OneToOneField(Issue, on_delete=models.CASCADE, related_name="of_theme")


class Advertised(models.Model):
    """That intake about a place was opened once more for everybody: where people were told, how, and until when."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.ROUTE_CASES, "unit__path"), At(Right.CHECK_CASES, "unit__path"))

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    told_at = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField()
