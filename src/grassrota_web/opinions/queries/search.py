"""Search over the words of cases within reach, as somebody types; the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.intake.models import Opinion, ReadAs
from grassrota_web.intake.queries import words_for_handlers
from grassrota_web.opinions import search_store
from grassrota_web.opinions.bigrams import asked, grams, plain
from grassrota_web.opinions.models import Case, Raised, SearchText

AT_ONCE = 60
"""Keys taken from the index at a time."""
MOST_ROUNDS = 20
"""So often more are taken, if few of them are within reach."""
SHOWN = 20
CAP = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        cases: The first of them, the newest first.
        more: True if there may be more.
    """

    cases: list[Case]
    more: bool


def search(actor: Actor, words: str, limit: int = SHOWN) -> Found:
    """Cases within reach that hold the words as their handlers may read them."""
    whole, beginning = asked(words)
    cases: dict[object, Case] = {}
    before: int | None = None
    more = False
    for _round in range(MOST_ROUNDS):
        keys = search_store.find(whole, beginning, before, AT_ONCE)
        for case in _within(actor, keys, words):
            cases.setdefault(case.pk, case)
        more = len(keys) == AT_ONCE
        if not more or len(cases) > limit:
            break
        before = keys[-1]
    found = list(cases.values())
    return Found(found[:limit], more or len(found) > limit)


def _within(actor: Actor, keys: list[int], words: str) -> list[Case]:
    """Those of the texts that the actor may read, as cases, in the order of the keys."""
    opinions = dict(SearchText.objects.filter(pk__in=keys).values_list("opinion", "pk"))
    rows = visible(actor, Raised.objects.filter(opinion__in=opinions))
    found = [row for row in rows.select_related("case__owner", "case__asked", "opinion") if _holds(row.opinion, words)]
    found.sort(key=lambda row: -opinions[row.pk])
    return [row.case for row in found if row.case.merged_into_id is None]


def _holds(opinion: Opinion, words: str) -> bool:
    """True if the words really are there: grams side by side may come from two places."""
    text = plain(words_for_handlers(opinion) or "")
    return all(part in text for part in plain(words).split())


def waiting() -> QuerySet[Opinion]:
    """Opinions of cases that cannot be searched yet; those whose redacted copy is missing wait for it elsewhere."""
    ready = Q(read_as=ReadAs.ORIGINAL) | Q(redacted__isnull=False)
    return Opinion.objects.filter(ready, ~Exists(SearchText.objects.filter(opinion=OuterRef("pk"))))


def backlog() -> int:
    """How many opinions cannot be searched yet, counted up to a thousand; too slow to be asked at every letter."""
    return waiting().order_by()[: CAP + 1].count()


def index_some(at_once: int = 2000) -> int:
    """Makes some of those that wait searchable, and says how many; within a transaction."""
    rows = list(waiting().order_by("day", "pk")[:at_once])
    made = SearchText.objects.bulk_create(SearchText(opinion=row) for row in rows)
    search_store.put((text.pk, grams(words_for_handlers(row) or "")) for text, row in zip(made, rows, strict=True))
    return len(rows)
