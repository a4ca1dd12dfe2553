"""Opinions of which a reviewer may make a text for everybody, and the texts that there are."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from grassrota_web.access.actor import Actor
from grassrota_web.access.rights import Right
from grassrota_web.access.scope import At, reached, visible
from grassrota_web.intake.models import Concerned, PublicText, ReadAs
from grassrota_web.intake.queries import words_for_handlers
from grassrota_web.opinions import words
from grassrota_web.opinions.apart import set_apart
from grassrota_web.opinions.models import Case, Raised, Withdrawal

LONGEST = 2000
"""Characters of a text: what it is about, and no report."""
SHOWN = 100
"""The newest opinions that are offered."""

_REACH = (At(Right.PUBLISH_TEXTS, "opinion__place__path"),)
"""Who reads an opinion to make a text of it: no case is reached that way, and of its page nothing but the words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An opinion of which a text may be made, as whoever makes it reads it: nothing of what its unit did.

    Attributes:
        row: The opinion.
        words: As handlers may read them.
        state: Where its case stands, in words.
        text: What is or was public of it; None if nothing ever was.
    """

    row: Raised
    words: str
    state: str
    text: PublicText | None


def candidates(actor: Actor) -> list[Candidate]:
    """Opinions of which no text is public, the newest first."""
    rows = _publishable(actor).exclude(opinion__public_text__withdrawn_on=None, opinion__public_text__isnull=False)
    return [_candidate(row) for row in _by_themselves(list(rows.order_by("-opinion__day", "pk")[:SHOWN]))]


def candidate(actor: Actor, opinion: UUID) -> Candidate | None:
    """One of them, or one of which a text is public; None for any other, whether it exists or not."""
    rows = _by_themselves(list(_publishable(actor).filter(pk=opinion)))
    return _candidate(rows[0]) if rows else None


def texts(actor: Actor) -> QuerySet[PublicText]:
    """What is public, the newest first."""
    rows = PublicText.objects.filter(withdrawn_on=None).select_related("opinion__place")
    return visible(actor, rows).order_by("-approved_on", "pk")


def _publishable(actor: Actor) -> QuerySet[Raised]:
    """What its raiser agreed to have made public, was not taken back, can be read, and concerns nobody."""
    rows = reached(
        actor, Raised.objects.select_related("opinion__place", "opinion__public_text", "case__topic"), _REACH
    )
    ready = Q(opinion__read_as=ReadAs.ORIGINAL) | Q(opinion__redacted__isnull=False)
    near = {"opinion__inspection": False, "opinion__unclear": False}
    somebody = Concerned.objects.filter(opinion=OuterRef("opinion"))
    taken_back = Withdrawal.objects.filter(raised=OuterRef("pk")).exclude(confirmed=False)
    agreed = rows.filter(ready, ~Exists(somebody), ~Exists(taken_back), opinion__may_publish=True, **near)
    return agreed.filter(~set_apart("case__", "case"))


def _by_themselves(rows: list[Raised]) -> list[Raised]:
    """Without those that are handled together with what is set apart, however often that was merged."""
    whole = {row.pk: row.case.merged_into_id for row in rows if row.case.merged_into_id}
    apart: set[UUID] = set()
    while whole:
        above = Case.objects.filter(pk__in=set(whole.values()))
        bad = set(above.filter(set_apart()).values_list("pk", flat=True))
        apart |= {opinion for opinion, case in whole.items() if case in bad}
        further = dict(above.exclude(merged_into=None).values_list("pk", "merged_into"))
        whole = {opinion: into for opinion, case in whole.items() if (into := further.get(case))}
    return [row for row in rows if row.pk not in apart]


def _state(row: Raised) -> str:
    # a part of a merged case stands where the whole does, which may concern opinions that are not read here
    return _("handled together with others") if row.case.merged_into_id else str(words.STATES[row.case.state])


def _candidate(row: Raised) -> Candidate:
    text = getattr(row.opinion, "public_text", None)
    return Candidate(row, words_for_handlers(row.opinion) or "", _state(row), text)
