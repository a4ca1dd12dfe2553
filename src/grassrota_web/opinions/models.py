"""Cases as rows: what belongs to them, who must not see them, and everything that was said about them.

Who raised an opinion is nowhere here. No field is called ``person`` or ``path``, as in the room of intake: whoever asks
what is held about them learns nothing of a case that concerns them.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse

from grassrota.opinions.appeal import AppealOutcome
from grassrota.opinions.case import CaseState
from grassrota.opinions.closures import FlagKind
from grassrota.opinions.deadlines import DutyKind
from grassrota.opinions.response import Decision
from grassrota.opinions.systemic import CauseKind
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import Anywhere, At, Reach
from grassrota_web.intake.models import Opinion
from grassrota_web.opinions.reach import OfCase
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.models import words as choices_of

NOTHING_OWED = date.max
"""The day until which nothing is owed."""

_TOPICS = tuple(Anywhere(right) for right in (Right.READ_CASES, Right.ROUTE_CASES, Right.REVIEW_CASES))


class Topic(models.Model):
    """One topic of the tree; cases keep it whatever happens to the tree."""

    scope: ClassVar[tuple[Reach, ...]] = _TOPICS

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    former_names = models.JSONField(default=list)
    retired_on = models.DateField(null=True)
    goes_on_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class RoutingRule(models.Model):
    """Opinions under a topic, about a place and addressed to an organ go to a unit; what is empty holds for any."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.ROUTE_CASES, "to__path"),)

    to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="rules")
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")


class Case(models.Model):
    """One or many opinions handled together.

    ``owner`` is responsible, ``asked`` was sent the case and has not answered; without an owner it is the outside
    reviewer's, or waits to be routed. ``state`` to ``above_on`` repeat what the core makes of the facts, so that long
    lists can be sorted by them; ``above``, or the outside reviewer, sees to what is late by now. A case that was
    ``merged`` has parts, which lead to it by ``merged_into``. ``appealed_on`` is the day of the appeal that is open.
    """

    scope: ClassVar[tuple[Reach, ...]] = (OfCase(),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opened_on = models.DateField()
    owner = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    outside = models.BooleanField(default=False)
    asks_outside = models.BooleanField(default=False)
    appealed_outside = models.BooleanField(default=False)
    place = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    on_leadership = models.BooleanField(default=False)
    investigated_on = models.DateField(null=True)
    state = models.CharField(max_length=16, choices=choices_of(CaseState), default=CaseState.OPEN)
    owed = models.CharField(max_length=12, choices=choices_of(DutyKind), default=DutyKind.ACKNOWLEDGE)
    due_on = models.DateField(default=NOTHING_OWED)
    above_on = models.DateField(default=NOTHING_OWED)
    above = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    above_outside = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    appealed_on = models.DateField(null=True)
    merged = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts", db_index=False)
    part = models.PositiveSmallIntegerField(default=0)
    dissolved_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "due_on", "id"], name="cases_of_an_owner"),
            models.Index(fields=["due_on", "id"], name="cases_by_day"),
            # few cases are in one of these states at a time, and each row that an index does not hold is one less
            models.Index(fields=["above"], name="cases_above", condition=models.Q(above__isnull=False)),
            models.Index(fields=["asked"], name="cases_asked", condition=models.Q(asked__isnull=False)),
            models.Index(fields=["place"], name="cases_unrouted", condition=models.Q(owner__isnull=True)),
            models.Index(fields=["merged_into"], name="cases_parts", condition=models.Q(merged_into__isnull=False)),
            models.Index(
                fields=["owner"],
                name="cases_of_leaders",
                condition=models.Q(on_leadership=True, investigated_on__isnull=True),
            ),
            models.Index(fields=["topic", "owner"], name="cases_of_a_topic", condition=models.Q(topic__isnull=False)),
        ]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("opinions:case", args=[self.pk])


class Raised(models.Model):
    """An opinion of a case, at its place among the others; ``joined_told`` once its raiser knows that it is merged."""

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("case"),)

    opinion = models.OneToOneField(Opinion, primary_key=True, on_delete=models.PROTECT, related_name="raised")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="raised")
    number = models.PositiveSmallIntegerField(default=0)
    joined_told = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number", "pk"]


class Chained(models.Model):
    """A unit with all below it, or somebody, whom a case concerns: it is taken out of their sight everywhere.

    Rows are added when heads or units change, and none is ever taken away: whoever headed a unit once does not come to
    read what was said about it by giving up the post.
    """

    scope: ClassVar[tuple[Reach, ...]] = ()

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="chained", db_index=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [
            # by both, or a store may look through all that concerns a unit for each case that somebody sees
            models.Index(fields=["case", "unit"], name="chained_cases"),
            models.Index(fields=["staff"], name="chained_staff", condition=~models.Q(staff="")),
        ]


class Handler(models.Model):
    """Somebody posted or of the place who works on a case, by their code on the staff; ended, never deleted."""

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("case"),)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handlers")
    staff = models.CharField(max_length=80, db_index=True)
    posted = models.BooleanField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class FactKind(models.TextChoices):
    """What a fact about a case is: a step of its way, a reply, a claim, or what else was done."""

    SENT = "sent"
    ACCEPTED = "accepted"
    NOT_OURS = "not_ours"
    ASSIGNED = "assigned"
    LEFT_CHAIN = "left_chain"
    ACKNOWLEDGED = "acknowledged"
    INTERIM = "interim"
    FEEDBACK = "feedback"
    CLAIMED = "claimed"
    REOPENED = "reopened"
    INVESTIGATED = "investigated"
    ASKED = "asked"
    JOINED = "joined"
    LEFT = "left"
    CAUSE = "cause"
    ADOPTED = "adopted"
    REDACTED = "redacted"
    MERGED = "merged"
    SPLIT = "split"
    RESPONDED = "responded"
    APPEAL = "appeal"
    DECIDED = "decided"
    CHECKED = "checked"
    CLOSED = "closed"
    ESCALATED = "escalated"


class Fact(models.Model):
    """Something that was said or done about a case on a day; only ever added to, at its place in the case's record.

    ``by`` is the account, empty for the application. ``reason`` is from the fixed list of the kind, ``day`` another day
    that it names, ``pieces`` what shows it, ``left`` what is still to do, ``other`` another case.
    """

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("case"),)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts", db_index=False)
    number = models.PositiveIntegerField()
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=FactKind.choices)
    by = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    day = models.DateField(null=True)
    pieces = models.JSONField(default=list)
    left = models.TextField(blank=True)
    other = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="fact_once_in_a_case")]
        # the duplicates of a case are looked for whenever one is put away
        indexes: ClassVar = [
            models.Index(fields=["other"], name="facts_of_another", condition=models.Q(other__isnull=False))
        ]


class Withdrawal(models.Model):
    """That a raiser, or somebody in their name, takes an opinion back, and what an independent check found.

    It counts from ``settled_on``: before that the case may have been merged or answered by others.
    """

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("raised__case"),)

    raised = models.ForeignKey(Raised, on_delete=models.PROTECT, related_name="withdrawals")
    requested_on = models.DateField()
    asked_on = models.DateField(null=True)
    asked_by = models.CharField(max_length=80, blank=True)
    settled_on = models.DateField(null=True)
    confirmed = models.BooleanField(null=True)


class Appeal(models.Model):
    """An appeal to another, higher organ; without one it is the outside reviewer who decides.

    ``opinion`` is the one whose raiser appealed; what is decided is told at its receipt alone.
    """

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("case"),)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    opinion = models.ForeignKey(Opinion, null=True, on_delete=models.PROTECT, related_name="+")
    filed_on = models.DateField()
    words = models.TextField(blank=True)
    to = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    deciders = models.JSONField(default=list)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=choices_of(AppealOutcome), blank=True)
    why = models.TextField(blank=True)


class Response(models.Model):
    """What the leaders of a unit answer to a case: a decision, actions and days. It closes nothing."""

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("case"),)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="responses")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    decision = models.CharField(max_length=16, choices=choices_of(Decision))
    actions = models.JSONField(default=list)
    reason = models.TextField(blank=True)


class Issue(models.Model):
    """One big problem behind many small cases, which stay open beside it."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_CASES, "owner__path"),)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    problem = models.CharField(max_length=200)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    named_on = models.DateField(null=True)
    cause = models.CharField(max_length=14, choices=choices_of(CauseKind), blank=True)
    cause_words = models.TextField(blank=True)
    shown_by = models.JSONField(default=list)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-opened_on", "pk"]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("opinions:issue", args=[self.pk])


class IssueCase(models.Model):
    """That a small case is part of a big problem; no link is ever taken away."""

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("case"),)

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="linked")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="issues")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["issue", "case"], name="case_once_in_an_issue")]


class ForceMember(models.Model):
    """Somebody of the task force of a big problem, by their code on the staff."""

    scope: ClassVar[tuple[Reach, ...]] = (At(Right.READ_CASES, "issue__owner__path"),)

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="members")
    staff = models.CharField(max_length=80)


class Flag(models.Model):
    """That how a case was closed is worth a look: inspectors are shown it. It is no verdict, and accuses nobody.

    ``like`` is the first of the cases that were seen together, ``day`` and ``usual`` are those of a bulk,
    ``times`` is how often a fix that is claimed again was refuted before.
    """

    scope: ClassVar[tuple[Reach, ...]] = (OfCase("case"),)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=20, choices=choices_of(FlagKind))
    like = models.UUIDField()
    since = models.DateField()
    day = models.DateField(null=True)
    usual = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-since", "like", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "kind"], name="flag_once_of_a_kind")]


class OwnDay(models.Model):
    """A day of the organisation's own: worked or not, whatever the calendar says."""

    scope: ClassVar[tuple[Reach, ...]] = _TOPICS

    day = models.DateField(primary_key=True)
    worked = models.BooleanField()


class SearchText(models.Model):
    """That the words of an opinion can be searched; the index itself is the store's own, under this key."""

    scope: ClassVar[tuple[Reach, ...]] = ()

    id = models.BigAutoField(primary_key=True)
    opinion = models.OneToOneField(Opinion, on_delete=models.CASCADE, related_name="search_text")
