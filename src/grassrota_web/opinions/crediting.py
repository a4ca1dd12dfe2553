"""Whom to thank for suggestions that were taken up: raisers who agreed to it, and to be read as they wrote."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from grassrota.opinions.suggestion import Credit, SuggestedFix, adopt, agree, published
from grassrota_web.intake.models import Opinion, ReadAs
from grassrota_web.opinions.models import Fact, FactKind


def credited(opinions: Iterable[Opinion], facts: Iterable[Fact]) -> tuple[Credit, ...]:
    """What is published of the suggestions of a case; nothing before one is taken up, or of a redacted opinion."""
    taken = next((fact for fact in facts if fact.kind == FactKind.ADOPTED), None)
    if taken is None:
        return ()
    by = taken.unit.name if taken.unit else _("the outside reviewer")
    told = (row for row in opinions if row.suggestion.strip() and row.read_as == ReadAs.ORIGINAL)
    fixes = (agree(SuggestedFix(str(row.pk), row.suggestion), row.credit) for row in told)
    return published(adopt(fix, by, taken.on) for fix in fixes)
