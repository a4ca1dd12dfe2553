"""Accounts, the roles they hold, what they sign in with, and detail that is kept under seal."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django_otp.plugins.otp_totp.models import TOTPDevice

from grassrota_web.access.keys import keyed
from grassrota_web.access.rights import Right, Role
from grassrota_web.access.scope import At, Reach


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by the name they sign in with."""


class Account(AbstractBaseUser):
    """Somebody who signs in. What they did stays signed with their name when the account is gone.

    The administrators at ``path`` and above look after it. When somebody last signed in is not kept.
    """

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.MANAGE_ACCOUNTS, "path"),)
    last_login: Any = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    person = models.CharField(max_length=80, blank=True, db_index=True)
    path = models.CharField(max_length=255, default="/", db_index=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)

    objects = Accounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role held at a unit and everything below it; ended, never deleted.

    A role of two people's is proposed first and counts from its confirmation; ``proposed_by`` of another role is who
    gave it, and empty for the first ones, which nobody gave. ``outside`` says that both confirmed somebody of none of
    the units here, whose account therefore names no person.
    """

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.MANAGE_ACCOUNTS, "path"),)

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    path = models.CharField(max_length=255, db_index=True)
    proposed_by = models.CharField(max_length=40, blank=True)
    confirmed_by = models.CharField(max_length=40, blank=True)
    outside = models.BooleanField(default=False)
    since = models.DateField(null=True)
    until = models.DateField(null=True)


class Authenticator(TOTPDevice):  # type: ignore[misc]
    """An authenticator app. The store holds a number only, from which the key beside the store makes the secret."""

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        """The secret that the app shares, 20 bytes."""
        return keyed("authenticator", self.key)[:20]


class Token(models.Model):
    """What a program shows in place of a password: kept as a hash, and with the last day of its use alone."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.MANAGE_ACCOUNTS, "account__path"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    rights = models.JSONField()
    proven = models.BooleanField()
    made_on = models.DateField()
    expires_on = models.DateField()
    ended_on = models.DateField(null=True)
    last_used = models.DateField(null=True)


class AnswerGiven(models.Model):
    """What a program was answered under a key of its own, so that asking again does nothing twice; for two days.

    Nobody reads these rows; the same account gets its answer again.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    account = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    given_on = models.DateField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "key"], name="answered_once_for_a_key")]


class Sealed(models.Model):
    """Detail that only a few may read, each time with a row in the journal: encrypted, and told by its id alone."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_SEALED, "path"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.CharField(max_length=255, db_index=True)
    person = models.CharField(max_length=80, db_index=True)
    right = models.CharField(max_length=40, choices=[(right.value, right.value) for right in Right])
    ciphertext = models.BinaryField()
    sealed_on = models.DateField()
    expires_on = models.DateField(null=True)
