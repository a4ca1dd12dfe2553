"""What was raised, as rows: none says who raised it, in which order it came, or at what time of a day.

Nobody reads these rows by a page of their own: an opinion is read through a case that the reader may see. No field is
called ``person`` or ``path``: whoever asks what is held about them learns nothing of an opinion that names them.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from grassrota.opinions.opinion import Channel
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Anywhere, At, Reach
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.models import words as choices_of


class ReadAs(models.TextChoices):
    """What those who handle a case read of an opinion, as its raiser chose."""

    ORIGINAL = "original"
    REDACTED = "redacted"


class Said(models.TextChoices):
    """What a raiser says of the correction; a fact that is only ever added to."""

    FIXED = "fixed"
    PARTLY = "partly"
    NOT_FIXED = "not_fixed"
    APPEAL = "appeal"
    WITHDRAWN = "withdrawn"


class Opinion(models.Model):
    """One opinion as it was raised. It has been appended: before that it waits in a tray.

    ``redacted`` is empty until somebody has made it, for a raiser who chose that. ``unclear`` is true if whom it
    concerns was said in words of which no unit could be told: who receives it must then be chosen by hand, far away.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(db_index=True)
    words = models.TextField()
    redacted = models.TextField(null=True)
    read_as = models.CharField(max_length=10, choices=ReadAs.choices, default=ReadAs.ORIGINAL)
    language = models.CharField(max_length=10, default="zh-hans")
    # whoever writes a row holds its units locked: the store, which would look at each row once more, need not
    place = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    place_words = models.CharField(max_length=200)
    addressed = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    topic = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=10, choices=choices_of(Channel), default=Channel.WEB)
    by_proxy = models.BooleanField(default=False)
    inspection = models.BooleanField(default=False)
    unclear = models.BooleanField(default=False)
    may_visit = models.BooleanField(default=False)
    may_publish = models.BooleanField(default=False)
    suggestion = models.TextField(blank=True)
    credit = models.CharField(max_length=120, blank=True)
    me_too = models.PositiveIntegerField(default=0)


class Concerned(models.Model):
    """A unit or somebody whom an opinion concerns. ``staff`` is the code of whoever could be told from ``named``."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="concerned")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    named = models.CharField(max_length=200, blank=True)
    staff = models.CharField(max_length=80, blank=True, db_index=True)


class Attachment(models.Model):
    """A picture or paper: encrypted in a file of a random name, without what the file was called or told of itself."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40)


class Receipt(models.Model):
    """What is kept of a receipt code: its keyed hash, and the leaf of the log that it promises.

    ``passphrase`` is a slow hash, apart from the words that it opens; empty if none was chosen.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    opinion = models.OneToOneField(Opinion, primary_key=True, on_delete=models.CASCADE, related_name="receipt")
    digest = models.CharField(max_length=64)
    day = models.DateField()
    salt = models.BinaryField()
    leaf = models.PositiveBigIntegerField(unique=True)
    passphrase = models.CharField(max_length=128, blank=True)

    class Meta:
        # named here, it gets no second index of beginnings in PostgreSQL
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest"], name="receipt_once_for_a_code")]


class Message(models.Model):
    """One message between a raiser and whoever handles the case; ``number`` is its place in their talk."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveSmallIntegerField()
    day = models.DateField(db_index=True)
    from_raiser = models.BooleanField()
    words = models.TextField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["opinion", "number"], name="message_once_in_a_talk")]


class Answer(models.Model):
    """The raiser's own ledger: what they said of the correction, on which day; never changed, never filled in."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    day = models.DateField(db_index=True)
    said = models.CharField(max_length=10, choices=Said.choices)
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["opinion", "number"], name="answer_once_in_a_ledger")]


class MeToo(models.Model):
    """That the holder of some receipt said "me too" to an opinion: a keyed hash of both, which leads to neither."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    mark = models.CharField(primary_key=True, max_length=64)


class Contact(models.Model):
    """Contact details, sealed to the inspection office; the only thing that leads to whoever raised an opinion.

    The row goes with no other: it is left out of ordinary backups, and is deleted by itself.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    opinion = models.UUIDField(primary_key=True)
    box = models.BinaryField()
    sealed_by_browser = models.BooleanField()


class Tray(models.Model):
    """Filings that wait for the day's work: one sealed bundle, shuffled and padded anew each time one is put in."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    number = models.PositiveSmallIntegerField(primary_key=True)
    bundle = models.BinaryField()


class Budget(models.Model):
    """How often something was done today without proof of work, by nobody in particular."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    purpose = models.CharField(primary_key=True, max_length=20)
    day = models.DateField()
    spent = models.PositiveIntegerField(default=0)


class LogLeaf(models.Model):
    """One leaf of the log of receipts; ``number`` is its place, the first being 0."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    number = models.PositiveBigIntegerField(primary_key=True)
    day = models.DateField()
    commitment = models.BinaryField()


class LogNode(models.Model):
    """Root of a perfect subtree of the log, so that a proof reads few rows; low ones are made of their leaves anew."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    height = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["height", "number"], name="node_once_in_the_log")]


class LogHead(models.Model):
    """The signed head of the log after a day's work; heads stay: each can be shown to be a prefix of the next."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    size = models.PositiveBigIntegerField()
    day = models.DateField(primary_key=True)
    root = models.BinaryField()
    peaks = models.JSONField(default=list)
    signature = models.BinaryField()


class OfficeKey(models.Model):
    """A public key of the inspection office: proposed by one inspector, confirmed by another, then sealed to.

    ``number`` is its place among those that were confirmed; the last one is in force.
    """

    scope: ClassVar[tuple[Reach, ...]] = (Anywhere(Right.UNSEAL_CONTACT),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public = models.BinaryField()
    proposed_by = models.CharField(max_length=40)
    proposed_on = models.DateField()
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_on = models.DateField(null=True)
    number = models.PositiveIntegerField(null=True, unique=True)


class Unsealing(models.Model):
    """That one inspector asked to read contact details, and whether another agreed; what was read is nowhere."""

    scope: ClassVar[tuple[Reach, ...]] = (Anywhere(Right.UNSEAL_CONTACT),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.UUIDField()
    reason = models.TextField()
    asked_by = models.CharField(max_length=40)
    asked_on = models.DateField()
    agreed_by = models.CharField(max_length=40, blank=True)
    agreed_on = models.DateField(null=True)


class PublicText(models.Model):
    """What everybody may be shown of an opinion, as a reviewer approved it: others need not write it again."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.PUBLISH_TEXTS, "opinion__place__path"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.OneToOneField(Opinion, on_delete=models.CASCADE, related_name="public_text")
    words = models.TextField()
    language = models.CharField(max_length=10)
    approved_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
