"""The journal's rows, the tree head over them, and the names that outlive their accounts."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from grassrota_web.journal.entry import Change


class Entry(models.Model):
    """One write: who did what to which thing, and what it was before and after.

    ``number`` is its place in the log, the first being 0. What the change says can be erased when its time has come;
    the salted hash of it stays, so that the log still verifies and nothing can be put in its place.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    verb = models.CharField(max_length=80)
    actor = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    place = models.CharField(max_length=255, blank=True, db_index=True)
    person = models.CharField(max_length=80, blank=True)
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    content_hash = models.BinaryField()
    leaf = models.BinaryField()
    erased_on = models.DateField(null=True)

    class Meta:
        # named here, they get no second index of beginnings in PostgreSQL, which only the place is asked for
        indexes: ClassVar = [
            models.Index(fields=["kind", "subject"], name="journal_of_subject"),
            models.Index(fields=["verb"], name="journal_of_verb"),
            models.Index(fields=["actor"], name="journal_of_actor"),
            models.Index(fields=["person"], name="journal_of_person"),
        ]

    def change(self) -> Change:
        """The value that was hashed."""
        return Change(
            number=self.number,
            verb=self.verb,
            actor=self.actor,
            kind=self.kind,
            subject=self.subject,
            place=self.place,
            person=self.person,
            as_of=self.as_of,
            recorded_at=self.recorded_at,
        )

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: the log only grows."""
        raise TypeError("an entry of the journal is never deleted")


class Head(models.Model):
    """The tree head; there is one row, and whoever appends holds its lock."""

    size = models.PositiveBigIntegerField(default=0)
    root = models.BinaryField()
    peaks = models.JSONField(default=list)


class Signature(models.Model):
    """What an account was called from a day on; it stays when the account is gone."""

    account = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=120)
    since = models.DateTimeField()
