"""What raisers are told of a case, each in the language of their opinion, through the receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import override

from grassrota_web.intake.actions.telling import tell
from grassrota_web.intake.models import Opinion
from grassrota_web.opinions.models import Case


def opinions_of(case: Case) -> Iterable[Opinion]:
    """The opinions of a case and, if it was merged, of all its parts."""
    found = list(Opinion.objects.filter(raised__case=case))
    for part in case.parts.order_by("part") if case.merged else ():
        found += opinions_of(part)
    return found


def tell_raisers(case: Case, words: Callable[[], str | Promise]) -> None:
    """Leaves a message at each receipt; ``words`` are asked for in the language of each opinion."""
    for opinion in opinions_of(case):
        with override(opinion.language):
            tell(opinion, str(words()))
