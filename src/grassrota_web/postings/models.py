"""Postings, and what is raised and answered before anybody leaves, as rows.

What somebody says about their own turn is seen by them and, while it waits for an answer, by whoever may read what is
sealed about them. Nobody who plans is among those; they see one undivided state, in ``rotas.NotAvailable``.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from grassrota.forms import Role
from grassrota.posting.appeal import AppealKind, AppealOutcome
from grassrota.posting.coercion import CoercionAnswer
from grassrota.posting.concern import ConcernKind, ConcernOutcome
from grassrota.posting.hardship import Need
from grassrota.posting.swap import DECIDED, SwapState
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Above, At, InHand, Once, Own, Reach, Until
from grassrota_web.orgs.models import Opening, Person, Rotation, Unit, words
from grassrota_web.rotas.models import Plan

WAITING = ("",)
"""The outcome of what has none yet."""


def of_rotation(lookup: str, *rights: Right) -> tuple[Reach, ...]:
    """Rows of a rotation that those see who hold one of the rights in its home: by default all staff there."""
    rights = rights or (Right.READ_POSTINGS, Right.DISCUSS)
    return tuple(reach(right, f"{lookup}__home__path") for right in rights for reach in (At, Above))


SEEN_TO = tuple(
    Once(Once(At(Right.READ_SEALED, place), "past_officer", (past,)), "outcome", WAITING)
    for past, place in ((False, "person__unit__path"), (True, "person__unit__parent__path"))
)
"""What people raised and nobody answered: seen by their unit officer, or by those above alone if they asked so.

So whoever answers at a unit does not know all that was granted there, and who says no cannot be told by counting off
those who had a request.
"""


class BatchRecord(models.Model):
    """What was done for a batch as a whole before anyone may depart.

    ``plan`` is the one whose lines are the draft list; ``decided_by`` tells who put it up, and then who published it;
    ``mix`` is what was published beside the list, small numbers left out.
    """

    scope: ClassVar[tuple[Reach, ...]] = of_rotation("rotation")

    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="batch_records")
    batch = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="batch_records")
    decided_by = models.JSONField(default=list)
    list_published_on = models.DateField(null=True)
    discussion_opened_on = models.DateField(null=True)
    briefing_on = models.DateField(null=True)
    mix = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["rotation", "batch"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rotation", "batch"], name="batch_record_once")]

    def __str__(self) -> str:
        return f"{self.rotation} · {self.batch}"


class Posting(models.Model):
    """One person's turn at one opening, with the days of its steps. No host learns that somebody was taken off."""

    scope: ClassVar[tuple[Reach, ...]] = (
        At(Right.READ_POSTINGS, "home_unit__path"),
        Until(At(Right.READ_HOSTED, "opening__place__path"), "released_on"),
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


class Post(models.Model):
    """Something said in the discussion of a draft list: its day and nothing finer; an author only if they said so.

    Emptied when the list is published.
    """

    scope: ClassVar[tuple[Reach, ...]] = of_rotation("record__rotation", Right.DISCUSS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(BatchRecord, on_delete=models.CASCADE, related_name="posts")
    day = models.DateField()
    text = models.TextField()
    author = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-day", "id"]


class Question(models.Model):
    """A question about the rules, as it was asked; who asked is kept nowhere."""

    scope: ClassVar[tuple[Reach, ...]] = of_rotation("rotation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_on = models.DateField()
    same_as = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_on", "id"]


class Consent(models.Model):
    """What somebody says to going with a batch: theirs alone to read."""

    scope: ClassVar[tuple[Reach, ...]] = (Own("person__code"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    batch = models.PositiveSmallIntegerField()
    asked_on = models.DateField()
    given_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rotation", "person", "batch"], name="consent_once_in_a_batch")
        ]


class Concern(models.Model):
    """A question, difficulty or hardship of somebody's own; ``raised_for`` if their unit officer wrote it down.

    ``past_officer`` if whoever answers above the unit is to see to it, and nobody at the unit.
    """

    scope: ClassVar[tuple[Reach, ...]] = (Own("person__code"), *SEEN_TO)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="concerns")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="concerns")
    past_officer = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=words(ConcernKind))
    need = models.CharField(max_length=20, choices=words(Need), blank=True)
    raised_on = models.DateField()
    raised_for = models.BooleanField(default=False)
    answer_by = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=words(ConcernOutcome), blank=True)
    until = models.DateField(null=True)
    detail = models.ForeignKey(Sealed, null=True, on_delete=models.SET_NULL, related_name="+")
    reply = models.ForeignKey(Sealed, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["raised_on", "id"]


class FamilyArrangement(models.Model):
    """What is done at home while somebody is away: the class of the need, and the days on which it is met."""

    scope: ClassVar[tuple[Reach, ...]] = (Own("concern__person__code"),)

    concern = models.OneToOneField(Concern, on_delete=models.CASCADE, related_name="arrangement")
    need = models.CharField(max_length=20, choices=words(Need))
    first_day = models.DateField()
    last_day = models.DateField()


class Appeal(models.Model):
    """Somebody asks to be taken off a batch, or to go later; ``earlier`` names who decided about it before."""

    scope: ClassVar[tuple[Reach, ...]] = (Own("person__code"), *SEEN_TO)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="appeals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appeals")
    past_officer = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=words(AppealKind))
    batch = models.PositiveSmallIntegerField()
    filed_on = models.DateField()
    answer_by = models.DateField()
    earlier = models.JSONField(default=list)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=words(AppealOutcome), blank=True)
    detail = models.ForeignKey(Sealed, null=True, on_delete=models.SET_NULL, related_name="+")
    reply = models.ForeignKey(Sealed, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["filed_on", "id"]


class Swap(models.Model):
    """Two people want each other's turn. Whoever publishes sees it once both want it; what was declined, nobody else.

    ``state`` is what was said last: it lapses by itself once one of the postings has left or been released.
    """

    scope: ClassVar[tuple[Reach, ...]] = (
        Own("first__person__code"),
        Own("second__person__code"),
        Once(At(Right.PUBLISH, "rotation__home__path"), "state", (SwapState.AGREED, *DECIDED)),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="swaps")
    first = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=words(SwapState), default=SwapState.ASKED)
    since = models.DateField()
    allowed = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["since", "id"]


class CoercionReport(models.Model):
    """Somebody says that people are made to go: seen by the one officer it is with. Who says so is kept nowhere.

    ``receipt`` is the keyed hash of a code that the reporter alone has; ``officer`` is the id of an account. It goes
    when the time of its sealed words has come.
    """

    scope: ClassVar[tuple[Reach, ...]] = (InHand(Right.READ_COERCION, "officer"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.CharField(max_length=40, db_index=True)
    receipt = models.CharField(max_length=64, unique=True)
    filed_on = models.DateField()
    answer_by = models.DateField()
    taken_up_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=20, choices=words(CoercionAnswer), blank=True)
    text = models.ForeignKey(Sealed, on_delete=models.CASCADE, related_name="+")


class Escort(models.Model):
    """A senior who goes along with a departure; ``handed_to`` and its day are written on arrival."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_POSTINGS, "record__rotation__home__path"),)

    record = models.ForeignKey(BatchRecord, on_delete=models.CASCADE, related_name="escorts")
    senior = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    departs_on = models.DateField()
    people = models.JSONField(default=list)
    handed_to = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    handed_over_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["departs_on", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "senior"], name="escort_once_in_a_batch")]


class Feed(models.Model):
    """A calendar under a secret address: one person's own, or a batch's for whoever may read its postings.

    ``digest`` is the keyed hash of the secret; ``record`` is empty for one's own.
    """

    scope: ClassVar[tuple[Reach, ...]] = (InHand(Right.READ_OWN, "account"), InHand(Right.READ_POSTINGS, "account"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.CharField(max_length=40, db_index=True)
    record = models.ForeignKey(BatchRecord, null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    ended_on = models.DateField(null=True)


class LetterBundle(models.Model):
    """All letters of a batch as one file, as made by a job; the newest replaces the one before."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.PUBLISH, "record__rotation__home__path"),)

    record = models.OneToOneField(BatchRecord, on_delete=models.CASCADE, related_name="letters")
    made_on = models.DateField()
    content = models.BinaryField()
