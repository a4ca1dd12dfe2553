"""Units, people, scales, openings, host programmes and imports, as rows.

A column called ``path``, here and in every other room, holds a unit's path and follows the unit when it moves.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from grassrota.forms import Role
from grassrota.org import Level, Sector, UnitKind
from grassrota.staff import ExemptionReason
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Above, Anywhere, At, InHand, Own, Reach
from grassrota_web.jobs.models import Job


def words(of: Any) -> list[tuple[str, str]]:
    """Choices of an enumeration of the core; the words for people are in the catalogues."""
    return [(word.value, word.value) for word in of]


class Unit(models.Model):
    """One unit of the tree. ``path`` holds the keys from the top down to its own."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_UNITS, "path"),)

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=words(Level))
    kind = models.CharField(max_length=12, choices=words(UnitKind))
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=255, unique=True)
    open_list = models.BooleanField(default=False)
    headed_by: models.ManyToManyField[Any, Any] = models.ManyToManyField("Person", related_name="heads", blank=True)
    east_km = models.IntegerField(null=True, blank=True)
    north_km = models.IntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("orgs:unit", args=[self.pk])


class FormerPlace(models.Model):
    """Where a unit stood before it was moved: what the journal said of it then stays readable to those it has now."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_JOURNAL, "unit__path"),)

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_places")
    place = models.CharField(max_length=255)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "place"], name="former_place_once")]


class GradeScale(models.Model):
    """A version of the grade scale."""

    scope: ClassVar[tuple[Reach, ...]] = (Anywhere(Right.READ_UNITS),)

    version = models.CharField(max_length=80, unique=True)
    valid_from = models.DateField()

    def __str__(self) -> str:
        return self.version

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("orgs:scale", args=[self.pk])


class Grade(models.Model):
    """One grade of a scale; rank 1 is the lowest."""

    scope: ClassVar[tuple[Reach, ...]] = (Anywhere(Right.READ_UNITS),)

    scale = models.ForeignKey(GradeScale, on_delete=models.CASCADE, related_name="grades")
    code = models.CharField(max_length=80)
    rank = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-rank", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["scale", "code"], name="grade_once_in_a_scale")]


_ON_THE_STAFF = models.Q(left_on__isnull=True)


class Person(models.Model):
    """One member of the headquarters staff. Of who left, the retention rule leaves the code in place of the name."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_PEOPLE, "unit__path"), Own("code"))

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people", db_index=False)
    grade = models.CharField(max_length=80)
    tenure_years = models.PositiveSmallIntegerField(default=0)
    field_years = models.PositiveSmallIntegerField(default=0)
    turns_served = models.PositiveSmallIntegerField(default=0)
    last_returned = models.DateField(null=True, blank=True)
    previous_post = models.CharField(max_length=120, blank=True)
    home_post = models.CharField(max_length=120, blank=True)
    surplus = models.BooleanField(default=False)
    key_staff = models.BooleanField(default=False)
    skills = models.JSONField(default=list)
    site = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [
            # whoever left is in none of the lists; PostgreSQL would not read in order behind a column that is empty
            models.Index(fields=["name", "id"], name="people_by_name", condition=_ON_THE_STAFF),
            models.Index(fields=["grade", "name", "id"], name="people_of_a_grade", condition=_ON_THE_STAFF),
            models.Index(
                fields=["name", "id"], name="surplus_by_name", condition=_ON_THE_STAFF & models.Q(surplus=True)
            ),
            models.Index(fields=["unit", "left_on", "name", "id"], name="people_of_a_unit"),
            # few have one, and each row that an index does not hold makes a long list shorter to take
            models.Index(fields=["site"], name="people_of_a_site", condition=models.Q(site__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("orgs:person", args=[self.pk])


class Exemption(models.Model):
    """A person in scope who does not go: the class of the reason, and the rest under seal."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_PEOPLE, "person__unit__path"), Own("person__code"))

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exemptions")
    reason = models.CharField(max_length=20, choices=words(ExemptionReason))
    detail = models.ForeignKey(Sealed, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)


class Couple(models.Model):
    """Two people who are sent to the same place at the same time, or not at all."""

    scope: ClassVar[tuple[Reach, ...]] = tuple(
        reach
        for one in ("first", "second")
        for reach in (At(Right.READ_PEOPLE, f"{one}__unit__path"), Own(f"{one}__code"))
    )

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["first", "second"], name="couple_once")]


class Rotation(models.Model):
    """A call for turns: the staff below ``home`` go to places below ``hosts``."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.READ_ROTAS, "home__path"),
        Above(Right.READ_ROTAS, "home__path"),
        At(Right.READ_OWN, "home__path"),
        Above(Right.READ_OWN, "home__path"),
        At(Right.READ_HOSTED, "hosts__path"),
        Above(Right.READ_HOSTED, "hosts__path"),
    )

    code = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    hosts = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scale = models.ForeignKey(GradeScale, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_on", "code"]

    def __str__(self) -> str:
        return self.title


class Programme(models.Model):
    """A host's own programme: postings can be tied to it and end with it."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_OPENINGS, "place__path"),)

    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes")
    name = models.CharField(max_length=200)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class HostAnswer(models.TextChoices):
    """What the host says to being sent people; without consent nobody is sent."""

    ASKED = "asked"
    CONSENTED = "consented"
    DECLINED = "declined"


class Opening(models.Model):
    """Room for people at one place, within one rotation."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.READ_OPENINGS, "place__path"),
        At(Right.READ_OPENINGS, "rotation__home__path"),
    )

    code = models.CharField(max_length=80)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="openings")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="openings")
    sector = models.CharField(max_length=30, choices=words(Sector))
    role = models.CharField(max_length=30, choices=words(Role))
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    batches = models.JSONField(default=list)
    length = models.PositiveSmallIntegerField(default=1)
    needs = models.JSONField(default=list)
    prefers = models.JSONField(default=list)
    hardship = models.PositiveSmallIntegerField(default=0)
    grades = models.JSONField(default=list)
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="openings")
    answer = models.CharField(max_length=10, choices=HostAnswer.choices, default=HostAnswer.ASKED)
    answered_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rotation", "code"], name="opening_once_in_a_rotation")
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("orgs:opening", args=[self.pk])


class ImportState(models.TextChoices):
    """How far an import has come."""

    READING = "reading"
    READ = "read"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


class ImportBatch(models.Model):
    """A list that somebody brought in as a file. The file is kept until it is applied, or for a day."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.IMPORT, "path"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=255, db_index=True)
    rotation = models.ForeignKey(Rotation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    asked_by = models.CharField(max_length=40)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    preview = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    rows_sha256 = models.CharField(max_length=64, blank=True)
    applied_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]

    def get_absolute_url(self) -> str:
        """Its page; a whole rotation has one of its own."""
        return reverse("records:arrival" if self.kind == "rotation" else "orgs:import", args=[self.pk])


class KeptExport(models.Model):
    """A long list as a file, made by a job and kept for a day for whoever asked for it."""

    scope: ClassVar[tuple[Reach, ...]] = (InHand(Right.EXPORT, "asked_by"),)

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="+")
    asked_by = models.CharField(max_length=40)
    made_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=80)
    content = models.BinaryField()


class ImportedRow(models.Model):
    """What one row of an import changed: the cells before and after, by column; nothing before for what is new."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.IMPORT, "batch__path"),)

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    subject = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "subject"], name="imported_once_in_a_batch")]
