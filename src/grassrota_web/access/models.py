"""Accounts, the roles they hold, and detail that is kept under seal."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from grassrota_web.access.rights import Right, Role
from grassrota_web.access.scope import Anywhere, At, Reach


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by the name they sign in with."""


class Account(AbstractBaseUser):
    """Somebody who signs in. What they did stays signed with their name when the account is gone."""

    scope: ClassVar[tuple[Reach, ...]] = (Anywhere(Right.MANAGE_ACCOUNTS),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    person = models.CharField(max_length=80, blank=True, db_index=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)

    objects = Accounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role held at a unit and everything below it; ended, never deleted.

    A role of two people's is proposed first and counts from its confirmation.
    """

    scope: ClassVar[tuple[Reach, ...]] = (Anywhere(Right.MANAGE_ACCOUNTS),)

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    path = models.CharField(max_length=255, db_index=True)
    proposed_by = models.CharField(max_length=40, blank=True)
    confirmed_by = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)


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
