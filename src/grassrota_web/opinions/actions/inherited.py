"""What the parts of a merged case keep of its appeals: who decided, how high it came, and no word to another raiser."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from uuid import UUID

from django.utils.translation import gettext as _

from grassrota.opinions import case as core
from grassrota.opinions.appeal import for_parts
from grassrota.opinions.entries import ReopenedBy
from grassrota_web.opinions import convert
from grassrota_web.opinions.models import Case, Fact, FactKind


def hand_down(whole: Case, parts: Sequence[core.Case]) -> None:
    """Gives what was decided about a merged case to each of its parts; what one raiser wrote, to theirs alone.

    Whom another part concerned may read this one from now on.

    Raises:
        Refused: ``appeal_open`` while one is being decided.
    """
    for row in list(whole.appeals.select_related("to").order_by("pk")):
        own = next((part.id for part in parts if str(row.opinion_id) in part.opinions), "")
        for value in for_parts(convert.appeal(row), parts, own, _together()):
            kept = copy(row)
            kept.pk, kept.case_id, kept.why = None, UUID(value.case), value.why
            if value.case != own:
                kept.opinion, kept.words = None, ""
            # made anew for each part, so that the last one of each is the last that was decided
            kept.save(force_insert=True)
        row.delete()


def for_others(fact: Fact, part: Case) -> Fact:
    """A fact as a part keeps it: why an appeal was upheld answers one raiser, and stays with the part of theirs."""
    if fact.kind != FactKind.REOPENED or fact.reason != ReopenedBy.APPEAL or fact.words in _answered(part):
        return fact
    kept = copy(fact)
    kept.words = _together()
    return kept


def _answered(part: Case) -> Collection[str]:
    return set(part.appeals.exclude(opinion=None).values_list("why", flat=True))


def _together() -> str:
    return _("It was decided about several cases together.")
