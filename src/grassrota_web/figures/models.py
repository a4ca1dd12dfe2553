"""The ledger of figures, what of it is published, and bulletins; see ``docs/decisions/0017``, ``0019`` and ``0020``."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.urls import reverse

from grassrota.figures.definitions import DEFINITIONS, Subject
from grassrota.figures.issue.periods import Every
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Anywhere, At, Once, Reach
from grassrota_web.orgs.models import Unit

ASKED = {
    Subject.PEOPLE: Right.READ_POSTINGS,
    Subject.DAYS: Right.READ_POSTINGS,
    Subject.ROOM: Right.READ_OPENINGS,
    Subject.PLACES: Right.READ_OPENINGS,
    Subject.OPINIONS: Right.READ_CASES,
}
"""The right that shows figures of a subject at a unit and below it."""


def codes(right: Right) -> tuple[str, ...]:
    """The figures that a right shows."""
    return tuple(one.code for one in DEFINITIONS.values() if ASKED[one.subject] == right)


class Reading(models.Model):
    """That all figures were read as of the end of a day. ``closed`` ones are never read again.

    ``read_on`` is the day of the reading, ``digest`` the hash of its changes, which the journal holds as well.
    """

    scope: ClassVar[tuple[Reach, ...]] = tuple(Anywhere(right) for right in dict.fromkeys(ASKED.values()))

    day = models.DateField(primary_key=True)
    read_on = models.DateField()
    closed = models.BooleanField()
    changes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["day"]

    @classmethod
    def last_closed(cls) -> Reading | None:
        """The last day that was read to its end; None if there was none."""
        return cls.objects.filter(closed=True).order_by("-day").first()


class LedgerEntry(models.Model):
    """One count that changed on a day, at a unit with all below it; ``total`` is what it was from then on."""

    scope: ClassVar[tuple[Reach, ...]] = tuple(
        Once(At(right, "unit__path"), "figure", codes(right)) for right in dict.fromkeys(ASKED.values())
    )

    figure = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=200)
    day = models.DateField()
    amount = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "figure", "part", "day"], name="change_once_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="changes_of_a_day")]


class UnitTotals(models.Model):
    """What all figures that one right shows came to at a unit, from a day on until the next: the ledger's wholes again.

    ``asks`` is the right, ``totals`` the counts by figure, those of 0 left out. As of a day, all figures of a unit are
    then one row for each right, and not a row of the ledger for each figure.
    """

    scope: ClassVar[tuple[Reach, ...]] = tuple(
        Once(At(right, "unit__path"), "asks", (right.value,)) for right in dict.fromkeys(ASKED.values())
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    asks = models.CharField(max_length=20)
    day = models.DateField()
    totals = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "asks", "day"], name="totals_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["day"], name="totals_of_a_day")]


class Publication(models.Model):
    """That totals of opinions were published as of a closed day, from its reading. It is never made again.

    ``digest`` is the hash of that day's totals, which the journal holds as well; ``tree`` that of where the units stood
    that counted anything, by which ``figures verify`` tells whether it can publish that day once more.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    day = models.DateField(primary_key=True)
    published_on = models.DateField()
    totals = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    tree = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["day"]


class PublishedTotal(models.Model):
    """A total that a unit shows to everybody from a day on, until its next one; see ``docs/algorithms/release.md``.

    ``left`` is the total without what the units below showed on that day, ``above`` the unit above on that day: the
    rule goes on from both. No figure of opinions is one that grows, so that it needs no more.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    figure = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    total = models.BigIntegerField()
    left = models.BigIntegerField()
    above = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "figure", "day"], name="total_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["day"], name="published_of_a_day")]


class BulletinTemplate(models.Model):
    """One version of what bulletins of a unit say, in both languages; the latest counts, there and below."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.PUBLISH, "unit__path"),)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    english = models.TextField()
    chinese = models.TextField()
    made_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "number"], name="template_version_once")]


class BulletinSchedule(models.Model):
    """That bulletins of a unit are issued by themselves, each week, month or quarter, under the rights of who set it.

    ``account`` is whose rights they are; ``refused_day`` is the last end of a period of which none could be issued yet,
    with the reason.
    """

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.PUBLISH, "unit__path"),)

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    every = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Every])
    after_days = models.PositiveSmallIntegerField()
    public = models.BooleanField(default=False)
    account = models.CharField(max_length=40)
    set_by = models.CharField(max_length=120)
    set_on = models.DateField()
    ended_on = models.DateField(null=True)
    refused_day = models.DateField(null=True)
    refused_why = models.TextField(blank=True)


class Bulletin(models.Model):
    """A bulletin as it was signed. It is never changed: a later one says that it corrects it.

    ``content`` is what was signed, ``asks`` the right that one needs at its unit to read such figures; a ``public`` one
    is read by everybody. One that ``schedule`` issued is the only one of that period.
    """

    scope: ClassVar[tuple[Reach, ...]] = tuple(
        Once(At(right, "unit__path"), "asks", (right.value,)) for right in dict.fromkeys(ASKED.values())
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    published_on = models.DateField()
    asks = models.CharField(max_length=20)
    public = models.BooleanField(default=False)
    content = models.JSONField()
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    schedule = models.ForeignKey(BulletinSchedule, null=True, on_delete=models.PROTECT, related_name="issued")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")

    class Meta:
        ordering: ClassVar = ["-published_on", "-as_of", "pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "as_of"], name="bulletins_of_a_unit")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["schedule", "as_of"], name="once_a_period")]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("figures:bulletin", args=[self.pk])

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: what was published stays."""
        raise TypeError("a bulletin is never deleted")


class Subscription(models.Model):
    """That an account gets word by mail of each bulletin of a unit that it may read, until it says otherwise."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "unit"], name="subscribed_once")]
