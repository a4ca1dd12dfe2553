"""What raisers are told of a case, each in the language of their opinion, through the receipt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import override

from grassrota_web.intake.actions.telling import tell
from grassrota_web.intake.models import Opinion
from grassrota_web.journal.prepared import prepared
from grassrota_web.opinions.models import Case


def opinions_of(case: Case) -> list[Opinion]:
    """The opinions of a case and, if it was merged, of all its parts."""
    found = _opinions(case.pk)
    for part in case.parts.order_by("part") if case.merged else ():
        found += opinions_of(part)
    return found


def tell_raisers(case: Case, words: Callable[[], str | Promise], only: Collection[UUID] | None = None) -> None:
    """Leaves a message at each receipt, or at those of ``only``; ``words`` are asked for in each opinion's language."""
    told = {}
    for opinion in opinions_of(case):
        if only is None or opinion.pk in only:
            with in_language_of(opinion):
                told[opinion.pk] = str(words())
    tell(told)


def in_language_of(opinion: Opinion) -> AbstractContextManager[None]:
    """Speaks the language in which an opinion was raised."""
    return override(opinion.language)


@prepared
def _opinions(case: UUID) -> QuerySet[Opinion]:
    return Opinion.objects.filter(raised__case=case)
